"""Small changes of meaning, one at a time: what each mutant of a module changes, and the code that it becomes.

Conditions, comparisons, boundaries, operands, filters, branches, handlers, returned values and keys are changed: what a
guard consists of. Left alone is what only people read (messages, docstrings) and what only a type checker does.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import CodeType

from tests.mutants.wording import is_chosen, is_docstring, is_empty, is_for_types, is_words, keys_in

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
TO_ONE_OPERAND = (ast.Add, ast.Sub, ast.BitAnd, ast.BitOr)
CALLED = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}
FOLDING = {"lower", "upper", "casefold", "strip", "rstrip", "lstrip"}
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
LARGEST_INDEX = 2
"""Larger numbers are chosen, and one more of them is as good."""


@dataclass(frozen=True)
class Mutant:
    """One change; ``node`` counts the nodes of the tree as ast.walk gives them, ``variant`` the changes of one node.

    ``nth`` tells apart equal changes in one function, in the order of their lines.
    """

    path: Path
    scope: str
    line: int
    node: int
    variant: int
    before: str
    after: str
    source: bytes = field(repr=False)
    nth: int = 1

    @property
    def change(self) -> str:
        """What identifies it within its module, wherever the code around it moves: not the line."""
        return f"{self.scope}: {self.before} → {self.after}" + (f" ({self.nth})" if self.nth > 1 else "")

    @property
    def module(self) -> str:
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @property
    def is_of_import(self) -> bool:
        """Whether it changes what is run once, when the module is imported: no function that is called later."""
        return self.scope == "module" or self.scope.endswith("(class)")

    @cached_property
    def code(self) -> CodeType:
        tree = ast.parse(self.source)
        (mutated,) = (one for n, one in enumerate(ast.walk(tree)) if n == self.node)
        replacement = list(_variants(mutated))[self.variant]
        return compile(ast.fix_missing_locations(_Replace(mutated, replacement).visit(tree)), str(self.path), "exec")


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    source = path.read_bytes()
    tree = ast.parse(source)
    scopes = dict(_scopes(tree, "module"))
    found = [
        Mutant(path, scopes[node], node.lineno, number, variant, *_shown(node, after), source)
        for number, node in enumerate(ast.walk(tree))
        if node in scopes and hasattr(node, "lineno")
        for variant, after in enumerate(_variants(node))
    ]
    seen: Counter[str] = Counter()
    for mutant in sorted(found, key=lambda mutant: (mutant.line, mutant.node, mutant.variant)):
        seen[mutant.change] += 1
        yield replace(mutant, nth=seen[mutant.change])


def _scopes(node: ast.AST, scope: str) -> Iterator[tuple[ast.AST, str]]:
    """The nodes that may be changed, with the function or class that they stand in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.AnnAssign) and child.value is not None:
            yield child.value, scope
            yield from _scopes(child.value, scope)
        if isinstance(child, (ast.AnnAssign, ast.Raise, ast.Assert)) or is_docstring(child) or is_for_types(child):
            continue
        if is_words(child) or child in getattr(node, "decorator_list", ()) or child is getattr(node, "returns", None):
            continue
        if is_chosen(child):
            continue
        if isinstance(child, ast.arguments):
            yield from ((default, scope) for default in child.defaults + [one for one in child.kw_defaults if one])
            continue
        inner = scope
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = child.name if scope == "module" else f"{scope.removesuffix(' (class)')}.{child.name}"
        elif isinstance(child, ast.ClassDef):
            inner = f"{child.name} (class)"
        yield child, inner
        yield from _scopes(child, inner)
    for key in keys_in(node):
        yield key, scope


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may become; each is made of the node's own parts, and at most one of them is put into a tree."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for index, one in enumerate(ops):
                changed = [OPPOSITE[type(one)]() if n == index else op for n, op in enumerate(ops)]
                yield ast.Compare(left, changed, comparators)
        case ast.BoolOp(op=ast.Or(), values=values) if is_empty(values[-1]) or is_words(values[-1]):
            return
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for index in range(len(values)):
                left = [one for n, one in enumerate(values) if n != index]
                yield left[0] if len(left) == 1 else ast.BoolOp(op, left)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, TO_ONE_OPERAND):
            yield left
            if not isinstance(op, ast.Sub):
                yield right
        case ast.BinOp(left=left, op=(ast.Mult() | ast.FloorDiv()) as op, right=right):
            yield ast.BinOp(left, ast.FloorDiv() if isinstance(op, ast.Mult) else ast.Mult(), right)
        case ast.If(body=body, orelse=orelse):
            yield from (ast.If(ast.Constant(value), body, orelse) for value in (True, False))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.While(test=test, body=body, orelse=orelse):
            yield ast.While(ast.UnaryOp(ast.Not(), test), body, orelse)
        case _ if isinstance(node, COMPREHENSIONS):
            yield from _without_one_filter(node)
        case ast.Match(subject=subject, cases=cases) if len(cases) > 1:
            for index in range(len(cases)):
                yield ast.Match(subject, [one for n, one in enumerate(cases) if n != index])
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody) if handlers:
            for index in range(len(handlers)):
                left = [one for n, one in enumerate(handlers) if n != index]
                if left or finalbody:
                    yield ast.Try(body, left, orelse if left else [], finalbody)
                else:
                    yield ast.If(ast.Constant(True), [*body, *orelse], [])
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)) if value <= LARGEST_INDEX:
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)) if value:
            yield ast.Constant(value + "?")
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in CALLED:
            is_ordered = CALLED[name] == "list"
            yield ast.Call(ast.Name(CALLED[name], ast.Load()), args, [] if is_ordered else keywords)
        case ast.Call(func=ast.Attribute(value=value, attr=attr), args=[], keywords=[]) if attr in FOLDING:
            yield value
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Return(value=value) if value is not None and not _is_nothing(value) and not is_words(value):
            yield ast.Return(ast.Constant(None))
        case _:
            return


