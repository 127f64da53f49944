"""A conversation: the time left in type that is read across the room, what to ask, and the next move."""

from __future__ import annotations

from kmfacilitate.language import _
from kmfacilitate.session.scene import Talk
from kmfacilitate.ui.drawing import BLANK, MIDDLE, SHORT, Drawn, Piece, Row
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.widgets import bigtype


class Conversation(Drawn):
    """The clock of a conversation and what to say in it. `show(…)` draws another moment."""

    DEFAULT_CSS = "Conversation { height: 1fr; overflow: hidden; }"

    edges = (3, 2)

    def __init__(self) -> None:
        super().__init__()
        self._talk: Talk | None = None

    def show(self, talk: Talk | None) -> None:
        """Show this moment; none leaves the page to the lines."""
        self.display = talk is not None
        if talk != self._talk:
            self._talk = talk
            self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The clock in the largest type there is room for, what it means, then what to ask and the move."""
        talk = self._talk
        if talk is None:
            return [BLANK]
        ink: Ink = "error" if talk.over else "strong"
        room = max(10, width - sum(self.edges))
        rows = [BLANK] if self.app.size.height > SHORT else []
        rows += [Row((Piece(line, ink),)) for line in self._clock(talk.left, room)]
        rows += [Row((Piece(line, "muted"),)) for line in wrap(talk.under, room)]
        said = ((_("Ask"), talk.ask), (_("Move"), (talk.move,) if talk.move else ()))
        column = max(width_of(label) for label, _sentences in said) + 2
        for label, sentences in said:
            lines = [part for sentence in sentences for part in wrap(sentence, room - column)]
            if lines:
                rows.append(BLANK)
            for index, line in enumerate(lines):
                named = label if index == 0 else ""
                rows.append(Row((Piece(f"{named:<{column}}", "muted"), Piece(line))))
        return rows

    def _clock(self, left: str, room: int) -> list[str]:
        """The time left in the largest face that fits; in plain digits where blocks can't be drawn."""
        if self.glyphs.ascii or self.app.size.height < SHORT:
            return [left]
        faces = [bigtype.clock()] if self.app.size.height >= MIDDLE else []
        for face in (*faces, bigtype.double(), bigtype.small()):
            if face.has(left) and face.width(left) <= room:
                drawn = face.draw(left)
                while drawn and not drawn[-1].strip():
                    drawn.pop()
                return [*drawn, ""]
        return [left]
