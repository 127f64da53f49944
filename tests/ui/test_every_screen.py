"""Every screen at every size and theme: nothing cut, nothing overlapping, nothing too faint to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import TextArea

from kmfacilitate.example.throwaway import keep_example
from kmfacilitate.ui.drawing import Drawn

from .gallery import NAMES, SIZES, THEMES, TODAY, shown, turned
from .oversights import oversights

READABLE = {"ink": 4.5, "paper": 4.5, "contrast": 7.0}
"""The least contrast of text in a theme (WCAG 2)."""
_IN_ALL_THEMES = (
    "home-opened", "prepare", "settings", "library", "help", "runner-typing", "runner-late", "vote-revealed",
    "close-tidy", "report",
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
            if size == (80, 24) and "palette" not in name:  # what lies behind it is meant to be faint
                for theme in THEMES if name in _IN_ALL_THEMES else ("ink",):
                    await turned(hands.pilot, size, theme)
                    faults += [f"{where} {theme}: {fault}" for fault in faint(hands.pilot, READABLE[theme])]
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
