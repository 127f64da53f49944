"""Marks of the clock: the edits that move the room, stop and start the clock, and end the session.

All are pure; none of them is a step that undo takes back.
"""

from __future__ import annotations

from datetime import datetime

from . import clock
from .documents import Value
from .edits import Edit, Now, change, create
from .moments import moment, stamp
from .records import Where
from .session import PlannedStage, Session
from .there import stage_there
from .walk import Place


def mark(
    now: Now, where: Where, place: Place, reason: str = "", back: str = "", at: datetime | None = None
) -> Edit:
    """The edit that adds one mark: from `at` (now, unless said) on, the room is there."""
    fields: dict[str, Value] = {
        "at": stamp(at) if at else now.stamp,
        "where": where,
        "stage": place.stage,
        "question": place.question,
        "under": place.under,
        "reason": reason,
        "back": back,
    }
    return create("clock", now.new_id(), fields)


def moved(session: Session, now: Now, here: Place, place: Place, *, passed: bool) -> list[Edit]:
    """Go from `here` to `place`. The first move starts the clock; a pause stays one.

    Args:
        session: The session.
        now: The moment.
        here: Where the room is.
        place: Where it goes.
        passed: Whether what is left behind was really asked: not where somebody jumps before the start.

    Raises:
        Refused: When the session has no such stage.
    """
    target = stage_there(session, place.stage)
    order = [stage.id for stage in session.plan]
    leaving = session.stage(here.stage)
    edits = begun(session, now)
    if leaving is not None and leaving.id != target.id and passed:
        fields = _asked(leaving, [here])
        if order.index(target.id) > order.index(leaving.id) and not leaving.record.state:
            fields["state"] = "done"
        edits.append(stage_edit(session, leaving, fields))
        between = session.plan[order.index(leaving.id) + 1 : order.index(target.id)]
        edits += [
            stage_edit(session, stage, {"state": "done"})
            for stage in between
            if stage.record.asked and not stage.record.state
        ]
    visited = [here, place] if passed and here.stage == place.stage else [place]
    fields = _asked(target, visited)
    if target.record.state == "skipped":
        fields.update(state="", reason="")
    edits.append(stage_edit(session, target, fields))
    edits.append(mark(now, "stage", place))
    last = clock.last_mark(session)
    if last is not None and clock.state(session) in ("paused", "break") and last.reason != "left":
        edits.append(mark(now, last.where, place, last.reason, last.back))
    return [edit for edit in edits if edit.after]


def started(session: Session, now: Now, here: Place) -> list[Edit]:
    """Start the clock, or let it go on."""
    edits = [*begun(session, now), mark(now, "stage", here)]
    stage = session.stage(here.stage)
    if stage is not None:
        edits.append(stage_edit(session, stage, _asked(stage, [here])))
    return [edit for edit in edits if edit.after]


def ended(session: Session, now: Now, here: Place) -> list[Edit]:
    """Stamp the end. A session that never began, or was reopened, gets a sitting of its own for it."""
    raw = session.raw("session", "1")
    fields: dict[str, Value] = {"state": "finished", "ended": now.stamp}
    if not session.meeting.started:
        fields["started"] = now.stamp
    edits = [change("session", "1", raw, fields)]
    if clock.state(session) in ("not started", "finished"):
        edits.append(mark(now, "stage", here))
    edits.append(mark(now, "end", here))
    stage = session.stage(here.stage)
    if stage is not None and not stage.record.state:
        edits.append(stage_edit(session, stage, {"state": "done"}))
    return edits


def begun(session: Session, now: Now) -> list[Edit]:
    """The edit that says the session runs; none where it does."""
    fields: dict[str, Value] = {}
    if not session.meeting.started:
        fields["started"] = now.stamp
    if session.meeting.state == "planned":
        fields["state"] = "running"
    return [change("session", "1", session.raw("session", "1"), fields)] if fields else []


def away(now: Now, place: Place, start: datetime, end: datetime) -> tuple[Edit, Edit]:
    """The two marks that take a stretch out of the meeting."""
    return mark(now, "away", place, "sleep", at=start), mark(now, "stage", place, at=end)


def last_moment(session: Session) -> datetime | None:
    """When the last mark was made; none where there is none."""
    last = clock.last_mark(session)
    return moment(last.at) if last else None


def stage_edit(session: Session, stage: PlannedStage, fields: dict[str, Value]) -> Edit:
    """The edit that sets fields of a stage."""
    return change("stages", stage.key, session.raw("stages", stage.key), fields)


def _asked(stage: PlannedStage, visited: list[Place]) -> dict[str, Value]:
    asked = list(stage.record.asked)
    for place in visited:
        key = f"{place.question}/{place.under}" if place.under else place.question
        if key and key not in asked:
            asked.append(key)
    return {"asked": asked} if len(asked) > len(stage.record.asked) else {}
