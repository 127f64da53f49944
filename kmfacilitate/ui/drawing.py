"""Widgets drawn as rows of text: what almost everything on our screens is.

A `Drawn` widget says its rows for a width; this module turns them into cells, keeps them, and repaints only
the rows that changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from kmfacilitate.ui.glyphs import UNICODE, Glyphs
from kmfacilitate.ui.inks import Ink, ink_style
from kmfacilitate.ui.measure import cut, width_of, wrap
from kmfacilitate.ui.painted import Painted
from kmfacilitate.ui.text import drawable

if TYPE_CHECKING:
    from kmfacilitate.session.scene import Said
    from kmfacilitate.ui.hints import Hint

Plane = Literal["", "select", "panel"]
Bar = Literal["", "accent", "rule"]

WIDE = 110
"""From this width the stages and "Only you" stand beside the page."""
VAST = 150
NARROW = 76
"""Below this width only what never folds is shown."""
SHORT = 24
MIDDLE = 30
"""From this height there is air around planes, and the question has its eyebrow, `Say` and `Then`."""
HIGH = 44

READING = 84
"""Cells of the longest line of prose: beyond it the eye loses the way back to the next line."""
ENTRY = 100
"""Cells of the longest entry of a list, from its number to the fact that stands flush right."""


class Piece(NamedTuple):
    """A piece of text in one ink; `action` runs when it is clicked."""

    text: str
    ink: Ink = "plain"
    action: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells: pieces from the left, pieces flush right, and what it stands on."""

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()
    plane: Plane = ""
    bar: Bar = ""
    """A bar in the column before the text."""
    key: str = ""
    """What the row belongs to, for who asks what was clicked."""


BLANK = Row()
_BROKEN = 12
"""Cells from which a part of a word is shown where a whole one does not fit: in fewer it says nothing."""


def pieces(said: Iterable[Said]) -> tuple[Piece, ...]:
    """Pieces for what a scene says."""
    return tuple(Piece(one.text, one.role) for one in said)


def joined(groups: Iterable[Sequence[Piece]], glyphs: Glyphs) -> tuple[Piece, ...]:
    """Groups of pieces as facts, parted by a dot with two spaces each side."""
    row: list[Piece] = []
    for group in groups:
        if row:
            row.append(Piece(f"  {glyphs.dot}  ", "muted"))
        row += group
    return tuple(row)


def empty_rows(said: str, room: int) -> list[Row]:
    """Rows for a place where there is nothing: the fact, which is its first sentence, bold; then the act."""
    fact, stop, act = said.partition(".")
    act, room = act.strip(), min(room, READING)
    beside = room - width_of(fact) - 3
    if not act or beside <= 20:
        rows = [Row((Piece(line, "strong"),)) for line in wrap(fact + stop, room)] if said else []
        return rows + [Row((Piece(part),)) for part in (wrap(act, room) if act else ())]
    first = wrap(act, beside)[0]
    rest = act.removeprefix(first).strip()
    return [
        Row((Piece(fact + stop, "strong"), Piece(f"  {first}"))),
        *(Row((Piece(part),)) for part in (wrap(rest, room) if rest else ())),
    ]


def hint_pieces(hint: Hint) -> tuple[Piece, ...]:
    """A key hint: the key bold, its verb muted."""
    return Piece(hint.key, "strong", hint.action), Piece(f" {hint.words}", "muted", hint.action)


