"""What Home offers where there is nothing yet, and what it says of the example library."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from kmfacilitate.store.library import Library
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.first_look import EXAMPLE
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.home import HomeScreen

from .conftest import Picture, seen
from .made_up import HEADS, NOW, TITLES, UNFINISHED, WAITING
from .pages import ShowApp


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
        await pilot.press("enter" if "▌An example" in seen(app) else "e")
        await pilot.pause()
        assert len(ran) == 2
        assert any("kmfacilitate demo" in note.message for note in app._notifications)


async def test_where_there_are_sessions_nothing_is_offered_but_it_is_among_the_commands():
    app = ShowApp(HomeScreen(TITLES, HEADS, now=NOW), glyphs=UNICODE)
    async with app.run_test(size=(80, 24)):
        assert "New here?" not in seen(app)
        assert isinstance(app.screen, HomeScreen)
        assert "An example to look at" in [hint.help for hint in app.screen.commands()]


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
