"""The agenda of a session: its stages with the moments they begin at, planned ahead or as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from . import clock
from .moments import moment
from .session import PlannedStage, Session


@dataclass(frozen=True, slots=True)
class Slot:
    """A stage in the agenda.

    `begins` is its moment (UTC), none where nobody knows when the session begins; `after` is the minutes from
    the start of the session on; `minutes` are those planned, or used where it is over.
    """

    stage: PlannedStage
    begins: datetime | None
    after: int
    minutes: int


def agenda(session: Session, begins: datetime | None = None) -> tuple[Slot, ...]:
    """The stages one after the other, skipped ones left out, from a moment on (aware; none: not known).

    Moments are counted in UTC, so that a night in which the clocks change makes no stage an hour longer.
    """
    found: list[Slot] = []
    after = 0
    for stage in session.plan:
        if stage.record.state == "skipped":
            continue
        at = begins.astimezone(UTC) + timedelta(minutes=after) if begins else None
        found.append(Slot(stage, at, after, stage.record.minutes))
        after += stage.record.minutes
    return tuple(found)


def agenda_now(session: Session, at: datetime, here: str) -> tuple[Slot, ...]:
    """The stages of a session that was begun: when those that are over began, and when the rest will."""
    first: dict[str, datetime] = {}
    for mark in clock.marks(session):
        if mark.where == "stage":
            first.setdefault(mark.stage, moment(mark.at))
    if not first:
        return agenda(session)
    start = min(first.values())
    spent, coming = clock.used(session, at), clock.to_come(session, at, here)
    upon = at + timedelta(seconds=coming.get(here, 0))
    found: list[Slot] = []
    for stage in session.plan:
        if stage.id in coming and stage.id != here:
            begins, minutes = upon, -(-coming[stage.id] // 60)
            upon += timedelta(seconds=coming[stage.id])
        elif stage.id in first and stage.record.state != "skipped":
            begins = first[stage.id]
            minutes = stage.record.minutes if stage.id == here else -(-spent.get(stage.id, 0) // 60)
        else:
            continue
        found.append(Slot(stage, begins, int((begins - start).total_seconds() // 60), minutes))
    return tuple(found)
