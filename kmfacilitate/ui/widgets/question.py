"""The question being asked: alone on its plane, with what to say before it and what to ask after it."""

from __future__ import annotations

from kmfacilitate.language import _
from kmfacilitate.session.scene import Asked
from kmfacilitate.ui.drawing import BLANK, MIDDLE, READING, Drawn, Piece, Row, indented, joined
from kmfacilitate.ui.measure import balanced, wrap


class Question(Drawn):
    """The plane of the question. `show(…)` asks another; `Say` folds once a line is captured."""

    DEFAULT_CSS = """
    Question {
        background: $panel;
        border-left: outer $accent;
        &.-airy { padding: 1 0; }
        &.-ascii { border-left: ascii $accent; }
    }
    """

    edges = (1, 2)

    def __init__(self, asked: Asked | None = None, *, folded: bool = False) -> None:
        super().__init__()
        self._asked = asked
        self._folded = folded

    def on_mount(self) -> None:
        """Take the air and the bar this terminal has room and signs for."""
        self._fit()

    def on_resize(self) -> None:
        """Take the air there is room for now."""
        self._fit()

    def show(self, asked: Asked, *, folded: bool) -> None:
        """Ask this. `folded` leaves out what to say: the room has answered already."""
        if (asked, folded) != (self._asked, self._folded):
            self._asked, self._folded = asked, folded
            self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Place, question, `Say` and `Then`; the question alone when there is little height."""
        if self._asked is None:
            return [BLANK]
        asked = self._asked
        room = min(width - sum(self.edges), READING)
        ask = [Row((Piece(line, "strong"),)) for line in balanced(asked.ask, room)]
        if self.app.size.height < MIDDLE:
            if not asked.about:
                return ask
            item = [(Piece(words, "muted"),) for words in (asked.progress, asked.about) if words]
            return [*ask, Row(joined(item, self.glyphs))]
        place = [Piece(f"{asked.place}  ", "muted")] if asked.place else []
        place.append(Piece(asked.stage, "muted"))
        place += [Piece(f"   {words}", "muted") for words in (asked.progress, asked.about) if words]
        rows = [Row(tuple(place)), BLANK, *ask]
        if asked.say and not self._folded:
            rows += [BLANK, *self._labelled(_("Say"), wrap(asked.say, room - 6))]
        if asked.then:
            rows += [
                BLANK,
                *self._labelled(_("Then"), [part for line in asked.then for part in wrap(line, room - 6)]),
            ]
        return rows

    @staticmethod
    def _labelled(label: str, lines: list[str]) -> list[Row]:
        first, *rest = lines
        return [
            Row((Piece(f"{label:<6}", "muted"), Piece(first))),
            *indented((Row((Piece(line),)) for line in rest), 6),
        ]

    def _fit(self) -> None:
        self.edges = (2 if self.wide else 1, 2)
        self.set_class(self.airy, "-airy")
        self.set_class(self.glyphs.ascii, "-ascii")
