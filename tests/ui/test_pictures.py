"""Pictures of what the widgets draw; look at them after a change, in a browser."""

from dataclasses import replace

import pytest

from kmfacilitate.session.scene import Said
from kmfacilitate.ui.glyphs import ASCII, UNICODE
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.widgets.activity_row import ActivityRow
from kmfacilitate.ui.widgets.capture_line import CaptureLine
from kmfacilitate.ui.widgets.header import Header, Saved
from kmfacilitate.ui.widgets.line_list import LineList
from kmfacilitate.ui.widgets.room import RoomView

from .made_up import HEADS, NOW, TITLES, UNFINISHED, WAITING
from .pages import RunnerPage, ShowApp
from .scenes import CLOSING, ECHO, ROOM, SCENE, SLIPS

pytestmark = pytest.mark.picture


class RoomPage(KmScreen):
    def compose(self):
        yield RoomView(ROOM)


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        ("runner-120x40-ink", (120, 40), "ink"),
        ("runner-80x24-paper", (80, 24), "paper"),
        ("runner-80x24-contrast", (80, 24), "contrast"),
        ("runner-60x20-ink", (60, 20), "ink"),
        ("runner-160x50-ink", (160, 50), "ink"),
    ],
)
async def test_runner(picture, name, size, theme):
    app = ShowApp(RunnerPage(), theme=theme, glyphs=UNICODE)
    async with app.run_test(size=size) as pilot:
        capture = app.screen.query_one(CaptureLine)
        capture.put("! order a second key @sam ^fri")
        capture.show_echo(ECHO)
        await picture(pilot, name)


async def test_runner_in_ascii(picture):
    app = ShowApp(RunnerPage(), glyphs=ASCII)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(ActivityRow).show(SLIPS)
        await picture(pilot, "runner-80x24-ascii")


async def test_runner_without_colour(picture, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = ShowApp(RunnerPage(), glyphs=UNICODE)
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.query_one(Header).show_saved(Saved("failed", why="disk full"))
        app.screen.query_one(LineList).show_states({"e3.9": "saving", "e3.10": "failed"})
        app.screen.query_one(LineList).pick("e3.8")
        await picture(pilot, "runner-120x40-nocolor-not-saved")


async def test_closing(picture):
    scene = replace(SCENE, rows=CLOSING, only_you=())
    app = ShowApp(RunnerPage(scene), glyphs=UNICODE)
    async with app.run_test(size=(160, 50)) as pilot:
        app.screen.query_one(LineList).pick("a4")
        app.screen.query_one(CaptureLine).show_echo(((Said("Edit 6.4", "strong"),),))
        await picture(pilot, "closing-160x50-ink")


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [("home-120x40-ink", (120, 40), "ink"), ("home-80x24-paper", (80, 24), "paper")],
)
async def test_home(picture, name, size, theme):
    screen = HomeScreen(TITLES, HEADS, now=NOW, unfinished=UNFINISHED, waiting=WAITING, library="sessions/")
    app = ShowApp(screen, theme=theme, glyphs=UNICODE)
    async with app.run_test(size=size) as pilot:
        await picture(pilot, name)


@pytest.mark.parametrize(("name", "size"), [("room-160x45-ink", (160, 45)), ("room-100x30-ink", (100, 30))])
async def test_room(picture, name, size):
    app = ShowApp(RoomPage(), glyphs=UNICODE)
    async with app.run_test(size=size) as pilot:
        await picture(pilot, name)
