"""What is missing: owners, dates, carriers, routes, whys. None of it blocks; all of it is said."""

from __future__ import annotations

from dataclasses import dataclass

from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.session import Session
from kmfacilitate.session.tidy import lacks


@dataclass(frozen=True, slots=True)
class StillOpen:
    """So many lines that lack something: `2`, `lessons without a route`, and their ids."""

    words: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.ids)

    def __str__(self) -> str:
        return f"{self.count} {self.words}"


def still_open(session: Session) -> tuple[StillOpen, ...]:
    """What is missing in a session, by kind: `2 lessons without a route`, `1 line without a carrier`."""
    found: dict[tuple[type[Entry], str], list[str]] = {}
    for id_, entry in session.live():
        if not session.sealed(entry):
            for word in lacks(entry):
                found.setdefault((type(entry), word.removeprefix("no ")), []).append(id_)
    return tuple(StillOpen(_without(kind, word, len(ids)), tuple(ids)) for (kind, word), ids in found.items())


def _without(kind: type[Entry], word: str, count: int) -> str:
    single, several = (kind.label, kind.plural) if kind.label != kind.plural else ("line", "lines")
    article = "an" if word[0] in "aeiou" else "a"
    return f"{single if count == 1 else several} without {article} {word}"
