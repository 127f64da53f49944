"""The list of everything that can be set: wishes with what they are, verbs with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.settings.keymap import Keymap, key_words
from kmfacilitate.settings.wishes import WISHES, Settings, Wish
from kmfacilitate.ui.drawing import BLANK, ENTRY, Drawn, Piece, Row
from kmfacilitate.ui.measure import cut, width_of, wrap
from kmfacilitate.verbs import VERBS, Verb

_LABEL, _NARROW_LABEL = 18, 14
_ROOMY = 70
"""From this room on labels are wide and values stand apart."""
_SHOWN_VERBS = tuple(verb for verb in VERBS if verb.id != "capture-to")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that can be set: a wish, or the keys of a verb."""

    wish: Wish | None = None
    verb: Verb | None = None

    @property
    def label(self) -> str:
        """What it is called."""
        return _(self.wish.label if self.wish else self.verb.label if self.verb else "")

    @property
    def help(self) -> str:
        """What it does, in a sentence."""
        return _(self.wish.help if self.wish else self.verb.help if self.verb else "")


LINES: tuple[Line, ...] = (
    *(Line(wish=wish) for wish in WISHES),
    *(Line(verb=verb) for verb in _SHOWN_VERBS if verb.keys),
    *(Line(verb=verb) for verb in _SHOWN_VERBS if not verb.keys),
)
"""Verbs that have keys of their own come before the others."""


class SettingList(Drawn, can_focus=True):
    """Everything that can be set. Arrows choose; `Asked` says what is wanted of the chosen line.

    While `catching`, every key that is pressed is posted as `Pressed` and does nothing else.
    """

    DEFAULT_CSS = "SettingList { height: auto; background: $surface; padding: 1 0; }"

    widest = ENTRY + 4

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
        Binding("enter,space", "ask('change')", show=False),
        Binding("right", "ask('next')", show=False),
        Binding("left", "ask('previous')", show=False),
        Binding("delete,backspace", "ask('default')", show=False),
    ]

    class Chosen(Message):
        """Another line is chosen."""

    class Asked(Message):
        """The chosen line is to be changed: `change`, `next`, `previous` or `default`."""

        def __init__(self, how: str) -> None:
            super().__init__()
            self.how = how

    class Pressed(Message):
        """A key was pressed while one was waited for, as Textual names it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, settings: Settings, keymap: Keymap) -> None:
        super().__init__()
        self._settings, self._keymap = settings, keymap
        self._at = 0
        self.catching = False

    def show(self, settings: Settings, keymap: Keymap) -> None:
        """Show these settings."""
        self._settings, self._keymap = settings, keymap
        self.redraw()

    @property
    def line(self) -> Line:
        """The chosen line."""
        return LINES[self._at]

    @property
    def row_of_choice(self) -> int:
        """The row the chosen line is drawn in, padding left out."""
        rows = self._rows_at(self.size.width or self.app.size.width)
        return next((y for y, row in enumerate(rows) if row.key == str(self._at)), 0)

    def rows(self, width: int) -> list[Row]:
        """What is wrong with the file, the settings, then the keys."""
        room = width - sum(self.edges)
        rows: list[Row] = []
        for fault in (*self._settings.faults, *self._keymap.faults):
            rows += [
                Row((Piece("  " if at else "! ", "warning"), Piece(part, "warning")))
                for at, part in enumerate(wrap(fault, room - 2))
            ]
        rows += [BLANK] * bool(rows)
        keys = self._keys_wide() if room >= ENTRY else 0
        for at, line in enumerate(LINES):
            if at == len(WISHES):
                rows += [BLANK, Row((Piece(_("Keys"), "strong"),)), BLANK]
            rows.append(self._row(at, line, room, keys))
        return rows

    def _keys_wide(self) -> int:
        """Cells of the longest keys of a verb, so that the words stand below one another beside them."""
        return 3 + max(
            sum(width_of(piece.text) for piece in self._keys(line.verb)) for line in LINES if line.verb
        )

    def _row(self, at: int, line: Line, room: int, keys: int) -> Row:
        chosen = at == self._at
        labels, gap = (_NARROW_LABEL, 2) if room < _ROOMY else (_LABEL, 3)
        if room >= ENTRY:
            labels = max(labels, *(width_of(each.label) + 3 for each in LINES))
        label = cut(line.label, labels - 1, self.glyphs.cut)
        left = [Piece(label + " " * (labels - width_of(label)), "strong" if chosen else "muted")]
        left += self._wished(line.wish, room - labels, gap) if line.wish else self._keys(line.verb)
        word = f":{line.verb.word}" if line.verb else ""
        if word and keys:
            used = sum(width_of(piece.text) for piece in left)
            left.append(Piece(" " * (labels + keys - used) + word, "muted"))
            word = ""
        right = (Piece(word, "muted"),) if word else ()
        return Row(tuple(left), right, "select" if chosen else "", "accent" if chosen else "", str(at))

    def _wished(self, wish: Wish, room: int, gap: int) -> list[Piece]:
        value = self._settings.of(wish.name)
        if not wish.allowed:
            return [Piece(cut(value, room, self.glyphs.cut)) if value else Piece(_("not set"), "muted")]
        found: list[Piece] = []
        for each in wish.allowed:
            taken = each == value
            sign = self.glyphs.chosen if taken else self.glyphs.free
            found += [
                Piece(sign, "accent" if taken else "muted"),
                Piece(f" {_(each)}{' ' * gap}", "strong" if taken else "plain"),
            ]
        return found

    def _keys(self, verb: Verb | None) -> list[Piece]:
        if verb is None:
            return []
        keys = ", ".join(key_words(key) for key in self._keymap.of(verb))
        own = ", ".join(key_words(key) for key in verb.keys)
        found = [Piece(keys, "strong") if keys else Piece(_("no key"), "muted")]
        return [*found, Piece(_("  (was {own})").format(own=own), "muted")] if own and own != keys else found

    def action_move(self, by: int) -> None:
        """Choose the next line, or one further away."""
        self._at = min(max(self._at + by, 0), len(LINES) - 1)
        self.redraw()
        self.post_message(self.Chosen())

    def action_ask(self, how: str) -> None:
        """Have the chosen line changed."""
        self.post_message(self.Asked(how))

    async def _on_key(self, event: events.Key) -> None:
        if self.catching:
            event.stop()
            event.prevent_default()
            self.post_message(self.Pressed(event.key))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """While a key is waited for, each is taken."""
        return self.catching

    def on_click(self, event: events.Click) -> None:
        """Choose the line that is clicked; a second click changes it."""
        key = self.row_key(event.y - self.gutter.top)
        if key and int(key) == self._at:
            self.action_ask("change")
        elif key:
            self.action_move(int(key) - self._at)
