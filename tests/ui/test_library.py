"""The library on the screen: what is typed is found, read whole, and counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kmfacilitate.intake.taking import Intake
from kmfacilitate.library.index import update
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.library import LibraryScreen
from kmfacilitate.ui.screens.library_pages import LineScreen, TrendsScreen

from .conftest import seen

LESSONS = (
    "Title,What happened,Date,Project,Tags\n"
    "Keep a spare key,The cabinet was locked,2024-03-01,Clinic,keys\n"
    "Test the backups,A restore had never been tried,2025-04-02,Hospital,backups\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    places = Places.here()
    library = Library.open(tmp_path / "library", places=places, chance=Random(1))
    (tmp_path / "old.csv").write_text(LESSONS)
    Intake(library, places=places).take(tmp_path / "old.csv")
    update(library, places)
    return library


async def answered(app: Facilitator, pilot: object, true: Callable[[], bool]) -> None:
    """Wait until the looking thread has answered and the screen shows it."""
    for _ in range(200):
        assert app.index
        app.index.looker.wait(5)
        await pilot.pause()  # type: ignore[attr-defined]
        if true():
            return
    raise AssertionError(seen(app))


async def test_words_find_a_lesson_and_enter_reads_it_whole(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("l")
        await answered(app, pilot, lambda: "Keep a spare key" in seen(app))
        assert "Test the backups" in seen(app)
        await pilot.press(*"restor")
        await answered(app, pilot, lambda: "1 found" in seen(app))
        assert "A restore had never been tried" in seen(app)
        await pilot.press("enter")
        await answered(app, pilot, lambda: "Hospital" in seen(app))
        assert isinstance(app.screen, LineScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("escape", "f4")
        await answered(app, pilot, lambda: "2 lessons identified, 0 learned" in seen(app))
        assert isinstance(app.screen, TrendsScreen)
        await pilot.press("t")
        await answered(app, pilot, lambda: "became learned" in seen(app))
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_filters_are_typed_and_what_is_not_there_is_said(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+f")
        await answered(app, pilot, lambda: "Keep a spare key" in seen(app))
        await pilot.press(*"project:clinic ")
        await answered(app, pilot, lambda: "Test the backups" not in seen(app))
        assert "Keep a spare key" in seen(app)
        await pilot.press(*"zebra")
        await answered(app, pilot, lambda: "Nothing was found" in seen(app))


@pytest.mark.picture
@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
async def test_how_it_looks(library: Library, picture: Callable[..., Any], size: tuple[int, int]):
    app = Facilitator(library)
    async with app.run_test(size=size) as pilot:
        await pilot.press("l", *"key")
        await answered(app, pilot, lambda: "1 found" in seen(app))
        if size[0] > 110:
            await answered(app, pilot, lambda: "The cabinet was locked" in seen(app))
        await picture(pilot, f"library-{size[0]}x{size[1]}")
