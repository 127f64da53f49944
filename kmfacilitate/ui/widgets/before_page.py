"""Lessons of earlier sessions, in the place of the lines: one of them in full, the others by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.library.detail import Part
from kmfacilitate.ui.drawing import BLANK, READING, Bar, Drawn, Piece, Plane, Row, joined
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import wrap

_INDENT = 5
_NAMES = 19
"""Columns for the name of a field."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An earlier lesson as it is shown: how it is called here (`b1`), its words, and what is known of it."""

    on: str
    name: str
    text: str
    facts: tuple[str, ...] = ()


class BeforePage(Drawn, can_focus=True):
    """The lessons; the one at hand is in full. A posts `Again`, Esc posts `Left`, arrows and digits move."""

    DEFAULT_CSS = """
    BeforePage { height: 1fr; background: $surface; padding: 1 0; display: none; &.-open { display: block; } }
    """

    widest = READING + 5

    class Again(Message):
        """This lesson happened again."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Left(Message):
        """Back to the line."""

    def __init__(self) -> None:
        super().__init__()
        self._lessons: tuple[Lesson, ...] = ()
        self._parts: Mapping[str, Sequence[Part]] = {}
        self._at = 0
        self._down = 0
        """Rows that a long lesson was paged down."""

    @property
    def opened(self) -> bool:
        """Whether it stands in the place of the lines."""
        return self.has_class("-open")

    def open(self, lessons: Sequence[Lesson], on: str = "") -> None:
        """Show these, the one named in full; takes the focus."""
        self._at, self._down = next((at for at, each in enumerate(lessons) if each.on == on), 0), 0
        self.show(lessons)
        self.add_class("-open")
        self.screen.set_focus(self)

    def close(self) -> None:
        """Show nothing."""
        self.remove_class("-open")

    def show(self, lessons: Sequence[Lesson]) -> None:
        """Show these, which may have changed."""
        self._lessons = tuple(lessons)
        self._at = min(self._at, max(0, len(self._lessons) - 1))
        self.redraw()

    def tell(self, parts: Mapping[str, Sequence[Part]]) -> None:
        """Show what else is known of each lesson."""
        self._parts = parts
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The title, then the lessons; what does not fit is moved up until the one at hand does."""
        self.edges = (3 if self.wide else 2, 2)
        room = max(10, width - sum(self.edges) - _INDENT)
        title = Piece(_("Seen before"), "strong"), Piece("  " + _("never shown to the room"), "muted")
        rows: list[Row] = [Row(title)]
        start = end = 0
        for at, lesson in enumerate(self._lessons):
            rows.append(BLANK)
            here = at == self._at
            start = len(rows) if here else start
            rows += self._lesson(lesson, room, here=here)
            end = len(rows) if here else end
        height = max(1, self.size.height)
        first = max(0, min(start, end - height))
        self._down = max(0, min(self._down, len(rows) - height - first))
        return rows[first + self._down :]

    def _lesson(self, lesson: Lesson, room: int, *, here: bool) -> list[Row]:
        first, *more = wrap(lesson.text, room) or [""]
        if not here and more:
            first, more = f"{first} {self.glyphs.cut}", []
        ink: Ink = "strong" if here else "plain"
        name = Piece(f"{lesson.name:<{_INDENT}}", "strong")
        title = [(name, Piece(first, ink)), *((Piece(" " * _INDENT), Piece(line, ink)) for line in more)]
        known = joined([(Piece(fact, "muted"),) for fact in lesson.facts], self.glyphs)
        under = [(Piece(" " * _INDENT), *known), *(self._in_full(lesson, room) if here else ())]
        bar: Bar = "accent" if here else ""
        plane: Plane = "select" if here else ""
        return [
            *(Row(left, plane=plane, bar=bar, key=lesson.on) for left in title),
            *(Row(left, bar=bar, key=lesson.on) for left in under),
        ]

    def _in_full(self, lesson: Lesson, room: int) -> list[tuple[Piece, ...]]:
        found: list[tuple[Piece, ...]] = []
        narrow = room < 3 * _NAMES
        for name, lines in self._parts.get(lesson.on, ()):
            indent = _INDENT if narrow else _INDENT + _NAMES
            label = Piece(" " * _INDENT), Piece(f"{name:<{_NAMES}}", "muted")
            if narrow:
                found.append(label)
            wrapped = [part for line in lines for part in wrap(line, room - (0 if narrow else _NAMES))]
            for at, part in enumerate(wrapped):
                beside = at == 0 and not narrow
                found.append((*label, Piece(part)) if beside else (Piece(" " * indent), Piece(part)))
        return found

    def on_resize(self) -> None:
        """As many as there is height for now."""
        self._kept = None
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Arrows and digits move, page keys page a long one, A says that it happened again, Esc goes back."""
        last = len(self._lessons) - 1
        if event.key in ("up", "down"):
            self._at = min(max(self._at + (1 if event.key == "down" else -1), 0), max(0, last))
            self._down = 0
            self.redraw()
        elif event.key in ("pageup", "pagedown"):
            page = max(1, self.size.height - 2)
            self._down = max(0, self._down + (page if event.key == "pagedown" else -page))
            self.redraw()
        elif event.key == "escape":
            self.post_message(self.Left())
        elif event.key in ("a", "A", "upper_a") and self._lessons:
            self.post_message(self.Again(self._lessons[self._at].name))
        elif event.character and event.character in "123456789" and int(event.character) - 1 <= last:
            self._at, self._down = int(event.character) - 1, 0
            self.redraw()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """A click picks."""
        on = self.row_key(event.y - self.gutter.top)
        self._at = next((at for at, each in enumerate(self._lessons) if each.on == on), self._at)
        self.redraw()
