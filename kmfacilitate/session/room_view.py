"""What the room may see, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from kmfacilitate.language import _

from . import clock
from .answering import asking
from .board import asked, rows
from .facilitation import Facilitation, zone
from .moments import moment
from .rows import item_words, may_be_seen
from .scene import LineRow, RoomScene
from .session import Session
from .wording import hour

RoomMode = Literal["question", "lines", "blank"]
_BY_NUMBER = ("vote", "rank", "group", "pairs")
"""Where the room calls a line, or a table, by its number, so that it must see it."""


def room_scene(
    f: Facilitation, mode: RoomMode, *, lines_in_confidence: bool = False, until: str = ""
) -> RoomScene:
    """What the room may see.

    Lines said later than `until` (a stored time; empty: now) are held back. Never private or parked lines,
    sealed slips, counts before all are in, who said or does what, or tips.
    """
    session, now = f.session, asking(f)
    stage = now.stage
    numbered = [s for s in session.plan if s.number]
    confidential = session.meeting.family == "confidential"
    shown: list[LineRow] = []
    wanted = mode == "lines" or now.way == "pairs"  # who is with whom is what the room needs to know
    if wanted and (not confidential or lines_in_confidence):
        shown = list(_for_room(session, _said_by(session, rows(f, now), until)))
        if now.way not in _BY_NUMBER:
            shown = [replace(line, number="") for line in shown]
    at = f.moment()
    ends = ""
    if stage is not None and clock.state(session) == "running":
        left = stage.record.minutes * 60 - clock.used(session, at).get(stage.id, 0)
        if left > 0:
            ends = hour((at + timedelta(seconds=left)).astimezone(zone(session)))
    mark = clock.last_mark(session)
    state = clock.state(session)
    back = mark.back if mark is not None and state in ("paused", "break") else ""
    blank = ""
    if mode == "blank" or state == "break" or back:
        blank = (
            _("Back at {hour}").format(hour=hour(moment(back).astimezone(zone(session))))
            if back
            else _("Back in a moment")
        )
    safety = now.question is not None and now.question.capture.private
    rules = _ground_rules(session) if now.question is not None and now.question.rules else ()
    ask = "" if confidential and not lines_in_confidence else asked(f, now).ask
    if not ask:
        rules = ()
    if over := session.meeting.state == "finished":  # the last question is asked no more
        ask = _("Thank you. This session is over.")
    return RoomScene(
        technique=session.template.title,
        subject="" if confidential else session.meeting.title,
        stage=stage.script.title if stage and not over else "",
        progress=_("{number} of {n}").format(number=stage.number, n=len(numbered))
        if stage and stage.number and not over
        else "",
        ask=ask,
        about="" if confidential and not lines_in_confidence else _about(session, now.place.under, shown),
        rows=() if blank else (*rules, *shown),
        ends=ends,
        blank=blank,
        language=session.meeting.language,
        hidden_input=now.way in ("slips", "vote", "rate") or safety,
        reads_down=now.reads_down or bool(rules),
        drawn=now.way == "pairs" or bool(rules and not shown),
    )


def _ground_rules(session: Session) -> tuple[LineRow, ...]:
    """The ground rules as rows, for a question that asks the room to agree them."""
    return tuple(LineRow("", "", "", "", "plain", rule) for rule in session.template.ground_rules)


def _about(session: Session, under: str, shown: Iterable[LineRow]) -> str:
    """The line that the question is about, unless it stands over its answers already.

    Never a person, nor a line that the room may not see.
    """
    if not may_be_seen(session, under) or any(line.heading and line.id == under for line in shown):
        return ""
    return item_words(session, under)


def _said_by(session: Session, lines: Iterable[LineRow], until: str) -> Iterator[LineRow]:
    for line in lines:
        entry = session.entries.get(line.id)
        if not until or entry is None or entry.at <= until:
            yield line


def _for_room(session: Session, lines: Iterable[LineRow]) -> Iterator[LineRow]:
    """The rows that may stand on the wall, and the headings that are left with something under them."""
    waiting: LineRow | None = None
    for line in lines:
        if line.heading:
            waiting = None if _is_kept_back(session, line) else line
        elif may_be_seen(session, line.id):
            if waiting is not None:
                yield replace(waiting, number="", facts=())
                waiting = None
            yield _without_names(line)


def _is_kept_back(session: Session, heading: LineRow) -> bool:
    """Whether a heading names a person, or a line that the room may not see."""
    return bool(heading.id) and not may_be_seen(session, heading.id)


def _without_names(line: LineRow) -> LineRow:
    """A row without owners, speakers and what is missing: no name stands on the wall."""
    facts = tuple(fact for fact in line.facts if fact.role in ("strong", "success", "accent"))
    return replace(line, facts=facts)
