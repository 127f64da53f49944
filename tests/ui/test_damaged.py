"""A session file that something else has damaged, chosen on Home."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from sittings import Room, environment

from kmfacilitate.store.library import Library
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.report import ReportScreen
from kmfacilitate.ui.screens.runner import RunnerScreen

from .conftest import seen
from .running import until


def words_of(app: Facilitator) -> str:
    return " ".join(re.findall(r"\w+", seen(app)))


@pytest.mark.parametrize(("end", "then"), [(":quit", RunnerScreen), (":finish", ReportScreen)])
async def test_it_is_mended_and_said_so(
    end: str, then: type[KmScreen], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tmp_path)
    room.type(":go 3", "Rice burnt", end, title="Dinner")
    assert room.path is not None
    whole = room.path.read_bytes()
    room.path.write_bytes(whole[:300])
    for name, value in environment(room.folder).items():
        monkeypatch.setenv(name, value)
    app = Facilitator(Library.open(room.library.folder), glyphs=UNICODE)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        home = app.screen
        assert isinstance(home, HomeScreen)
        (head,) = home.heads
        assert head.broken
        home.post_message(HomeScreen.Open(head))
        await until(
            pilot, lambda: isinstance(app.screen, then) and "made again from the journal" in words_of(app)
        )
        assert app.desk is not None
        assert [entry.text for _, entry in app.desk.f.session.live()] == ["Rice burnt"]
    if app.desk is not None:
        await asyncio.to_thread(app.desk.close)
