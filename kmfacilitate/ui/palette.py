"""The command palette: every command that can be done on the screen at hand, found by typing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.text import plain

if TYPE_CHECKING:
    from kmfacilitate.ui.app import KmApp


class Commands(Provider):
    """Finds among the hints the app gives for the screen at hand, each with its key."""

    def _hints(self) -> tuple[Hint, ...]:
        app = cast("KmApp", self.app)
        return tuple(hint for hint in app.commands_for(self.screen) if hint.action)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for hint in self._hints():
            yield DiscoveryHit(
                plain(_begun(hint.sentence)),
                partial(self.app.run_action, hint.action, self.screen),
                text=hint.sentence,
                help=_keys(hint),
            )

    async def search(self, query: str) -> Hits:
        """Those whose words, key or typed word fit what was typed."""
        matcher = self.matcher(query)
        for hint in self._hints():
            score = max(matcher.match(words) for words in (hint.sentence, hint.key, hint.word or hint.key))
            if score > 0:
                yield Hit(
                    score,
                    plain(_begun(hint.sentence)),
                    partial(self.app.run_action, hint.action, self.screen),
                    text=hint.sentence,
                    help=_keys(hint),
                )


def _keys(hint: Hint) -> str:
    return "  ".join(part for part in (hint.key, hint.word) if part)


def _begun(sentence: str) -> str:
    """A sentence with a capital at its beginning, and its other letters as they are."""
    return sentence[:1].upper() + sentence[1:]
