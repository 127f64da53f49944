"""A past session as it is read: its stages with their minutes, their lines, and which were changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from kmfacilitate.language import _

from . import clock
from .kinds.activities import Verdict
from .rows import heading, row, stage_rows
from .scene import LineRow, Said
from .session import PlannedStage, Session
from .trace import changed_afterwards
from .verdicts import in_words
from .wording import short_day


def read_rows(session: Session, at: datetime, today: date) -> list[LineRow]:
    """Every stage that was held or has lines, with its lines; those changed after the end have the day."""
    used = clock.used(session, at)
    found: list[LineRow] = []
    for stage in session.plan:
        lines = [_traced(session, each, today) for each in stage_rows(session, stage.id, today, "point")]
        lines += _verdicts(session, stage.id)
        if lines or used.get(stage.id) or stage.record.state == "skipped":
            title = f"{stage.number}  {stage.script.title}".strip()
            found += [heading(title, after=_minutes(stage, used.get(stage.id, 0))), *lines]
    placed = {line.id for line in found}
    rest = [
        row(session, id_, today)
        for id_, entry in session.live()
        if id_ not in placed and entry.kind in ("lesson", "action") and not session.sealed(entry)
    ]
    if rest:
        found += [heading(_("Besides")), *(_traced(session, each, today) for each in rest)]
    return found


def _minutes(stage: PlannedStage, used: int) -> str:
    if stage.record.state == "skipped":
        return _("skipped")
    if not used:
        return ""
    return _("{used} of {planned} min").format(used=round(used / 60), planned=stage.record.minutes)


def _traced(session: Session, line: LineRow, today: date) -> LineRow:
    """A line with the day on which it was changed, where that was after its session was over."""
    entry = session.entries.get(line.id)
    if entry is None or line.heading or not changed_afterwards(session, entry):
        return line
    day = short_day(date.fromisoformat(entry.edited[:10]), today)
    return replace(line, facts=(*line.facts, Said(_("changed on {day}").format(day=day), "muted")))


def _verdicts(session: Session, stage: str) -> Iterator[LineRow]:
    """What was said there of lines of earlier sessions."""
    for id_, entry in session.of_kind("verdict"):
        if entry.stage == stage and isinstance(entry, Verdict):
            text = entry.what or _("a line of an earlier session")
            facts = (
                Said(in_words(entry.says), "strong"),
                *((Said(entry.reason, "muted"),) if entry.reason else ()),
            )
            yield LineRow(id_, session.number(id_), _("earlier"), "", "plain", text, facts)
