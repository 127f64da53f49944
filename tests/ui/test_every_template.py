"""Every shipped script whole on the screen: each line entered, F2 between, to the report."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sittings import Room, script
from walks import PEOPLE, walk_through

from kmfacilitate.templates.shelf import shipped_folder
from kmfacilitate.ui.screens.report import ReportScreen

from .running import running

TEMPLATES = sorted(path.stem for path in shipped_folder().glob("*.yaml"))


@pytest.mark.parametrize("template", TEMPLATES)
async def test_runs_whole_on_the_screen(template: str, tmp_path: Path) -> None:
    room = Room(tmp_path)
    walk = walk_through(script(template))
    desk = room.open(template, people=";".join(PEOPLE), title="Walk")
    async with running(desk) as hands:
        for line in walk.lines:
            if line == ":next":
                hands.runner.desk.time.wait(0.1)  # two at once count once
                await hands.runner.action_verb("next")
            else:
                hands.runner.line.put(line)
                hands.runner.line.line_entered(line)
                await asyncio.sleep(0)
        await hands.until(lambda: isinstance(hands.app.screen, ReportScreen))
        session = hands.desk.f.session
        assert session.meeting.state == "finished"
        assert {stage.state for stage in session.stages.values()} == {"done"}
        said = {entry.text.partition(" -> ")[0] for _, entry in session.live()}
        assert [text for text in walk.texts if text not in said] == []
