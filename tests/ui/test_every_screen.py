"""Every screen at every size and theme: nothing cut, nothing overlapping, nothing too faint to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import TextArea

from kmfacilitate.example.throwaway import keep_example
from kmfacilitate.ui.drawing import ENTRY, MIDDLE, Drawn
from kmfacilitate.ui.measure import width_of
from kmfacilitate.ui.screens.home_board import WIDEST as HOME
from kmfacilitate.ui.screens.home_board import HomeBoard
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header
from kmfacilitate.ui.widgets.room import RoomFoot, RoomHead, RoomQuestion
from kmfacilitate.ui.widgets.side import Side
from kmfacilitate.ui.widgets.strip import Strip

from .gallery import NAMES, SIZES, THEMES, TODAY, shown, turned
from .oversights import oversights

READABLE = {"ink": 4.5, "paper": 4.5, "contrast": 7.0}
"""The least contrast of text in a theme (WCAG 2)."""
_IN_ALL_THEMES = (
    "home-opened", "prepare", "settings", "library", "help", "runner-typing", "runner-edited", "runner-late",
    "vote-revealed", "close-tidy", "report",
)  # fmt: skip
"""States that between them use every ink on every plane."""
_LINES = frozenset(" ─━┊▌▐▔▁│┃┌┐└┘┏┓┗┛╺╸·□○●▎▏▕█▄▀▟▙▛▜▝▘▖▗▂▃▅▆▇")
"""What is drawn and says nothing by itself: rules, bars, frames, scrollbars and dots."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep_example(tmp_path_factory.mktemp("example") / "example", TODAY).folder


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_is_cut_faint_or_covered(name: str, tmp_path: Path, example: Path):
    faults: list[str] = []
    async with shown(name, tmp_path, example) as hands:
        for size in SIZES:
            await turned(hands.pilot, size, "ink")
            where = f"{size[0]}x{size[1]}"
            faults += [f"{where}: {fault}" for fault in (*cut(hands.pilot), *covered(hands.pilot))]
            faults += [f"{where}: {fault}" for fault in oversights(hands.pilot)]
            faults += [f"{where}: {fault}" for fault in (*sprawling(hands.pilot), *crowded(hands.pilot))]
            if size == (80, 24) and "palette" not in name:  # what lies behind it is meant to be faint
                for theme in THEMES if name in _IN_ALL_THEMES else ("ink",):
                    await turned(hands.pilot, size, theme)
                    faults += [f"{where} {theme}: {fault}" for fault in faint(hands.pilot, READABLE[theme])]
                    faults += [f"{where} {theme}: {fault}" for fault in oversights(hands.pilot)]
    assert not faults, "\n".join(dict.fromkeys(faults))


def cut(pilot: Pilot[object]) -> Iterator[str]:
    """Rows with text in the last column, where there must be air: what goes on there was cut."""
    for y, strip in enumerate(pilot.app.screen._compositor.render_strips()):
        last = strip.text[-1:]
        if last not in _LINES:
            yield f"row {y} runs into the edge: {strip.text.strip()[-50:]!r}"


def covered(pilot: Pilot[object]) -> Iterator[str]:
    """Pairs of drawn widgets that stand on one another."""
    screen = pilot.app.screen
    there = [
        (widget, region)
        for widget in screen.query(Widget)
        if isinstance(widget, (Drawn, TextArea)) and widget.is_on_screen and (region := _seen(widget))
    ]
    for at, (one, first) in enumerate(there):
        for other, second in there[at + 1 :]:
            inside = one in other.ancestors_with_self or other in one.ancestors_with_self
            if not inside and first.overlaps(second):
                yield f"{one!r} and {other!r} overlap"


def _seen(widget: Widget):
    """The part of a widget that is in sight: what its scrolling ancestors leave of it."""
    region = widget.region
    for ancestor in widget.ancestors:
        if isinstance(ancestor, Widget) and ancestor.is_scrollable:
            region = region.intersection(ancestor.region)
    return region


def sprawling(pilot: Pilot[object]) -> Iterator[str]:
    """Rows too long to be read, and facts too far at the right of what they are about."""
    for widget in pilot.app.screen.query(Drawn):
        if not widget.is_on_screen or isinstance(
            widget, (Header, Footer, Strip, RoomHead, RoomQuestion, RoomFoot)
        ):
            continue
        most = HOME if isinstance(widget, HomeBoard) else ENTRY + sum(widget.edges)
        for row in widget._rows_at(widget.size.width):
            runs = re.split(" {2,}", "".join(piece.text for piece in row.left).strip())
            if min(max(map(width_of, runs)), widget.span) > most:
                yield f"{widget!r} has a row too long to be read: {runs!r}"
            if row.right and widget.span > HOME:
                yield f"{widget!r} has {row.right[-1].text!r} too far from its row"


def crowded(pilot: Pilot[object]) -> Iterator[str]:
    """Text right above the footer, where there is height for an empty row."""
    height = pilot.app.size.height
    if height >= MIDDLE and not isinstance(pilot.app.screen, CommandPalette):
        above = pilot.app.screen._compositor.render_strips()[height - 2].text
        if set(above) - _LINES:
            yield f"{above.strip()[:50]!r} stands right above the footer"


def faint(pilot: Pilot[object], least: float) -> Iterator[str]:
    """Text with less contrast than it needs."""
    for y, strip in enumerate(pilot.app.screen._compositor.render_strips()):
        for text, style, _ in strip:
            words = text.strip()
            if not words or style is None or set(words) <= _LINES or style.dim:
                continue
            front, back = style.color, style.bgcolor
            if style.reverse:
                front, back = back, front
            if front is None or back is None or front.triplet is None or back.triplet is None:
                continue
            found = contrast(front, back)
            if found < least - 0.05:
                yield f"row {y}: {words[:40]!r} has a contrast of {found:.1f}"


def contrast(front: Color, back: Color) -> float:
    light, dark = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    assert color.triplet
    parts = [part / 255 for part in color.triplet]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_text_ends_where_the_header_does_whether_the_page_scrolls_or_not(tmp_path: Path, example: Path):
    async with shown("home", tmp_path, example) as hands:
        for size in ((120, 40), (120, 60)):
            await turned(hands.pilot, size, "ink")
            header, resume = (
                next(
                    strip.text
                    for strip in hands.app.screen._compositor.render_strips()
                    if words in strip.text
                )
                for words in ("kmfacilitate", "Enter resume")
            )
            assert resume.rstrip(" ▁▃▅▆▇█▎▏▂").endswith("resume")
            assert len(header.rstrip()) == resume.index("Enter resume") + len("Enter resume")


async def test_what_to_say_moves_with_the_height_of_the_window(tmp_path: Path, example: Path):
    async with shown("runner-open", tmp_path, example) as hands:
        beside = hands.app.screen.query(Side).last()
        for size, there in (((120, 28), True), ((120, 40), False), ((120, 28), True)):
            await turned(hands.pilot, size, "ink")
            assert any(note.title == "Say" for note in beside._notes) is there, size
