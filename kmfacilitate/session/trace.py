"""What was changed after a session was over: by which day it shows, and which fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .documents import Value, plain
from .kinds import Entry, kind_class
from .kinds.insights import Lesson
from .lesson_life import CHANGED, row_of
from .session import Session

_WORDING = {"text": "wording", "kind": "kind"}


def over_since(session: Session, stamp: str, until: str = "") -> bool:
    """Whether the session was finished at some time after a stored moment (and before another)."""
    ends = [session.meeting.ended, *(at for at, what in session.meeting.history if what == "reopened")]
    return any(end and stamp <= end and (not until or end < until) for end in ends)


def changed_afterwards(session: Session, entry: Entry) -> bool:
    """Whether a line was changed after its session was over."""
    return bool(entry.edited) and over_since(session, entry.at, entry.edited)


def traced(session: Session, id_: str, fields: Iterable[str], day: date) -> dict[str, Value]:
    """The history of a lesson with a row for these fields, where its session was over; else nothing."""
    entry = session.entries[id_]
    if not isinstance(entry, Lesson) or not over_since(session, entry.at):
        return {}
    known = kind_class(entry.kind).fields()
    labels = [_WORDING.get(name) or known[name].label for name in fields if name in known or name in _WORDING]
    if not labels:
        return {}
    return {"history": [*plain(entry.history), row_of(day, CHANGED, ", ".join(labels))]}
