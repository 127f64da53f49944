"""Which tool do I need: from Home to a tool that fits, by keys and by mouse."""

from __future__ import annotations

import pytest

from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.suggest import SuggestScreen, Tools

from .conftest import seen
from .made_up import CORE, NOW
from .pages import ShowApp

FOUR = ("before-action-review", "pre-mortem", "after-action-review", "retrospect")
TITLES = [title for title in TemplateShelf().titles() if title.id in FOUR]


class Noting(ShowApp):
    """Keeps what the screens ask for."""

    def __init__(self, screen) -> None:
        super().__init__(screen, glyphs=UNICODE)
        self.asked: list[object] = []

    def on_suggest_screen_start(self, message) -> None:
        self.asked.append(message.title.id)

    def on_suggest_screen_cancelled(self) -> None:
        self.asked.append("home")

    def on_home_screen_guide(self) -> None:
        self.asked.append("guide")


async def test_home_leads_to_the_guide():
    app = Noting(HomeScreen(CORE, (), now=NOW))
    async with app.run_test(size=(120, 40)) as pilot:
        assert "which one do I need?  W" in seen(app)
        await pilot.press("w")
        await pilot.pause()
        assert app.asked == ["guide"]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_answers_narrow_the_list_and_enter_starts(size):
    app = Noting(SuggestScreen(TITLES))
    async with app.run_test(size=size) as pilot:
        await pilot.press("tab", "right", "enter")  # learning: before
        await pilot.pause()
        assert app.screen.need.learning == "before"
        assert "Before action review" in seen(app)
        assert "Retrospect" not in seen(app)
        await pilot.press("down", "enter", "escape")
        await pilot.pause()
        assert app.asked == ["before-action-review", "pre-mortem", "home"]


async def test_what_does_not_fit_quite_is_said():
    app = Noting(SuggestScreen([title for title in TITLES if title.id == "retrospect"]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("tab", "tab", "tab", "right")
        await pilot.pause()
        assert "but takes 120 minutes, not 30" in seen(app)


async def test_without_templates_nothing_is_started():
    app = Noting(SuggestScreen(()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        assert app.asked == []
        assert "No templates found." in seen(app)


async def test_a_click_starts_a_tool():
    app = Noting(SuggestScreen(TITLES))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.click(Tools, offset=(8, 1))
        await pilot.pause()
        assert app.asked == [TITLES[0].id]
