"""The clock in words: this stage, the whole session, and how it stands against its end."""

from __future__ import annotations

from datetime import datetime

from . import clock
from .facilitation import Facilitation, zone
from .moments import moment
from .scene import ClockWords, Said
from .wording import hour, stopwatch


def clock_words(f: Facilitation, at: datetime) -> ClockWords:
    """The clock in words: this stage on the left, the whole session on the right."""
    session, here = f.session, f.here.stage
    stage = session.stage(here)
    planned = (stage.record.minutes if stage else 0) * 60
    spent = clock.used(session, at).get(here, 0)
    state = clock.state(session)
    tz = zone(session)
    course = clock.course(session, at, here)
    overall: list[Said] = []
    if state in ("running", "paused", "break") and session.meeting.started:
        if course.behind >= 60:
            overall.append(Said(f"{course.behind_minutes} min behind", "warning"))
        elif course.behind <= -60:
            overall.append(Said(f"{-course.behind_minutes} min ahead"))
    if state != "finished":
        overall.append(Said(f"ends {hour(course.ends.astimezone(tz))}"))
    if session.meeting.hard_end:
        overall.append(Said(f"hard end {hour(moment(session.meeting.hard_end).astimezone(tz))}"))
    if overall and overall[0].role == "warning":
        overall.append(Said(":fit catch up", "muted"))
    return ClockWords(stopwatch(spent), stopwatch(planned), _left(f, spent, planned, state), tuple(overall))


def _left(f: Facilitation, spent: int, planned: int, state: str) -> Said:
    mark = clock.last_mark(f.session)
    if state == "not started":
        return Said("not started  F5 start")
    if state in ("paused", "break") and mark is not None:
        back = f", back at {hour(moment(mark.back).astimezone(zone(f.session)))}" if mark.back else ""
        why = f" ({mark.reason})" if mark.reason and mark.reason != "left" else ""
        return Said(f"{'break' if state == 'break' else 'paused'}{why}{back}")
    if state == "finished":
        return Said("finished")
    left = planned - spent
    if left < 0:
        return Said(f"! over by {stopwatch(-left)}", "error")
    if planned and left <= planned * 0.05:
        return Said(f"{stopwatch(left)}, wrap up", "error")
    if planned and left <= planned * 0.2:
        return Said(f"{stopwatch(left)}, nearly up", "warning")
    return Said(f"{stopwatch(left)} left")
