"""Parts of a form: a labelled field, one of several, a button, the sentence when something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from kmfacilitate.language import _
from kmfacilitate.ui.drawing import Drawn, Piece, Row
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.widgets.writing import Writing

_LABEL = 14
"""Cells of a label with the space after it."""


class _Label(Drawn):
    DEFAULT_CSS = "_Label { width: 14; height: 1; }"

    edges = (0, 0)

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._used = False

    def use(self, used: bool) -> None:
        """Bold while its field is in use."""
        self._used = used
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        return [Row((Piece(_(self._words), "strong" if self._used else "muted"),))]


class Sentence(Drawn):
    """A sentence under a field; hidden while there is none."""

    DEFAULT_CSS = "Sentence { display: none; &.-some { display: block; } }"

    edges = (0, 0)

    def __init__(self, ink: Ink = "muted", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ink_of_words = ink
        self._words = ""

    def say(self, words: str) -> None:
        """Say this, or with nothing be gone."""
        self._words = words
        self.set_class(bool(words), "-some")
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The sentence, wrapped."""
        return [Row((Piece(part, self._ink_of_words),)) for part in wrap(self._words, width)]


class Complaint(Sentence):
    """What is wrong with a field, and what to do."""

    def __init__(self) -> None:
        super().__init__("warning")

    def rows(self, width: int) -> list[Row]:
        """The sentence under what is filled in, not under the label."""
        space = Piece(" " * _LABEL)
        return [
            Row((space, Piece(part, self._ink_of_words)))
            for part in wrap(self._words, max(8, width - _LABEL))
        ]


class Field(Widget):
    """A label and what is filled in beside it, lit while in use.

    Args:
        label: the word before it, marked; it is drawn in the language spoken.
        inner: what is filled in.
    """

    DEFAULT_CSS = """
    Field {
        layout: grid;
        grid-size: 2;
        grid-columns: 14 1fr;
        grid-rows: auto;
        height: auto;
        padding: 0 2 0 1;
        border-left: outer $background;
        & > Complaint { column-span: 2; }
        &:focus-within { background: $panel; border-left: outer $accent; }
        &.-airy { margin: 0 0 1 0; }
        &.-ascii { border-left: ascii $background; }
        &.-ascii:focus-within { border-left: ascii $accent; }
    }
    """

    def __init__(self, label: str, inner: Widget, *, id: str) -> None:
        super().__init__(id=id)
        self._label = _Label(label)
        self._inner = inner
        self._complaint = Complaint()

    def compose(self) -> ComposeResult:
        """Label, field, complaint."""
        yield self._label
        yield self._inner
        yield self._complaint

    def on_mount(self) -> None:
        """Take the air there is."""
        self.take_air()
        self.set_class(self._label.glyphs.ascii, "-ascii")

    def take_air(self) -> None:
        """Leave an empty row below where there is height for it."""
        self.set_class(self._label.airy, "-airy")

    def on_descendant_focus(self) -> None:
        """Light the label."""
        self._label.use(True)

    def on_descendant_blur(self) -> None:
        """Let it rest."""
        self._label.use(False)

    def complain(self, words: str) -> None:
        """Say what is wrong with it; nothing: all is well."""
        self._complaint.say(words)


class TextField(Writing):
    """A field of text. Pasted lines become one, parted by `separator`."""

    def __init__(self, text: str = "", *, placeholder: str = "", separator: str = " ") -> None:
        super().__init__(text, placeholder=placeholder)
        self._separator = separator

    def on_mount(self) -> None:
        """Write on at the end of what stands there."""
        self.move_cursor(self.document.end)

    @on(Writing.PastedLines)
    def _joined(self, event: Writing.PastedLines) -> None:
        event.stop()
        self.insert_text(self._separator.join(event.lines))


class OneOf(Drawn, can_focus=True):
    """One of several, in a row. ← → and Space choose; so does a click.

    Args:
        choices: values, and what each is called.
        value: the one chosen at first.
        said: shows what they are called; `_` for marked words.
    """

    DEFAULT_CSS = "OneOf { height: auto; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right,space", "move(1)", show=False),
    ]

    edges = (0, 0)

    class Chosen(Message):
        """Another one was chosen."""

        def __init__(self, one_of: OneOf, value: str) -> None:
            super().__init__()
            self.one_of = one_of
            self.value = value

        @property
        def control(self) -> OneOf:
            """Where it was chosen."""
            return self.one_of

    def __init__(
        self, choices: Sequence[tuple[str, str]], value: str, said: Callable[[str], str] = str
    ) -> None:
        super().__init__()
        self._said = said
        self._choices = tuple(choices)
        self.value = value

    @property
    def several(self) -> bool:
        """Whether there is anything to choose."""
        return len(self._choices) > 1

    def rows(self, width: int) -> list[Row]:
        """`○ quick 20   ● standard 60   ○ extended 90`, on more rows where they do not fit one."""
        rows: list[list[Piece]] = [[]]
        used = 0
        for value, name in self._choices:
            words = self._said(name)
            chosen = value == self.value
            sign = self.glyphs.chosen if chosen else self.glyphs.free
            needed = width_of(sign) + 1 + width_of(words) + 3
            if used and used + needed - 3 > width:
                rows.append([])
                used = 0
            ink: Ink = "strong" if chosen else "plain"
            act = f"choose('{value}')"
            rows[-1] += [
                Piece(sign, "accent" if chosen else "muted", act),
                Piece(f" {words}", ink, act),
                Piece("   "),
            ]
            used += needed
        return [Row(_within(row, width)) for row in rows]

    def action_move(self, by: int) -> None:
        """Choose the next, or the one before; the last is followed by the first."""
        values = [value for value, _words in self._choices]
        if values:
            at = values.index(self.value) if self.value in values else -by
            self.action_choose(values[(at + by) % len(values)])

    def action_choose(self, value: str) -> None:
        """Choose this one."""
        self.focus()
        if value != self.value:
            self.value = value
            self.redraw()
            self.post_message(self.Chosen(self, value))


def _within(row: list[Piece], width: int) -> tuple[Piece, ...]:
    """A row without the space behind its last choice, where that would not fit."""
    taken = sum(width_of(piece.text) for piece in row)
    return tuple(row[:-1] if taken > width else row)


class Push(Drawn, can_focus=True):
    """A button: a filled block while in focus, a quiet one else. Enter, Space and a click post `Pushed`.

    High contrast has no quiet planes: there the quiet one stands in brackets.
    """

    DEFAULT_CSS = """
    Push {
        width: auto;
        height: 1;
        background: $panel;
        text-style: bold;
        &:focus { background: $accent; color: $background; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "push", show=False)]

    edges = (0, 0)

    class Pushed(Message):
        """It was pushed."""

        def __init__(self, push: Push) -> None:
            super().__init__()
            self.push = push

        @property
        def control(self) -> Push:
            """Which one."""
            return self.push

    def __init__(self, words: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words
        self.speak()

    def speak(self) -> None:
        """Say its words in the language spoken now."""
        self.styles.width = width_of(_(self._words)) + 6
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The words with three cells each side."""
        bare = self.app.theme == "contrast" and not self.has_focus
        before, after = ("[  ", "  ]") if bare else ("   ", "   ")
        return [Row((Piece(f"{before}{_(self._words)}{after}"),))]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Filled, or quiet."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def notify_style_update(self) -> None:
        """Drawn as the theme wants it now."""
        super().notify_style_update()
        self._kept = None

    def action_push(self) -> None:
        """Push it."""
        self.post_message(self.Pushed(self))

    def on_click(self, event: events.Click) -> None:
        """Push it."""
        event.stop()
        self.action_push()