class Drawn(Painted):
    """A widget that is drawn as rows of text.

    A subclass says its rows in `rows(width)` and calls `redraw()` when they may have changed; `width` is that
    of the widget, edges included. Text starts `edges[0]` cells from the left and ends `edges[1]` before the
    right edge, or fewer by the scrollbar that takes the last of them. `widest` is the most a row takes, edges
    included, so that on a wide screen what stands flush right is not far from what it belongs to; 0 is any.
    """

    DEFAULT_CSS = "Drawn { height: auto; width: 1fr; color: $foreground; }"

    edges: tuple[int, int] = (2, 2)
    widest: int = 0

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._kept: tuple[int, tuple[Row, ...]] | None = None
        self._inks: dict[str, Style] = {}

    def rows(self, width: int) -> Sequence[Row]:
        """What the widget shows at this width; at least none."""
        raise NotImplementedError

    # What a subclass may ask.

    @property
    def glyphs(self) -> Glyphs:
        """The set of signs this app draws with."""
        return cast("Glyphs", getattr(self.app, "glyphs", UNICODE))

    @property
    def wide(self) -> bool:
        """Whether stages and "Only you" stand beside the page."""
        return self.app.size.width >= WIDE

    @property
    def airy(self) -> bool:
        """Whether there is height for air around planes."""
        return self.app.size.height >= MIDDLE

    @property
    def span(self) -> int:
        """How many cells its rows take now."""
        return self._within(self.size.width)

    def redraw(self) -> None:
        """Draw again what changed; the layout is asked again only when the number of rows changed.

        What is not shown waits until it is.
        """
        if not self.display:
            self._kept = self._painted = None
            return
        if self._kept is None or not self.is_mounted:
            self.refresh(layout=True)
            return
        width, before = self._kept
        now = tuple(self.rows(self._within(width)))
        self._kept = width, now
        if len(now) != len(before):
            self.refresh(layout=True)
            return
        changed = [(y, *rows) for y, rows in enumerate(zip(before, now, strict=True)) if rows[0] != rows[1]]
        if changed:
            self.refresh(*(self._changed_in(old, new, y) for y, old, new in changed))

    def _changed_in(self, old: Row, new: Row, y: int) -> Region:
        """The cells of a row that differ: of a clock the digits, so that a second costs few bytes."""
        width, (start, end) = self.span, self._ends
        whole = Region(0, y, self.size.width, 1)
        cells = [[_cells(side) for side in (row.left, row.right)] for row in (old, new)]
        (left, right), others = ([sum(side) for side in sides] for sides in cells)
        fits = start + left + (right + 2 if right else 0) + end <= width
        if not fits or others != [left, right] or (old.plane, old.bar) != (new.plane, new.bar):
            return whole
        spans = (
            *_differing(old.left, new.left, start),
            *_differing(old.right, new.right, width - end - right),
        )
        if not spans:
            return whole
        first, last = min(at for at, _ in spans), max(to for _, to in spans)
        return Region(first, y, last - first, 1)

    # What Textual asks.

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of rows at this width."""
        return len(self._rows_at(width))

    def notify_style_update(self) -> None:
        """Forget the inks of the theme before."""
        self._inks.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One row as cells."""
        width = self.size.width
        rows = self._rows_at(width)
        row = rows[y] if y < len(rows) else BLANK
        drawn = self.strip(row, self._within(width))
        return drawn if drawn.cell_length == width else drawn.adjust_cell_length(width, self._base)

    def row_key(self, y: int) -> str:
        """The key of the row `y` rows below the top of the content, or nothing."""
        rows = self._rows_at(self.size.width)
        return rows[y].key if 0 <= y < len(rows) else ""

    def strip(self, row: Row, width: int) -> Strip:
        """A row as exactly `width` cells."""
        base = self._base
        start, end = self._ends
        right = fitted(row.right, max(0, width - start - end), self.glyphs)
        taken = sum(width_of(piece.text) for piece in right)
        left = fitted(row.left, max(0, width - start - end - (taken + 2 if taken else 0)), self.glyphs)
        used = sum(width_of(piece.text) for piece in left)
        style = base + self._ink(row.plane) if row.plane else base
        segments: list[Segment] = []
        if row.plane == "panel":
            segments.append(Segment(" " * start, style))
        elif start:
            segments += [Segment(" " * (start - 1), base), Segment(" ", style)]
        if row.bar and start:
            segments[-1] = Segment(self.glyphs.bar, style + self._ink(row.bar))
        segments += self._segments(left, style)
        gap = width - start - end - used - taken
        if gap > 0:
            segments.append(Segment(" " * gap, style))
        segments += self._segments(right, style)
        if row.plane == "panel":
            segments.append(Segment(" " * end, style))
        elif end:
            segments += [Segment(" ", style), Segment(" " * (end - 1), base)]
        return Strip(segments, width if gap >= 0 else None).adjust_cell_length(width, base)

    def _within(self, width: int) -> int:
        return min(width, self.widest) if self.widest else width

    @property
    def _ends(self) -> tuple[int, int]:
        """The edges as drawn: a scrollbar of the page is a part of the right one.

        Where pages do not stand beside one another, all text begins in one column.
        """
        start, end = self.edges
        start = start if self.wide else min(start, 2)
        page = self.parent
        bar = page.scrollbar_size_vertical if isinstance(page, Widget) and end > 1 else 0
        return start, max(1, end - bar) if bar else end

    @cached_property
    def _no_style(self) -> Style:
        return Style.null()

    @property
    def _base(self) -> Style:
        base = self._inks.get("base")
        if base is None:
            base = self._inks["base"] = self.rich_style
        return base

    def _ink(self, name: str) -> Style:
        if name == "plain":
            return self._no_style
        ink = self._inks.get(name)
        if ink is None:
            ink = self._inks[name] = ink_style(name, self.app.theme_variables)
        return ink

    def _segments(self, row: Sequence[Piece], base: Style) -> list[Segment]:
        segments: list[Segment] = []
        for piece in row:
            style = base + self._ink(piece.ink)
            if piece.action:
                style += Style.from_meta({"@click": piece.action})
            text = piece.text
            if text[:1] == " " and piece.ink != "alarm" and (words := text.lstrip(" ")):
                # Apart, because pictures drop spaces at the start of a segment.
                segments.append(Segment(" " * (len(text) - len(words)), style))
                text = words
            segments.append(Segment(text, style))
        return segments

    def _rows_at(self, width: int) -> tuple[Row, ...]:
        if self._kept is None or self._kept[0] != width:
            self._kept = width, tuple(self.rows(self._within(width)))
        return self._kept[1]


