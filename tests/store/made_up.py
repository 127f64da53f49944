"""Sessions of any size, lines to add to them, and a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import Edit, create
from kmfacilitate.store.session_file import SessionFile

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FIRST_ID = 1779758667127538240


class Clock:
    """A clock that goes on a second each time it is read."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def entry_id(number: int) -> str:
    return str(FIRST_ID + number * 4096)


def entry(number: int, text: str = "") -> dict[str, Any]:
    return {
        "kind": "event",
        "stage": "actual",
        "question": "timeline",
        "n": number,
        "text": text or f"Line {number}: what happened at the east door, as the night team saw it",
        "at": "2026-11-22T09:31:05.120Z",
        "tags": ["staffing"],
    }


def add(number: int, text: str = "") -> Edit:
    return create("entries", entry_id(number), entry(number, text))


def a_session(entries: int = 0, session: str = "k3x9-7fq2-m8t4", **meeting: Any) -> Documents:
    return {
        "_meta": {"1": {"session": session}},
        "session": {
            "1": {
                "rev": 1,
                "title": "Winter vaccination clinic",
                "template": "after-action-review-short",
                "technique": "after-action-review",
                "tz": "Europe/London",
                "state": "running",
                "created": "2026-11-22T09:20:00.000Z",
                **meeting,
            }
        },
        "stages": {"1": {"rev": 1, "stage": "actual", "minutes": 5}},
        "entries": {entry_id(number): {"rev": 1, **entry(number)} for number in range(1, entries + 1)},
    }


def texts(documents: Documents) -> list[str]:
    return [str(document.get("text")) for document in documents.get("entries", {}).values()]


def ends_suddenly(file: SessionFile) -> None:
    """The window is killed: its journal is not closed, its lock is gone."""
    assert file._storage.diary is not None
    file._storage.diary.abandon()
