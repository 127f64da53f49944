"""The rows under the search box: what sorts of things are looked at, and by what they are narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from kmfacilitate.language import N_, _
from kmfacilitate.ui.drawing import NARROW, Drawn, Piece, Row
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import cut, width_of
from kmfacilitate.ui.widgets.form import OneOf

ANY: Mapping[str, str] = {
    "technique": N_("any technique"), "project": N_("any project"), "person": N_("anybody"),
    "tag": N_("any tag"), "state": N_("any state"), "since": N_("any day"),
}  # fmt: skip
"""The filters in their order, and what each says while it lets everything through."""
_SHORT: Mapping[str, str] = {
    "technique": N_("technique"), "project": N_("project"), "person": N_("person"), "tag": N_("tag"),
    "state": N_("state"), "since": N_("day"),
}  # fmt: skip
"""The same where there is little width."""
_WIDEST = 24


class SortRow(OneOf):
    """What sorts are looked at, in words with how many there are: `● all 4   lessons 2`."""

    DEFAULT_CSS = "SortRow { height: auto; }"

    def __init__(self, choices: tuple[tuple[str, str], ...], value: str) -> None:
        super().__init__(choices, value)
        self._counts: Mapping[str, str] = {}

    def count(self, counts: Mapping[str, str]) -> None:
        """Say how many there are of each, by value."""
        if counts != self._counts:
            self._counts = counts
            self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show, or no more, that keys go here."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """On as many rows as they need; without numbers where that is more than one."""
        found = self._rows(width, counts=True)
        return found if len(found) == 1 else self._rows(width, counts=False)

    def _rows(self, width: int, *, counts: bool) -> list[Row]:
        rows: list[list[Piece]] = [[]]
        used, gap = 0, 3 if width >= NARROW else 2
        for value, label in self._choices:
            chosen = value == self.value
            words = _(label)
            number = f" {self._counts[value]}" if counts and self._counts.get(value) else ""
            act = f"choose('{value}')"
            sign = f"{self.glyphs.chosen} " if chosen else ""
            needed = width_of(f"{sign}{words}{number}")
            if used and used + needed > width:
                rows.append([])
                used = 0
            rows[-1] += [
                Piece(sign, "accent", act),
                Piece(words, ("chosen" if self.has_focus else "strong") if chosen else "plain", act),
                Piece(number, "muted", act),
                Piece(" " * gap),
            ]
            used += needed + gap
        return [Row(tuple(row)) for row in rows]


class FilterRow(Drawn, can_focus=True):
    """The filters in a row. ← → go along; Enter opens the list of one (`Asked`), Delete clears it."""

    DEFAULT_CSS = "FilterRow { height: auto; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("space", "ask", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]

    edges = (0, 0)

    class Asked(Message):
        """The list of a filter is wanted."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Cleared(Asked):
        """A filter is to let everything through again."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._set: Mapping[str, str] = {}

    def show(self, chosen: Mapping[str, str]) -> None:
        """Show what is chosen, in words, by the name of the filter."""
        if chosen != self._set:
            self._set = dict(chosen)
            self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show, or no more, that keys go here."""
        super().watch_has_focus(has_focus)
        self.redraw()

    @property
    def current(self) -> str:
        """The filter that Enter opens."""
        return tuple(ANY)[self._at]

    def rows(self, width: int) -> list[Row]:
        """On as many rows as they need."""
        rows: list[list[Piece]] = [[]]
        used, gap = 0, 3 if width >= NARROW else 2
        for at, (name, any_) in enumerate(ANY.items()):
            value = cut(self._set.get(name, ""), _WIDEST, self.glyphs.cut)
            words = value or _(any_ if width >= NARROW - 6 else _SHORT[name])
            if used and used + width_of(words) > width:
                rows.append([])
                used = 0
            lit = self.has_focus and at == self._at
            ink: Ink = "chosen" if lit else "strong" if value else "muted"
            rows[-1] += [Piece(words, ink, f"open({at})"), Piece(" " * gap)]
            used += width_of(words) + gap
        return [Row(tuple(row)) for row in rows]

    def action_move(self, by: int) -> None:
        """Go along."""
        self._at = (self._at + by) % len(ANY)
        self.redraw()

    def action_open(self, at: int) -> None:
        """Go to this one and open its list."""
        self._at = at
        self.action_ask()

    def action_ask(self) -> None:
        """Open the list of the one at hand."""
        self.post_message(self.Asked(self.current))

    def action_clear(self) -> None:
        """Let everything through."""
        self.post_message(self.Cleared(self.current))
