"""Draws a screen of the app as an SVG that fetches nothing and is the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from rich.segment import Segment
from textual.app import App
from textual.color import Color

from kmfacilitate.ui.measure import width_of

CELL, LINE, BASE = 9, 20, 15
"""Width and height of a cell, and where its letters stand, in the picture's own units."""
MARGIN = 12
BAR = "▌"
"""Drawn as a rectangle: the letters of most fonts leave gaps between rows."""
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}">
<title>{title}</title>
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


class Cell(NamedTuple):
    """What stands in one or two cells of a row, and how it is drawn."""

    text: str
    width: int
    ink: Ink


def drawn(app: App[int], title: str, height: int = 0) -> str:
    """What an app shows now, or its first rows, as an SVG whose title says it in words."""
    desk = app.screen.styles.background.hex6.lower()
    strips = app.screen._compositor.render_strips()
    rows = [list(cells(strip, desk)) for strip in strips[: height or len(strips)]]
    planes: list[str] = []
    letters: list[str] = []
    for y, row in enumerate(rows):
        for part in _row(y, row, desk):
            (planes if part.startswith("<rect") else letters).append(part)
    return SVG.format(
        width=app.size.width * CELL + 2 * MARGIN,
        height=len(rows) * LINE + 2 * MARGIN,
        title=escape(title),
        desk=desk,
        margin=MARGIN,
        cells="\n".join(planes + letters),  # planes first, so that no letter is cut by the row below
    )


def cells(segments: Iterable[Segment], desk: str) -> Iterator[Cell]:
    """The characters of a row with the colours they have on the screen."""
    for text, style, control in segments:
        if control:
            continue
        colour, plane, bold, underlined = "#ffffff", desk, False, False
        if style is not None:
            if style.color is not None:
                colour = Color.from_rich_color(style.color).hex6.lower()
            if style.bgcolor is not None:
                plane = Color.from_rich_color(style.bgcolor).hex6.lower()
            if style.reverse:
                colour, plane = plane, colour
            bold, underlined = bool(style.bold), bool(style.underline)
        for character in text:
            yield Cell(character, width_of(character), Ink(colour, plane, bold, underlined))


def _row(y: int, row: Sequence[Cell], desk: str) -> Iterator[str]:
    """The planes of a row, and its letters."""
    x = 0
    for ink, group in groupby(row, lambda cell: cell.ink):
        run = list(group)
        width = sum(cell.width for cell in run)
        if ink.plane != desk:
            yield _rectangle(x, y, width, ink.plane)
        text = "".join(cell.text for cell in run)
        if text == BAR:
            yield _rectangle(x, y, 0.5, ink.colour)
        elif text.strip():
            yield _letters(x, y, text, ink)
        x += width


def _rectangle(x: int, y: int, cells: float, colour: str) -> str:
    # A little taller than its row, or a seam shows between it and the row below.
    place = f'x="{x * CELL}" y="{y * LINE}" width="{cells * CELL:g}" height="{LINE + 0.5}"'
    return f'<rect {place} fill="{colour}"/>'


def _letters(x: int, y: int, text: str, ink: Ink) -> str:
    x += width_of(text) - width_of(text.lstrip())
    text = text.strip()
    place = f'x="{x * CELL}" y="{y * LINE + BASE}" textLength="{width_of(text) * CELL}"'
    bold = ' font-weight="bold"' if ink.bold else ""
    line = ' text-decoration="underline"' if ink.underlined else ""
    # Several spaces in a row would be drawn as one.
    said = escape(text.replace(" ", "\N{NO-BREAK SPACE}"))
    return f'<text {place} fill="{ink.colour}"{bold}{line}>{said}</text>'
