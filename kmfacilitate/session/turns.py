"""The items of a repeat as the room lives them: which of how many, and the clock that each one has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from . import clock, walk
from .facilitation import Facilitation


@dataclass(frozen=True, slots=True)
class Turn:
    """One item of a repeat.

    `called` is what such an item is called (`presenter`, `person`, `line`); `number` counts from 1. `used`
    and `planned` are seconds; 0 planned: none are said.
    """

    called: str
    number: int
    count: int
    used: int
    planned: int
    is_person: bool

    @property
    def progress(self) -> str:
        """`presenter 2 of 3`."""
        return f"{self.called} {self.number} of {self.count}"


def turn_clock(f: Facilitation, at: datetime) -> Turn | None:
    """The item at hand with its clock; none where nothing is repeated."""
    session, here = f.session, f.here
    stage, question = f.stage, walk.question_at(f.session, here)
    repeat = walk.repeat_at(session, here)
    if stage is None or question is None or repeat is None:
        return None
    items = walk.items(session, stage, question, f.roster)
    if here.under not in items:
        return None
    called = (repeat.called or "person") if repeat.people else "line"
    by_question = here.question if question.repeat is not None else ""
    return Turn(
        called,
        items.index(here.under) + 1,
        len(items),
        clock.used_at(session, at, stage.id, question=by_question, under=here.under),
        walk.turn_minutes(session, here, len(items)) * 60,
        repeat.people,
    )
