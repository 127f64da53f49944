"""A conversation as the facilitator sees it: time left, what to ask, and when the tables move."""

from __future__ import annotations

from datetime import datetime, timedelta

from . import clock, walk
from .answering import Asking
from .facilitation import Facilitation, zone
from .scene import Talk
from .session import PlannedStage
from .wording import count, hour


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
    under = f"{'left of' if left >= 0 else 'over'} {count(stage.record.minutes, '{n} minute', '{n} minutes')}"
    if clock.state(f.session) != "running":
        under += ", the clock stands still"
    elif left >= 0:
        under += f", {'tables move' if moves else 'ends'} at {ends}"
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
