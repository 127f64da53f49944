"""The kinds of entry. Adding a kind is adding a class to one of these modules."""

from __future__ import annotations

from . import activities, commitments, happenings, insights, notes  # each module registers its kinds
from .base import KINDS, Entry, Says, is_list, is_number

__all__ = [
    "KINDS",
    "Entry",
    "Says",
    "activities",
    "commitments",
    "happenings",
    "insights",
    "is_list",
    "is_number",
    "kind_class",
    "notes",
]


def kind_class(kind: str) -> type[Entry]:
    """The class of a kind; `Entry` itself for a kind this version does not know."""
    return KINDS.get(kind, Entry)
