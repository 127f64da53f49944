"""A few things to choose from, in the place of the lines; the question and the capture line stay in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.ui.drawing import BLANK, ENTRY, Drawn, Piece, Row
from kmfacilitate.ui.measure import cut, width_of, wrap

_SHORTEST = 16
"""Cells in which a longer remark about a choice is cut; in fewer its first fact stands alone, or nothing."""
_KEY = 4
"""Cells of the letter and the space behind it; one fewer where a remark would not fit for it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its letter, its words, and what is said about it."""

    id: str
    key: str
    words: str
    about: str = ""
    right: str = ""
    """What stands at the right edge, as minutes."""
    below: tuple[tuple[str, str, str], ...] = ()
    """What it would come to, below the list while it is the chosen one: rows of three cells."""


class Choices(Drawn, can_focus=True):
    """A titled list; a letter or Enter posts `Chosen`, Esc posts `Chosen` with an empty id."""

    DEFAULT_CSS = """
    Choices { height: 1fr; background: $surface; padding: 1 0; display: none; &.-open { display: block; } }
    """

    widest = ENTRY + 5

    class Chosen(Message):
        """One was chosen for the purpose `about`; an empty id means none."""

        def __init__(self, about: str, id: str) -> None:
            super().__init__()
            self.about = about
            self.id = id

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._about = ""
        self._choices: tuple[Choice, ...] = ()
        self._at = 0

    def open(self, about: str, title: str, choices: Sequence[Choice], at: int = 0) -> None:
        """Offer these; takes the focus."""
        self._about, self._title, self._choices, self._at = about, title, tuple(choices), at
        self.add_class("-open")
        self.redraw()
        self.screen.set_focus(self)

    @property
    def about(self) -> str:
        """What is being chosen."""
        return self._about

    def close(self) -> None:
        """Offer nothing."""
        self.remove_class("-open")

    def rows(self, width: int) -> list[Row]:
        """The title and a row a choice, the chosen one on its plane."""
        longest = max((width_of(choice.words) for choice in self._choices), default=0)
        needed = max((width_of(one.about) + width_of(one.right) for one in self._choices), default=0)
        gap = 3 if width - sum(self.edges) - longest - needed >= 9 else 2
        beside = width - sum(self.edges) - longest - gap
        most = max(map(_least, self._choices), default=0)
        key = _KEY - 1 if most == beside - _KEY + 1 else _KEY
        first, last = self._in_sight
        more = f"{self.glyphs.up} {_('more above')}" if first else ""
        rows = [Row((Piece(line, "strong"),)) for line in self._titled(width)]
        rows.append(Row((Piece(more, "muted"),)) if more else BLANK)
        for at, choice in enumerate(self._choices[first:last], first):
            space = " " * (longest - width_of(choice.words) + gap)
            room = beside - key - (width_of(choice.right) + 2 if choice.right else 0)
            about = choice.about
            if width_of(about) > room and room < _SHORTEST:
                about = f"{about.partition(', ')[0]}{self.glyphs.cut}"
            about = about if width_of(about) <= room or room >= _SHORTEST else ""
            left = (
                Piece(f"{choice.key:<{key}}", "strong"),
                Piece(choice.words),
                Piece(space + about, "muted"),
            )
            chosen = at == self._at
            rows.append(
                Row(
                    left,
                    (Piece(choice.right, "muted"),) if choice.right else (),
                    plane="select" if chosen else "",
                    bar="accent" if chosen else "",
                    key=choice.id,
                )
            )
        if last < len(self._choices):
            rows.append(Row((Piece(f"{self.glyphs.down} {_('more below')}", "muted"),)))
        return rows + self._below(self.size.height - len(rows))

    def _titled(self, width: int) -> list[str]:
        """The title in two rows at most, so that there is height for what is chosen from."""
        room = max(1, self._within(width) - sum(self.edges))
        first, *rest = wrap(self._title, room)
        return [first, cut(" ".join(rest), room, self.glyphs.cut)] if rest else [first]

    def _below(self, height: int) -> list[Row]:
        """What the chosen one would come to, where there is height for it."""
        below = self._choices[self._at].below if self._choices else ()
        if not below or len(below) + 1 > height:
            return []
        first, second = (max(width_of(cells[at]) for cells in below) for at in (0, 1))
        return [
            BLANK,
            *(
                Row(
                    (
                        Piece(f"    {name}" + " " * (first - width_of(name) + 3)),
                        Piece(what + " " * (second - width_of(what) + 3), "muted"),
                        Piece(until, "muted"),
                    )
                )
                for name, what, until in below
            ),
        ]

    @property
    def _in_sight(self) -> tuple[int, int]:
        """From which to before which choice there is height for, the chosen one among them."""
        titled = len(self._titled(self.size.width)) if self.size.width else 1
        height, many = max(1, self.size.height - 1 - titled), len(self._choices)
        if many <= height:
            return 0, many
        first = max(0, self._at - height + 2)
        return (first, many) if first + height >= many else (first, max(first + 1, first + height - 1))

    def on_resize(self) -> None:
        """As many as there is height for now, where the lines stand whose place they take."""
        self.edges = (3 if self.wide else 2, 2)
        self._kept = None
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Arrows move, Enter or a letter chooses, Esc goes back."""
        if event.key in ("up", "down"):
            self._at = min(
                max(self._at + (1 if event.key == "down" else -1), 0), max(0, len(self._choices) - 1)
            )
            self.redraw()
        elif event.key == "escape":
            self.post_message(self.Chosen(self._about, ""))
        elif event.key == "enter" and self._choices:
            self.post_message(self.Chosen(self._about, self._choices[self._at].id))
        else:
            letter = (event.character or "").casefold()
            found = next((c for c in self._choices if letter and c.key.casefold() == letter), None)
            if found is None:
                return
            self.post_message(self.Chosen(self._about, found.id))
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        id_ = self.row_key(event.y - self.gutter.top)
        if id_:
            self.post_message(self.Chosen(self._about, id_))


def _least(choice: Choice) -> int:
    """Cells of the first fact about a choice and of what stands at its right."""
    return width_of(choice.about.partition(", ")[0]) + (width_of(choice.right) + 2 if choice.right else 0)
