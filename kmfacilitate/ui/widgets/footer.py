"""The last row: what can be done now, a bold key and a quiet verb each, to be clicked too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kmfacilitate.ui.drawing import Drawn, Piece, Row, hint_pieces
from kmfacilitate.ui.hints import COMMANDS, HELP, Hint, fitting
from kmfacilitate.ui.kept_keys import kept_keys
from kmfacilitate.ui.keys import keymap_of, named


class Footer(Drawn):
    """Key hints, dropped from the right when narrow; below an empty row where there is height for it.

    Args:
        left: at most five are shown.
        right: at most two; `^P commands` and `F1 help` unless said otherwise.
    """

    DEFAULT_CSS = """
    Footer { dock: bottom; background: $background; height: 1; &.-airy { height: 2; padding: 1 0 0 0; } }
    """

    def __init__(self, left: Sequence[Hint] = (), right: Sequence[Hint] | None = None) -> None:
        super().__init__()
        self._left = tuple(left)
        self._right = right

    def on_mount(self) -> None:
        """Take the air there is."""
        self.on_resize()

    def on_resize(self) -> None:
        """Take the air there is room for now."""
        self.set_class(self.airy, "-airy")

    def show(self, left: Sequence[Hint], right: Sequence[Hint] | None = None) -> None:
        """Offer other keys."""
        self._left, self._right = tuple(left), right
        self.redraw()

    def offer(self, left: Sequence[Hint]) -> None:
        """Offer other keys on the left; those on the right stay."""
        self.show(left, self._right)

    def rows(self, width: int) -> list[Row]:
        """One row."""
        right = self._right
        if right is None:
            right = (COMMANDS.spoken(), HELP.spoken()) if self.wide else (HELP.spoken(),)
        keymap = keymap_of(self)
        kept = kept_keys()
        left, right = (
            tuple(_reachable(named(hint, keymap), kept) for hint in side) for side in (self._left, right)
        )
        shown = fitting(left, right, width - sum(self.edges))
        return [Row(_spaced(shown[0]), _spaced(shown[1]))]


def _reachable(hint: Hint, kept: frozenset[str]) -> Hint:
    """A hint with its word where the terminal keeps the key for itself."""
    word = hint.word.partition(" ")[0]
    return replace(hint, key=word) if word and hint.key in kept else hint


def _spaced(hints: Sequence[Hint]) -> tuple[Piece, ...]:
    row: list[Piece] = []
    for hint in hints:
        if row:
            row.append(Piece("   "))
        row += hint_pieces(hint)
    return tuple(row)
