"""What the tests of the engine stand on: a clock set by hand, seeded chance, rooms, and typed lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from kmfacilitate.session.answering import answer, entry_named, room_at
from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.edits import Change
from kmfacilitate.session.facilitation import Facilitation, Outlet
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.line import read_line
from kmfacilitate.session.session import Session
from kmfacilitate.session.walk import Place, named
from kmfacilitate.templates.load import load_template, read_template
from kmfacilitate.templates.model import Template

TEMPLATES = Path(__file__).parents[2] / "session_templates"
START = datetime(2026, 11, 22, 9, 50, tzinfo=UTC)


class HandClock:
    """A clock that stands still until it is set on."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, minutes: float = 0, seconds: float = 0, hours: float = 0) -> None:
        """Let time pass."""
        self.at += timedelta(hours=hours, minutes=minutes, seconds=seconds)


@cache
def template(name: str) -> Template:
    """A shipped template by its id, or one written out in a test."""
    return read_template(name, "test.yaml") if "\n" in name else load_template(TEMPLATES / f"{name}.yaml")


def documents_of(
    name: str,
    variant: str = "",
    people: Sequence[str] = (),
    at: datetime = START,
    seed: int = 7,
    **plan: object,
) -> dict:
    """The documents of a new session."""
    wanted = Plan(variant=variant, people=tuple(people), **plan)
    chance = Random(seed)
    return dict(begin(template(name), wanted, "k3x9-7fq2-m8t4", at, Ids(chance), "0.1.0"))


def room(
    name: str = "after-action-review",
    variant: str = "",
    *people: str,
    clock: HandClock | None = None,
    seed: int = 7,
    outlet: Outlet | None = None,
    **plan: object,
) -> Facilitation:
    """A running room: a session of a template."""
    time = clock or HandClock()
    documents = documents_of(name, variant, people, time.at, seed, **plan)
    return Facilitation(Session.read(documents), time, Random(seed), roster=people, outlet=outlet)


def again(f: Facilitation, time: HandClock, *people: str) -> Facilitation:
    """The same session, opened anew from its documents."""
    return Facilitation(Session.read(f.session.documents), time, Random(99), roster=people)


def type_line(f: Facilitation, typed: str, place: Place | None = None) -> Change:
    """Type a line at the question at hand (or at another place) and press Enter."""
    line = read_line(typed, room_at(f, place))
    return f.do("capture", answer(f, typed, line, place))


def type_all(f: Facilitation, *lines: str) -> list[Change]:
    """Type several lines."""
    return [type_line(f, typed) for typed in lines]


def go(f: Facilitation, words: str) -> Place:
    """Go to a place by its words (`4`, `4b`, `why`)."""
    place = named(f.session, words, f.roster)
    assert place is not None, words
    f.go(place)
    return place


def entry(f: Facilitation, number: str) -> Entry:
    """The line with that number."""
    return f.session.entries[entry_named(f, number)]


def texts(f: Facilitation, kind: str = "") -> list[str]:
    """The words of the live lines (of a kind)."""
    return [e.text for _, e in f.session.live() if not kind or e.kind == kind]


def numbers(f: Facilitation) -> list[str]:
    """The numbers of the live lines, in order of time."""
    return [f.session.number(id_) for id_, _ in f.session.live()]


def entries_of(f: Facilitation) -> dict[str, dict]:
    """All entries as stored, without what rises at every change."""
    return {
        id_: {name: value for name, value in raw.items() if name not in ("rev", "earlier")}
        for id_, raw in f.session.documents["entries"].items()
    }
