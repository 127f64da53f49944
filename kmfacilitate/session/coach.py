"""The time coach: what to say of the time now, for the facilitator alone. It advises and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kmfacilitate.language import _, ngettext

from . import clock
from .catching_up import Proposal, proposals
from .facilitation import Facilitation, zone
from .moments import moment
from .turns import turn_clock
from .usual import WORTH_SAYING, minutes_of, usual_end
from .wording import hour

WARNING = 120
"""Seconds before the end of a stage at which it is said that it is nearly up."""
IN_THE_CLOCK = ("over", "late")
"""Beginnings of the keys of what the words of the clock say already."""
SHORT_STAGE = 300
"""Seconds of a stage below which two minutes are too early a warning."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to know about the time.

    `key` stays the same while it is the same matter: whoever speaks says it once. `fresh` is whether it has
    just come up.
    """

    key: str
    words: str
    fresh: bool = True


def hints(f: Facilitation, at: datetime) -> tuple[Hint, ...]:
    """What to know about the time at a moment, the most pressing first."""
    state = clock.state(f.session)
    if state in ("paused", "break"):
        return tuple(_back(f, at))
    if state != "running":
        return ()
    return (*_cue(f, at), *_stage(f, at), *_course(f, at), *_usual(f, at))


def at_a_glance(f: Facilitation, at: datetime) -> str:
    """What has just come up and stands nowhere else in the words of the clock, in one line; mostly empty."""
    found = (hint.words for hint in hints(f, at) if hint.fresh and not hint.key.startswith(IN_THE_CLOCK))
    return next(found, "")


def ways(f: Facilitation, at: datetime) -> tuple[Proposal, ...]:
    """The ways to end on time, where it is late."""
    return proposals(f.session, at, f.here.stage, minutes_of(f.usual))


def is_nearly_up(left: int, planned: int) -> bool:
    """Whether a stage is nearly up: a fifth of it is left, or two minutes of a longer one. Seconds."""
    return bool(planned) and left <= max(planned * 0.2, WARNING if planned >= SHORT_STAGE else 0)


def cue_at(f: Facilitation, at: datetime) -> tuple[str, int]:
    """What the script has said by now in this stage, and how many seconds ago that was due."""
    stage = f.stage
    planned = stage.record.minutes * 60 if stage else 0
    if stage is None or not planned:
        return "", 0
    spent = clock.used(f.session, at).get(stage.id, 0)
    due = [(planned * (1.0 if cue.share is None else cue.share), cue.say) for cue in stage.script.cues]
    since, say = max(((when, say) for when, say in due if spent >= when), default=(0.0, ""))
    return say, int(spent - since) if say else 0


def _back(f: Facilitation, at: datetime) -> Iterator[Hint]:
    mark = clock.last_mark(f.session)
    if mark is None or not mark.back:
        return
    back = moment(mark.back)
    late = int((at - back).total_seconds() // 60)
    if late >= 1:
        since = hour(back.astimezone(zone(f.session)))
        words = ngettext(
            "It was to go on at {time}, {n} minute ago.", "It was to go on at {time}, {n} minutes ago.", late
        )
        yield Hint(f"back {mark.back}", words.format(time=since, n=late))
    elif back - at <= timedelta(seconds=WARNING):
        yield Hint(f"soon {mark.back}", _("The break is nearly over: call them back."))


def _cue(f: Facilitation, at: datetime) -> Iterator[Hint]:
    cue, since = cue_at(f, at)
    if cue:
        yield Hint(f"cue {f.here.stage} {cue}", _("Say now: {words}").format(words=cue), since < WARNING)


def _stage(f: Facilitation, at: datetime) -> Iterator[Hint]:
    stage, turn = f.stage, turn_clock(f, at)
    planned = stage.record.minutes * 60 if stage else 0
    if stage is None or not planned or (turn is not None and turn.is_person):
        return
    left = planned - clock.used(f.session, at).get(stage.id, 0)
    if left < 0:
        words = ngettext("{stage} is over its {n} minute.", "{stage} is over its {n} minutes.", planned // 60)
        yield Hint(f"over {stage.id}", words.format(stage=stage.named, n=planned // 60))
    elif left <= WARNING and planned >= SHORT_STAGE:
        yield Hint(f"two {stage.id}", _("Less than two minutes left for {stage}.").format(stage=stage.named))


def late_words(f: Facilitation, at: datetime) -> str:
    """How late it is, and when it would end, in a sentence; empty where it is on time."""
    course = clock.course(f.session, at, f.here.stage)
    late = course.behind_minutes
    if late < 1 or not f.session.meeting.started:
        return ""
    ends, due = (hour(when.astimezone(zone(f.session))) for when in (course.told_end, course.due))
    if course.hard:
        return ngettext(
            "{n} minute behind: it would end at {ends}, not {due}, the hard end.",
            "{n} minutes behind: it would end at {ends}, not {due}, the hard end.",
            late,
        ).format(n=late, ends=ends, due=due)
    return ngettext(
        "{n} minute behind: it would end at {ends}, not {due}.",
        "{n} minutes behind: it would end at {ends}, not {due}.",
        late,
    ).format(n=late, ends=ends, due=due)


def _course(f: Facilitation, at: datetime) -> Iterator[Hint]:
    words = late_words(f, at)
    if words:
        yield Hint(f"late {f.here.stage}", words)


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
    fresh = clock.used(f.session, at).get(f.here.stage, 0) < WARNING
    says = _("At the usual pace it ends at {time}: {stages}.").format(time=at_pace, stages=", ".join(words))
    yield Hint(f"usual {f.here.stage}", says, fresh)
