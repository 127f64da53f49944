"""A key in the capture line, with 300 lines on the screen, beside a key in a bare `Input`.

Measured in this process from the key event to the refreshed screen (the compositor's update included), the
two by turns, so that a busy machine troubles both alike. Prints both medians and their ratio; exits 1 above
1.3.

    python benchmarks/keystroke.py [rounds]
"""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path
from typing import Any

from _against import Pair, measured, rounds, within
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from kmfacilitate.desk import Desk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.store.library import Library
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.verbs import enter

LIMIT = 1.3
LINES = 300
SIZE = (120, 40)
KEYS = "the day officer took it as real and sent it to every phone in it "


class BareInput(App[None]):
    """Textual's own one-line input and nothing else."""

    def compose(self) -> ComposeResult:
        """The input."""
        yield Input()


def session(folder: Path) -> Desk:
    """An after action review in its third stage, with three hundred lines."""
    plan = Plan(title="The false alert", people=("Day officer", "Software lead", "Sam"))
    desk = Desk.begin(Library.open(folder), TemplateShelf().get("after-action-review"), plan)
    enter(desk, ":go 3")
    for at in range(LINES):
        enter(
            desk,
            f"08:07 (-) Live alert sent to every phone, television and radio in the state, said line {at}",
        )
    desk.flush()
    return desk


async def press(app: App[Any], key: str) -> float:
    """Send one key and wait until nothing is left to be painted; seconds."""
    focused: Widget | None = app.focused
    assert focused is not None
    begun = time.perf_counter()
    event = events.Key("space" if key == " " else key, key)
    event.set_sender(app)
    app.post_message(event)
    while True:
        await asyncio.sleep(0)
        screen = app.screen
        queues = (app, screen, focused, *focused.ancestors)
        idle = all(node._message_queue.empty() for node in queues)
        if idle and key in getattr(focused, "value", getattr(focused, "text", ""))[-1:]:
            screen._on_timer_update()
            if not screen._dirty_widgets and all(node._message_queue.empty() for node in queues):
                return time.perf_counter() - begun


async def measure(desk: Desk, turns: int) -> Pair:
    """A key in the capture line and one in the bare input, by turns."""
    ours_app, bare = Facilitator(desk.library, desk=desk, glyphs=UNICODE), BareInput()
    ours: list[float] = []
    theirs: list[float] = []
    async with ours_app.run_test(size=SIZE) as one, bare.run_test(size=SIZE) as other:
        await one.pause()
        await other.pause()
        for turn in range(turns):
            key = KEYS[turn % len(KEYS)]
            if turn % len(KEYS) == 0:
                ours_app.screen.line.clear()  # type: ignore[attr-defined]  # the runner's
                bare.query_one(Input).value = ""
                await one.pause()
                await other.pause()
            for app, times in ((ours_app, ours), (bare, theirs)):
                with app._context():
                    times.append(await press(app, key))
    return statistics.median(ours), statistics.median(theirs)


def main() -> int:
    """Print what was measured."""
    pair = measured(session, measure, rounds(400, 60))
    return within(f"key in the capture line, {LINES} lines on screen", "key in a bare Input", pair, LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
