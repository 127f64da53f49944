"""One found line in full, as it is read beside a list: its fields by their names, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kmfacilitate.clean import clean
from kmfacilitate.language import _
from kmfacilitate.session.documents import Raw
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.lesson_life import (
    AGAIN,
    CHANGED,
    ORDER,
    STATES,
    Way,
    decisions_open,
    ways,
)
from kmfacilitate.session.lesson_life import in_words as state_in_words
from kmfacilitate.session.local_words import day_written
from kmfacilitate.session.session import Session
from kmfacilitate.session.verdicts import in_words
from kmfacilitate.store.encoding import decode_tables
from kmfacilitate.store.fsio import DISK
from kmfacilitate.store.trouble import Damaged

from .folding import settles
from .found import Found, Later
from .line_rows import state_of_lesson
from .place import keeps_team_of

Part = tuple[str, tuple[str, ...]]
"""A heading, and the lines under it."""
TO_COME = "·\N{NO-BREAK SPACE}"
"""What stands before each state that a lesson has not come to yet."""
_SAID_ELSEWHERE = ("owner", "due", "tags", "type", "state")


@dataclass(frozen=True, slots=True)
class Whole:
    """A line in full: its parts in the order they are read, and of a lesson what may follow."""

    parts: tuple[Part, ...] = ()
    ways: tuple[Way, ...] = ()
    decisions: tuple[str, ...] = ()
    """Of a lesson: what a keeper of its team may decide now."""
    keeps: bool = False
    """Whether whoever reads it was a keeper of its team when the hub was last asked."""
    closed_later: bool = False
    """Of an action: whether a later session settled it."""


def whole(found: Found, said: Sequence[Later] = ()) -> Whole:
    """Read a line in full; waits for the disk.

    Where the session file can't be read, only what the index has of the line.

    Args:
        found: The line.
        said: What later sessions said of it (`Ask.said_of`).
    """
    read = whole_of(found, _raw(found), said)
    return replace(read, keeps=keeps_team_of(found.path)) if read.decisions else read


def whole_of(found: Found, raw: Raw, said: Sequence[Later] = ()) -> Whole:
    """A line in full, of which the document is at hand."""
    parts = tuple(_parts(found, raw, said))
    if found.kind != "lesson":
        return Whole(parts, closed_later=found.kind == "action" and settles(said))
    return Whole(parts, _ways(found, raw), decisions_open(state_of_lesson(raw)[0], found.state))


def fields_of(found: Found, said: Sequence[Later] = ()) -> tuple[Part, ...]:
    """What else a line says, and what later sessions said of it, without where it stands; reads the disk."""
    return (*_fields(found, _raw(found)), *_later(found, said))


def _raw(found: Found) -> Raw:
    try:
        tables = decode_tables(DISK.read(found.path)[0], found.path)
    except (OSError, Damaged):
        return {}
    raw = tables.get("entries", {}).get(found.entry, {})
    return raw if isinstance(raw, dict) else {}


def found_in(session: Session, id_: str, path: Path) -> Found:
    """A line of an open session as the index would give it."""
    entry, meeting = session.entries[id_], session.meeting
    state = getattr(entry, "counted_state", getattr(entry, "state", ""))
    if entry.kind == "lesson":
        state = state or "captured"

    def said(field: str) -> str:
        return str(getattr(entry, field, ""))

    return Found(
        session=session.id, file=str(path), entry=id_, number=session.number(id_), kind=entry.kind,
        state=str(state), text=entry.text, more="", title=meeting.title,
        day=(meeting.started or meeting.created)[:10],
        project=meeting.project, technique=meeting.technique, stage=entry.stage, by=entry.by, at=entry.at,
        tags=" ".join(entry.tags), theme="", since="", reason="", applied=0, partly=0, no=0, again=0,
        offered=0, owner=said("owner"), due=said("due"), type=said("type"), route=said("route"),
        target=said("target"),
    )  # fmt: skip


def _ways(found: Found, raw: Raw) -> tuple[Way, ...]:
    history = raw.get("history")
    rows = [
        tuple(map(str, row))
        for row in (history if isinstance(history, list) else ())
        if isinstance(row, list)
    ]
    state = "" if found.state == "captured" else found.state
    return ways(state, rows, {"text": found.text, **raw}) if state in STATES else ()


def _fields(found: Found, raw: Raw) -> Iterator[Part]:
    for name, says in kind_class(found.kind).fields().items():
        if name not in _SAID_ELSEWHERE and (lines := _lines(raw.get(name))):
            yield _(says.label).capitalize(), lines


def _later(found: Found, said: Sequence[Later]) -> Iterator[Part]:
    later = [
        f"{count} × {what}"
        for count, what in (
            (found.applied, _("applied")), (found.partly, _("applied in part")),
            (found.no, _("did not apply")),
            (found.again, _("happened again")),
        )
        if count
    ]  # fmt: skip
    dated = (
        f"{day_written(day)}  {in_words(says)}, {title}{f': {clean(why)}' if why else ''}"
        for day, says, why, title, _session in said
    )
    if later or said:
        yield _("In later sessions"), (*later, *dated)


def _parts(found: Found, raw: Raw, said: Sequence[Later]) -> Iterator[Part]:
    yield from _fields(found, raw)
    if found.kind == "lesson":
        yield _("State"), (_states(found.state),)
    yield from _later(found, said)
    if found.reason:
        yield _("Why it stands so"), (found.reason,)
    history = tuple(_history(raw.get("history")))
    if history:
        yield _("History"), history
    if found.owner or found.due:
        due = _("due {day}").format(day=day_written(found.due)) if found.due else ""
        yield _("Owner"), (", ".join(part for part in (found.owner, due) if part),)
    if found.tags:
        yield _("Tags"), (", ".join(found.tags.split()),)
    where = ", ".join(part for part in (found.title, found.project, day_written(found.day)) if part)
    yield _("Session"), (where, *((_("said by {by}").format(by=found.by),) if found.by else ()))


def _states(state: str) -> str:
    """The way so far, the state it is in with its sign, and what is to come."""
    now = "" if state == "captured" else state
    if now not in ORDER:
        return state_in_words(now)
    at = ORDER.index(now)
    signs = ("✓\N{NO-BREAK SPACE}" if place <= at else TO_COME for place in range(len(ORDER)))
    return "  ".join(f"{sign}{state_in_words(each)}" for sign, each in zip(signs, ORDER, strict=True))


def _history(rows: Any) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) >= 2:
            day, what, note = (*map(str, row), "")[:3]
            said = {CHANGED: _("changed"), AGAIN: _("happened again")}.get(what, state_in_words(what))
            yield clean(f"{day_written(day)}  {said}{f': {note}' if note else ''}")


def _lines(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(clean(str(part)) for part in value if isinstance(part, (str, int)))
    return tuple(line for line in clean(str(value)).split("\n") if line.strip()) if value else ()