def _without_one_filter(node: ast.AST) -> Iterator[ast.AST]:
    for index, generator in enumerate(node.generators):
        for one in generator.ifs:
            left = ast.comprehension(
                generator.target, generator.iter, [other for other in generator.ifs if other is not one], 0
            )
            generators = [left if n == index else other for n, other in enumerate(node.generators)]
            parts = {name: getattr(node, name) for name in node._fields} | {"generators": generators}
            yield type(node)(**parts)


def _is_nothing(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and not node.value


def _shown(node: ast.AST, after: ast.AST) -> tuple[str, str]:
    """What a change is called; of a long statement, what is changed in it."""
    match node, after:
        case ast.If(test=test), ast.If(test=ast.Constant(value=value)):
            return f"if {ast.unparse(test)}", f"if {value}"
        case ast.While(test=test), _:
            return f"while {ast.unparse(test)}", "the opposite"
        case ast.Match(cases=cases), ast.Match(cases=left):
            (gone,) = (one for one in cases if one not in left)
            return f"case {ast.unparse(gone.pattern)}", "…"
        case ast.Try(handlers=handlers), _:
            left = getattr(after, "handlers", [])
            (gone,) = (one for one in handlers if one not in left)
            return f"except {ast.unparse(gone.type) if gone.type else ''}", "…"
        case _ if isinstance(node, COMPREHENSIONS):
            gone = [
                one
                for was, now in zip(node.generators, after.generators, strict=True)
                for one in was.ifs
                if one not in now.ifs
            ]
            return f"for … if {ast.unparse(gone[0])}", "for …"
        case _, ast.Pass():
            return ast.unparse(node), "…"
        case _:
            return ast.unparse(node), ast.unparse(ast.fix_missing_locations(after))


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, ast.copy_location(new, old) if not hasattr(new, "lineno") else new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)
