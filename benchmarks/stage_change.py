"""F2 to the next stage, beside a bare Textual screen of the same widgets that is given the same words.

The bare screen has a `Static` for each of our drawn widgets, in the same places, and Textual's own text
area; at its key every one of them is given the words that ours show in that stage. Measured in this process
from the key's action to the refreshed screen, the two by turns. Prints both medians and their ratio; exits 1
above 1.5.

    python benchmarks/stage_change.py [rounds]
"""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

from _against import Pair, measured, rounds, within
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea

from kmfacilitate.desk import Desk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.store.library import Library
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.ui.drawing import Drawn
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.verbs import enter

LIMIT = 1.5
SIZE = (120, 40)
SEEN = ("Header", "Rail", "Question", "LineList", "Side", "Strip", "Footer")
"""The drawn widgets of a stage, by the name of their class; each has its like in the bare screen."""


class Bare(App[None]):
    """The same widgets, each a plain one of Textual's."""

    CSS = """
    #Rail { width: 26; } #Side { width: 33; }
    #Header { dock: top; height: 1; } #Footer { dock: bottom; height: 1; } #Strip { dock: bottom; height: 3; }
    #Question { height: auto; padding: 1 2; background: $panel; } #LineList { height: 1fr; padding: 1 2; }
    TextArea { height: auto; min-height: 1; max-height: 4; border: none; }
    """

    def compose(self) -> ComposeResult:
        """The runner as it stands at 120 by 40."""
        yield Static(id="Header")
        with Horizontal():
            yield Static(id="Rail")
            with Vertical():
                yield Static(id="Question")
                yield Static(id="LineList")
                yield TextArea()
            yield Static(id="Side")
        yield Static(id="Strip")
        yield Static(id="Footer")

    def show(self, words: dict[str, str]) -> None:
        """Give every widget its words."""
        for name, text in words.items():
            self.query_one(f"#{name}", Static).update(Content(text))


def session(folder: Path) -> Desk:
    """An after action review with lines in every stage."""
    plan = Plan(title="The false alert", people=("Day officer", "Software lead", "Sam"))
    desk = Desk.begin(Library.open(folder), TemplateShelf().get("after-action-review"), plan)
    for stage in range(1, 7):
        enter(desk, f":go {stage}")
        for at in range(8):
            enter(desk, f":point Live alert sent to every phone and television in the state, said line {at}")
    enter(desk, ":go 1")
    desk.flush()
    return desk


def words_of(app: Facilitator) -> dict[str, str]:
    """What each of our widgets shows now, as text."""
    found: dict[str, str] = {}
    for widget in app.screen.query(Drawn):
        name = type(widget).__name__
        if name in SEEN and widget.size.width and name not in found:
            rows = widget.rows(widget.size.width)
            found[name] = "\n".join("".join(piece.text for piece in (*row.left, *row.right)) for row in rows)
    return found


async def painted(screen: Screen[object]) -> None:
    """Wait until nothing is left to be done or painted."""
    for _ in range(200):
        await asyncio.sleep(0)
        screen._on_timer_update()
        nodes: list[Widget] = [screen, *screen.query(Widget)]
        if not screen._dirty_widgets and all(node._message_queue.empty() for node in nodes):
            return


async def measure(desk: Desk, turns: int) -> Pair:
    """A change of stage and the bare screen given its words, by turns."""
    ours_app, bare = Facilitator(desk.library, desk=desk, glyphs=UNICODE), Bare()
    ours: list[float] = []
    theirs: list[float] = []
    async with ours_app.run_test(size=SIZE) as one, bare.run_test(size=SIZE) as other:
        await one.pause()
        await other.pause()
        runner = ours_app.screen
        for turn in range(turns):
            with ours_app._context():
                begun = time.perf_counter()
                runner.carry_out("go", str(turn % 6 + 1))  # type: ignore[attr-defined]  # the runner's
                await painted(runner)
                ours.append(time.perf_counter() - begun)
            words = words_of(ours_app)
            with bare._context():
                begun = time.perf_counter()
                bare.show(words)
                await painted(bare.screen)
                theirs.append(time.perf_counter() - begun)
            await one.pause()
    return statistics.median(ours), statistics.median(theirs)


def main() -> int:
    """Print what was measured."""
    pair = measured(session, measure, rounds(120, 20))
    return within("to the next stage", "the same widgets of Textual, the same words", pair, LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
