"""The clock: what the marks of a session say about minutes used, being late, and when it ends.

Times are aware datetimes, durations are seconds unless a name says minutes. Nothing here reads a clock: the
moment is passed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kmfacilitate.language import _, pgettext

from .moments import moment
from .records import Mark
from .segment import Segment, begun, with_time
from .session import Session

State = Literal["not started", "running", "paused", "break", "away", "finished"]
UNSEEN_COUNTS = timedelta(minutes=5)
"""A gap the program did not see counts as meeting time up to this long, and as a pause beyond."""
END_OF_DAY = timedelta(hours=6)
"""A session left for so long was left for the day."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch of meeting without an interruption, and why it stopped (empty while it goes on)."""

    start: datetime
    end: datetime
    reason: str


def marks(session: Session) -> list[Mark]:
    """The marks in order of time and id."""
    return [mark for _id, mark in session.marks]


def segments(session: Session, at: datetime) -> tuple[Segment, ...]:
    """The stretches from mark to mark; the last one ends at `at`, unless it stopped the clock."""
    return (*session.segments_over, *_going_on(session, at))


def _going_on(session: Session, at: datetime) -> tuple[Segment, ...]:
    """The stretch since the last mark; none before the first."""
    if not session.marks:
        return ()
    start, mark = session.marks[-1]
    return (begun(start, mark, start if mark.where in ("end", "away") else max(at, start)),)


def last_mark(session: Session) -> Mark | None:
    """The mark that holds now."""
    return session.marks[-1][1] if session.marks else None


def state(session: Session) -> State:
    """What the clock is doing."""
    mark = last_mark(session)
    if mark is None:
        return "not started"
    if mark.where == "stage":
        return "running"
    names: dict[str, State] = {"pause": "paused", "break": "break", "away": "away", "end": "finished"}
    return names[mark.where]


def used(session: Session, at: datetime) -> dict[str, int]:
    """Seconds used by each stage that was ever open."""
    total = with_time(session.used_over, _going_on(session, at))
    return {stage: int(length.total_seconds()) for stage, length in total.items()}


def used_at(session: Session, at: datetime, stage: str, *, question: str = "", under: str = "") -> int:
    """Seconds used in a stage by one item of its repeat, by one question, or by one question of one item."""
    lengths = (
        segment.length
        for segment in segments(session, at)
        if segment.where == "stage"
        and segment.stage == stage
        and (not question or segment.question == question)
        and (not under or segment.under == under)
    )
    return int(sum(lengths, timedelta()).total_seconds())


def sittings(session: Session, at: datetime) -> tuple[Sitting, ...]:
    """The stretches of meeting, each with why it stopped.

    Looking at another question in a pause is no sitting; ending a session that was reopened is one.
    """
    found: list[Sitting] = []
    start: datetime | None = None
    for segment in segments(session, at):
        if segment.where == "stage":
            start = start or segment.start
        elif start is not None:
            if segment.start > start or segment.where == "end":
                found.append(Sitting(start, segment.start, _why_stopped(segment)))
            start = None
    if start is not None:
        found.append(Sitting(start, max(at, start), ""))
    return tuple(found)


def _why_stopped(segment: Segment) -> str:
    if segment.reason == "left":
        return _("end of day") if segment.length >= END_OF_DAY else pgettext("sitting", "interrupted")
    if segment.reason:
        return segment.reason
    return {
        "pause": pgettext("sitting", "pause"),
        "break": pgettext("sitting", "break"),
        "away": pgettext("sitting", "away"),
        "end": pgettext("sitting", "end"),
    }[segment.where]


def planned(session: Session) -> int:
    """Minutes planned now for the whole session, skipped stages left out."""
    return sum(stage.record.minutes for stage in session.plan if stage.record.state != "skipped")


def to_come(session: Session, at: datetime, here: str) -> dict[str, int]:
    """Seconds planned and not yet used, for each stage that is still to be done (the open one included)."""
    spent = used(session, at)
    coming: dict[str, int] = {}
    for stage in session.plan:
        if not stage.record.state or (stage.id == here and stage.record.state != "skipped"):
            coming[stage.id] = max(0, stage.record.minutes * 60 - spent.get(stage.id, 0))
    return coming


def goes_on(session: Session, at: datetime) -> datetime:
    """When the session goes on: now, or when the break that it is in is said to be over."""
    mark = last_mark(session)
    if mark is None or not mark.back or state(session) not in ("paused", "break"):
        return at
    return max(at, moment(mark.back))


@dataclass(frozen=True, slots=True)
class Course:
    """How the session stands against its plan."""

    ends: datetime
    """When it will end if every stage still to come takes its minutes."""
    due: datetime
    """When it was to end: the start that was promised, else the real one, the minutes promised and
    interruptions; at the latest the hard end."""
    hard: bool

    @property
    def behind(self) -> int:
        """Seconds late; negative is ahead."""
        return int((self.ends - self.due).total_seconds())

    @property
    def behind_minutes(self) -> int:
        """Minutes late, each begun one counted once it is a minute; negative is ahead, in whole minutes."""
        return -(-self.behind // 60) if self.behind >= 60 else int(self.behind / 60)

    @property
    def told_end(self) -> datetime:
        """The end as it is told: so much after what was due as the minutes late that are told."""
        return self.due + timedelta(minutes=self.behind_minutes) if self.behind >= 60 else self.ends


_OF_AN_EARLIER_SITTING = timedelta(hours=3)
_MOVED = timedelta(hours=1)
"""A session that starts so much earlier or later than was said was moved: what was said counts no more."""


def promised_start(session: Session, at: datetime) -> datetime | None:
    """The start that those who came were told; none where nobody said, or where the session was moved."""
    if not session.meeting.begins:
        return None
    begins = moment(session.meeting.begins)
    if session.marks:
        return begins if abs(session.marks[0][0] - begins) <= _MOVED else None
    return begins if at - begins <= _MOVED else None


def hard_end(session: Session, at: datetime) -> datetime | None:
    """When the room must be left; none where that was long over when this sitting began (another day)."""
    if not session.meeting.hard_end:
        return None
    hard = moment(session.meeting.hard_end)
    running = sittings(session, at)[-1:] if state(session) == "running" else ()
    began = running[0].start if running else at
    return None if began - hard > _OF_AN_EARLIER_SITTING else hard


def course(session: Session, at: datetime, here: str) -> Course:
    """How the session stands at a moment, with the room in stage `here`."""
    found = segments(session, at)
    begins = promised_start(session, at)
    on = goes_on(session, at) if found or begins is None else max(at, begins)
    ends = on + timedelta(seconds=sum(to_come(session, at, here).values()))
    hard = hard_end(session, at)
    if not found and begins is None:
        return Course(ends, min(ends, hard) if hard else ends, hard is not None)
    start = begins or found[0].start
    lost = sum((s.length for s in found if s.where != "stage"), timedelta())
    lost += on - at if found else timedelta()
    promised = start + lost + timedelta(minutes=session.meeting.length or planned(session))
    return Course(ends, min(promised, hard) if hard else promised, hard is not None)
