"""What was found, group after group, as the library screen and the command line both show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from .found import Found, Held

Hit = Found | Held
_Hit = TypeVar("_Hit", Found, Hit)
_GROUPS = ("Lessons", "Actions", "In sessions", "Sessions")
MOST = 60
"""Lines that are shown where nobody says how many; more narrow the search."""


def group_of(hit: Hit) -> str:
    """Under which heading something found stands."""
    if isinstance(hit, Held) or hit.kind == "session":
        return "Sessions"
    return {"lesson": "Lessons", "action": "Actions"}.get(hit.kind, "In sessions")


def in_groups(hits: Sequence[_Hit]) -> list[_Hit]:
    """What was found, group after group, in its own order within each."""
    return [hit for group in _GROUPS for hit in hits if group_of(hit) == group]
