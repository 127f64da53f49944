"""A library with sessions in it for tests of its screens, and the hands that find something there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from sittings import HandTime, hold, script

from kmfacilitate.desk import Desk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.screens.library import LibraryScreen

from .conftest import seen

ALERTS = (
    ":go 5",
    "Two people agree before a live alert leaves | happened: one sent it | why: one button"
    " | rec: the console asks a second officer to confirm",
    "Ring the office first",
    "! Switch the second key on @Ana ^2026-12-04",
    ":finish",
    ":quit",
)


class Shelf:
    """A library with sessions in it, and what their files hold now."""

    def __init__(self, folder: Path) -> None:
        self.library = Library.open(folder / "library", places=Places.here(), chance=Random(1))
        self.paths: list[Path] = []

    def add(self, number: int, lines: Iterable[str], **plan: Any) -> Path:
        time = HandTime(datetime(2026, 11, number, 9, 0, tzinfo=UTC))
        desk = Desk.begin(
            self.library, script("after-action-review"), Plan(**plan), time_=time, chance=Random(number)
        )
        hold(desk, lines)
        self.paths.append(desk.file.path)
        return desk.file.path

    def entry(self, number: str, session: int = 0) -> Entry:
        read = Session.read(SessionFile.open(self.paths[session]).documents)
        return read.entries[read.numbered(number) or ""]

    def lesson(self, number: str, session: int = 0) -> Lesson:
        found = self.entry(number, session)
        assert isinstance(found, Lesson)
        return found

    def action(self, number: str) -> Action:
        found = self.entry(number)
        assert isinstance(found, Action)
        return found


async def until(app: Facilitator, pilot: Any, true: Callable[[], bool]) -> None:
    """Wait until threads have answered and the screen shows it."""
    for _ in range(150):
        if app.index:
            app.index.looker.wait(5)
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(seen(app))


async def find(app: Facilitator, pilot: Any, words: str) -> None:
    """Type words into the box, and go to the first line that is found."""
    await pilot.press("l", *("space" if letter == " " else letter for letter in words))
    screen = app.screen
    assert isinstance(screen, LibraryScreen)
    await until(app, pilot, lambda: screen._answer.question.typed == screen._box.text and bool(screen.chosen))
    await until(app, pilot, lambda: screen.line is None or bool(screen.read.parts))
    await pilot.press("down")
    await until(app, pilot, lambda: screen._list.has_focus)


def said(app: Facilitator) -> str:
    return " ".join(seen(app).split())
