"""The clock in words: this stage (or this turn of it), the whole session, and how it stands."""

from __future__ import annotations

from datetime import datetime

from kmfacilitate.language import _

from . import clock, walk
from .coach import is_nearly_up
from .facilitation import Facilitation, zone
from .moments import moment
from .scene import ClockWords, Said
from .turns import turn_clock
from .wording import hour, stopwatch


def clock_words(f: Facilitation, at: datetime) -> ClockWords:
    """The clock in words: this stage on the left, the whole session on the right.

    Where a stage is repeated for people, everyone's turn has its own clock, in the stage's place.
    """
    session, here = f.session, f.here.stage
    stage = session.stage(here)
    planned = (stage.record.minutes if stage else 0) * 60
    spent = clock.used(session, at).get(here, 0)
    state = clock.state(session)
    tz = zone(session)
    course = clock.course(session, at, here)
    item = ""
    turn = turn_clock(f, at)
    if turn is not None:
        if turn.is_person:
            spent, planned = turn.used, turn.planned or planned
        item = f"{turn.progress}, {stopwatch(turn.used)}"
        item += _(" of {planned}").format(planned=stopwatch(turn.planned)) if turn.planned else ""
    overall: list[Said] = []
    if state in ("running", "paused", "break") and session.meeting.started:
        if course.behind >= 60:
            overall.append(Said(_("{n} min behind").format(n=course.behind_minutes), "warning"))
        elif course.behind <= -60:
            overall.append(Said(_("{n} min ahead").format(n=-course.behind_minutes)))
    if state != "finished":
        overall.append(Said(_("ends {hour}").format(hour=hour(course.told_end.astimezone(tz)))))
    hard = clock.hard_end(session, at)
    if hard is not None:
        overall.append(Said(_("hard end {hour}").format(hour=hour(hard.astimezone(tz)))))
    if overall and overall[0].role == "warning":
        overall.append(Said(_(":fit catch up"), "muted"))
    return ClockWords(
        stopwatch(spent),
        stopwatch(planned),
        _left(f, spent, planned, state),
        item,
        _step(f, at),
        tuple(overall),
        state,
    )


def _step(f: Facilitation, at: datetime) -> str:
    question = walk.question_at(f.session, f.here)
    minutes = question.minutes_in(f.session.meeting.variant) if question else 0
    if not minutes:
        return ""
    here = f.here
    spent = clock.used_at(f.session, at, here.stage, question=here.question, under=here.under)
    return _("{used} of {planned}").format(used=stopwatch(spent), planned=stopwatch(minutes * 60))


def _left(f: Facilitation, spent: int, planned: int, state: str) -> Said:
    mark = clock.last_mark(f.session)
    if state == "not started":
        return Said(_("not started  F5 start"))
    if state in ("paused", "break") and mark is not None:
        back = (
            _(", back at {hour}").format(hour=hour(moment(mark.back).astimezone(zone(f.session))))
            if mark.back
            else ""
        )
        why = f" ({mark.reason})" if mark.reason and mark.reason != "left" else ""
        return Said(f"{_('break') if state == 'break' else _('paused')}{why}{back}")
    if state == "finished":
        return Said(_("finished"))
    left = planned - spent
    if left < 0:
        return Said(_("! over by {time}").format(time=stopwatch(-left)), "error")
    if planned and left <= planned * 0.05:
        return Said(_("{time}, wrap up").format(time=stopwatch(left)), "error")
    if is_nearly_up(left, planned):
        return Said(_("{time}, nearly up").format(time=stopwatch(left)), "warning")
    return Said(_("{time} left").format(time=stopwatch(left)))
