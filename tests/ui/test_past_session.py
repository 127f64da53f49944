"""A past session: opened from the library, read, changed afterwards with a trace, its report a key away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from kmfacilitate.desk import Desk
from kmfacilitate.library.index import update
from kmfacilitate.library.place import team_folder
from kmfacilitate.store.places import Places
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.screens.library import LibraryScreen
from kmfacilitate.ui.screens.past_session import PastScreen
from kmfacilitate.ui.screens.report import ReportScreen
from kmfacilitate.ui.screens.runner import RunnerScreen

from .shelves import ALERTS, Shelf, find, said, until
from .test_library import still

DAY = "2026-12-03T10:00:00+00:00"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "state"))
    shelf = Shelf(tmp_path)
    lines = (":go 3", "08:05 - One officer sent a live alert", "08:20 + It was taken back", *ALERTS)
    shelf.add(2, lines, title="False alert", project="Alerts", people=("Ana Silva", "Sam"))
    update(shelf.library, Places.here())
    return shelf


async def read(app: Facilitator, pilot: Any, words: str = "office") -> PastScreen:
    await find(app, pilot, words)
    await pilot.press("f5")
    await until(app, pilot, lambda: isinstance(app.screen, PastScreen))
    screen = app.screen
    assert isinstance(screen, PastScreen)
    return screen


async def test_a_line_is_picked_changed_and_its_history_says_when(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await read(app, pilot)
        await until(app, pilot, lambda: "One officer sent a live alert" in said(app))
        assert screen.line is not None
        assert screen.line.number == "5.2"
        await pilot.press("enter")
        await until(app, pilot, lambda: "Change 5.2" in said(app))
        await pilot.press("home", *"Please ", "enter")
        await until(app, pilot, lambda: "changed 5.2. ^Z takes it back." in said(app))
        await until(app, pilot, lambda: "changed: wording" in said(app))
        await pilot.press("t")
        await until(app, pilot, lambda: "5.2 goes to: tell" in said(app))
        await pilot.press("up", "up", "delete")
        await until(app, pilot, lambda: "3.2 deleted" in said(app))
        await pilot.press("ctrl+z")
        await until(app, pilot, lambda: "took back: 3.2 deleted" in said(app))
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)
        await until(app, pilot, lambda: not app._read)
        lesson = shelf.lesson("5.2")
        assert lesson.text.startswith("Please Ring")
        assert [row[1:] for row in lesson.history] == [("changed", "wording"), ("changed", "route")]
        await until(app, pilot, lambda: "Please Ring the office" in said(app))


async def test_its_report_is_a_key_away_and_going_on_opens_it_again(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        await pilot.press("f6")
        await until(app, pilot, lambda: isinstance(app.screen, ReportScreen))
        await pilot.press("escape")
        assert isinstance(app.screen, PastScreen)
        await pilot.press("f5")
        await until(app, pilot, lambda: isinstance(app.screen, RunnerScreen))
        assert app.desk is not None
        assert app.desk.f.session.meeting.state == "running"
        assert not app._read


async def test_a_past_session_is_read_over_one_that_is_open(shelf: Shelf):
    path = shelf.add(20, (":go 5", "Zebras", ":quit"), title="Zoo")
    desk, _ = Desk.resume(shelf.library, path)
    app = Facilitator(shelf.library, desk=desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+f", *"office")
        await until(app, pilot, lambda: "3 found" in said(app))
        await pilot.press("f5")
        await until(app, pilot, lambda: isinstance(app.screen, PastScreen))
        await pilot.press("f5")
        await until(app, pilot, lambda: any("Leave it first" in told.message for told in app._notifications))
        await pilot.press("escape", "escape", "escape", "escape")
        await until(app, pilot, lambda: isinstance(app.screen, RunnerScreen))
        assert app.desk is desk
    desk.close()


async def test_leaving_saves_what_was_changed(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(60, 20)) as pilot:
        await read(app, pilot)
        await pilot.press("i", "ctrl+q")
        await pilot.pause()
    assert shelf.lesson("5.2").route == "information"


async def test_a_session_of_the_team_is_only_read(shelf: Shelf, tmp_path: Path):
    folder = team_folder(shelf.library, Places.here()) / "sessions"
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    path = Shelf(tmp_path / "elsewhere").add(9, (":go 5", "Zebras need two keepers", ":quit"), title="Zoo")
    path.rename(folder / "zoo.json")
    before = (folder / "zoo.json").read_bytes()
    update(shelf.library, Places.here())
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot, "zebras")
        assert "read only, the team’s" in said(app)
        await pilot.press("enter", "delete", "p", "f5")
        await pilot.pause()
        assert isinstance(app.screen, PastScreen)
        assert "Change" not in said(app)
        await pilot.press("escape")
        await until(app, pilot, lambda: not app._read)
    assert (folder / "zoo.json").read_bytes() == before


PICTURES = [((120, 40), "ink"), ((80, 24), "ink"), ((60, 20), "ink"), ((80, 24), "contrast")]


@pytest.mark.picture
@pytest.mark.parametrize(
    ("size", "theme"), PICTURES, ids=[f"{size[0]}x{size[1]}-{theme}" for size, theme in PICTURES]
)
async def test_how_it_looks(
    shelf: Shelf,
    picture: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    theme: str,
):
    monkeypatch.setattr("kmfacilitate.desk.machine_time.running_seconds", lambda: 0.0)
    with time_machine.travel(DAY, tick=False):
        app = Facilitator(shelf.library, theme=theme)
        async with app.run_test(size=size) as pilot:
            await read(app, pilot)
            await pilot.press("t")
            await until(app, pilot, lambda: "5.2 goes to: tell" in said(app))
            await still(app, pilot)
            await picture(pilot, f"past-{size[0]}x{size[1]}-{theme}")
            await pilot.press("escape")
            await until(app, pilot, lambda: not app._read)
