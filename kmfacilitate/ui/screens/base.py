"""What all screens share: they say what can be done on them, and are told how large they are."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.screen import Screen

from kmfacilitate.ui.drawing import Drawn
from kmfacilitate.ui.hints import HelpPart, Hint
from kmfacilitate.ui.painted import Painted
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading


@runtime_checkable
class Spoken(Protocol):
    """A widget with words of its own. Not named here one by one: Home would wait for fields it has not."""

    def speak(self) -> None:
        """Say them in the language spoken now."""


class KmScreen(Screen[object], Painted):
    """A screen of the app.

    `hints` are the keys of the footer, in order of worth; `commands` everything that can be done here, for
    palette and help; `help_parts` what else the help page says; `help_title` names the place.
    """

    AUTO_FOCUS = ""

    def hints(self) -> tuple[Hint, ...]:
        """The keys the footer shows: at most five, and only those that work now."""
        return ()

    def commands(self) -> tuple[Hint, ...]:
        """Everything that can be done here now; the footer's unless a screen has more."""
        return self.hints()

    def help_first(self) -> tuple[HelpPart, ...]:
        """What the help page says before all else: what can be done with what is picked."""
        return ()

    def help_parts(self) -> tuple[HelpPart, ...]:
        """What the help page says besides the keys."""
        return ()

    @property
    def help_title(self) -> str:
        """Where the help was asked for."""
        return ""

    def says(self, words: str) -> bool:
        """Says a sentence where this screen has a place for it; false: it has none."""
        return False

    def settings_changed(self) -> None:
        """The settings are others now: take keys, and say words, days, times and signs anew."""
        heading = self.heading()
        if heading is not None:
            for header in self.query(Header):
                header.show(heading)
        for footer in self.query(Footer):
            footer.offer(self.hints())
        for widget in self.walk_children():
            if isinstance(widget, Spoken):
                widget.speak()
        for drawn in self.query(Drawn):
            drawn.redraw()

    def heading(self) -> Heading | None:
        """What the header says; none where the screen itself tells it."""
        return None

    def look_again(self) -> None:
        """The library holds something new."""

    def stays_for_now(self) -> bool:
        """Asked once before leaving: whether to stay until it is asked again, having said why."""
        return False
