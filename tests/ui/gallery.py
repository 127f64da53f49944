"""Every screen in the states it can be in: looked over by a test, and drawn to a folder to be looked at.

    PYTHONPATH=tests python -m ui.gallery FOLDER [NAME …]

draws each at every size and theme, and without colour, as SVG.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from sittings import Room
from textual.pilot import Pilot

from kmfacilitate.desk import Desk
from kmfacilitate.store.library import Library
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE

from .running import Hands, until

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
THEMES = ("ink", "paper", "contrast")
TODAY = date(2026, 11, 22)
PEOPLE = "Day officer;Night supervisor;Day supervisor;Operations chief;Sam;Ana;Priya"
TIMELINE = (
    '08:05 (-) Recording played; it began and ended with "Exercise, exercise, exercise"',
    "08:06 (?) Day officer took it as real | but: others heard an exercise",
    "08:07 (-) Live alert sent to every phone, television and radio in the state, and it went on for a while",
    "08:09 (+) The governor was told within two minutes that it was false",
    "? Should phones let people opt out of missile alerts?",
    "~ Ask about the shift change at 4b",
    "08:20 (+) Correction posted on social media",
)

State = Callable[[Hands], Awaitable[None]]
"""Brings a window to the state that is to be seen."""


def _lines(*lines: str) -> State:
    async def state(hands: Hands) -> None:
        await hands.lines(*lines)

    return state


def _keys(*keys: str) -> State:
    async def state(hands: Hands) -> None:
        await hands.press(*keys)

    return state


def _then(*states: State) -> State:
    async def state(hands: Hands) -> None:
        for each in states:
            await each(hands)

    return state


def _typing(text: str) -> State:
    async def state(hands: Hands) -> None:
        await hands.type(text)

    return state


async def _late(hands: Hands) -> None:
    hands.desk.time.wait(25)  # type: ignore[attr-defined]  # set by hand
    hands.runner._tick()


async def _asked(hands: Hands) -> None:
    await until(hands.pilot, lambda: "found" in hands.seen or "·" in hands.seen)
    await hands.pilot.pause(0.5)


async def _page_two(hands: Hands) -> None:
    await hands.to_close_page_two()


_ACTUAL = _lines(":go 3", *TIMELINE)
_AGREED = _lines(
    *(":go 5", "change: Two people agree | why: one could send", "Tell the governor first"),
    *("? Who pays for the test system", '"I thought it was real"'),
    *(":go 6", "Switch on the two-person rule @sam ^2w", "Stop no-notice drills @oper"),
    *("> FEMA: publish which code to use", ":go 7"),
)
REVIEW = "after-action-review"
SESSIONS: dict[str, tuple[str, State]] = {
    "runner-open": (REVIEW, _keys()),
    "runner-typing": (REVIEW, _then(_ACTUAL, _typing("! order a second key @sam ^frday #keys"))),
    "runner-picked": (REVIEW, _then(_ACTUAL, _keys("up", "up"))),
    "runner-marked": (REVIEW, _then(_ACTUAL, _keys("up", "space", "up", "space"))),
    "runner-kinds": (REVIEW, _then(_ACTUAL, _keys("f4"))),
    "runner-stages": (REVIEW, _then(_ACTUAL, _keys("f6"))),
    "runner-only-you": (REVIEW, _then(_ACTUAL, _keys("f9"))),
    "runner-late": (REVIEW, _then(_ACTUAL, _late)),
    "runner-catch-up": (REVIEW, _then(_ACTUAL, _late, _keys("ctrl+t"))),
    "runner-help": (REVIEW, _then(_ACTUAL, _keys("f1"))),
    "runner-palette": (REVIEW, _then(_ACTUAL, _keys("ctrl+p"))),
    "vote": (REVIEW, _then(_ACTUAL, _lines(":go 4", "1 3", "2 3"))),
    "vote-revealed": (REVIEW, _then(_ACTUAL, _lines(":go 4", ":vote 3.1=3 3.2=5 3.4=2"))),
    "round": ("retrospect", _lines(":go 5", "We were ready in time")),
    "slips": ("pre-mortem", _lines(":go 4", "too late", "too little")),
    "score": (
        "pre-mortem",
        _lines(*(":go 4", "too late", "too little", "nobody asked"), ":reveal", ":go 6",
               ":group 4.1 4.2 Timing", ":group 4.3 People", ":go 7", ":vote 1=5 2=3", ":next", "5 4"),
    ),
    "conversation": ("knowledge-cafe", _keys("f5", "f2")),
    "confidential": ("action-learning-set", _keys()),
    "form": ("leaver-plan", _lines(":go 2", ":form")),
    "close": (REVIEW, _then(_AGREED)),
    "close-tidy": (REVIEW, _then(_AGREED, _page_two)),
    "report": (REVIEW, _then(_AGREED, _lines(":report"))),
    "room-question": (REVIEW, _then(_ACTUAL, _keys("f7"))),
    "room-lines": (REVIEW, _then(_ACTUAL, _keys("f7"), _lines(":show lines"), _typing("~ Sam"))),
    "room-blank": (REVIEW, _then(_ACTUAL, _keys("f7"), _lines(":show blank"))),
}  # fmt: skip
"""States of a session, with the script it follows."""
AT_HOME: dict[str, State] = {
    "home": _keys(),
    "home-opened": _keys("space"),
    "suggest": _keys("w"),
    "settings": _keys("s"),
    "help": _keys("f1"),
    "library": _then(_keys("l"), _asked),
    "prepare": _then(_keys("down", "down", "enter"), _keys()),
}
"""States that are come to from Home, in the example library."""


@asynccontextmanager
async def shown(
    name: str, folder: Path, example: Path, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Hands]:
    """The app in one of the states; everything is below a folder."""
    desk: Desk | None = None
    if name in SESSIONS:
        script, state = SESSIONS[name]
        desk = Room(folder).open(script, title="The false missile alert of 13 January 2018", people=PEOPLE)
        library = desk.library
    else:
        state = AT_HOME.get(name, _keys())
        library = Library.open(folder if name == "home-empty" else example)
    app = Facilitator(library, desk=desk, glyphs=UNICODE, state_folder=folder)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            hands = Hands(app, pilot, desk)  # type: ignore[arg-type]
            if name == "conversation":
                app.screen.desk.time.wait(1)  # type: ignore[attr-defined]
            await state(hands)
            await pilot.pause()
            yield hands
    finally:
        if app.desk is not None:
            await asyncio.to_thread(app.desk.close)


NAMES = (*AT_HOME, "home-empty", *SESSIONS)


async def turned(pilot: Pilot[object], size: tuple[int, int], theme: str) -> None:
    """Have the window another size, and the app another theme."""
    await pilot.resize_terminal(*size)
    pilot.app.theme = theme
    await pilot.pause()


async def _draw(to: Path, names: list[str]) -> None:
    from kmfacilitate.example.throwaway import keep_example

    with tempfile.TemporaryDirectory() as folder:
        example = keep_example(Path(folder) / "example", TODAY).folder
        for name in names:
            own = Path(folder) / name
            own.mkdir()
            try:
                async with shown(name, own, example) as hands:
                    for size in SIZES:
                        for theme in THEMES if not os.environ.get("NO_COLOR") else ("ink",):
                            await turned(hands.pilot, size, theme)
                            kind = "nocolor" if os.environ.get("NO_COLOR") else theme
                            picture = to / f"{name}-{size[0]}x{size[1]}-{kind}.svg"
                            picture.write_text(hands.app.export_screenshot(), encoding="utf-8")
            except Exception as error:  # the others are drawn all the same
                print(f"{name}: {error!r}", file=sys.stderr)


def main() -> None:
    """Draw what is named, else everything."""
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    asyncio.run(_draw(to, sys.argv[2:] or list(NAMES)))


if __name__ == "__main__":
    main()
