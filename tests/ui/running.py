"""A session on the screen of a test: lines typed, keys pressed, and what stands there read back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual import events
from textual.pilot import Pilot

from kmfacilitate.desk import Desk
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.runner import RunnerScreen

from .conftest import seen


@dataclass
class Hands:
    """The facilitator's hands and eyes."""

    app: Facilitator
    pilot: Pilot[object]
    desk: Desk

    @property
    def runner(self) -> RunnerScreen:
        """The running session."""
        screen = self.app.screen
        assert isinstance(screen, RunnerScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until all is drawn."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Put text into the line as a terminal hands over what was pasted."""
        focused = self.app.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await self.pilot.pause()

    async def line(self, text: str) -> None:
        """Type a line and enter it."""
        await self.type(text)
        await self.press("enter")

    async def lines(self, *texts: str) -> None:
        """Type lines and enter them."""
        for text in texts:
            await self.line(text)

    async def next(self) -> None:
        """F2, a moment after the last one: two at once count once."""
        self.runner.desk.time.wait(0.1)
        await self.press("f2")

    async def to_close_page_two(self) -> None:
        """F2 until the lines are tidied: what stands on page one is answered first."""
        for _ in range(20):
            if self.desk.close_page != 1:
                return
            await self.next()
        raise AssertionError(f"page one of the close does not end: {self.footer}")

    @property
    def seen(self) -> str:
        """What stands on the screen."""
        return seen(self.app)

    @property
    def footer(self) -> str:
        """The last row."""
        return self.seen.splitlines()[-1]

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something holds."""
        await until(self.pilot, true)

    async def saved(self) -> None:
        """Wait until every line is on the disk and drawn so."""
        await self.until(lambda: self.desk.saving == "saved" and not self.desk.unsaved())
        await self.pilot.pause()


PATIENCE = 60.0
"""Seconds after which what a test waits for is taken not to come, on however busy a machine."""


async def until(pilot: Pilot[object], true: Callable[[], bool]) -> None:
    """Wait until something holds; where it never does, the test fails with what the screen shows."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await pilot.pause(0.01)
    except TimeoutError:
        raise AssertionError(seen(pilot.app)) from None


@asynccontextmanager
async def running(
    desk: Desk,
    size: tuple[int, int] = (80, 24),
    theme: str = "ink",
    notes: tuple[str, ...] = (),
    settings: Settings | None = None,
) -> AsyncIterator[Hands]:
    """The app with this session open; it is closed afterwards."""
    app = Facilitator(desk.library, desk=desk, notes=notes, theme=theme, glyphs=UNICODE, settings=settings)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Hands(app, pilot, desk)
    finally:
        if app.desk is not None:
            await asyncio.to_thread(desk.close)
