"""What a screen offers to do now: read by the footer, the help and the command palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kmfacilitate.language import N_, _


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that can be done now.

    `key` is as it is shown (`F2`, `^P`, `Enter`), `words` the verb beside it (`next: 3b`), `action` what
    Textual runs (`screen.next`, `app.help`); a hint without an action only tells.
    """

    key: str
    words: str
    action: str = ""
    help: str = ""
    """One sentence: what it does for its user. Empty: `words` says it all."""
    word: str = ""
    """What can be typed instead (`:next`), or another key."""
    verb: str = ""
    """The id of the verb it does; its key is then the one the keymap gives that verb."""

    def spoken(self) -> Hint:
        """A hint of a table, in the language spoken."""
        return replace(self, key=_(self.key), words=_(self.words), help=_(self.help), word=_(self.word))

    @property
    def sentence(self) -> str:
        """What it does, as help and palette say it."""
        return self.help or self.words


@dataclass(frozen=True, slots=True)
class HelpPart:
    """A titled part of the help page."""

    title: str
    hints: tuple[Hint, ...] = ()
    text: str = ""
    """A paragraph instead of, or after, the hints."""


COMMANDS = Hint("^P", N_("commands"), "app.command_palette", help=N_("all commands"), verb="palette")
HELP = Hint("F1", N_("help"), "app.help", help=N_("what can I do now"), word=N_("? alone"), verb="help")


def fitting(
    left: Sequence[Hint], right: Sequence[Hint], width: int
) -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
    """The hints that fit in `width` cells: at most five and two, dropped from the right, help last of all."""
    kept_left, kept_right = list(left[:5]), list(right[:2])

    def needed() -> int:
        sides = [
            sum(len(h.key) + 1 + len(h.words) for h in side) + 3 * max(0, len(side) - 1)
            for side in (kept_left, kept_right)
        ]
        return sum(sides) + (3 if all(sides) else 0)

    while needed() > width and len(kept_right) > 1:
        kept_right.pop(0)
    while needed() > width and kept_left:
        kept_left.pop()
    return tuple(kept_left), tuple(kept_right)
