"""The lines that were captured: one widget, drawn row by row, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.events import Click
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.session.scene import LineRow, Note
from kmfacilitate.ui.drawing import BLANK, ENTRY, HIGH, READING, Drawn, Piece, Row, empty_rows
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.widgets.line_rows import Columns, State, flagged, heading_rows, line_rows

__all__ = ["LineList", "State"]

_KEPT = 4000


class LineList(Drawn):
    """Captured lines as they are read: whole ones only, the newest in sight unless scrolled away.

    `show(rows)` draws others. Picking is told from outside (`pick`), because the capture line keeps the
    focus; a click posts `Picked`, a double click `Edited`.
    """

    DEFAULT_CSS = """
    LineList { height: 1fr; background: $surface; padding: 1 0; }
    """

    widest = ENTRY + 5

    class Picked(Message):
        """A line was clicked; `id` is the entry's."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.id = id

    class Edited(Picked):
        """A line was clicked twice: bring it into the capture line."""

    def __init__(self, *, empty: str = "") -> None:
        super().__init__()
        self._lines: tuple[LineRow, ...] = ()
        self._current = ""
        self._columns = Columns.of(())
        self._empty = empty
        self._unsaid: tuple[Note, ...] = ()
        self._bottom: int | None = None
        self._at_top = self._reads_down = False
        self._picked = ""
        self._marked: frozenset[str] = frozenset()
        self._states: Mapping[str, State] = {}
        self._drawn: dict[tuple[str, int], tuple[LineRow, tuple[Row, ...]]] = {}

    # What others tell it.

    def show(
        self,
        lines: Sequence[LineRow],
        *,
        empty: str = "",
        reads_down: bool = False,
        unsaid: Sequence[Note] = (),
    ) -> None:
        """Show these lines; a new one brings the end into sight.

        Args:
            lines: all of them, oldest first, headings among them.
            empty: what stands there while there are none; its first sentence is drawn bold.
            reads_down: the first stands in sight, not the last, until somebody scrolls.
            unsaid: what to say and to ask on; it stands below all else, as far as there is height.
        """
        grown = len(lines) > len(self._lines)
        order = [line.id or line.text for line in lines] != [line.id or line.text for line in self._lines]
        self._lines, self._empty, self._unsaid = tuple(lines), empty, tuple(unsaid)
        columns = Columns.of(self._lines)
        if columns != self._columns:
            self._columns = columns
            self._drawn.clear()
        if grown or (self._bottom is not None and self._bottom >= len(lines)):
            self._bottom = None
        self._at_top = reads_down and (self._at_top or order or not self._reads_down)
        self._reads_down = reads_down
        current = next((at for at, line in enumerate(self._lines) if line.current), None)
        judged = self._lines[current].id if current is not None else ""
        if current is not None and judged != self._current:
            self._bring(current)
        self._current = judged
        self.redraw()

    def show_states(self, states: Mapping[str, State]) -> None:
        """Say of entries, by id, which are on their way to disk and which could not be saved."""
        if states != self._states:
            self._states = dict(states)
            self.redraw()

    def mark(self, ids: Sequence[str]) -> None:
        """Show these as marked (for group and merge)."""
        self._marked = frozenset(ids)
        self.redraw()

    def pick(self, id: str) -> None:
        """Show this line as picked and bring it into sight; an empty id picks none."""
        self._picked = id
        at = next((at for at, line in enumerate(self._lines) if line.id == id and not line.heading), None)
        if at is None:
            self._bottom = None
        else:
            self._bring(at)
        self.redraw()

    @property
    def picked(self) -> str:
        """The id of the picked line, or nothing."""
        return self._picked

    def beside(self, id: str, by: int) -> str:
        """The id of the line `by` lines further (negative: earlier), or nothing past the end.

        From none, a step back is to the last line.
        """
        ids = list(dict.fromkeys(line.id for line in self._lines if not line.heading))
        if not ids:
            return ""
        if id not in ids:
            return ids[-1] if by < 0 else ""
        at = ids.index(id) + by
        return "" if at >= len(ids) else ids[max(0, at)]

    # Scrolling: by whole lines.

    def page(self, by: int) -> bool:
        """Show the page of lines before (-1) or after (1); says whether there were any."""
        if not self.display or not self._lines:
            return False
        first, last = self._window(self.span, self.size.height)
        if (first == 0) if by < 0 else (last == len(self._lines) - 1):
            return False
        self._at_top = False
        if by < 0:
            self._bottom = max(first - 1, self._last_from(0))
        else:
            self._bottom = self._last_from(min(last + 1, len(self._lines) - 1))
        if self._bottom >= len(self._lines) - 1:
            self._bottom = None
        self.redraw()
        return True

    def nearest(self, by: int) -> str:
        """The id of the picked line while it is in sight, else of that in sight which is nearest to it."""
        first, last = self._window(self.size.width, self.size.height)
        seen = [line.id for line in self._lines[first : last + 1] if not line.heading]
        if self._picked in seen or not seen:
            return self._picked
        return seen[-1] if by < 0 else seen[0]

    def scroll_lines(self, by: int) -> None:
        """Move by some lines."""
        _rest, last = self._window(self.span, self.size.height)
        self._at_top = False
        wanted = max(last + by, self._last_from(0))
        self._bottom = None if wanted >= len(self._lines) - 1 else wanted
        self.redraw()

    def on_mouse_scroll_down(self) -> None:
        """Later lines."""
        self.scroll_lines(2)

    def on_mouse_scroll_up(self) -> None:
        """Earlier lines."""
        self.scroll_lines(-2)

    def on_click(self, event: Click) -> None:
        """Say which line was clicked."""
        key = self.row_key(event.y - self.gutter.top)
        if key == "\u2191":
            self.page(-1)
        elif key == "\u2193":
            self.page(1)
        elif key:
            self.post_message(self.Edited(key) if event.chain > 1 else self.Picked(key))

    def on_mount(self) -> None:
        """Take the room there is."""
        self.on_resize()

    def on_resize(self) -> None:
        """Whole lines for the height there is now."""
        self.edges = (3 if self.wide else 2, 2)
        self._kept = None
        at = next((at for at, line in enumerate(self._lines) if line.id == self._picked), None)
        if self._picked and at is not None:
            self._bring(at)
        self.refresh()

    # Drawing.

    def rows(self, width: int) -> list[Row]:
        """What is in sight: at most as many rows as the widget is high."""
        height = self.size.height
        if not self._lines:
            nothing = empty_rows(self._empty, width - sum(self.edges))
            return [*nothing, *self._to_say(width, height - len(nothing))][: max(1, height)]
        if height < 1:
            return []
        first, last = self._window(width, height)
        rows: list[Row] = []
        earlier = sum(self._says(at) for at in range(first))
        later = sum(self._says(at) for at in range(last + 1, len(self._lines)))
        if earlier:
            rows.append(
                Row(
                    (Piece(f"{self.glyphs.up} " + _("{n} earlier").format(n=earlier), "muted"),),
                    key="\u2191",
                )
            )
        room = height - len(rows) - (1 if later else 0)
        for at in range(first, last + 1):
            entry = self._entry(self._lines[at], width)
            gap = self._gap(at) if at > first else 0
            if gap + len(entry) > room:
                cut = (Piece(" " * self._columns.text), Piece(self.glyphs.cut, "muted"))
                entry = (*entry[: max(0, room - gap - 1)], replace(entry[0], left=cut, right=()))
            rows += [BLANK] * gap
            rows += entry
            room -= gap + len(entry)
        if later:
            rows.append(
                Row(
                    (Piece(f"{self.glyphs.down} " + _("{n} later").format(n=later), "muted"),),
                    key="\u2193",
                )
            )
        elif room > 2:
            rows += self._to_say(width, room)
        return rows

    def _to_say(self, width: int, height: int) -> list[Row]:
        """What to say, as far as there is height; where more follows (F9 has all), its last row says so."""
        rows = self._all_to_say(width)
        if len(rows) <= height:
            return rows
        shown = rows[: max(0, height)]
        while shown and not shown[-1].left:
            shown.pop()
        if shown:
            label, words = shown[-1].left
            room = width - sum(self.edges) - width_of(label.text) - width_of(self.glyphs.cut) - 1
            kept = words.text if width_of(words.text) <= room else words.text.rpartition(" ")[0]
            shown[-1] = Row((label, Piece(f"{kept} {self.glyphs.cut}")))
        return shown

    def _all_to_say(self, width: int) -> list[Row]:
        rows: list[Row] = []
        whole = min(width - sum(self.edges), READING)
        for note in self._unsaid:
            label = max(width_of(each.title) for each in self._unsaid) + 2
            parts = [part for line in note.lines for part in wrap(line, whole - label)]
            rows.append(BLANK)
            rows += [
                Row((Piece(f"{'' if at else note.title:<{label}}", "muted"), Piece(part)))
                for at, part in enumerate(parts)
            ]
        return rows

    def _gap(self, at: int) -> int:
        """Empty rows before a line: before a heading, and between lines where there is height for it."""
        return 1 if self._lines[at].heading or self.app.size.height >= HIGH else 0

    def _height(self, at: int, width: int) -> int:
        return len(self._entry(self._lines[at], width))

    def _window(self, width: int, height: int) -> tuple[int, int]:
        """The first and the last line in sight."""
        if self._at_top:
            return 0, self._last_from(0)
        last = len(self._lines) - 1 if self._bottom is None else min(self._bottom, len(self._lines) - 1)
        first = self._first_for(last, width, height)
        return first, last if first else max(last, self._last_from(0))

    def _first_for(self, last: int, width: int, height: int) -> int:
        room = height - (1 if last < len(self._lines) - 1 else 0)
        used, first = 0, last
        for at in range(last, -1, -1):
            below = self._gap(at + 1) if at < last else 0
            needed = used + below + self._height(at, width)
            if needed + (1 if at > 0 else 0) > room and at != last:
                break
            used, first = needed, at
        return first

    def _last_from(self, first: int) -> int:
        """The last line in sight when `first` stands at the top."""
        width, height = self.span, self.size.height
        used, last = 1 if first else 0, first
        for at in range(first, len(self._lines)):
            used += self._height(at, width) + (self._gap(at) if at > first else 0)
            if used + (1 if at < len(self._lines) - 1 else 0) > height and at != first:
                break
            last = at
        while last > first and not self._says(last):  # a heading stands with its first line, or not at all
            last -= 1
        return last

    def _says(self, at: int) -> bool:
        """Whether a row says something by itself: a line, or a heading that no line follows."""
        after = self._lines[at + 1 : at + 2]
        return not self._lines[at].heading or not after or after[0].heading

    def _bring(self, at: int) -> None:
        if not self.size.height:
            return
        first, last = self._window(self.span, self.size.height)
        if first <= at <= last:
            return
        self._at_top = False
        if at > last:
            self._bottom = at
        else:
            heading = at > 0 and self._lines[at - 1].heading
            self._bottom = self._last_from(at - 1 if heading else at)
        if self._bottom is not None and self._bottom >= len(self._lines) - 1:
            self._bottom = None

    def _entry(self, line: LineRow, width: int) -> tuple[Row, ...]:
        """The rows of a line, from what was drawn before if nothing about it changed."""
        known = self._drawn.get((line.id, width)) if line.id else None
        if known is None or known[0] != line:
            if len(self._drawn) > _KEPT:
                self._drawn.clear()
            room = width - sum(self.edges)
            drawn = (
                heading_rows(line, room)
                if line.heading
                else line_rows(line, self._columns, room, self.glyphs)
            )
            known = line, drawn
            if line.id:
                self._drawn[line.id, width] = known
        rows = known[1]
        state = self._states.get(line.id, "") if self._states else ""
        marked = line.id in self._marked
        if state or marked:
            room = width - sum(self.edges)
            rows = flagged(rows, line, state, self._columns, room, self.glyphs, marked=marked)
        if self._picked and line.id == self._picked:
            rows = tuple(replace(row, plane="select", bar="accent") for row in rows)
        elif line.current:
            rows = tuple(replace(row, bar="accent") for row in rows)
        return rows
