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
from kmfacilitate.ui.drawing import Piece
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.library import LibraryScreen
from kmfacilitate.ui.screens.library_pages import LineScreen, TrendsScreen
from kmfacilitate.ui.widgets.found_list import FoundList, FoundPage

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
        await pilot.pause()
        if true():
            return
    raise AssertionError(seen(app))


async def test_words_find_a_lesson_and_enter_reads_it_whole(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("L")  # as the footer writes it; a small letter will do
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
        await pilot.press("T")
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


async def test_where_nothing_is_found_no_page_is_empty_and_no_key_chooses(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f")
        await answered(app, pilot, lambda: "The cabinet was locked" in seen(app) or "captured" in seen(app))
        page = app.screen.query_one("#detail")
        assert page.display
        assert "↑↓ choose" in seen(app)
        await pilot.press(*"zebra")
        await answered(app, pilot, lambda: "Nothing was found" in seen(app))
        assert not page.display
        assert "↑↓ choose" not in seen(app)
        fact = app.screen.query_one(FoundList).rows(80)[0].left[0]
        assert fact == Piece("Nothing was found.", "strong")


async def test_of_the_way_of_a_lesson_what_is_to_come_rests(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("ctrl+f")
        await answered(app, pilot, lambda: "embedded" in seen(app))
        pieces = [piece for row in app.screen.query_one(FoundPage).rows(100) for piece in row.left]
        inks = {word: piece.ink for piece in pieces for word in ("captured", "closed") if word in piece.text}
        assert inks == {"captured": "plain", "closed": "muted"}


async def test_a_filter_is_chosen_by_keyboard_from_what_there_is(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await answered(app, pilot, lambda: "Keep a spare key" in seen(app))
        await pilot.press("f3", "right", "enter")
        await answered(app, pilot, lambda: "Which project?" in seen(app) and "Hospital" in seen(app))
        await pilot.press(*"hosp", "enter")
        await answered(app, pilot, lambda: "Keep a spare key" not in seen(app))
        assert "Test the backups" in seen(app)
        assert "Hospital" in seen(app).split("\n")[4]
        await pilot.press("delete")
        await answered(app, pilot, lambda: "Keep a spare key" in seen(app))
        assert "any project" in seen(app)


async def test_a_year_is_a_filter_and_escape_lets_everything_through(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "f3", "left", "enter")
        await answered(app, pilot, lambda: "Since when?" in seen(app) and "2024" in seen(app))
        await pilot.press(*"2024", "enter")
        await answered(app, pilot, lambda: "Test the backups" not in seen(app))
        assert "Keep a spare key" in seen(app)
        await pilot.press("escape")
        await answered(app, pilot, lambda: "Test the backups" in seen(app))
        assert isinstance(app.screen, LibraryScreen)


async def test_a_filter_that_does_not_parse_is_said(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", *"since", "colon", *"notaday")
        await answered(app, pilot, lambda: "since needs a day like 2026-11-22" in seen(app))
        assert "Keep a spare key" in seen(app)


async def test_what_was_meant_is_taken_with_one_key(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", *"project", "colon", *"hospital bakcups")
        await answered(app, pilot, lambda: "did you mean backups?" in seen(app))
        await pilot.press("f2")
        await answered(app, pilot, lambda: "1 found" in seen(app))
        assert "project:hospital backups" in seen(app)


async def test_people_are_found_and_what_is_theirs_is_shown(library: Library, tmp_path: Path):
    (tmp_path / "more.csv").write_text(
        "Title,What happened,Date,Project,Owner\nLock it,It was open,2025-05-02,Hospital,Zoë Lang\n"
    )
    Intake(library, places=Places.here()).take(tmp_path / "more.csv")
    update(library, Places.here())
    app = Facilitator(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await answered(app, pilot, lambda: "people 1" in seen(app))
        await pilot.press(*"zoe")
        await answered(app, pilot, lambda: "People  1" in seen(app) and "Zoë Lang" in seen(app))
        await pilot.press("tab", *["right"] * 4)
        await answered(app, pilot, lambda: "● people" in seen(app))
        await pilot.press("down", "enter")
        await answered(app, pilot, lambda: "Lock it" in seen(app) and "Test the backups" not in seen(app))
        assert "● all" in seen(app)
        assert "Zoë Lang" in seen(app).split("\n")[4]


async def test_what_waits_is_one_key_away_and_narrowed_to_one_thing(library: Library):
    app = Facilitator(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "f6")
        await answered(app, pilot, lambda: "To be checked  2" in seen(app))
        await pilot.press("f3", *["right"] * 4, "enter")
        await answered(app, pilot, lambda: "What waits?" in seen(app))
        await pilot.press(*"route", "enter")
        await answered(app, pilot, lambda: "Without a route  2" in seen(app))
        assert "To be checked" not in seen(app)
        await pilot.press("f6")
        await answered(app, pilot, lambda: "Sessions" in seen(app))


async def test_lessons_that_look_alike_stand_in_pairs(library: Library, tmp_path: Path):
    (tmp_path / "more.csv").write_text(
        "Title,Date\nTest the hospital backups every month,2025-05-02\n"
        "Every month test the hospital backups,2025-06-02\n"
    )
    Intake(library, places=Places.here()).take(tmp_path / "more.csv")
    update(library, Places.here())
    app = Facilitator(library)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("l", "f6")
        await answered(app, pilot, lambda: "Look alike  1 pair" in seen(app))
        assert "like the one above" in seen(app)


PICTURES = [
    ("found", (120, 40), "ink", ("l", *"key")),
    ("found", (80, 24), "ink", ("l", *"key")),
    ("found", (60, 20), "ink", ("l", *"key")),
    ("found", (80, 24), "contrast", ("l", *"key")),
    ("chosen", (80, 24), "ink", ("l", *"key", "down")),
    ("chosen", (120, 40), "contrast", ("l", *"key", "down")),
    ("filters", (80, 24), "ink", ("l", "f3", "right", "enter")),
    ("filters", (60, 20), "ink", ("l", "f3", "right", "enter")),
    ("asked", (80, 24), "ink", ("l", *"key", "down", "n")),
    ("asked", (60, 20), "contrast", ("l", *"key", "down", "n")),
    ("waiting", (120, 40), "ink", ("l", "f6")),
    ("waiting", (60, 20), "ink", ("l", "f6")),
    ("page", (80, 24), "ink", ("l", *"key", "enter")),
    ("meant", (80, 24), "ink", ("l", *"bakcups")),
    ("trends", (120, 40), "ink", ("l", "f4")),
    ("trends", (80, 24), "ink", ("l", "f4")),
    ("trends", (60, 20), "ink", ("l", "f4")),
    ("tables", (60, 20), "contrast", ("l", "f4", "t")),
]


@pytest.mark.picture
@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    PICTURES,
    ids=[f"{name}-{size[0]}x{size[1]}-{theme}" for name, size, theme, _ in PICTURES],
)
async def test_how_it_looks(
    library: Library,
    picture: Callable[..., Any],
    name: str,
    size: tuple[int, int],
    theme: str,
    keys: tuple[str, ...],
):
    app = Facilitator(library, theme=theme)
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
            await still(app, pilot)
        await picture(pilot, f"library-{name}-{size[0]}x{size[1]}-{theme}")


async def still(app: Facilitator, pilot: Any) -> None:
    """Wait until nothing is asked and nothing changes any more."""
    before = ""
    for _ in range(100):
        await pilot.pause()
        if app.index is None:
            return
        app.index.gatherer.wait(5)
        app.index.looker.wait(5)
        await pilot.pause()
        if seen(app) == before:
            return
        before = seen(app)
