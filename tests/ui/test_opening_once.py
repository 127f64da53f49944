"""A session is opened once, however often Enter is pressed while that takes its time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event

import pytest
from sittings import Room

from kmfacilitate.desk import Desk
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.runner import RunnerScreen

from .running import until


async def test_enter_twice_on_home_opens_a_session_once_and_keeps_who_is_in_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = Room(tmp_path)
    desk = room.open(people="Ana;Sam")
    desk.close()
    opened: list[Desk] = []
    go_on, resume = Event(), Desk.resume

    def slowly(*args, **kw):
        go_on.wait(10)
        found = resume(*args, **kw, time_=room.time, places=room.places)
        opened.append(found[0])
        return found

    monkeypatch.setattr(Desk, "resume", slowly)
    app = Facilitator(room.library, glyphs=UNICODE)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", "enter", "enter")
            go_on.set()
            await until(pilot, lambda: isinstance(app.screen, RunnerScreen))
            assert len(opened) == 1
            assert opened[0].f.roster == ("Ana", "Sam")
    finally:
        for one in opened:
            await asyncio.to_thread(one.close)
