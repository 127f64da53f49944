"""What is missing: owners, dates, carriers, routes, whys. None of it blocks; all of it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kmfacilitate.session.session import Session
from kmfacilitate.session.tidy import lacks
from kmfacilitate.session.wording import count


@dataclass(frozen=True, slots=True)
class StillOpen:
    """So many lines that lack something, in words (`2 lessons without a route`), and their ids."""

    words: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.ids)

    def __str__(self) -> str:
        return self.words


def still_open(session: Session) -> tuple[StillOpen, ...]:
    """What is missing in a session, by kind: `2 lessons without a route`, `1 line without a carrier`."""
    found: dict[str, list[str]] = {}
    for id_, entry in session.live():
        if not session.sealed(entry):
            for word in lacks(entry):
                found.setdefault(word, []).append(id_)
    return tuple(StillOpen(_WITHOUT[word](len(ids)), tuple(ids)) for word, ids in found.items())


_WITHOUT: Mapping[str, Callable[[int], str]] = {
    "no owner": lambda n: count(n, "{n} action without an owner", "{n} actions without an owner"),
    "no date": lambda n: count(n, "{n} action without a date", "{n} actions without a date"),
    "no carrier": lambda n: count(n, "{n} line without a carrier", "{n} lines without a carrier"),
    "no route": lambda n: count(n, "{n} lesson without a route", "{n} lessons without a route"),
    "no why": lambda n: count(n, "{n} lesson without a why", "{n} lessons without a why"),
}
"""What an entry may lack, and how so many that lack it are said."""
