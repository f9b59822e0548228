"""Reading the trees of an answer, key by key: each has the type that the protocol says, or the answer is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar, cast

Tree = Mapping[str, object]
Word = TypeVar("Word", bound=Enum)


class UnreadableObservation(ValueError):
    """An answer has another shape than the protocol says; the message names the key."""


def tree_in(value: object, key: str) -> Tree:
    if isinstance(value, Mapping):
        return cast("Tree", value)
    if value == []:  # PHP's empty map
        return {}
    raise UnreadableObservation(f"{key} is no object")


def text_in(tree: Tree, key: str) -> str:
    value = tree.get(key)
    if isinstance(value, str):
        return value
    raise UnreadableObservation(f"{key} is no text")


def word_in(words: type[Word], tree: Tree, key: str) -> Word:
    text = text_in(tree, key)
    try:
        return words(text)
    except ValueError as error:
        raise UnreadableObservation(f"{key}: {error}") from error


def text_or_none_in(tree: Tree, key: str) -> str | None:
    return None if key in tree and tree[key] is None else text_in(tree, key)


def texts_in(tree: Tree, key: str) -> tuple[str, ...]:
    value = tree.get(key)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise UnreadableObservation(f"{key} is no list of texts")


def flag_in(tree: Tree, key: str) -> bool:
    value = tree.get(key)
    if isinstance(value, bool):
        return value
    raise UnreadableObservation(f"{key} is neither true nor false")


def number_in(tree: Tree, key: str) -> int:
    value = tree.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnreadableObservation(f"{key} is no whole number")


def number_or_none_in(tree: Tree, key: str) -> int | None:
    return None if key in tree and tree[key] is None else number_in(tree, key)
