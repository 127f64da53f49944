"""What is missing: owners, dates, carriers, routes, whys. None of it blocks; all of it is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.kinds.notes import Parked
from kmfacilitate.session.session import Session


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


@singledispatch
def lacks(entry: Entry) -> tuple[str, ...]:
    """What an entry lacks, as nouns (`owner`, `date`); register what else a kind should have."""
    return tuple(word.removeprefix("no ") for word in entry.missing())


@lacks.register
def _(entry: Action) -> tuple[str, ...]:
    return tuple(w.removeprefix("no ") for w in entry.missing()) if entry.state == "open" else ()


@lacks.register
def _(entry: Lesson) -> tuple[str, ...]:
    missing = [word.removeprefix("no ") for word in entry.missing()]
    if not entry.route and not entry.state:
        missing.append("route")
    if not entry.why and not entry.source:
        missing.append("why")
    return tuple(dict.fromkeys(missing))


def still_open(session: Session) -> tuple[StillOpen, ...]:
    """What is missing in a session, by kind: `2 lessons without a route`, `1 line without a carrier`."""
    found: dict[tuple[type[Entry], str], list[str]] = {}
    for id_, entry in session.live():
        if not session.sealed(entry):
            for word in lacks(entry):
                found.setdefault((type(entry), word), []).append(id_)
    return tuple(StillOpen(_without(kind, word, len(ids)), tuple(ids)) for (kind, word), ids in found.items())


def to_tidy(session: Session) -> tuple[StillOpen, ...]:
    """What is left for the facilitator, then or tomorrow: all that is missing, and lines still parked."""
    parked = [id_ for id_, entry in session.live() if isinstance(entry, Parked) and not entry.became]
    lines = "parked line" if len(parked) == 1 else "parked lines"
    return still_open(session) + ((StillOpen(lines, tuple(parked)),) if parked else ())


def _without(kind: type[Entry], word: str, count: int) -> str:
    single, several = (kind.label, kind.plural) if kind.label != kind.plural else ("line", "lines")
    article = "an" if word[0] in "aeiou" else "a"
    return f"{single if count == 1 else several} without {article} {word}"
