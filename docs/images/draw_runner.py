"""Draws the picture of the runner for the README: a real session, typed in a real pseudo-terminal.

    python docs/images/draw_runner.py docs/images/runner.svg

The program runs as a user would run it, in a library that is thrown away. What its terminal then shows
becomes an SVG that fetches nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import pexpect
import pyte

COLUMNS, ROWS = 120, 36
PATIENCE = 20.0
"""Seconds to wait for the program to show something."""

SESSION = (
    "start",
    "after-action-review",
    "--title",
    "Winter vaccination clinic",
    "--with",
    "Ana;Priya;Sam;Tom;Zoe",
)
TYPED = (
    (":go 3\r", "3a"),
    ("08:55 = Doors opened on time, with forty people already queueing\r", "3.1"),
    ("09:20 + Volunteers at the door sorted the queue by age\r", "3.2"),
    ("10:15 - Fridge alarm went off, and nobody had the second key\r", "3.3"),
    ("11:00 - The second vaccinator arrived at eleven instead of nine | but: the rota said ten\r", "3.4"),
    ("? Who decides how many vaccinators there are?\r", "3.5"),
    ('"I thought somebody else had rung them"\r', "3.6"),
    ("~ Sam looks tired, ask him afterwards\r", "p1"),
    ("! Get a second key for the fridge @sam ^fri", "Sam"),
)
"""What is typed, and what the screen shows once it has arrived."""

DESK, INK = "#131517", "#e8e6e3"
CELL, LINE, BASE = 9, 20, 15
"""Width and height of a cell, and where its letters stand, in the picture's own units."""
MARGIN = 12
BAR = "▌"
"""Drawn as a rectangle: the letters of most fonts leave gaps between rows."""
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}">
<title>The runner: stages on the left; the question and what was captured in the middle; on the right what \
only the facilitator sees</title>
<style>text {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 15px }}\
</style>
<rect width="100%" height="100%" rx="10" fill="{desk}"/>
<g transform="translate({margin} {margin})">
{cells}
</g>
</svg>
"""


class Ink(NamedTuple):
    """How a run of cells is drawn."""

    colour: str
    plane: str
    bold: bool
    underlined: bool


class Terminal:
    """A program in a pseudo-terminal, and the screen it sees.

    Args:
        arguments: what follows `python` on the command line.
        environment: added to the environment of this process.
    """

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._child = pexpect.spawn(
            sys.executable,
            arguments,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
            dimensions=(ROWS, COLUMNS),
        )
        self._child.delaybeforesend = None

    def type(self, keys: str) -> None:
        """Send keys as they would be typed."""
        self._child.send(keys)

    def wait_for(self, text: str) -> None:
        """Read until the screen shows the text and has come to rest.

        Raises:
            SystemExit: it does not, in time; the screen is printed.
        """
        until = time.monotonic() + PATIENCE
        while self._read() or not any(text in row for row in self.screen.display):
            if time.monotonic() > until or not self._child.isalive():
                raise SystemExit("\n".join([f"The screen never showed {text!r}:", *self.screen.display]))

    def close(self) -> None:
        """End the program."""
        self._child.close(force=True)

    def _read(self) -> bool:
        try:
            self._stream.feed(self._child.read_nonblocking(1 << 16, timeout=0.3))
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        return True


def main(target: Path) -> None:
    """Run the session and write its picture to `target`."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"KMFACILITATE_LIBRARY": f"{folder}/clinic", "KMFACILITATE_STATE": f"{folder}/state"}
        terminal = Terminal(["-m", "kmfacilitate", *SESSION], places)
        try:
            terminal.wait_for(SESSION[3])
            for keys, shown in TYPED:
                terminal.type(keys)
                terminal.wait_for(shown)
            target.write_text(as_svg(terminal.screen), encoding="utf-8", newline="\n")
        finally:
            terminal.close()


def as_svg(screen: pyte.Screen) -> str:
    """The screen as an SVG: planes first, so that no letter is cut by the row below."""
    planes: list[str] = []
    letters: list[str] = []
    for y in range(screen.lines):
        row = [screen.buffer[y][x] for x in range(screen.columns)]
        x = 0
        for ink, group in groupby(row, _ink):
            cells = [cell.data for cell in group]
            planes.append(_plane(x, y, len(cells), ink))
            if cells == [BAR]:
                planes.append(_rectangle(x, y, 0.5, ink.colour))
                cells = [" "]
            letters.append(_letters(x, y, cells, ink))
            x += len(cells)
    return SVG.format(
        width=screen.columns * CELL + 2 * MARGIN,
        height=screen.lines * LINE + 2 * MARGIN,
        desk=DESK,
        margin=MARGIN,
        cells="\n".join(filter(None, planes + letters)),
    )


def _plane(x: int, y: int, cells: int, ink: Ink) -> str:
    return "" if ink.plane == DESK else _rectangle(x, y, cells, ink.plane)


def _rectangle(x: int, y: int, cells: float, colour: str) -> str:
    # A little taller than its row, or a seam shows between it and the row below.
    place = f'x="{x * CELL}" y="{y * LINE}" width="{cells * CELL:g}" height="{LINE + 0.5}"'
    return f'<rect {place} fill="{colour}"/>'


def _letters(x: int, y: int, cells: list[str], ink: Ink) -> str:
    inked = [place for place, cell in enumerate(cells) if cell.strip()]
    if not inked:
        return ""
    x, cells = x + inked[0], cells[inked[0] : inked[-1] + 1]
    place = f'x="{x * CELL}" y="{y * LINE + BASE}" textLength="{len(cells) * CELL}"'
    bold = ' font-weight="bold"' if ink.bold else ""
    line = ' text-decoration="underline"' if ink.underlined else ""
    # Several spaces in a row would be drawn as one.
    text = escape("".join(cells).replace(" ", "\N{NO-BREAK SPACE}"))
    return f'<text {place} fill="{ink.colour}"{bold}{line}>{text}</text>'


def _ink(cell: pyte.screens.Char) -> Ink:
    colour, plane = _colour(cell.fg, INK), _colour(cell.bg, DESK)
    if cell.reverse:
        colour, plane = plane, colour
    return Ink(colour, plane, cell.bold, cell.underscore)


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return f"#{name}" if len(name) == 6 and set(name) <= set("0123456789abcdef") else name


if __name__ == "__main__":
    main(Path(sys.argv[1]))
