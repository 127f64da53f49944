"""The capture line: where what the room says is typed, and how it is understood.

It always has the focus, so it also says what is asked with keys on an empty line: pick, edit, mark, delete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from kmfacilitate.language import _
from kmfacilitate.session.scene import Said
from kmfacilitate.ui.drawing import ENTRY, READING, Drawn, Piece, Row, hint_pieces, joined, pieces
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.measure import cut, width_of, wrap
from kmfacilitate.ui.widgets.writing import MaskedWriting, Span, Writing, typed_so_far

_NARROWEST_ECHO = 60
_SIGNS = {"ampersand": "join", "left_parenthesis": "group", "slash": "split"}
"""Signs that do something with picked and marked lines; no line that is typed begins with one then."""


_MOST_ROWS = 3
"""Rows of a sentence under the line: more would push the lines away."""


class Echo(Drawn):
    """Under the line: what was understood, in words; or a question that keys answer.

    One row, but a sentence that is longer is shown whole.
    """

    DEFAULT_CSS = "Echo { height: auto; min-height: 1; max-height: 3; }"

    edges = (0, 0)
    widest = ENTRY

    def __init__(self) -> None:
        super().__init__()
        self._row: tuple[Piece, ...] = ()

    def show(self, row: tuple[Piece, ...]) -> None:
        """Show this row."""
        if row != self._row:
            self._row = row
            self.redraw()

    def rows(self, width: int) -> list[Row]:
        """One row, or the rows of a sentence."""
        if len(self._row) == 1:
            sentence = self._row[0]
            parts = wrap(sentence.text, max(1, min(width, READING)))
            if len(parts) > _MOST_ROWS:
                rest = " ".join(parts[_MOST_ROWS - 1 :])
                parts = [*parts[: _MOST_ROWS - 1], cut(rest, width, self.glyphs.cut)]
            return [Row((sentence._replace(text=part),)) for part in parts]
        return [Row(self._row)]


class _Before(Drawn):
    """`for 3a` before a line that was begun elsewhere."""

    DEFAULT_CSS = "_Before { width: auto; height: 1; display: none; &.-some { display: block; } }"

    edges = (0, 0)

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def show(self, words: str) -> None:
        self._words = words
        self.set_class(bool(words), "-some")
        self.styles.width = width_of(words)
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        return [Row((Piece(self._words, "muted"),))]


class _Line(MaskedWriting):
    """The text itself; tells its capture line at once about keys that mean something beyond text.

    At once, because keys come faster than messages travel: what is typed after Enter is the next line.
    """

    def __init__(self, owner: CaptureLine, spans: Callable[[str], Sequence[Span]] | None) -> None:
        super().__init__(spans=spans)
        self._owner = owner

    async def _on_key(self, event: events.Key) -> None:
        if self._owner.takes_key(event.key, event.is_printable):
            event.stop()
            event.prevent_default()
            self._owner.key_asked(event.key)

    def post_message(self, message: Message) -> bool:
        """What concerns the owner is told, not posted."""
        if isinstance(message, MaskedWriting.Changed):
            self._owner.line_changed()
            return True
        if isinstance(message, Writing.Entered):
            self._owner.line_entered(message.text)
            return True
        return super().post_message(message)


class CaptureLine(Widget):
    """The plane with the line and its echo.

    Tell it `show_echo`, `show_place`, `show_placeholder`, `mask`, `put`, `clear`, `pick`. It posts `Entered`,
    `Changed`, `Complete`, `Picking`, `Escaped`, `Paged` and `LinesPasted`. Nothing but `put` and `clear`,
    called by its owner, ever takes text out of it.

    Args:
        spans: says of a line which parts are marks (signs, `@ # ^`, `| field:`), to be coloured.
        listener: is told at once what would be posted; without one it is posted.
        one_row: without padding and echo, as at the foot of the room view.
    """

    DEFAULT_CSS = """
    CaptureLine {
        height: auto;
        width: 1fr;
        layout: vertical;
        background: $panel;
        border-left: outer $accent;
        padding: 0 2 0 1;
        grid-size: 2;
        grid-columns: auto 1fr;
        grid-rows: auto;
        &.-wide { padding: 0 2; }
        &.-airy { padding: 1 2 1 1; & > Echo { margin: 1 0 0 0; } }
        &.-airy.-wide { padding: 1 2; }
        &.-elsewhere { border-left: outer $rule; layout: grid; & > Echo { column-span: 2; } }
        &.-ascii { border-left: ascii $accent; }
        &.-ascii.-elsewhere { border-left: ascii $rule; }
        &.-one-row { padding: 0 2 0 3; layout: horizontal; & > Echo { width: auto; min-width: 24; } }
    }
    """

    class Entered(Message):
        """Enter was pressed on a line that is not empty."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Changed(Message):
        """The text changed; ask for its echo, keep it as the draft."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Complete(Message):
        """Tab: finish the name, tag or field before `cursor` (a character offset in `text`)."""

        def __init__(self, text: str, cursor: int) -> None:
            super().__init__()
            self.text = text
            self.cursor = cursor

    class Picking(Message):
        """A key for the list of lines, from an empty capture line.

        `do` is `move` (by `by` lines; the first ↑ is -1 from none), `edit`, `mark`, `delete`, `join` and
        `group` (the marked lines), `split`, `answer` (with `letter`), `leave` (Esc) or `type` (a letter,
        which goes into the line).
        """

        def __init__(self, do: str, by: int = 0, letter: str = "") -> None:
            super().__init__()
            self.do = do
            self.by = by
            self.letter = letter

    class Escaped(Message):
        """Esc was pressed and is not about the line: back, or close what is open."""

    class Paged(Message):
        """PageUp (-1) or PageDown (1): scroll the lines."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class LinesPasted(Message):
        """Several lines were pasted and are to be entered one by one, no signs read."""

        def __init__(self, lines: tuple[str, ...]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(
        self,
        *,
        spans: Callable[[str], Sequence[Span]] | None = None,
        listener: Callable[[Message], None] | None = None,
        one_row: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, classes="-one-row" if one_row else None)
        self._one_row = one_row
        self._listener = listener
        self._line = _Line(self, spans)
        self._echo = Echo()
        self._before = _Before()
        self._pasted: tuple[str, ...] = ()
        self._echoed: tuple[Piece, ...] = ()
        self._picking = False
        self._letters = ""
        self._place = self._before_line = self._asks = ""

    def compose(self) -> ComposeResult:
        """The line with what stands before it, then the echo."""
        yield self._before
        yield self._line
        yield self._echo

    def on_mount(self) -> None:
        """Take the room there is."""
        self.on_resize()

    def on_resize(self) -> None:
        """Fold padding away where there is little room; below 60 columns the echo shares the row."""
        self.set_class(self._echo.wide and not self._one_row, "-wide")
        self.set_class(self._echo.airy and not self._one_row, "-airy")
        self.set_class(self._echo.glyphs.ascii, "-ascii")
        self.set_class(self._one_row or self.app.size.width < _NARROWEST_ECHO, "-one-row")
        self.show_placeholder(self._asks)

    # What others tell it.

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self._line.text

    @property
    def cursor(self) -> int:
        """Before which character the cursor stands."""
        return self._line.cursor_location[1]

    def put(self, text: str, *, cursor: int | None = None) -> None:
        """Stand this text in the line, in place of what is there; the cursor at its end unless said."""
        self._line.put(text)
        if cursor is not None:
            self._line.move_cursor((0, cursor))

    def clear(self) -> None:
        """Empty the line."""
        self._line.put("")

    def complete(self, start: int, end: int, text: str) -> None:
        """Put `text` for the characters from `start` to `end`; it can be taken back."""
        self._line.replace(text, (0, start), (0, end), maintain_selection_offset=False)
        self._line.move_cursor((0, start + len(text)))

    def take_focus(self) -> None:
        """Give the line the focus, text and cursor as they were."""
        self.screen.set_focus(self._line)

    def show_placeholder(self, words: str) -> None:
        """Say what can be typed here, while nothing is; what is too long for the row ends with a sign."""
        self._asks = words
        room = self.size.width - width_of(self._before_line) - 1
        self._line.show_placeholder(cut(words, room, self._echo.glyphs.cut) if room > 1 else words)

    def show_echo(self, facts: Iterable[Sequence[Said]]) -> None:
        """Show what was understood: groups of words, parted by dots."""
        self._echoed = joined([pieces(group) for group in facts], self._echo.glyphs)
        if not self._pasted:
            self._echo.show(self._echoed)

    def show_place(self, place: str) -> None:
        """Say that the line was begun at another place (`3a`); empty: it belongs here."""
        if place == self._place:
            return
        self._place = place
        words = _("for {place} ").format(place=place) if place else ""
        self._before_line = words
        self._before.show(words)
        self.styles.grid_columns = f"{width_of(words)} 1fr" if words else "1fr"
        self.set_class(bool(place), "-elsewhere")

    def mask(self, hidden: bool) -> None:
        """Hide what is typed, as in the room view."""
        self._line.mask(self._echo.glyphs.hidden * 3 if hidden else "")

    def pick(self, picking: bool, letters: str = "") -> None:
        """Whether a line of the list is picked: then keys on the empty line are about that one.

        Args:
            picking: whether one is.
            letters: those that answer something about it, and so do not go into the line.
        """
        self._picking, self._letters = picking, letters

    # What the keys mean.

    def takes_key(self, key: str, printable: bool) -> bool:
        """Whether a key is not for the text."""
        if self._pasted and key in {"enter", "1", "escape"}:
            return True
        if key in {"tab", "escape", "pageup", "pagedown"}:
            return True
        if self._line.text:
            return False
        if key == "up" or (self._picking and key in {"down", "enter", "space", "delete", "backspace"}):
            return True
        if self._picking and (key in self._letters or key in _SIGNS):
            return True
        if self._picking and printable:
            self._picking = False
            self._tell(self.Picking("type"))
        return False

    def key_asked(self, key: str) -> None:
        """Do what a key means that is not for the text."""
        if self._pasted:
            self._answer_paste(key)
        elif key == "tab":
            self._tell(self.Complete(self.text, self.cursor))
        elif key in {"pageup", "pagedown"}:
            self._tell(self.Paged(-1 if key == "pageup" else 1))
        elif key == "escape":
            self._tell(self.Picking("leave") if self._picking else self.Escaped())
        elif key in self._letters:
            self._tell(self.Picking("answer", letter=key))
        elif key in {"up", "down"}:
            self._tell(self.Picking("move", -1 if key == "up" else 1))
        else:
            does = _SIGNS | {"enter": "edit", "space": "mark", "delete": "delete", "backspace": "delete"}
            self._tell(self.Picking(does[key]))

    def line_entered(self, text: str) -> None:
        """Enter was pressed in the text."""
        if text.strip():
            self._tell(self.Entered(text))

    def line_changed(self) -> None:
        """The text is another one."""
        self._tell(self.Changed(self._line.text))

    def _tell(self, message: Message) -> None:
        if self._listener is not None:
            self._listener(message)
        else:
            self.post_message(message)

    async def typed_so_far(self) -> None:
        """Wait until every key that arrived before now has been taken in."""
        await typed_so_far(self._line)

    # Pasting several lines.

    @on(Writing.PastedLines)
    def _lines_pasted(self, event: Writing.PastedLines) -> None:
        event.stop()
        self._pasted = event.lines
        keys = (Hint("Enter", _("as lines")), Hint("1", _("as one")), Hint("Esc", _("leave it")))
        row: list[Piece] = [Piece(_("{n} lines:").format(n=len(event.lines)))]
        for hint in keys:
            row += [Piece("  " if hint is keys[0] else "   "), *hint_pieces(hint)]
        self._echo.show(tuple(row))

    def _answer_paste(self, key: str) -> None:
        lines = self._pasted
        self._forget_paste()
        if key == "1":
            self._line.insert_text(" ".join(lines))
        elif key == "enter":
            self._tell(self.LinesPasted(lines))

    def _forget_paste(self) -> None:
        self._pasted = ()
        self._echo.show(self._echoed)
