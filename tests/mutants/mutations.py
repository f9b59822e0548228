"""Small changes of meaning, one at a time: what each mutant of a module changes, and the code that it becomes."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType

OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
CALLED = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}
MAKES_NO_CLAIM = (ast.JoinedStr, ast.AnnAssign, ast.Raise, ast.Assert)
"""Left alone: what people read, and annotations (the value of an annotated assignment is visited)."""


@dataclass(frozen=True)
class Mutant:
    """One change; ``node`` counts the nodes of the tree as ast.walk gives them, ``variant`` the changes of one node."""

    path: Path
    scope: str
    line: int
    node: int
    variant: int
    before: str
    after: str

    @property
    def change(self) -> str:
        """What identifies it as long as the code around it stays: not the line."""
        return f"{self.path.as_posix()} {self.scope}: {self.before} → {self.after}"

    @cached_property
    def code(self) -> CodeType:
        tree = ast.parse(self.path.read_bytes())
        (mutated,) = (one for n, one in enumerate(ast.walk(tree)) if n == self.node)
        replacement = list(_variants(mutated))[self.variant]
        return compile(ast.fix_missing_locations(_Replace(mutated, replacement).visit(tree)), str(self.path), "exec")


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(path.read_bytes())
    scopes = dict(_scopes(tree, "module"))
    found = [
        Mutant(path, scopes[node], node.lineno, number, variant, _shown(node), _shown(after))
        for number, node in enumerate(ast.walk(tree))
        if node in scopes and hasattr(node, "lineno")
        for variant, after in enumerate(_variants(node))
    ]
    yield from sorted(found, key=lambda mutant: (mutant.line, mutant.node, mutant.variant))


def _scopes(node: ast.AST, scope: str) -> Iterator[tuple[ast.AST, str]]:
    """The nodes that may be changed, with the function or class that they stand in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.AnnAssign) and child.value is not None:
            yield child.value, scope
            yield from _scopes(child.value, scope)
        if isinstance(child, MAKES_NO_CLAIM) or _is_docstring(child) or _is_for_types(child):
            continue
        inner = child.name if isinstance(child, (ast.FunctionDef, ast.ClassDef)) else scope
        if child in getattr(node, "decorator_list", ()) or child is getattr(node, "returns", None):
            continue
        if isinstance(child, ast.arguments):
            yield from ((default, scope) for default in child.defaults + [one for one in child.kw_defaults if one])
            continue
        yield child, inner
        yield from _scopes(child, inner)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for index, one in enumerate(ops):
                if type(one) in OPPOSITE:
                    changed = copy.deepcopy(node)
                    changed.ops[index] = OPPOSITE[type(one)]()
                    yield changed
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), copy.deepcopy(values))
            for index in range(len(values)):
                left = [copy.deepcopy(one) for n, one in enumerate(values) if n != index]
                yield left[0] if len(left) == 1 else ast.BoolOp(copy.deepcopy(op), left)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield copy.deepcopy(operand)
        case ast.BinOp(op=op) if type(op) in ARITHMETIC and not _is_text(node):
            changed = copy.deepcopy(node)
            changed.op = ARITHMETIC[type(op)]()
            yield changed
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if not _is_plain_claim(test):
            changed = copy.deepcopy(node)
            changed.test = ast.UnaryOp(ast.Not(), copy.deepcopy(test))
            yield changed
        case ast.comprehension():
            return
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)) if value and " " not in value and value.isprintable():
            yield ast.Constant(value + "?")
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            changed = copy.deepcopy(node)
            changed.func = ast.Name(CALLED[name], ast.Load())
            yield changed
        case ast.Call(func=ast.Attribute(value=value), args=[], keywords=[]) if _keeps_type(node):
            yield copy.deepcopy(value)
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Return(value=value) if value is not None and not _is_nothing(value):
            yield ast.Return(ast.Constant(None))
        case _:
            return


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(one, (ast.Constant, ast.JoinedStr)) and not _is_number(one) for one in (node.left, node.right)
    )


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _is_nothing(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_plain_claim(test: ast.AST) -> bool:
    """Its opposite is a mutant already: of a comparison, or of a negation."""
    return isinstance(test, ast.UnaryOp) or (isinstance(test, ast.Compare) and len(test.ops) == 1)


def _keeps_type(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in {"lower", "upper", "casefold", "strip", "rstrip"}


def _shown(node: ast.AST) -> str:
    """The first line of its code, or ``…`` where there is nothing left."""
    return "…" if isinstance(node, ast.Pass) else ast.unparse(node).splitlines()[0][:100]


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, ast.copy_location(new, old)

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)
