"""What was found, group after group, as the library screen and the command line both show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kmfacilitate.language import N_, _

from .counting import Person
from .found import Found, Held

Hit = Found | Held | Person
_Hit = TypeVar("_Hit", Found, Hit)
_GROUPS = (N_("Lessons"), N_("Actions"), N_("In sessions"), N_("Sessions"), N_("People"))
MOST = 60
"""Lines that are shown where nobody says how many; more narrow the search."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one heading, and how much it is; `in_pairs`: two by two, lessons that look alike."""

    title: str
    note: str
    hits: tuple[Hit, ...]
    in_pairs: bool = False


def group_of(hit: Hit) -> str:
    """Under which heading something found stands."""
    if isinstance(hit, Person):
        return N_("People")
    if isinstance(hit, Held) or hit.kind == "session":
        return N_("Sessions")
    return {"lesson": N_("Lessons"), "action": N_("Actions")}.get(hit.kind, _("In sessions"))


def in_groups(hits: Sequence[_Hit]) -> list[_Hit]:
    """What was found, group after group, in its own order within each."""
    return [hit for group in _GROUPS for hit in hits if group_of(hit) == group]


def grouped(hits: Iterable[Hit], notes: Mapping[str, str] | None = None) -> tuple[Group, ...]:
    """What was found under its headings, each with how much that is, unless another note is given for it."""
    by: dict[str, list[Hit]] = {}
    for hit in hits:
        by.setdefault(group_of(hit), []).append(hit)
    return tuple(
        Group(title, (notes or {}).get(title) or str(len(by[title])), tuple(by[title]))
        for title in _GROUPS
        if title in by
    )
