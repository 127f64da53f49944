"""Whatever names a key names the one in use: footer, help, guide, clock, answers, the library's screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sittings import Room
from textual.binding import Binding

from kmfacilitate.settings.keymap import OF_SCREENS, checked, key_words
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.screens.library_acts import ActsMixin
from kmfacilitate.ui.screens.runner import RunnerScreen
from kmfacilitate.verbs import BY_ID, VERBS

from .conftest import seen
from .running import running
from .shelves import Shelf, find, said, until

SESSION = {
    "next": ("f11",), "back": ("f12",), "show-stages": ("ctrl+a",), "retype": ("ctrl+e",),
    "undo": ("ctrl+u",), "clock": ("ctrl+w",), "fit": ("ctrl+v",), "room-view": ("ctrl+x",),
    "finish": ("ctrl+d",), "only-you": ("ctrl+k",),
}  # fmt: skip
OTHERS = {
    "redo": ("f11",), "open-editor": ("ctrl+a",), "seen-before": ("ctrl+e",), "away": ("ctrl+u",),
    "saved": ("ctrl+w",), "find": ("f12",), "palette": ("ctrl+v",), "help": ("ctrl+x",), "quit": ("ctrl+d",),
}  # fmt: skip


def stale(keys: dict[str, tuple[str, ...]], text: str) -> list[str]:
    """The keys in a text that do nothing any more."""
    old = {key_words(key) for verb in keys for key in BY_ID[verb].keys}
    named = re.findall(r"(?<![\w^])(F\d{1,2}|\^[A-Z]|Ctrl\+[A-Z])(?!\w)", text)
    return [key for key in named if key.replace("Ctrl+", "^") in old]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.mark.parametrize("keys", [SESSION, OTHERS], ids=["session", "others"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_state_of_a_session_names_a_key_that_was_given_away(
    room: Room, keys: dict[str, tuple[str, ...]], size: tuple[int, int]
):
    assert checked(keys, VERBS).faults == ()
    states = (
        (":guide",), (":start",), (":go 3", "08:00 + ok"), (":pause",), (":start",), (":go 4",),
        (":vote 3.1=3",), (":go 5", "Two people agree"), (":room",), ("~ hidden",), (":room",),
        (":stuck",), (":go 6",),
    )  # fmt: skip
    async with running(room.open(people="Ana;Sam"), size=size, settings=Settings(keys=keys)) as hands:
        assert stale(keys, hands.seen) == []
        for lines in states:
            await hands.lines(*lines)
            assert stale(keys, hands.seen) == [], lines
        hands.desk.time.wait(80)  # set by hand
        await hands.press("escape", *keys.get("fit", ("ctrl+t",)))
        assert "takes it back" in hands.seen
        assert stale(keys, hands.seen) == []
        await hands.press("escape", *keys.get("help", ("f1",)))
        assert stale(keys, hands.seen) == []


async def test_the_clock_that_stands_still_names_the_key_that_lets_it_go_on(room: Room):
    async with running(room.open(), size=(120, 40), settings=Settings(keys={"clock": ()})) as hands:
        await hands.lines(":start", ":pause")
        assert ":clock go on" in hands.seen
        assert "F5" not in hands.seen


async def test_an_answer_names_the_key_in_use(room: Room):
    async with running(room.open(), size=(120, 40), settings=Settings(keys={"finish": ("f11",)})) as hands:
        await hands.line(":go 7")
        for _ in range(9):
            await hands.next()
        assert "F11 or :finish ends the session" in hands.seen


@pytest.mark.parametrize(
    ("undo", "pressed", "shown"),
    [(("ctrl+u",), "ctrl+u", "^U"), (("f5",), "z", "Z"), ((), "z", "Z"), (("f4", "f11"), "f11", "F11")],
)
async def test_the_library_takes_back_by_the_key_that_undo_has(
    shelf: Shelf, undo: tuple[str, ...], pressed: str, shown: str
):
    keys: dict[str, tuple[str, ...]] = {"undo": undo, "clock": (), "retype": ()}
    app = Facilitator(shelf.library, settings=Settings(keys=keys))
    async with app.run_test(size=(120, 40)) as pilot:
        await find(app, pilot, "ring")
        screen: Any = app.screen
        assert shown in {hint.key for hint in screen.commands()}
        assert "^Z" not in {hint.key for hint in screen.commands()}
        await pilot.press("l")
        await until(app, pilot, lambda: f"{shown} takes it back." in said(app))
        await pilot.press("ctrl+z")
        assert shelf.lesson("5.2").route == "local"
        await pilot.press(pressed)
        await until(app, pilot, lambda: "took back:" in said(app))
        assert shelf.lesson("5.2").route == ""


async def test_home_names_the_key_that_finds(shelf: Shelf):
    app = Facilitator(shelf.library, settings=Settings(keys={"find": ("f12",)}))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f1")
        assert "F12" in seen(app)
        assert "^F" not in seen(app)


def _screens(above: type = KmScreen) -> Iterator[type[KmScreen]]:
    for each in above.__subclasses__():
        yield each
        yield from _screens(each)


def test_keys_that_other_screens_use_are_given_to_nothing_that_works_everywhere():
    import kmfacilitate.ui.screens as folder

    for path in Path(folder.__path__[0]).glob("*.py"):
        __import__(f"{folder.__name__}.{path.stem}")
    used = {
        binding.key
        for screen in _screens()
        if not issubclass(screen, RunnerScreen)
        for binding in Binding.make_bindings(screen.__dict__.get("BINDINGS", ()))
        if re.fullmatch(r"f\d+|ctrl\+\w", binding.key) and binding.id is None
    }
    assert issubclass(ActsMixin, KmScreen)
    assert used <= OF_SCREENS
    keymap = checked({"help": ("f3",)}, VERBS)
    assert keymap.faults[0].endswith("F3 has uses of its own in the library, in Prepare and in the report.")
