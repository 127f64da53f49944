"""Draws the pictures of the handbook and the README: `make pictures`.

Each is a screen of the real app, in a library that is thrown away, on a day that is set by hand, so that the
same program draws the same picture. What changed on the screen changes here: the handbook is built from
pictures that were just drawn, and continuous integration fails where they differ from those that are kept.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import time_machine
from drawing import drawn
from house import house
from textual import events
from textual.pilot import Pilot

from kmfacilitate.desk import Desk
from kmfacilitate.example.playing import HandClock
from kmfacilitate.example.throwaway import keep_example
from kmfacilitate.session.beginning import Plan
from kmfacilitate.store.library import Library
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.verbs import enter

IMAGES = Path(__file__).with_name("images")
NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
LOOKS = 150
"""How often the screen is looked at, a fifth of a second apart, before it is given up."""
CLINIC = (
    ":go 3",
    "08:55 = Doors opened on time, with forty people already queueing",
    "09:20 + Volunteers at the door sorted the queue by age",
    "10:15 - Fridge alarm went off, and nobody had the second key",
    "11:00 - The second vaccinator arrived at eleven instead of nine | but: the rota said ten",
    "? Who decides how many vaccinators there are?",
    '"I thought somebody else had rung them"',
    "~ Sam looks tired, ask him afterwards",
)


class Studio:
    """A folder for libraries that are thrown away, and where the pictures go."""

    def __init__(self, folder: Path, images: Path) -> None:
        self.folder = folder
        self.images = images
        self.example = keep_example(folder / "example", NOW.date())

    def session(self, name: str, template: str, plan: Plan) -> tuple[Desk, HandClock]:
        """A session of its own library, with its clock."""
        clock = HandClock(NOW)
        library = Library.open(self.folder / name, chance=Random(1))
        script = TemplateShelf().get(template)
        return Desk.begin(library, script, plan, time_=clock, chance=Random(name)), clock

    async def home(self) -> None:
        """Home of the example library."""
        app = Facilitator(self.example, glyphs=UNICODE)
        async with self._shown(app, (100, 30)) as pilot:
            while not (isinstance(app.screen, HomeScreen) and app.screen.counted):
                await pilot.pause(0.1)  # until the index of the whole library has counted
            await until(pilot, "actions due")
            self.keep(pilot, "home", "Home: a session to resume, what waits, the toolbox, recent sessions")

    async def first(self) -> None:
        """Home of an empty library."""
        library = Library.open(self.folder / "kmfacilitate", chance=Random(1))
        async with self._shown(Facilitator(library, glyphs=UNICODE), (80, 24)) as pilot:
            self.keep(pilot, "first", "Home when there is nothing yet: a first session, or an example")

    async def guided(self) -> None:
        """A first session, which says what to do."""
        plan = Plan(title="My first review", variant="quick")
        desk, clock = self.session("kmfacilitate", "after-action-review", plan)
        desk.f.guided = True
        for line in (":go 3", "18:30 = Guests came"):
            enter(desk, line)
            clock.wait(40)
        async with self._held(desk, (80, 24)) as pilot:
            self.keep(pilot, "guided", "A first session: under the line stands what to do next")

    async def runner(self) -> None:
        """A review in the middle, an action being typed."""
        desk = self._clinic()
        async with self._held(desk, (120, 36)) as pilot:
            await typed(pilot, "! Get a second key for the fridge @sam ^fri")
            self.keep(
                pilot,
                "runner",
                "The runner: stages on the left; the question and what was captured in the middle; "
                "on the right what only the facilitator sees",
            )

    async def room(self) -> None:
        """What the room sees of it."""
        desk = self._clinic()
        enter(desk, ":show lines")
        async with self._held(desk, (100, 30)) as pilot:
            self.keep(pilot, "room", "The room view: the question, large, and the lines; nothing else")

    async def vote(self) -> None:
        """A vote that is shown."""
        desk = self._clinic()
        for line in (":go 4", "3 4", "3 2", "4 3", "3 4", "2 3"):
            enter(desk, line)
        async with self._held(desk, (80, 24)) as pilot:
            self.keep(pilot, "vote", "A vote: nothing was counted aloud until the last slip was in")

    async def library(self) -> None:
        """A lesson looked for."""
        app = Facilitator(self.example, glyphs=UNICODE)
        async with self._shown(app, (100, 30)) as pilot:
            await pilot.press("l")
            await until(pilot, "found")
            await typed(pilot, "test")
            await until(pilot, "Test each file")
            self.keep(pilot, "library", "The library: lessons and actions found as words are typed")

    async def trends(self) -> None:
        """What changes over time."""
        async with self._shown(Facilitator(self.example, glyphs=UNICODE), (100, 30)) as pilot:
            await pilot.press("l")
            await until(pilot, "found")
            await pilot.press("f4")
            await until(pilot, "Identified and learned")
            self.keep(pilot, "trends", "Trends: lessons identified and learned, actions done, themes")

    async def back(self) -> None:
        """What comes back at the beginning of a session of the same team."""
        plan = Plan(title="The storm warning, second part", project="Alerting", people=("Ana", "Sam"))
        script = TemplateShelf().get("after-action-review")
        desk = Desk.begin(self.example, script, plan, time_=HandClock(NOW), chance=Random("back"))
        enter(desk, "done")
        async with self._held(desk, (100, 30)) as pilot:
            self.keep(pilot, "back", "What was promised last time comes back, one thing at a time")

    async def report(self) -> None:
        """A report as it will be read."""
        head = next(self.example.sessions_folder.rglob("*after-action-review-the-false-alert--*.json"))
        app = Facilitator(self.example, glyphs=UNICODE)
        async with self._shown(app, (100, 30)) as pilot:
            await app.open_session(head)
            await until(pilot, "Lessons identified")
            title = "The report: what leaves the room, and what does not"
            self.keep(pilot, "report", title, rows=26)  # below stands where it was saved, on this machine

    def keep(self, pilot: Pilot[int], name: str, title: str, rows: int = 0) -> None:
        """Keep what is shown now as a picture, or its first rows."""
        self._write(name, drawn(pilot.app, title, rows))

    def plan_of_the_house(self) -> None:
        """The rooms of the program, as the check of imports knows them."""
        self._write("house", house())

    def _write(self, name: str, svg: str) -> None:
        (self.images / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")

    def _clinic(self) -> Desk:
        people = ("Ana", "Priya", "Sam", "Tom", "Zoe")
        above = self.folder / str(len(list(self.folder.iterdir())))
        above.mkdir()
        plan = Plan(title="Winter vaccination clinic", people=people)
        desk, clock = self.session(f"{above.name}/clinic", "after-action-review", plan)
        for line in CLINIC:
            enter(desk, line)
            clock.wait(45)
        return desk

    @asynccontextmanager
    async def _held(self, desk: Desk, size: tuple[int, int]) -> AsyncIterator[Pilot[int]]:
        await asyncio.to_thread(desk.flush)
        async with self._shown(Facilitator(desk.library, desk=desk, glyphs=UNICODE), size) as pilot:
            yield pilot
        desk.close()

    @asynccontextmanager
    async def _shown(self, app: Facilitator, size: tuple[int, int]) -> AsyncIterator[Pilot[int]]:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot
            app.leave()


async def typed(pilot: Pilot[int], text: str) -> None:
    """Put text where the cursor is, as a terminal hands over what was pasted."""
    focused = pilot.app.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await pilot.pause()


async def until(pilot: Pilot[int], *shown: str) -> None:
    """Wait until the screen shows these words and has come to rest.

    Raises:
        SystemExit: It does not, in time; the screen is printed.
    """
    before = ""
    for _ in range(LOOKS):
        await pilot.pause(0.2)
        now = "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
        if now == before and all(words in now for words in shown):
            return
        before = now
    raise SystemExit(f"The screen never showed {shown!r}:\n{before}")


async def draw_all(images: Path) -> None:
    """Draw every picture into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KMFACILITATE_STATE"] = f"{folder}/state"
        studio = Studio(Path(folder), images)
        for scene in (
            studio.home, studio.first, studio.guided, studio.runner, studio.room, studio.vote, studio.library,
            studio.trends, studio.report, studio.back,
        ):  # fmt: skip
            await scene()
        studio.plan_of_the_house()


def main(images: Path = IMAGES) -> None:
    """Draw all of them, on the day that is set, in the language and zone they are kept in."""
    os.environ.update(TZ="UTC", LANGUAGE="en", LC_ALL="C.UTF-8", TEXTUAL_ANIMATIONS="none")
    for name in ("NO_COLOR", "KMFACILITATE_LIBRARY"):
        os.environ.pop(name, None)
    if hasattr(time, "tzset"):
        time.tzset()
    images.mkdir(exist_ok=True)
    with time_machine.travel(NOW, tick=False):
        asyncio.run(draw_all(images))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
