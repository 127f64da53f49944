"""Help for the screen it was asked on: what can be done now, first; then everything else, found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widget import Widget

from kmfacilitate.language import N_, _
from kmfacilitate.ui.drawing import BLANK, READING, Bar, Drawn, Piece, Plane, Row
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.hints import COMMANDS, HelpPart, Hint
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading
from kmfacilitate.ui.widgets.writing import Writing

_KEYS = 11


class HelpColumn(Drawn):
    """Parts of the help, one below another. A click on a hint that does something posts `Asked`."""

    DEFAULT_CSS = """
    HelpColumn { padding: 1 0; }
    """

    widest = READING + 4

    class Asked(Message):
        """A hint was clicked."""

        def __init__(self, hint: Hint) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, parts: Sequence[HelpPart], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts = tuple(parts)
        self._found = ""
        self._chosen = -1
        self.says_none = False
        """Whether to say that nothing was found, for all columns."""

    def find(self, words: str) -> None:
        """Show only what has these words in it."""
        self._found = words.strip().casefold()
        self._chosen = -1
        self.redraw()

    def has_any(self) -> bool:
        """Whether anything is shown."""
        return bool(self._matching())

    def choose(self, at: int) -> None:
        """Choose the hint at this place among those shown; -1 chooses none."""
        self._chosen = at
        self.redraw()

    @property
    def shown(self) -> list[Hint]:
        """The hints that are shown."""
        return [hint for _rest, hints in self._matching() for hint in hints]

    @property
    def row_of_choice(self) -> int:
        """The row the chosen hint is drawn in."""
        key = str(self._chosen)
        return next((y for y, row in enumerate(self._rows_at(self.size.width)) if row.key == key), 0)

    def rows(self, width: int) -> list[Row]:
        """Titles, hints with key, words and what can be typed, and paragraphs."""
        room = width - sum(self.edges)
        rows: list[Row] = []
        at = 0
        for part, hints in self._matching():
            rows += [BLANK] * bool(rows) + [Row((Piece(part.title, "strong"),)), BLANK]
            for hint in hints:
                chosen = at == self._chosen
                rows += self._hint(hint, room, str(at), chosen)
                at += 1
            if part.text and not self._found:
                rows += [BLANK] * bool(hints) + [Row((Piece(line),)) for line in wrap(part.text, room)]
        if rows or not self.says_none:
            return rows
        return [
            Row(
                (
                    Piece(_("Nothing found"), "strong"),
                    Piece(_(" for “{found}”.").format(found=self._found), "muted"),
                )
            )
        ]

    def _matching(self) -> list[tuple[HelpPart, list[Hint]]]:
        parts = [(part, [hint for hint in part.hints if self._fits(hint)]) for part in self._parts]
        return [(part, hints) for part, hints in parts if hints or (part.text and not self._found)]

    def _fits(self, hint: Hint) -> bool:
        there = f"{hint.key} {hint.words} {hint.sentence} {hint.word}".casefold()
        return all(word in there for word in self._found.split())

    def _hint(self, hint: Hint, room: int, key: str, chosen: bool) -> list[Row]:
        keys = max(_KEYS, width_of(hint.key) + 2)
        beside = width_of(hint.word) + 2 if hint.word else 0
        if beside > (room - keys) // 3:
            beside = 0
        words = (Piece(hint.word, "muted"),) if beside else ()
        plane: Plane = "select" if chosen else ""
        bar: Bar = "accent" if chosen else ""
        return [
            Row(
                (Piece(" " * keys) if at else Piece(f"{hint.key:<{keys}}", "strong"), Piece(line)),
                () if at else words,
                plane,
                bar,
                key,
            )
            for at, line in enumerate(wrap(hint.sentence, room - keys - beside))
        ]

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        key = self.row_key(event.y - self.gutter.top)
        if key and self.shown[int(key)].action:
            self.post_message(self.Asked(self.shown[int(key)]))


class HelpScreen(KmScreen):
    """The help page.

    Args:
        place: where it was asked for (`After action review, stage 3`).
        left: parts of the left column: what can be done now, what everywhere.
        right: parts of the right column, or none.
    """

    CSS = """
    HelpScreen {
        layout: vertical;
        #find { height: auto; background: $panel; border-left: outer $accent; padding: 1 2 1 1; }
        #find.-tight { padding: 0 2 0 1; }
        #parts { height: 1fr; }
        #left, #right { width: 1fr; height: 100%; scrollbar-size: 1 1; }
        #left { background: $surface; }
        &.-narrow #parts, &.-medium #parts { layout: vertical; overflow-y: auto; background: $surface; }
        &.-narrow #left, &.-medium #left, &.-narrow #right, &.-medium #right { height: auto; width: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "scroll(1)", show=False, priority=True),
        Binding("pageup", "scroll(-1)", show=False, priority=True),
    ]

    def __init__(self, place: str, left: Sequence[HelpPart], right: Sequence[HelpPart] = ()) -> None:
        super().__init__()
        self._place = place
        self._columns = [HelpColumn(left)] + ([HelpColumn(right)] if right else [])
        self._chosen = -1

    def hints(self) -> tuple[Hint, ...]:
        """Its own keys."""
        glyphs = getattr(self.app, "glyphs", UNICODE)
        return (
            Hint(f"{glyphs.up}{glyphs.down}", _("choose"), "screen.move(1)"),
            Hint("Enter", _("do it"), "screen.do"),
            Hint("Esc", _("back"), "screen.back"),
        )

    def compose(self) -> ComposeResult:
        """The line to find with, then the columns."""
        yield Header(Heading(_("Help"), self._place))
        finding = Horizontal(
            Writing(placeholder=N_("type to find a key or a word"), id="words"), id="find", classes="framed"
        )
        finding.set_class(self.app.size.height < 30, "-tight")
        yield finding
        with Horizontal(id="parts"):
            for name, column in zip(("left", "right"), self._columns, strict=False):
                with VerticalScroll(id=name, can_focus=False):
                    yield column
        yield Footer(self.hints(), (COMMANDS.spoken(),))

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#words", Writing).focus()

    @on(Writing.Changed, "#words")
    def _found(self, event: Writing.Changed) -> None:
        self._chosen = -1
        for column in self._columns:
            column.find(event.text_area.text)
        self._columns[0].says_none = not any(column.has_any() for column in self._columns)
        self._columns[0].redraw()

    @on(Writing.Entered, "#words")
    def _entered(self) -> None:
        self.action_do()

    @on(HelpColumn.Asked)
    def _asked(self, event: HelpColumn.Asked) -> None:
        self._do(event.hint)

    def action_move(self, by: int) -> None:
        """Choose the next hint of the left column, or the one before."""
        column = self._columns[0]
        if not column.shown:
            return
        self._chosen = min(max(self._chosen + by, 0), len(column.shown) - 1)
        column.choose(self._chosen)
        for holder in self._holders():
            holder.scroll_to(y=max(0, column.row_of_choice - holder.size.height // 2), animate=False)

    def action_scroll(self, by: int) -> None:
        """A page further, or back."""
        for holder in self._holders():
            holder.scroll_relative(y=by * max(1, holder.size.height - 2), animate=False)

    def _holders(self) -> list[Widget]:
        """What scrolls: each column where they stand side by side, else both together."""
        return [self.query_one("#parts"), *self.query(VerticalScroll)]

    def action_do(self) -> None:
        """Go back and do what is chosen."""
        shown = self._columns[0].shown
        if self._chosen < 0 and len(shown) == 1:
            self._do(shown[0])
        elif 0 <= self._chosen < len(shown):
            self._do(shown[self._chosen])

    def action_back(self) -> None:
        """Back to where help was asked for."""
        self.app.pop_screen()

    def _do(self, hint: Hint) -> None:
        if not hint.action or hint.action == "app.help":
            return
        app = self.app
        app.pop_screen()
        app.call_next(app.run_action, hint.action, app.screen)
