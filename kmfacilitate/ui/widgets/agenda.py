"""The agenda of a session that is prepared, and what to know of its script before the room fills."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kmfacilitate.language import _
from kmfacilitate.session.wording import hour
from kmfacilitate.ui.drawing import BLANK, Drawn, Piece, Row
from kmfacilitate.ui.measure import width_of, wrap


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A stage in the agenda: when it begins, what it is, how it is worked, its minutes."""

    at: str
    title: str
    how: str
    minutes: int
    usual: str = ""
    """`usually 19 min here`, where that is something else than planned."""
    kept: bool = False
    """Whether its minutes are the last to go."""


class Agenda(Drawn):
    """The agenda with clock times, and below it what to know of the script before the room fills.

    Args:
        about: heading and lines of each piece (`Before you begin`, `Roles`, `Pitfalls`).
    """

    DEFAULT_CSS = "Agenda { height: auto; background: $surface; padding: 1 0; }"

    edges = (3, 2)

    def __init__(self, about: Sequence[tuple[str, Sequence[str]]] = ()) -> None:
        super().__init__()
        self._about = tuple(about)
        self._rows: tuple[AgendaRow, ...] = ()
        self._hard_end = self._day = ""
        self._over = 0

    def show(self, rows: Sequence[AgendaRow], hard_end: str, day: str = "", over: int = 0) -> None:
        """Show these stages, and the hard end after them; `day` where it is another one than today.

        `over` are the minutes that they need more than there are until the hard end.
        """
        self._rows, self._hard_end, self._day, self._over = tuple(rows), hard_end, day, over
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Heading, stages with how they are worked, the end."""
        end_at = hour(datetime.datetime.strptime(self._hard_end, "%H:%M")) if self._hard_end else ""
        times = max([8, *(width_of(at) + 2 for at in (end_at, *(row.at for row in self._rows)))])
        airy = self.airy and len(self._rows) * 3 + 8 <= self.app.size.height
        heading = (Piece(_("Agenda"), "strong"), Piece(f"  {self._day}", "muted"))
        rows = [Row(heading, (Piece(_("min"), "muted"),)), BLANK]
        for row in self._rows:
            kept = (Piece(_("kept "), "muted"),) if row.kept and not airy else ()
            minutes = (*kept, Piece(str(row.minutes)))
            room = width - sum(self.edges) - times - sum(width_of(piece.text) for piece in minutes) - 2
            first, *rest = wrap(row.title, max(8, room))
            rows.append(Row((Piece(f"{row.at:<{times}}", "muted"), Piece(first)), minutes))
            rows += [Row((Piece(" " * times), Piece(part))) for part in rest]
            how = ", ".join(words for words in (row.how if airy else "", row.usual) if words)
            if how:
                rows.append(Row((Piece(" " * times), Piece(how, "muted"))))
            rows += [BLANK] * airy
        whole = sum(row.minutes for row in self._rows)
        end = (
            Piece(f"{end_at:<{times}}", "muted"),
            Piece(_("Hard end") if self._hard_end else _("In all"), "strong"),
            *((Piece("  " + _("{n} min too soon").format(n=self._over), "warning"),) if self._over else ()),
        )
        rows += [] if airy else [BLANK]
        rows.append(Row(end, (Piece(str(whole), "strong"),)))
        if any(row.kept for row in self._rows):
            words = _("When time runs short, minutes that are kept are the last to go.")
            room = width - sum(self.edges)
            rows += [BLANK, *(Row((Piece(part, "muted"),)) for part in wrap(self.glyphs.words(words), room))]
        return rows + self._known(width)

    def _known(self, width: int) -> list[Row]:
        room = width - sum(self.edges) - 2
        rows: list[Row] = []
        for heading, lines in self._about:
            rows += [BLANK, Row((Piece(heading, "strong"),))]
            for line in lines:
                lead = (Piece(f"{self.glyphs.todo} ", "muted"), Piece("  "))
                parts = wrap(self.glyphs.words(line), room)
                rows += [Row((lead[at > 0], Piece(part))) for at, part in enumerate(parts)]
        return rows


def clock_times(
    begin: datetime.datetime,
    stages: Sequence[tuple[str, str, int]],
    *,
    kept: Sequence[bool] = (),
    usual: Sequence[str] = (),
) -> list[AgendaRow]:
    """Agenda rows for stages that follow one another.

    Args:
        begin: when the first begins.
        stages: title, how it is worked, minutes.
        kept: of each, whether its minutes are protected.
        usual: of each, what it usually takes, in words.
    """
    rows: list[AgendaRow] = []
    at = begin
    for place, (title, how, minutes) in enumerate(stages):
        words = [how] if how else []
        stays = place < len(kept) and kept[place]
        if stays:
            words.append(_("minutes kept"))
        said = usual[place] if place < len(usual) else ""
        rows.append(AgendaRow(hour(at), title, ", ".join(words), minutes, said, stays))
        at += datetime.timedelta(minutes=minutes)
    return rows
