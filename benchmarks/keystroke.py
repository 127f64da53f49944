"""A key in the capture line, with 300 lines on the screen, beside a key in a bare `Input`.

Measured in this process from the key event to the refreshed screen (the compositor's update included), the
two by turns, so that a busy machine troubles both alike. Prints both medians and their ratio; exits 1 above
1.3.

    python benchmarks/keystroke.py [rounds]
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from kmfacilitate.session.scene import Asked, ClockWords, LineRow, Note, Said, StageRow
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.activity_row import ActivityRow
from kmfacilitate.ui.widgets.capture_line import CaptureLine
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading, Saved
from kmfacilitate.ui.widgets.line_list import LineList
from kmfacilitate.ui.widgets.question import Question
from kmfacilitate.ui.widgets.rail import Rail
from kmfacilitate.ui.widgets.side import Side
from kmfacilitate.ui.widgets.strip import Strip

LIMIT = 1.3
LINES = 300
SIZE = (120, 40)
KEYS = "the day officer took it as real and sent it to every phone in it "


_ASKED = Asked("3a", "What happened?", "1 of 2", "Walk us through it in order", "", ("What surprised you?",))
_STAGES = tuple(
    StageRow(str(at), f"Stage {at}", f"Stage {at}", "now" if at == 3 else "todo", 0, 8) for at in range(1, 8)
)


class BareInput(App[None]):
    """Textual's own one-line input and nothing else."""

    def compose(self) -> ComposeResult:
        """The input."""
        yield Input()


class Page(KmScreen):
    """Header, lines, capture line and footer, the echo told anew at each key."""

    CSS = "Page { #page { width: 1fr; } }"

    def compose(self) -> ComposeResult:
        """The parts of the runner."""
        yield Header(Heading("After action review", "The false alert"), Saved("saved", "09:48:07"))
        with Horizontal():
            yield Rail()
            with Vertical(id="page"):
                yield Question(_ASKED)
                yield LineList()
                yield ActivityRow()
                yield CaptureLine()
            yield Side()
        yield Strip()
        yield Footer(())

    def on_mount(self) -> None:
        """Three hundred lines and the focus in the capture line."""
        text = "Live alert sent to every phone, television and radio in the state, said line"
        rows = [LineRow(str(at), f"3.{at}", "08:07", "-", "error", f"{text} {at}") for at in range(LINES)]
        self.query_one(LineList).show(rows)
        self.query_one(Strip).show(_STAGES, ClockWords("6:12", "8:00", Said("1:48 left")))
        self.query_one(Rail).show(_STAGES, (("!", "actions", 1),), LINES)
        self.query_one(Side).show((Note("Watch for", ("Facts before opinions.",)),))
        self.query_one(CaptureLine).take_focus()

    def on_capture_line_changed(self, event: CaptureLine.Changed) -> None:
        """Echo what was typed."""
        event.stop()
        self.query_one(CaptureLine).show_echo(((Said("Event", "strong"),), (Said(event.text[:5]),)))


class Capture(KmApp):
    """The app with that page alone."""

    def on_mount(self) -> None:
        """Open the page."""
        self.push_screen(Page())


async def press(app: App[object], key: str) -> float:
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


async def measure(rounds: int) -> tuple[float, float]:
    """Medians of capture line and bare input, in seconds."""
    capture, bare = Capture(glyphs=UNICODE), BareInput()
    ours: list[float] = []
    theirs: list[float] = []
    async with capture.run_test(size=SIZE) as one, bare.run_test(size=SIZE) as other:
        await one.pause()
        await other.pause()
        for turn in range(rounds):
            key = KEYS[turn % len(KEYS)]
            if turn % len(KEYS) == 0:
                capture.screen.query_one(CaptureLine).clear()
                bare.query_one(Input).value = ""
                await one.pause()
                await other.pause()
            for app, times in ((capture, ours), (bare, theirs)):
                with app._context():
                    times.append(await press(app, key))
    return statistics.median(ours), statistics.median(theirs)


def main() -> int:
    """Print what was measured."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    ours, theirs = asyncio.run(measure(rounds))
    ratio = ours / theirs
    print(f"key in the capture line, {LINES} lines on screen   {ours * 1000:6.2f} ms")
    print(f"key in a bare Input                          {theirs * 1000:6.2f} ms")
    print(f"ratio                                        {ratio:6.2f}    (at most {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
