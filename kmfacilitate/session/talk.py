"""A conversation as the facilitator sees it: time left, what to ask, and when the tables move."""

from __future__ import annotations

from datetime import datetime, timedelta

from kmfacilitate.language import _, ngettext

from . import clock, walk
from .answering import Asking
from .facilitation import Facilitation, zone
from .scene import Talk
from .session import PlannedStage
from .wording import hour


def talk(f: Facilitation, now: Asking, at: datetime) -> Talk | None:
    """The conversation at hand; none in another family, or where the question keeps something."""
    stage = now.stage
    if f.session.meeting.family != "conversation" or stage is None or now.question is None:
        return None
    if now.kind != "none" or stage.script.close:
        return None
    left = stage.record.minutes * 60 - clock.used(f.session, at).get(stage.id, 0)
    following = _following(f, stage)
    moves = following is not None and _moves(following)
    ends = hour((at + timedelta(seconds=max(0, left))).astimezone(zone(f.session)))
    planned = stage.record.minutes
    if left >= 0:
        under = ngettext("left of {n} minute", "left of {n} minutes", planned).format(n=planned)
    else:
        under = ngettext("over {n} minute", "over {n} minutes", planned).format(n=planned)
    if clock.state(f.session) != "running":
        under += _(", the clock stands still")
    elif left >= 0:
        under += (_(", tables move at {ends}") if moves else _(", ends at {ends}")).format(ends=ends)
    return Talk(
        left=_minutes(left),
        over=left < 0,
        under=under,
        ask=now.question.probes,
        move=_move_words(following) if moves and following is not None else "",
    )


def _following(f: Facilitation, stage: PlannedStage) -> PlannedStage | None:
    """The stage that comes next; none at the end."""
    place = walk.following(f.session, f.here, f.roster)
    while place is not None and place.stage == stage.id:
        place = walk.following(f.session, place, f.roster)
    return f.session.stage(place.stage) if place else None


def _moves(stage: PlannedStage) -> bool:
    return any(stage.way(question) == "pairs" for question in walk.asked_questions(stage))


def _move_words(stage: PlannedStage) -> str:
    asks = (question.ask for question in walk.asked_questions(stage))
    return stage.script.say or next(asks, "")


def _minutes(seconds: int) -> str:
    shown = abs(seconds)
    return f"{'+' if seconds < 0 else ''}{shown // 60}:{shown % 60:02d}"
