"""The command palette: every command that can be done on the screen at hand, found by typing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.text import plain

if TYPE_CHECKING:
    from kmfacilitate.ui.app import KmApp

_KEYS = 9
"""Cells of a key with the space after it."""
_EDGES = 5
"""Cells beside a row: two on each side, and the scrollbar."""
WIDEST = 100
"""Cells the palette takes at most."""


class Commands(Provider):
    """Finds among the hints the app gives for the screen at hand, each with its key."""

    def _hints(self) -> tuple[Hint, ...]:
        app = cast("KmApp", self.app)
        return tuple(hint for hint in app.commands_for(self.screen) if hint.action)

    def _row(self, hint: Hint) -> Content:
        """A command as the help shows it: its key, what it does, and what can be typed instead."""
        whole = min(self.app.size.width, WIDEST) - _EDGES
        room = whole - _KEYS - (width_of(hint.word) + 2 if hint.word else 0)
        first, *rest = wrap(_begun(hint.sentence), max(20, room))
        gap = " " * max(2, whole - _KEYS - width_of(first) - width_of(hint.word))
        return Content.assemble(
            plain(f"{hint.key:<{_KEYS}}", "bold"),
            plain(first),
            plain(f"{gap}{hint.word}" if hint.word else "", "$text-muted"),
            *(plain(f"\n{' ' * _KEYS}{line}") for line in rest),
        )

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for hint in self._hints():
            yield DiscoveryHit(
                self._row(hint), partial(self.app.run_action, hint.action, self.screen), text=hint.sentence
            )

    async def search(self, query: str) -> Hits:
        """Those whose words, key or typed word fit what was typed."""
        matcher = self.matcher(query)
        for hint in self._hints():
            score = max(matcher.match(words) for words in (hint.sentence, hint.key, hint.word or hint.key))
            if score > 0:
                yield Hit(
                    score,
                    self._row(hint),
                    partial(self.app.run_action, hint.action, self.screen),
                    text=hint.sentence,
                )


def _begun(sentence: str) -> str:
    """A sentence with a capital at its beginning, and its other letters as they are."""
    return sentence[:1].upper() + sentence[1:]
