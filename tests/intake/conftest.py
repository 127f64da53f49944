"""A library in a temporary folder that files are taken into."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kmfacilitate.intake.taking import Account, Intake
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import heads

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Desk:
    """Files beside a library: `write` them, `take` them in, and look at what stands there then."""

    def __init__(self, folder: Path, name: str = "library") -> None:
        self.folder = folder
        state = folder / f"{name}-state"
        self.places = Places(state, state / "cache", state / "config", folder / "documents")
        self.library = Library.open(folder / name, places=self.places, now=lambda: NOW, chance=Random(1))

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        return path

    def take(self, *paths: Path, **how: Any) -> Account:
        intake = Intake(self.library, places=self.places, now=lambda: NOW, **how)
        for path in paths:
            intake.take(path)
        return intake.account

    def sessions(self) -> list[Session]:
        found: Iterable[Path] = (head.path for head in heads(self.library))
        return [Session.read(SessionFile.open(path, places=self.places).documents) for path in found]

    def files(self) -> dict[str, bytes]:
        folder = self.library.sessions_folder
        return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.json"))}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def another(tmp_path: Path) -> Callable[[], Desk]:
    return lambda: Desk(tmp_path, "another")
