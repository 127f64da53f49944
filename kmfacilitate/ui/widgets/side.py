"""What only the facilitator sees: tips, what to do when stuck, notes. Behind a dashed edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kmfacilitate.language import _
from kmfacilitate.session.scene import Note
from kmfacilitate.ui.drawing import BLANK, READING, SHORT, Drawn, Piece, Row
from kmfacilitate.ui.measure import wrap

_HANG = 4
"""Cells by which the rest of a captured line stands further right than its number."""


class Side(Drawn):
    """The panel "Only you". `show(notes)` draws others; what does not fit is paged (`page`), and said."""

    DEFAULT_CSS = """
    Side {
        width: 33;
        height: 100%;
        background: $background;
        padding: 1 0 0 0;
        &.-page { width: 1fr; height: 1fr; background: $surface; }
    }
    """

    edges = (1, 2)

    def __init__(self, *, page: bool = False) -> None:
        super().__init__(classes="-page" if page else None)
        self._notes: tuple[Note, ...] = ()
        self._title = self._about = ""
        self._dots = True
        self._from = 0
        self._page = page
        if page:
            self.edges = (2, 2)
            self.widest = READING + 5

    def show(self, notes: Sequence[Note], title: str = "", about: str = "", *, dots: bool = True) -> None:
        """Show these notes; `title` and `about` in the place of `Only you  never shown`.

        Args:
            notes: what is shown.
            title: the heading.
            about: what is said after it.
            dots: whether of several lines each begins with a dot.
        """
        self._dots = dots
        if (tuple(notes), title, about) != (self._notes, self._title, self._about):
            same = [note.title for note in notes] == [note.title for note in self._notes]
            self._notes, self._title, self._about = tuple(notes), title, about
            self._from = self._from if same else 0
            self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The heading, the notes, and the edge down to the last row."""
        about = f"  {self._about}" if self._title else _("  never shown")
        rows = [Row((Piece(self._title or _("Only you"), "strong"), Piece(about, "muted")))]
        body, seen = self._body(width), self._seen
        at = self._from = min(self._from, max(0, len(body) - seen)) if seen else 0
        shown = body[at : at + seen] if seen else body
        if at:
            shown[:2] = [
                BLANK,
                Row((Piece(f"{self.glyphs.up} {_('more above')}  PgUp", "muted"),)),
            ]
        if seen and at + seen < len(body):
            if len(shown) > 2 and _is_heading(shown[-2]):  # what it is the heading of is not in sight
                shown[-2:] = [BLANK]
            shown[-1] = Row((Piece(f"{self.glyphs.down} {_('more below')}  PgDn", "muted"),))
        rows += shown
        if self._page:
            return rows
        height = max(len(rows), self.size.height)
        rows += [BLANK] * (height - len(rows))
        return [replace(row, left=(Piece(f"{self.glyphs.edge} ", "rule"), *row.left)) for row in rows]

    def _body(self, width: int) -> list[Row]:
        room = width - sum(self.edges) - (0 if self._page else 2)
        body: list[Row] = []
        for note in self._notes:
            body += [BLANK, *([Row((Piece(note.title, "muted"),))] if note.title else [])]
            for line in note.lines:
                body += self._line(line, room, parted=self._dots and len(note.lines) > 1)
        return body

    @property
    def _seen(self) -> int:
        """How many rows of notes there is height for; 0 while that is not known."""
        below = 1 if self._page and self.app.size.height >= SHORT else 0
        return max(0, self.size.height - 1 - below)

    def _line(self, line: str, room: int, *, parted: bool) -> list[Row]:
        """A line of a note; of several, each begins with a dot, so that one is told from the next."""
        if not parted:
            start = len(line) - len(line.lstrip())
            parts = wrap(line.lstrip(), max(8, room - start))
            rest = start if self._dots else start + _HANG
            if len(parts) > 1 and rest > start:
                parts = wrap(line.lstrip(), max(8, room - rest))
            return [Row((Piece(" " * (rest if at else start)), Piece(part))) for at, part in enumerate(parts)]
        dot = (Piece(f"{self.glyphs.todo} ", "muted"), Piece("  "))
        return [Row((dot[at > 0], Piece(part))) for at, part in enumerate(wrap(line, room - 2))]

    def page(self, by: int) -> bool:
        """Show the notes after (1) or before (-1) those in sight; says whether there were any."""
        before = self._from
        self.scroll_notes(by * max(1, self._seen - 3))
        return self._from != before

    def to_top(self) -> None:
        """Show them from the first one."""
        self._from = 0
        self.redraw()

    def scroll_notes(self, by: int) -> None:
        """Show notes further down, or up."""
        most = max(0, len(self._body(self.span)) - self._seen)
        self._from = min(max(0, self._from + by), most)
        self.redraw()

    def on_resize(self) -> None:
        """The edge reaches the last row; a page begins where the lines do whose place it takes."""
        if self._page:
            self.edges = (3 if self.wide else 2, 2)
        self._kept = None
        self.refresh()

    def on_mouse_scroll_down(self) -> None:
        """Further down."""
        self.scroll_notes(2)

    def on_mouse_scroll_up(self) -> None:
        """Further up."""
        self.scroll_notes(-2)


def _is_heading(row: Row) -> bool:
    return len(row.left) == 1 and row.left[0].ink == "muted"
