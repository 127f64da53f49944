"""Stored documents as plain data: tables of documents, and what counts as empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Value: TypeAlias = Any
"""A string, an integer, a yes/no, or a list of these or of such lists (maps only in stages and template)."""
Raw: TypeAlias = Mapping[str, Value]
"""One document as stored."""
Documents: TypeAlias = Mapping[str, Mapping[str, Raw]]
"""Table name → id → document. Never changed in place."""

TABLES = ("_meta", "session", "stages", "people", "clock", "entries", "conflicts", "template")
"""The tables of a session file, in the order they are written."""


def is_empty(value: Value) -> bool:
    """Whether a value is a default, which is not written."""
    return (
        value is None
        or value is False
        or value == ""
        or value == []
        or value == ()
        or (value == 0 and not isinstance(value, bool))
    )


def same(one: Value, other: Value) -> bool:
    """Whether two stored values mean the same; an absent field is an empty one, a tuple is a list."""
    if is_empty(one) or is_empty(other):
        return is_empty(one) and is_empty(other)
    return bool(plain(one) == plain(other))


def plain(value: Value) -> Value:
    """The value as JSON has it: tuples become lists."""
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def without_empty(fields: Raw) -> dict[str, Value]:
    """The fields that are written."""
    return {name: plain(value) for name, value in fields.items() if not is_empty(value)}


def in_order(table: Mapping[str, Raw]) -> dict[str, Raw]:
    """A table with its ids in order of time."""
    return dict(sorted(table.items(), key=lambda row: (len(row[0]), row[0])))