def _cells(side: Sequence[Piece]) -> list[int]:
    return [width_of(drawable(piece.text)) for piece in side]


def _differing(old: Sequence[Piece], new: Sequence[Piece], at: int) -> list[tuple[int, int]]:
    """From which cell to which two sides of a row differ that are of one width; none: they are the same."""
    before, after = _cells(old), _cells(new)
    if before != after:
        return [(at, at + sum(before))]
    found = []
    for one, other, cells in zip(old, new, before, strict=True):
        if one != other:
            found.append((at, at + cells))
        at += cells
    return found


def fitted(row: Sequence[Piece], width: int, glyphs: Glyphs) -> list[Piece]:
    """Pieces of one row made safe to draw, the last that fits shortened at a word."""
    fit: list[Piece] = []
    room = width
    for at, piece in enumerate(row):
        text = drawable(piece.text)
        needed = width_of(text)
        if needed > room:
            if any(other.text.strip() for other in row[at:]):
                _shorten(fit, Piece(text, piece.ink, piece.action), room, glyphs)
            break
        if text:
            fit.append(piece if text is piece.text else Piece(text, piece.ink, piece.action))
        room -= needed
    return fit


def _shorten(fit: list[Piece], last: Piece, room: int, glyphs: Glyphs) -> None:
    """Add as many whole words of the last piece as there is room for; where there is none, say it was cut."""
    words = last.text.lstrip(" ")
    space = " " * (len(last.text) - len(words))
    text = space + cut(words, room - len(space), glyphs.cut)
    words = text.removesuffix(glyphs.cut).strip(f" {glyphs.dot}")
    whole = last.text.lstrip()[len(words) :][:1] in ("", " ") if words else False
    is_fact = bool(fit) and fit[-1].text.strip() == glyphs.dot
    if is_fact:  # of which a word or two say nothing
        whole = width_of(words) >= _BROKEN
    if words and (whole or (room >= _BROKEN and not is_fact) or not fit):
        fit.append(last._replace(text=text))
        return
    while len(fit) > 1 and fit[-1].text.strip() in ("", glyphs.dot):
        room += width_of(fit.pop().text)
    if fit and room >= width_of(glyphs.cut):
        fit[-1] = fit[-1]._replace(text=fit[-1].text.rstrip() + glyphs.cut)


def indented(rows: Iterable[Row], by: int) -> list[Row]:
    """Rows moved `by` cells to the right."""
    space = Piece(" " * by)
    return [replace(row, left=(space, *row.left)) if row.left else row for row in rows]
