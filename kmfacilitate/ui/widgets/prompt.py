"""One question at the foot of a page, answered in one line: what a change needs to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.ui.widgets.form import Sentence, TextField
from kmfacilitate.ui.widgets.writing import Writing


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to be told: the name it is kept under, the question, and whether nothing will do too."""

    name: str
    asks: str
    optional: bool = False


class Prompt(Vertical):
    """Asks one thing after another. The last answer posts `Answered`; Esc posts `Left`."""

    DEFAULT_CSS = """
    Prompt {
        height: auto; display: none; background: $panel; border-left: outer $accent;
        padding: 0 2 0 1;
        &.-open { display: block; }
        Sentence { padding: 0; }
        TextField { max-height: 8; &:focus { max-height: 8; } }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False, priority=True)]

    class Answered(Message):
        """Everything was told; `answers` by name."""

        def __init__(self, about: str, answers: Mapping[str, str]) -> None:
            super().__init__()
            self.about = about
            self.answers = answers

    class Left(Message):
        """It was left; nothing is to be done."""

    def __init__(self) -> None:
        super().__init__(classes="framed")
        self._asks = Sentence("strong")
        self._line = TextField()
        self._about = self._title = ""
        self._wanted: tuple[Wanted, ...] = ()
        self._answers: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The question, and the line for its answer."""
        yield self._asks
        yield self._line

    @property
    def is_open(self) -> bool:
        """Whether something is asked."""
        return self.has_class("-open")

    def ask(self, about: str, wanted: Sequence[Wanted], *, title: str = "", said: str = "") -> None:
        """Ask these, one after another, below a title; `said` stands in the first line to be changed."""
        self._about, self._title, self._wanted, self._answers = about, title, tuple(wanted), {}
        self.add_class("-open")
        self._next(said)

    def close(self) -> None:
        """Ask nothing."""
        self.remove_class("-open")

    def again(self) -> None:
        """What was answered could not be taken: the last answer may be put right."""
        if self._answers:
            self._answers.popitem()
        self._line.focus()

    def _next(self, said: str = "") -> None:
        asked = self._wanted[len(self._answers)]
        place = f"{len(self._answers) + 1}/{len(self._wanted)}" if len(self._wanted) > 1 else ""
        self._asks.say("  ".join(part for part in (self._title, place, asked.asks) if part))
        self._line.put(said)
        self._line.show_placeholder(_("Enter: nothing") if asked.optional else "")
        self._line.focus()

    @on(Writing.Entered)
    def _entered(self, event: Writing.Entered) -> None:
        event.stop()
        if len(self._answers) == len(self._wanted):
            return  # the last answer is on its way
        asked = self._wanted[len(self._answers)]
        words = event.text.strip()
        if not words and not asked.optional:
            return
        self._answers[asked.name] = words
        if len(self._answers) < len(self._wanted):
            self._next()
        else:
            self.post_message(self.Answered(self._about, dict(self._answers)))

    def action_leave(self) -> None:
        """Leave it."""
        self.close()
        self.post_message(self.Left())
