"""Rows of which one is chosen; a click says which."""

from __future__ import annotations

from textual.message import Message

from kmfacilitate.ui.drawing import Drawn


class PickList(Drawn):
    """Things below one another, each of a few rows. Their pieces run `ask(PLACE)` when they are clicked."""

    class Asked(Message):
        """One was clicked; `at` is its place."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self.tops: list[int] = []
        """The row on which each begins."""

    def action_ask(self, at: int) -> None:
        """This one was clicked."""
        self.post_message(self.Asked(at))
