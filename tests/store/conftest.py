"""A library in a temporary folder, and sessions in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from failing_disk import FailingDisk
from made_up import Clock, a_session

from kmfacilitate.session.documents import Documents
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what is tested here is the order of calls, not the medium."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    state = tmp_path / "state"
    return Places(state, state / "cache", state / "config", tmp_path / "documents")


@pytest.fixture
def library(tmp_path: Path, places: Places) -> Library:
    return Library.open(tmp_path / "library", places=places, now=Clock(), chance=Random(1))


@pytest.fixture
def disk() -> FailingDisk:
    return FailingDisk()


@pytest.fixture
def make(library: Library, places: Places) -> Callable[..., SessionFile]:
    def make(documents: Documents | None = None, **named: Any) -> SessionFile:
        return SessionFile.create(library, documents or a_session(), places=places, now=Clock(), **named)

    return make


@pytest.fixture
def again(places: Places) -> Callable[..., SessionFile]:
    """Open a session file as another window does."""

    def again(file: SessionFile | Path, **named: Any) -> SessionFile:
        path = file if isinstance(file, Path) else file.path
        return SessionFile.open(path, places=places, now=Clock(), **named)

    return again
