"""Several of many: each is ticked or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from kmfacilitate.ui.drawing import Drawn, Piece, Row
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import width_of, wrap


class Ticks(Drawn, can_focus=True):
    """Words in rows, each with its tick. ← → move, Space ticks or unticks; so does a click."""

    DEFAULT_CSS = "Ticks { height: auto; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "move(-1)", show=False),
        Binding("right,down", "move(1)", show=False),
        Binding("space", "tick", show=False),
    ]

    edges = (0, 0)

    class Ticked(Message):
        """Something was ticked or unticked."""

    def __init__(self, choices: Sequence[tuple[str, str]] = (), ticked: Collection[str] = ()) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._on = set(ticked)
        self._at = 0

    @property
    def ticked(self) -> tuple[str, ...]:
        """Values of what is ticked, in the order they stand in."""
        return tuple(value for value, _ in self._choices if value in self._on)

    def show(self, choices: Sequence[tuple[str, str]], ticked: Collection[str]) -> None:
        """Offer these values with their words, some of them ticked."""
        self._choices, self._on, self._at = tuple(choices), set(ticked), 0
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """`✓ Ana   □ Sam`, on as many rows as they need."""
        rows: list[list[Piece]] = [[]]
        used = 0
        for at, (value, word) in enumerate(self._choices):
            ticked = value in self._on
            sign = self.glyphs.done if ticked else self.glyphs.unticked
            here = self.has_focus and at == self._at
            needed = width_of(sign) + 1 + width_of(word) + 3
            if used and used + needed - 3 > width:
                rows.append([])
                used = 0
            act = f"tick({at})"
            ink: Ink = "strong" if here else "plain" if ticked else "muted"
            hang = width_of(sign) + 1
            first, *rest = wrap(word, max(8, width - hang))
            rows[-1] += [Piece(sign, "accent" if ticked else "muted", act), Piece(f" {first}", ink, act)]
            if rest:
                rows += [[Piece(" " * hang), Piece(part, ink, act)] for part in rest]
                needed = width
            rows[-1].append(Piece("   "))
            used += needed
        return [Row(tuple(row)) for row in rows]

    def on_focus(self) -> None:
        """Show which one Space is about."""
        self.redraw()

    def on_blur(self) -> None:
        """Show them at rest."""
        self.redraw()

    def action_move(self, by: int) -> None:
        """To the next one, or the one before."""
        self._at = min(max(0, self._at + by), max(0, len(self._choices) - 1))
        self.redraw()

    def action_tick(self, at: int = -1) -> None:
        """Tick or untick one: the one at hand, unless its place is said."""
        if at >= 0:
            self.focus()
            self._at = at
        if self._at < len(self._choices):
            self._on ^= {self._choices[self._at][0]}
            self.redraw()
            self.post_message(self.Ticked())
