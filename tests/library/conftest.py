"""A library of made-up sessions, and its index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.session.ids import session_id_from
from kmfacilitate.store.encoding import Lines
from kmfacilitate.store.library import Library
from kmfacilitate.store.naming import file_name
from kmfacilitate.store.places import Places

Write = Callable[..., Path]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "state", tmp_path / "cache", tmp_path / "config", tmp_path / "documents")


@pytest.fixture
def library(tmp_path: Path, places: Places) -> Library:
    return Library.open(tmp_path / "library", places=places, chance=Random(1))


@pytest.fixture
def write(library: Library) -> Write:
    """Write a session file: its lines, its day, and what else its meeting says; a title is written anew."""

    def write(*lines: dict[str, Any], title: str = "Clinic", day: str = "2026-11-22", **meeting: Any) -> Path:
        id_ = session_id_from(title)
        noon = f"{day}T12:00:00.000Z"
        revealed = meeting.pop("revealed", [])
        told = {
            "rev": 1, "title": title, "template": "after-action-review", "technique": "after-action-review",
            "state": "finished", "created": noon, "started": noon, **meeting,
        }  # fmt: skip
        entries = {
            str(10**18 + n): {
                "rev": 1, "kind": "event", "stage": "actual", "question": "timeline", "n": n,
                "at": noon, **line,
            }
            for n, line in enumerate(lines, 1)
        }  # fmt: skip
        question = {"id": "safety", "capture": {"kind": "rating", "private": True}}
        documents = {
            "_meta": {"1": {"schema": 1, "what": "session", "session": id_}},
            "session": {"1": told},
            "stages": {"1": {"rev": 1, "stage": "actual", "minutes": 12, "revealed": revealed}},
            "clock": {
                "1": {"rev": 1, "at": f"{day}T12:00:00.000Z", "stage": "actual"},
                "2": {"rev": 1, "at": f"{day}T12:09:00.000Z", "where": "end"},
            },
            "entries": entries,
            "template": {
                "1": {"stages": [{"id": "actual", "title": "What happened?", "questions": [question]}]}
            },
        }
        name = file_name(told, id_, 1)
        path = library.sessions_folder / name[:4] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Lines().encode(documents))
        return path

    return write


@pytest.fixture
def ask(library: Library, places: Places) -> Iterator[Callable[[], Ask]]:
    """The index as it is after it was brought up to date."""
    asked = Ask(library, places)

    def ask() -> Ask:
        update(library, places)
        return asked

    yield ask
    asked.close()
