"""What Home offers where there is nothing yet, and what it says of the example library."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sittings import Room

from kmfacilitate.session.walk import Place
from kmfacilitate.store.library import Library
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.first_look import EXAMPLE
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.runner import RunnerScreen
from kmfacilitate.verbs import enter

from .conftest import Picture, seen
from .made_up import HEADS, NOW, TITLES, UNFINISHED, WAITING
from .pages import ShowApp
from .running import running, until


class Asked(ShowApp):
    """Keeps which first look was asked for."""

    def __init__(self, *screen: HomeScreen, **more: object) -> None:
        super().__init__(*screen, **more)
        self.asked: list[str] = []

    def on_home_screen_first_look(self, message: HomeScreen.FirstLook) -> None:
        self.asked.append(message.wanted)


@pytest.fixture
def app(tmp_path: Path) -> Facilitator:
    return Facilitator(Library.open(tmp_path / "library"), glyphs=UNICODE)


@pytest.fixture
def ran(app: Facilitator, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The programs the terminal was handed to."""
    programs: list[tuple[str, ...]] = []

    @contextlib.contextmanager
    def suspend() -> Iterator[None]:
        yield

    def run(program: tuple[str, ...], check: bool) -> object:
        programs.append(program)
        return SimpleNamespace(returncode=len(programs) - 1)  # the second time it goes wrong

    monkeypatch.setattr(app, "suspend", suspend)
    monkeypatch.setattr(subprocess, "run", run)
    return programs


async def test_one_key_shows_the_example_and_home_is_there_again(
    app: Facilitator, ran: list[tuple[str, ...]]
):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert ran == [EXAMPLE]
        assert isinstance(app.screen, HomeScreen)
        assert "could not be shown" not in seen(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert len(ran) == 2
        assert any("kmfacilitate demo" in note.message for note in app._notifications)


async def test_where_there_are_sessions_nothing_is_offered_but_it_is_among_the_commands():
    app = Asked(HomeScreen(TITLES, HEADS, now=NOW), glyphs=UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "New here?" not in seen(app)
        assert isinstance(app.screen, HomeScreen)
        offered = {hint.sentence: hint for hint in app.screen.commands()}
        await pilot.press("g")
        await pilot.pause()
        assert app.asked == []  # no stray key begins a session
        await pilot.press("e")
        await pilot.pause()
        assert app.asked == ["example"]  # which harms nothing
        await app.run_action(offered["An example to look at"].action, app.screen)
        await pilot.pause()
        assert app.asked == ["example", "example"]


@pytest.mark.picture
@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        ("home-first-120x40-ink", (120, 40), "ink"),
        ("home-first-80x24-paper", (80, 24), "paper"),
        ("home-first-60x20-contrast", (60, 20), "contrast"),
    ],
)
async def test_the_first_look_at_home(picture: Picture, name: str, size: tuple[int, int], theme: str):
    app = ShowApp(HomeScreen(TITLES, (), now=NOW, library="kmfacilitate/"), theme=theme, glyphs=UNICODE)
    async with app.run_test(size=size) as pilot:
        await picture(pilot, name)


@pytest.mark.picture
async def test_home_of_the_example_says_so(picture: Picture):
    screen = HomeScreen(
        TITLES, HEADS, now=NOW, unfinished=UNFINISHED, waiting=WAITING, library="example/", example=True
    )
    app = ShowApp(screen, glyphs=UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        await picture(pilot, "home-example-80x24-ink")


async def test_a_first_session_says_at_each_step_what_to_do(app: Facilitator):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunnerScreen) and "as in  yes" in seen(app))
        assert "Think of something small" in seen(app)
        await pilot.press(*"yes", "enter")
        await pilot.pause()
        assert "noted: yes. That is saved already." in seen(app)
        await pilot.press("n")
        await pilot.pause()
        assert "saved already" not in seen(app)  # what is typed is understood in its place
        await pilot.press("backspace", *":guide", "enter")
        await pilot.pause()
        assert "No more is said of each step" in seen(app)
        assert "as in" not in seen(app)


@pytest.mark.picture
async def test_a_first_session_looks_so(picture: Picture, tmp_path: Path):
    room = Room(tmp_path)
    desk = room.open("after-action-review", variant="quick", title="My first review")
    desk.f.guided = True
    desk.f.go(Place("actual", "timeline"))
    enter(desk, "18:30 = Guests came")
    desk.flush()
    async with running(desk) as hands:
        await hands.saved()
        await picture(hands.pilot, "runner-guided-80x24-ink")
