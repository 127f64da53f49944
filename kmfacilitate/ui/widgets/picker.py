"""Choosing one of many: a titled list in the place of another, narrowed by typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import cast

from textual import events
from textual.message import Message
from textual.widget import Widget

from kmfacilitate.language import _
from kmfacilitate.library.words import fold
from kmfacilitate.ui.drawing import BLANK, Bar, Drawn, Piece, Plane, Row
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import width_of, wrap

_NARROWEST_ABOUT = 24
"""Cells in which what is said of one stands beside its words."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One to be chosen: what it stands for, its words, and what is said about it."""

    value: str
    words: str
    about: str = ""


class Picker(Drawn, can_focus=True):
    """A list that is narrowed by what is typed. Enter posts `Picked`; Esc posts it with nothing picked."""

    DEFAULT_CSS = """
    Picker { height: 1fr; background: $surface; padding: 1 0; display: none; &.-open { display: block; } }
    """

    class Picked(Message):
        """One was picked for the purpose `about`; `value` is none where nothing was."""

        def __init__(self, about: str, value: str | None, words: str = "") -> None:
            super().__init__()
            self.about = about
            self.value = value
            self.words = words

    def __init__(self) -> None:
        super().__init__()
        self._about = ""
        self._title = ""
        self._picks: tuple[Pick, ...] = ()
        self._empty = ""
        self._typed = ""
        self._at = 0

    @property
    def is_open(self) -> bool:
        """Whether something is offered."""
        return self.has_class("-open")

    def open(self, about: str, title: str, picks: Sequence[Pick], *, at: str = "", empty: str = "") -> None:
        """Offer these, that with the value `at` chosen; takes the focus."""
        self._about, self._title, self._picks, self._empty = about, title, tuple(picks), empty
        self._typed = ""
        self._at = next((n for n, pick in enumerate(self._picks) if at and pick.value == at), 0)
        self.add_class("-open")
        self._place.add_class("-choosing")
        self._kept = None
        self.redraw()
        self.screen.set_focus(self)

    def close(self) -> None:
        """Offer nothing."""
        self.remove_class("-open")
        self._place.remove_class("-choosing")

    @property
    def _place(self) -> Widget:
        """What it stands in, in the place of something else; its class `-choosing` says so."""
        return cast("Widget", self.parent)

    @property
    def _shown(self) -> tuple[Pick, ...]:
        wanted = fold(self._typed).split()
        if not wanted:
            return self._picks
        return tuple(pick for pick in self._picks if all(word in fold(pick.words) for word in wanted))

    def rows(self, width: int) -> list[Row]:
        """The title, what was typed, and a row for each, the chosen one on its plane."""
        shown = self._shown
        head = (
            Piece(self._title, "strong"),
            *((Piece(f"   {self._typed}", "accent"),) if self._typed else ()),
        )
        rows = [Row(head, (Piece(_("type to narrow"), "muted"),) if len(self._picks) > 8 else ()), BLANK]
        if not shown:
            return [*rows, Row((Piece(self._empty if not self._typed else _("None has that."), "muted"),))]
        entries = self._entries(shown, width - sum(self.edges))
        height = max(1, self.size.height - 2)
        more = sum(map(len, entries)) > height
        height -= more
        first = last = min(self._at, len(entries) - 1)
        used = len(entries[first])
        while first > 0 and used + len(entries[first - 1]) <= height // 2:
            first -= 1
            used += len(entries[first])
        while last < len(entries) - 1 and used + len(entries[last + 1]) <= height:
            last += 1
            used += len(entries[last])
        while first > 0 and used + len(entries[first - 1]) <= height:
            first -= 1
            used += len(entries[first])
        if first:
            rows[1] = Row((Piece(f"{self.glyphs.up} {_('more above')}", "muted"),))
        rows += [row for entry in entries[first : last + 1] for row in entry]
        if last < len(entries) - 1:
            rows.append(Row((Piece(f"{self.glyphs.down} {_('more below')}", "muted"),)))
        return rows

    def _entries(self, shown: Sequence[Pick], room: int) -> list[list[Row]]:
        """The rows of each: its words, and what is said of it beside them, or beneath where it is narrow."""
        longest = max(width_of(pick.words) for pick in shown) + 3
        beside = room - longest >= _NARROWEST_ABOUT
        found = []
        for at, pick in enumerate(shown):
            chosen = at == self._at
            ink: Ink = "strong" if chosen else "plain"
            act = f"take({at})"
            plane: Plane = "select" if chosen else ""
            bar: Bar = "accent" if chosen else ""
            words = wrap(pick.words, longest if beside else room)
            about = wrap(pick.about, room - longest if beside else room) if pick.about else []
            rows: list[tuple[Piece, ...]] = []
            if beside:
                for line, said in zip_longest(words, about, fillvalue=""):
                    space = " " * (longest - width_of(line))
                    rows.append((Piece(line, ink, act), Piece(space + said, "muted", act)))
            else:
                rows += [(Piece(line, ink, act),) for line in words]
                rows += [(Piece(said, "muted", act),) for said in about]
            found.append([Row(row, plane=plane, bar=bar) for row in rows])
        return found

    def on_resize(self) -> None:
        """As many as there is height for now."""
        self._kept = None
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Arrows move, Enter picks, Esc goes back, letters narrow."""
        moves = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}
        if event.key in moves:
            self._at = max(0, min(len(self._shown) - 1, self._at + moves[event.key]))
        elif event.key == "enter":
            self.action_take(self._at)
        elif event.key == "escape":
            self.post_message(self.Picked(self._about, None))
        elif event.key == "backspace":
            self._typed, self._at = self._typed[:-1], 0
        elif event.is_printable and event.character and (event.character != " " or self._typed):
            self._typed, self._at = self._typed + event.character, 0
        else:
            return
        event.stop()
        event.prevent_default()
        self._kept = None
        self.refresh()

    def action_take(self, at: int) -> None:
        """Pick this one."""
        shown = self._shown
        if at < len(shown):
            self.post_message(self.Picked(self._about, shown[at].value, shown[at].words))
