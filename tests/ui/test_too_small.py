"""A window too small to read anything in says so, and gives everything back."""

from __future__ import annotations

from kmfacilitate.ui.screens.too_small import TooSmallScreen
from kmfacilitate.ui.widgets.capture_line import CaptureLine

from .pages import RunnerPage, ShowApp


async def test_what_is_typed_is_there_when_the_window_is_large_again() -> None:
    app = ShowApp(RunnerPage())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "b")
        await pilot.resize_terminal(39, 24)
        await pilot.pause()
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert isinstance(app.screen, RunnerPage)
        assert app.screen.query_one(CaptureLine).text == "ab"
