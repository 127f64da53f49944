"""What an eye finds on a screen and a machine can find again: cut facts, hidden rows, colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.widget import Widget

from kmfacilitate.ui.drawing import Drawn
from kmfacilitate.ui.measure import width_of
from kmfacilitate.ui.widgets.capture_line import CaptureLine
from kmfacilitate.ui.widgets.header import Header
from kmfacilitate.ui.widgets.line_list import LineList
from kmfacilitate.ui.widgets.writing import Writing

_DANGLING = re.compile(r"[·,;]…|·(?=\s*$)")


def oversights(pilot: Pilot[object]) -> Iterator[str]:
    """Everything that is found on the screen as it is now."""
    yield from dangling(pilot)
    for widget in pilot.app.screen.query(Widget):
        if widget.is_on_screen and widget.size.area:
            yield from _scrolled(widget)
            if isinstance(widget, VerticalScroll):
                yield from _says_nothing(widget)
            if isinstance(widget, Drawn):
                yield from _by_colour_alone(widget)
                yield from _clipped(widget)
                yield from _out_of_column(widget)
            if isinstance(widget, LineList):
                yield from _out_of_sight(widget)
            if isinstance(widget, Writing):
                yield from _torn(widget)
            if isinstance(widget, CaptureLine):
                yield from _asks_too_much(widget)


def dangling(pilot: Pilot[object]) -> Iterator[str]:
    """A dot or a comma after which nothing follows but the sign that something was cut."""
    for y, strip in enumerate(pilot.app.screen._compositor.render_strips()):
        if found := _DANGLING.search(strip.text.rstrip("▁▂▃▄▅▆▇█ ")):
            yield f"row {y} ends with {found[0]!r}: {strip.text.strip()[-50:]!r}"


def _scrolled(widget: Widget) -> Iterator[str]:
    """A scrollbar of another width than all others, or one where there is nothing to scroll."""
    if isinstance(widget, ScrollView) or not widget.show_vertical_scrollbar:
        return
    if widget.scrollbar_size_vertical != 1:
        yield f"{widget!r} has a scrollbar {widget.scrollbar_size_vertical} wide"
    if widget.max_scroll_y == 0:
        yield f"{widget!r} has a scrollbar and nothing to scroll"


def _by_colour_alone(widget: Drawn) -> Iterator[str]:
    """A chosen row whose plane is all that says so."""
    for row in widget._rows_at(widget.size.width):
        words = "".join(piece.text for piece in row.left)
        signs = (widget.glyphs.bar, widget.glyphs.now)
        if row.plane == "select" and not row.bar and not any(sign in words for sign in signs):
            yield f"{widget!r} says by colour alone that this is chosen: {words.strip()[:40]!r}"


def _clipped(widget: Drawn) -> Iterator[str]:
    """Rows for which the widget has no height: what stands in them is lost without a sign."""
    rows = widget._rows_at(widget.size.width)
    if len(rows) > widget.size.height:
        lost = "".join(piece.text for piece in rows[widget.size.height].left).strip()
        yield f"{widget!r} has {len(rows)} rows and a height of {widget.size.height}: {lost[:40]!r}"


def _says_nothing(page: VerticalScroll) -> Iterator[str]:
    """A page that takes its place and has not a word in it."""
    parts = [part for part in page.walk_children(Widget) if part.display and not part.children]
    if parts and all(isinstance(part, Drawn) for part in parts):
        rows = (row for part in parts if isinstance(part, Drawn) for row in part._rows_at(part.size.width))
        if not any(piece.text.strip() for row in rows for piece in (*row.left, *row.right)):
            yield f"{page!r} is empty"


def _out_of_column(widget: Drawn) -> Iterator[str]:
    """Text of a page that has the whole width, and does not begin in the column of the header's."""
    whole = widget.region.x == 0 and widget.region.width >= widget.screen.size.width - 1
    for header in widget.screen.query(Header) if whole else ():
        start, begins = _column(widget), _column(header)
        if header.is_on_screen and start not in (None, begins):
            yield f"{widget!r} begins in column {start}, the header in {begins}"


def _column(widget: Drawn) -> int | None:
    """The leftmost column in which a word of a widget stands; none: it has no words."""
    said = ("".join(piece.text for piece in row.left) for row in widget._rows_at(widget.size.width))
    indents = [len(words) - len(words.lstrip(f" {widget.glyphs.bar}")) for words in said if words.strip()]
    return widget.content_region.x + widget._ends[0] + min(indents) if indents else None


def _out_of_sight(lines: LineList) -> Iterator[str]:
    """A picked line that keys are about and nobody sees."""
    if lines.picked and all(row.key != lines.picked for row in lines._rows_at(lines.size.width)):
        yield f"the picked line {lines.picked} is out of sight"


def _asks_too_much(line: CaptureLine) -> Iterator[str]:
    """A placeholder that is longer than its row, so that its end is lost."""
    for writing in line.query(Writing):
        if not writing.text and width_of(str(writing.placeholder)) > writing.size.width:
            yield f"cut without a sign: {str(writing.placeholder).strip()!r}"


def _torn(writing: Writing) -> Iterator[str]:
    """Text of which the screen shows other rows than stand in it, as after a change of width."""
    region = writing.region
    if not writing.text or getattr(writing, "_mask", "") or writing.virtual_size.height > region.height:
        return
    strips = writing.screen._compositor.render_strips()[region.y : region.bottom]
    shown = "".join(strip.crop(region.x, region.right).text for strip in strips)
    if "".join(shown.split()) != "".join(writing.text.split()):
        yield f"the line reads {' '.join(shown.split())!r} and is {writing.text!r}"
