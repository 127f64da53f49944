"""The time coach: what to say of the time now, for the facilitator alone. It advises and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import clock
from .catching_up import Proposal, proposals
from .facilitation import Facilitation, zone
from .moments import moment
from .turns import turn_clock
from .usual import WORTH_SAYING, minutes_of, usual_end
from .wording import count, hour

WARNING = 120
"""Seconds before the end of a stage at which it is said that it is nearly up."""
SHORT_STAGE = 300
"""Seconds of a stage below which two minutes are too early a warning."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to know about the time. `key` stays the same while it is the same matter: it is said once."""

    key: str
    words: str


def hints(f: Facilitation, at: datetime) -> tuple[Hint, ...]:
    """What to know about the time at a moment, the most pressing first."""
    state = clock.state(f.session)
    if state in ("paused", "break"):
        return tuple(_back(f, at))
    if state != "running":
        return ()
    return (*_cue(f, at), *_stage(f, at), *_course(f, at), *_usual(f, at))


def ways(f: Facilitation, at: datetime) -> tuple[Proposal, ...]:
    """The ways to end on time, where it is late."""
    return proposals(f.session, at, f.here.stage, minutes_of(f.usual))


def is_nearly_up(left: int, planned: int) -> bool:
    """Whether a stage is nearly up: a fifth of it is left, or two minutes of a longer one. Seconds."""
    return bool(planned) and left <= max(planned * 0.2, WARNING if planned >= SHORT_STAGE else 0)


def cue_at(f: Facilitation, at: datetime) -> str:
    """What the script has the facilitator say by now in this stage; empty: nothing."""
    stage = f.stage
    planned = stage.record.minutes * 60 if stage else 0
    if stage is None or not planned:
        return ""
    spent = clock.used(f.session, at).get(stage.id, 0)
    due = [cue.say for cue in stage.script.cues if spent >= planned * _share(cue.at)]
    return due[-1] if due else ""


def _share(words: str) -> float:
    digits = words.strip().rstrip("%").strip()
    return min(1.0, int(digits) / 100) if digits.isdigit() else 1.0


def _back(f: Facilitation, at: datetime) -> Iterator[Hint]:
    mark = clock.last_mark(f.session)
    if mark is None or not mark.back:
        return
    back = moment(mark.back)
    late = int((at - back).total_seconds() // 60)
    if late >= 1:
        since = hour(back.astimezone(zone(f.session)))
        yield Hint(
            f"back {mark.back}", f"It was to go on at {since}, {count(late, 'minute', 'minutes')} ago."
        )
    elif back - at <= timedelta(seconds=WARNING):
        yield Hint(f"soon {mark.back}", "The break is nearly over: call them back.")


def _cue(f: Facilitation, at: datetime) -> Iterator[Hint]:
    cue = cue_at(f, at)
    if cue:
        yield Hint(f"cue {f.here.stage} {cue}", f"Say now: {cue}")


def _stage(f: Facilitation, at: datetime) -> Iterator[Hint]:
    stage, turn = f.stage, turn_clock(f, at)
    planned = stage.record.minutes * 60 if stage else 0
    if stage is None or not planned or (turn is not None and turn.is_person):
        return
    left = planned - clock.used(f.session, at).get(stage.id, 0)
    name = f"{stage.number} {stage.script.name}".strip()
    if left < 0:
        yield Hint(
            f"over {stage.id}", f"{name} is over its {count(stage.record.minutes, 'minute', 'minutes')}."
        )
    elif left <= WARNING and planned >= SHORT_STAGE:
        yield Hint(f"two {stage.id}", f"Less than two minutes left for {name}.")


def _course(f: Facilitation, at: datetime) -> Iterator[Hint]:
    course = clock.course(f.session, at, f.here.stage)
    late = course.behind_minutes
    if late < 1:
        return
    tz = zone(f.session)
    due = hour(course.due.astimezone(tz))
    hard = " (hard end)" if course.hard else ""
    yield Hint(
        f"late {f.here.stage}",
        f"{late} min behind: it would end at {hour(course.ends.astimezone(tz))}, not {due}{hard}.",
    )


def _usual(f: Facilitation, at: datetime) -> Iterator[Hint]:
    """Said before it is late: what is to come usually takes longer here than planned."""
    more, words = usual_end(f.session, at, f.here.stage, f.usual)
    if more < WORTH_SAYING or not words:
        return
    course = clock.course(f.session, at, f.here.stage)
    ends = course.ends + timedelta(minutes=more)
    if ends - course.due < timedelta(minutes=WORTH_SAYING):
        return
    at_pace = hour(ends.astimezone(zone(f.session)))
    yield Hint(f"usual {f.here.stage}", f"At the usual pace it ends at {at_pace}: {', '.join(words)}.")
