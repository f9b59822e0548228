"""What of a module only people read, and what only a type checker does; and which texts a program goes by."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_for_types(node: ast.AST) -> bool:
    """A block of imports, or an alias or variable of types."""
    match node:
        case ast.Assign(value=ast.Subscript(value=ast.Name("tuple" | "dict" | "list" | "Callable" | "Mapping"))):
            return True
        case ast.Assign(value=ast.BinOp(op=ast.BitOr()) as value):
            return not any(isinstance(one, (ast.Call, ast.Attribute, ast.Set)) for one in ast.walk(value))
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return True
        case _:
            return False


def is_words(node: ast.AST) -> bool:
    """Text, or a choice between texts, or several of them: the wording of a message."""
    match node:
        case ast.JoinedStr() | ast.Constant(value=str()):
            return True
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
            return is_words(one) and is_words(other)
        case ast.Tuple(elts=elements):
            return bool(elements) and all(is_words(one) for one in elements)
        case _:
            return False


def is_chosen(node: ast.AST) -> bool:
    """A product of plain numbers: a bound that somebody chose, and that a little more or less does not change."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return all(is_chosen(one) or isinstance(one, ast.Constant) for one in (left, right))
        case _:
            return False


def is_empty(node: ast.AST) -> bool:
    """``x or ()``: the same to a program as x, and another type."""
    match node:
        case ast.Constant(value=value):
            return not value and value is not False
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Dict(keys=elements):
            return not elements
        case _:
            return False


def keys_in(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts in a node that something is found, told apart or sent by."""
    match node:
        case ast.Subscript(slice=key):
            yield from _texts([key])
        case ast.Compare(left=left, comparators=comparators):
            yield from _texts([left, *comparators])
        case ast.Dict(keys=keys, values=values):
            yield from _texts([*keys, *values])
        case ast.Call(func=ast.Attribute(attr="get" | "pop" | "startswith" | "endswith" | "removeprefix"), args=args):
            yield from _texts(args[:1])
        case ast.MatchValue(value=value):
            yield from _texts([value])


def _texts(nodes: list[ast.AST | None]) -> Iterator[ast.Constant]:
    for node in nodes:
        if isinstance(node, (ast.Tuple, ast.Set, ast.List)):
            yield from _texts(list(node.elts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value and " " not in node.value:
            yield node
