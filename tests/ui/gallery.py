"""Every screen in the states it can be in: looked over by a test, and drawn to a folder to be looked at.

    PYTHONPATH=tests python -m ui.gallery FOLDER [NAME …] [60x20 …]

draws each at every size, or at those named, and in every theme, or without colour under NO_COLOR, as SVG.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

from sittings import Room
from textual.pilot import Pilot

from kmfacilitate.desk import Desk
from kmfacilitate.library.index import update
from kmfacilitate.library.place import team_folder
from kmfacilitate.settings.wishes import WISHES, Settings
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.wall import Looking
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.room_window import RoomWindow

from .running import Hands
from .states import SITTINGS, State, as_it_is, asked, keys, then, typing

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
THEMES = ("ink", "paper", "contrast")
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Visit:
    """The app without a session, and what is pressed in it."""

    state: State = as_it_is
    library: Callable[[Path, Path], Library] = lambda folder, example: Library.open(example)
    prepare: str = ""
    settings: Settings | None = None
    example: bool = False


def _empty(folder: Path, example: Path) -> Library:
    return Library.open(folder / "library")


def copied(folder: Path, example: Path) -> Library:
    """The example, to be changed."""
    shutil.copytree(example, folder / "example")
    return Library.open(folder / "example")


def _damaged(folder: Path, example: Path) -> Library:
    room = Room(folder)
    room.type(":go 3", "Rice burnt", ":quit", title="Dinner")
    assert room.path is not None
    room.path.write_bytes(room.path.read_bytes()[:300])
    return Library.open(room.library.folder)


def _of_the_team(keeper: bool) -> Callable[[Path, Path], Library]:
    def library(folder: Path, example: Path) -> Library:
        ours = copied(folder, example)
        team = team_folder(ours, Places.here()) / "sessions"
        team.mkdir(parents=True, exist_ok=True)
        if keeper:
            (team.parent / "keeper").touch()
        room = Room(folder / "elsewhere")
        room.type(":go 5", "Zebras need two keepers", "Zebras need keepers by two", ":finish", title="Zoo")
        assert room.path is not None
        room.path.rename(team / "zoo.json")
        update(ours, Places.here())
        return ours

    return library


_FOUND = then(keys("l"), asked)
_ONE = then(_FOUND, typing("confirmation"), asked, keys("down"), asked)
_ZEBRA = then(_FOUND, typing("zebras"), asked, keys("down"), asked)
_WRONG = Settings(
    keys={"nxt": ("f2",), "clock": ("f2",)}, key_places={"nxt": "settings.toml:2"}, faults=("a: 1.",)
)
REVIEW = "after-action-review"
VISITS: dict[str, Visit] = {
    "home": Visit(),
    "home-empty": Visit(library=_empty),
    "home-opened": Visit(keys("space")),
    "home-example": Visit(example=True),
    "home-damaged": Visit(library=_damaged),
    "home-help": Visit(keys("f1")),
    "home-palette": Visit(keys("ctrl+p")),
    "home-wrong-settings": Visit(settings=_WRONG),
    "scripts": Visit(then(keys("down"), keys(*("right",) * 2))),
    "suggest": Visit(keys("w")),
    "suggest-answered": Visit(keys("w", "right", "tab", "right", "tab", "right", "right")),
    "settings": Visit(keys("s")),
    "settings-wrong": Visit(keys("s"), settings=_WRONG),
    "settings-writing": Visit(then(keys("s", "enter"), typing("Zoë-Anaïs Müller-Lüdenscheidt"))),
    "settings-key": Visit(keys("s", *("down",) * len(WISHES), "enter", "f5")),
    "help": Visit(keys("f1")),
    "library": Visit(_FOUND),
    "library-one": Visit(_ONE),
    "library-nothing": Visit(then(_FOUND, typing("zebra crossing"), asked)),
    "library-meant": Visit(then(_FOUND, typing("confirmatoin"), asked)),
    "library-wrong": Visit(then(_FOUND, typing("since:notaday"), asked)),
    "library-filters": Visit(then(_FOUND, keys("f3"))),
    "library-filter": Visit(then(_FOUND, keys("f3", "right", "enter"), asked)),
    "library-waiting": Visit(then(_FOUND, keys("f6"), asked)),
    "library-line": Visit(then(_ONE, keys("enter"), asked)),
    "library-asks": Visit(then(_ONE, keys("r"))),
    "library-states": Visit(then(_ONE, keys("s"))),
    "library-merge": Visit(then(_ONE, keys("m"), asked)),
    "library-trends": Visit(then(_FOUND, keys("f4"), asked)),
    "library-tables": Visit(then(_FOUND, keys("f4"), asked, keys("t"))),
    "library-help": Visit(then(_ONE, keys("f1"))),
    "library-empty": Visit(then(keys("l")), library=_empty),
    "library-theirs": Visit(_ZEBRA, library=_of_the_team(False)),
    "library-keeper": Visit(then(_ZEBRA, keys("r")), library=_of_the_team(True)),
    "library-decides": Visit(then(_ZEBRA, keys("s")), library=_of_the_team(True)),
    "past": Visit(then(_ONE, keys("f5"), asked), library=copied),
    "past-change": Visit(then(_ONE, keys("f5"), asked, keys("enter")), library=copied),
    "past-said": Visit(then(_ONE, keys("f5"), asked, keys("t"), asked), library=copied),
    "past-theirs": Visit(then(_ZEBRA, keys("f5"), asked), library=_of_the_team(False)),
    "prepare": Visit(prepare=REVIEW),
    "prepare-filled": Visit(
        then(typing("The false missile alert of 13 January 2018"), keys("tab"), typing("Alerting")),
        prepare=REVIEW,
    ),
    "prepare-agenda": Visit(keys("f6"), prepare=REVIEW),
    "prepare-papers": Visit(keys("f4"), library=copied, prepare=REVIEW),
    "prepare-cafe": Visit(prepare="knowledge-cafe"),
    "prepare-help": Visit(keys("f1"), prepare=REVIEW),
}
"""Home, the library and what is come to from there."""
NAMES = (*VISITS, "room-window", *SITTINGS)


@asynccontextmanager
async def shown(
    name: str, folder: Path, example: Path, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Hands]:
    """The app in one of the states; everything is below a folder."""
    desk: Desk | None = None
    state: State = as_it_is
    app: KmApp
    if sitting := SITTINGS.get(name):
        room = Room(folder)
        sitting.before(room)
        desk = room.open(sitting.script, title=sitting.title, people=sitting.people, project=sitting.project)
        desk.f.guided = sitting.guided
        state = sitting.state
        app = Facilitator(desk.library, desk=desk, glyphs=UNICODE, state_folder=folder)
    elif name == "room-window":
        app = RoomWindow(Looking("k3x9-7fq2-m8t4", Room(folder).places))
    else:
        visit = VISITS[name]
        state = visit.state
        app = Facilitator(
            visit.library(folder, example),
            prepare=visit.prepare,
            settings=visit.settings,
            example=visit.example,
            glyphs=UNICODE,
            state_folder=folder,
        )
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            hands = Hands(app, pilot, desk)
            await state(hands)
            await pilot.pause()
            yield hands
            patch.stopall()
    finally:
        patch.stopall()
        if isinstance(app, Facilitator) and app.desk is not None:
            await asyncio.to_thread(app.desk.close)


async def turned(pilot: Pilot[object], size: tuple[int, int], theme: str) -> None:
    """Have the window another size, and the app another theme."""
    await pilot.resize_terminal(*size)
    pilot.app.theme = theme
    await pilot.pause()
    await pilot.pause()  # a theme with frames leaves less height, and what has less height is drawn again


async def _draw(to: Path, names: list[str], sizes: list[tuple[int, int]]) -> None:
    from kmfacilitate.example.throwaway import keep_example

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["KMFACILITATE_STATE"] = str(Path(folder) / "state")
        example = keep_example(Path(folder) / "example", TODAY).folder
        for name in names:
            for size in sizes:  # opened anew: what was opened at another size may be folded away at this one
                own = Path(folder) / f"{name}-{size[0]}"
                own.mkdir()
                try:
                    await _draw_one(to, name, size, own, example)
                except Exception as error:  # the others are drawn all the same
                    print(f"{name}: {error!r}", file=sys.stderr)


async def _draw_one(to: Path, name: str, size: tuple[int, int], own: Path, example: Path) -> None:
    async with shown(name, own, example, size) as hands:
        for theme in THEMES if not os.environ.get("NO_COLOR") else ("ink",):
            await turned(hands.pilot, size, theme)
            kind = "nocolor" if os.environ.get("NO_COLOR") else theme
            picture = to / f"{name}-{size[0]}x{size[1]}-{kind}.svg"
            picture.write_text(hands.app.export_screenshot(), encoding="utf-8")


def main() -> None:
    """Draw what is named, else everything."""
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    known = {f"{width}x{height}": (width, height) for width, height in SIZES}
    sizes = [known[word] for word in sys.argv[2:] if word in known]
    names = [word for word in sys.argv[2:] if word not in known]
    asyncio.run(_draw(to, names or list(NAMES), sizes or list(SIZES)))


if __name__ == "__main__":
    main()
