"""What stands there while the window is too small for anything: one sentence."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen

from kmfacilitate.language import _
from kmfacilitate.ui.drawing import Drawn, Piece, Row
from kmfacilitate.ui.measure import wrap

NARROWEST, LOWEST = 40, 12
"""Cells and rows below which nothing can be read any more."""


def is_too_small(size: Size) -> bool:
    """Whether a window of this size shows the sentence instead."""
    return size.width < NARROWEST or size.height < LOWEST


class _Sentence(Drawn):
    DEFAULT_CSS = "_Sentence { height: auto; background: $background; }"

    edges = (1, 1)

    def rows(self, width: int) -> list[Row]:
        words = _("At least {columns} by {lines}, please. Your session is safe.").format(
            columns=NARROWEST, lines=LOWEST
        )
        return [Row((Piece(line),)) for line in wrap(words, max(1, width - 2))]


class TooSmallScreen(Screen[None]):
    """Over whatever is shown, until the window is larger; what is beneath goes on and loses nothing."""

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield _Sentence()
