"""The screens in French: pictures, so that nothing is cut; look at them after a change, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate import language
from kmfacilitate.session import local_words
from kmfacilitate.settings import local
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.store.places import Places
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.prepare import Prepared, PrepareScreen
from kmfacilitate.ui.screens.settings import SettingsScreen

from .conftest import seen
from .made_up import HEADS, NOW, TITLES, UNFINISHED, WAITING
from .pages import ShowApp
from .running import running
from .test_runner_pictures import half_way, review

pytestmark = pytest.mark.picture
SIZES = [(80, 24), (60, 20)]


@pytest.fixture(autouse=True)
def in_french(tmp_path: Path, in_english: None) -> Iterator[None]:
    """Words and days as a French reader has them."""
    settings = Settings(language="fr_FR")
    language.use(local.languages(settings, {}))
    places = Places(tmp_path, tmp_path / "cache", tmp_path, tmp_path)
    local_words.use(local.local_words(settings, environ={}, places=places))
    yield
    local_words.use(local_words.ENGLISH)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_home(picture, size):
    screen = HomeScreen(TITLES, HEADS, now=NOW, unfinished=UNFINISHED, waiting=WAITING, library="sessions/")
    async with ShowApp(screen, glyphs=UNICODE).run_test(size=size) as pilot:
        await picture(pilot, f"home-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_runner(picture, tmp_path: Path, size):
    async with running(review(Room(tmp_path)), size=size) as hands:
        await half_way(hands)
        await picture(hands.pilot, f"runner-{size[0]}x{size[1]}")


async def test_what_is_set_is_spoken_at_once():
    language.use(())
    app = ShowApp(SettingsScreen(Settings(), library="sessions/", where="settings.toml"), glyphs=UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Your name" in seen(app)
        language.use(["fr"])
        app.screen.settings_changed()
        await pilot.pause()
        assert "Votre nom" in seen(app)
        assert "Your name" not in seen(app)
        assert "Réglages" in seen(app)
        assert "choisir" in seen(app).splitlines()[-1]


async def test_a_form_below_the_settings_speaks_the_language_that_was_set(tmp_path: Path):
    language.use(())
    prepared = Prepared(title="Le centre", variant="standard")
    screen = PrepareScreen("Review", {"quick": 20, "standard": 60}, prepared, lambda filled: ())
    app = ShowApp(screen, glyphs=UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Facilitator" in seen(app)
        screen._title.text = "Le centre de vaccination"
        language.use(["fr"])
        screen.settings_changed()
        await pilot.pause()
        said = seen(app)
        for english in ("Prepare", "Facilitator", "Start now", "Write papers", "who leads it", "owners"):
            assert english not in said
        assert "Le centre de vaccination" in said
        assert "qui anime" in said
