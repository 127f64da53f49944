"""Where text is typed: one line that wraps, keeps the characters of every script, and loses no paste."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location

from kmfacilitate.clean import LONGEST, clean
from kmfacilitate.language import _
from kmfacilitate.session.scene import Role
from kmfacilitate.ui.text import plain

Span = tuple[int, int, Role]
"""From, to (characters of the line), and how it is meant."""

_JOINERS = {"\u200c", "\u200d"}


class Writing(TextArea):
    """A text area of one paragraph, up to four rows high.

    Enter posts `Entered`; pasting several lines posts `PastedLines`, and who listens decides.

    Args:
        text: what stands in it.
        placeholder: what is shown while nothing does; marked words.
        spans: says of a line which parts are marks, to be coloured.
    """

    DEFAULT_CSS = """
    Writing, Writing:focus {
        width: 1fr;
        height: auto;
        min-height: 1;
        max-height: 4;
        border: none;
        padding: 0;
        background: transparent;
        color: $foreground;
        scrollbar-size: 0 0;
        & .text-area--cursor { background: $foreground; color: $background; }
        & .text-area--selection { background: $select; }
        & .text-area--placeholder { color: $text-muted; }
        & > .writing--accent { color: $text-accent; text-style: bold; }
        & > .writing--warning { color: $text-warning; }
        & > .writing--muted { color: $text-muted; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"writing--accent", "writing--warning", "writing--muted"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+k", "delete_to_end", show=False),
    ]

    class Entered(Message):
        """Enter was pressed; `text` is what stands in the line, perhaps nothing."""

        def __init__(self, writing: Writing, text: str) -> None:
            super().__init__()
            self.writing = writing
            self.text = text

        @property
        def control(self) -> Writing:
            """Where it was typed."""
            return self.writing

    class PastedLines(Message):
        """Several lines were pasted; none of them is in the line yet."""

        def __init__(self, writing: Writing, lines: tuple[str, ...]) -> None:
            super().__init__()
            self.writing = writing
            self.lines = lines

        @property
        def control(self) -> Writing:
            """Where they were pasted."""
            return self.writing

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        spans: Callable[[str], Sequence[Span]] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            clean(text).replace("\n", " "),
            compact=True,
            highlight_cursor_line=False,
            id=id,
            classes=classes,
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._spans = spans
        self._styled = False
        self.disable_messages(TextArea.SelectionChanged)
        self._marked = placeholder
        self.show_placeholder(_(placeholder))

    # What others tell it.

    def speak(self) -> None:
        """Say its own placeholder in the language spoken now."""
        if self._marked:
            self.show_placeholder(_(self._marked))

    def show_placeholder(self, words: str) -> None:
        """Show these words while nothing is typed."""
        self.placeholder = plain(f" {words}") if words else ""

    def put(self, text: str) -> None:
        """Stand this text in the line, the cursor at its end; what was there is gone, with its undo."""
        self.load_text(clean(text).replace("\n", " "))
        self.move_cursor(self.document.end)

    def colour(self, spans: Callable[[str], Sequence[Span]] | None) -> None:
        """Colour marks as `spans` says from now on."""
        self._spans = spans
        self._line_cache.clear()
        self.refresh()

    # What is typed.

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Joiners are taken too, though they do not count as printable."""
        return character in _JOINERS or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered(self, self.text))
        elif event.character in _JOINERS:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(event.character or "", *self.selection)
        elif await self._acted_on(event.key):
            event.stop()
            event.prevent_default()

    async def _acted_on(self, key: str) -> bool:
        """Do at once what a key does to the text; Textual would do it after the letters typed behind it."""
        for binding in self._bindings.key_to_bindings.get(key, ()):
            if await self.app.run_action(binding.action, self):
                return True
        return False

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean(event.text)[:LONGEST]
        lines = tuple(line.strip() for line in text.split("\n") if line.strip())
        if len(lines) > 1:
            self.post_message(self.PastedLines(self, lines))
        elif lines:
            self.insert_text(lines[0] if "\n" in text else text)

    def insert_text(self, text: str) -> None:
        """Type this at the cursor, in place of what is selected; it can be taken back."""
        if result := self._replace_via_keyboard(text.replace("\n", " "), *self.selection):
            self.move_cursor(result.end_location)

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        return super()._replace_via_keyboard(clean(insert).replace("\n", " "), start, end)

    def action_undo(self) -> None:
        """Take back text while there is text; else leave the key to the screen."""
        if not self.text:
            raise SkipAction
        self.undo()

    def action_redo(self) -> None:
        """Bring text back; without any, leave the key to the screen."""
        if not self.history.redo_stack:
            raise SkipAction
        self.redo()

    def action_delete_to_end(self) -> None:
        """Delete to the end of the line; on an empty line the key is the screen's."""
        if not self.text:
            raise SkipAction
        self._delete_via_keyboard(self.selection.end, self.document.end)

    def action_delete_to_start_of_line(self) -> None:
        """Delete to the start of the line, over all the rows it may be wrapped on."""
        self._delete_via_keyboard(self.document.start, self.selection.end)

    def action_copy(self) -> None:
        """Copy what is selected in the line; with nothing selected the key is the app's."""
        if not self.selected_text:
            raise SkipAction
        super().action_copy()

    # How it is drawn.

    def notify_style_update(self) -> None:
        """Take the colours anew at the next painting."""
        self._styled = False
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows in sight; colours are looked up when they changed, not at every key."""
        if not self._styled:
            self._styled = True
            return super().render_lines(crop)
        return Widget.render_lines(self, crop)

    def on_resize(self) -> None:
        """Paint every row again: wrapped for another width, all of them are other words."""
        self.refresh()

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Brackets are text here; nothing looks for their partners."""
        return None

    def get_line(self, line_index: int) -> Text:
        """The line with its marks coloured."""
        line = super().get_line(line_index)
        if self._spans is not None and line.plain:
            for start, end, role in self._spans(line.plain):
                line.stylize(self._role_style(role), start, end)
        return line

    def _role_style(self, role: Role) -> Style:
        return self.get_component_rich_style(f"writing--{role}", partial=True, default=Style(bold=True))


async def typed_so_far(widget: Widget | None) -> None:
    """Wait until a widget has taken in every key that arrived before now: a screen's keys overtake them."""
    if widget is None or not widget.is_attached:
        return
    done = asyncio.Event()
    widget.call_later(done.set)
    await done.wait()


class MaskedWriting(Writing):
    """Writing that can hide what stands in it, however long that is."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        spans: Callable[[str], Sequence[Span]] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(text, placeholder=placeholder, spans=spans, id=id)
        self._mask = ""

    def mask(self, sign: str) -> None:
        """Show only this (`•••`) in place of the text; nothing shows the text."""
        if sign != self._mask:
            self._mask = sign
            self._line_cache.clear()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row, or the mask."""
        if not self._mask or not self.text:
            return super().render_line(y)
        base = self.rich_style
        if y:
            return Strip.blank(self.size.width, base)
        cursor = self.get_component_rich_style("text-area--cursor") if self.has_focus else base
        segments = [Segment(self._mask, base), Segment(" ", cursor)]
        return Strip(segments).adjust_cell_length(self.size.width, base)
