"""The first row of every screen: what is going on; on the right the library and whether it is saved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kmfacilitate.language import _
from kmfacilitate.ui.drawing import NARROW, SHORT, WIDE, Drawn, Piece, Row
from kmfacilitate.ui.measure import cut, width_of

_SECONDS = re.compile(r"(?<=\d:\d\d):\d\d")
"""Those of a time of day."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether what was entered is on disk.

    `saved` with the time of day it happened (`09:48:07`), `saving` (shown only after half a second), `failed`
    with why, `read-only` with why (`open elsewhere`), or nothing to say.
    """

    state: Literal["", "saved", "saving", "failed", "read-only"] = ""
    at: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says: `title` bold, `subject` muted, `family` (`confidential`) muted after it.

    `short` and `short_subject` take their place below 110 columns; empty: the same. `facts` are said after
    the title as far as there is room, each whole or not at all.
    """

    title: str
    subject: str = ""
    family: str = ""
    library: str = ""
    short: str = ""
    short_subject: str = ""
    facts: tuple[str, ...] = ()


class Header(Drawn):
    """Technique, subject and family; library and saved."""

    DEFAULT_CSS = """
    Header {
        dock: top;
        background: $background;
        padding: 0 0 1 0;
        &.-tight { padding: 0; }
    }
    """

    def __init__(self, heading: Heading, saved: Saved | None = None) -> None:
        super().__init__()
        self._heading = heading
        self._saved = saved or Saved()

    def on_mount(self) -> None:
        """Take the height this terminal has."""
        self.on_resize()

    def show(self, heading: Heading) -> None:
        """Say something else on the left."""
        if heading != self._heading:
            self._heading = heading
            self.redraw()

    def show_saved(self, saved: Saved) -> None:
        """Say whether it is saved; text on the left does not move by it."""
        if saved != self._saved:
            self._saved = saved
            self.redraw()

    def on_resize(self) -> None:
        """The empty row beneath goes when there is little height."""
        self.set_class(self.app.size.height < SHORT, "-tight")

    def rows(self, width: int) -> list[Row]:
        """One row."""
        narrow, wide = width < NARROW, width >= WIDE
        saved = self._saved_pieces(narrow)
        library = () if narrow or not self._heading.library else (Piece(self._heading.library, "muted"),)
        right = (*library, *((Piece("   "),) if library and saved else ()), *saved)
        taken = sum(width_of(piece.text) for piece in right)
        room = width - 4 - (taken + 2 if taken else 0)
        return [Row(self._left(wide, narrow, room), right)]

    def _left(self, wide: bool, narrow: bool, room: int) -> tuple[Piece, ...]:
        head = self._heading
        title = head.title if wide else head.short or head.title
        subject = head.subject if wide else head.short_subject or ("" if head.short else head.subject)
        family = (Piece(f"   {head.family}", "muted"),) if head.family else ()
        room -= sum(width_of(piece.text) for piece in family)
        title = cut(title, room, self.glyphs.cut)
        left = [Piece(title, "strong")]
        gap = "   " if wide else "  "
        room -= width_of(title) + len(gap)
        if subject and not (narrow and head.short) and room > 4:
            left.append(Piece(gap + cut(subject, room, self.glyphs.cut), "muted"))
        facts = list(head.facts)
        while facts and width_of(", ".join(facts)) > room:
            facts.pop()
        if facts:
            left.append(Piece(gap + ", ".join(facts), "muted"))
        return (*left, *family)

    def _saved_pieces(self, narrow: bool) -> tuple[Piece, ...]:
        saved = self._saved
        if saved.state == "failed":
            return (
                Piece(
                    _(" NOT SAVED: {why} ").format(why=saved.why) if saved.why else _(" NOT SAVED "), "alarm"
                ),
            )
        if saved.state == "saving":
            return (Piece(_("saving") + self.glyphs.cut, "muted"),)
        if saved.state == "read-only":
            return (
                Piece(_("read only, {why}").format(why=saved.why) if saved.why else _("read only"), "muted"),
            )
        if saved.state == "saved":
            at = _SECONDS.sub("", saved.at, count=1) if narrow else saved.at
            return Piece(self.glyphs.saved, "success"), Piece(_("saved {at}").format(at=at), "muted")
        return ()
