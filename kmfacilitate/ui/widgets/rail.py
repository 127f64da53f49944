"""Beside the page: the stages with their minutes, and what was captured, which is the legend of the marks."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.session.scene import StageRow
from kmfacilitate.ui.drawing import BLANK, Drawn, Piece, Row
from kmfacilitate.ui.glyphs import Glyphs
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import cut, width_of


def minutes_of(stage: StageRow) -> tuple[str, bool]:
    """Minutes as `used/planned`, or planned alone where nothing was used; and whether it ran over."""
    used = stage.used // 60
    shown = (
        f"{used}/{stage.planned}"
        if stage.state == "now" or used not in {0, stage.planned}
        else str(stage.planned)
    )
    return shown, stage.used > stage.planned * 60


def stage_sign(stage: StageRow, glyphs: Glyphs) -> Piece:
    """The sign of a stage's state."""
    return {
        "done": Piece(glyphs.done, "success"),
        "now": Piece(glyphs.now, "accent"),
        "todo": Piece(glyphs.todo, "muted"),
        "skipped": Piece(glyphs.skipped, "muted"),
    }[stage.state]


class Rail(Drawn):
    """Stages and counts. A click on a stage posts `Chosen`."""

    DEFAULT_CSS = """
    Rail { width: 26; height: 100%; background: $background; padding: 1 0; }
    """

    edges = (2, 2)

    class Chosen(Message):
        """A stage was clicked; `number` is its number."""

        def __init__(self, number: str) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._stages: tuple[StageRow, ...] = ()
        self._counts: tuple[tuple[str, str, int], ...] = ()
        self._captured = 0

    def show(self, stages: Sequence[StageRow], counts: Sequence[tuple[str, str, int]], captured: int) -> None:
        """Show these stages, and of each mark its word and number."""
        self._stages, self._counts, self._captured = tuple(stages), tuple(counts), captured
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Stages, an empty row, counts."""
        room = width - sum(self.edges)
        rows = [Row((Piece(_("Stages"), "muted"),), (Piece(_("min"), "muted"),)), BLANK]
        rows += [self._stage(stage, room) for stage in self._stages]
        rows += [BLANK, Row((Piece(_("Captured"), "muted"),), (Piece(str(self._captured)),)), BLANK]
        rows += [
            Row((Piece(f"{mark:<3}", "strong"), Piece(word, "muted")), (Piece(str(number)),))
            for mark, word, number in self._counts
        ]
        return rows

    def _stage(self, stage: StageRow, room: int) -> Row:
        minutes, over = minutes_of(stage)
        now = stage.state == "now"
        ink: Ink = "strong-error" if now and over else "plain" if now else "muted"
        right = (
            (Piece(_("kept "), "plain" if now else "muted"), Piece(minutes, ink))
            if stage.kept
            else (Piece(minutes, ink),)
        )
        taken = sum(width_of(piece.text) for piece in right)
        name_ink: Ink = "strong" if now else "plain" if stage.state == "todo" else "muted"
        name = cut(stage.name, room - 5 - taken - 1, self.glyphs.cut)
        number: Ink = "accent" if now else "muted"
        left = (
            stage_sign(stage, self.glyphs),
            Piece(" "),
            Piece(f"{stage.number:<3}", number),
            Piece(name, name_ink),
        )
        beside = " " * (room - sum(width_of(piece.text) for piece in left) - taken)
        return Row((*left, Piece(beside), *right), plane="select" if now else "", key=stage.number)

    def on_click(self, event: Click) -> None:
        """Say which stage was clicked."""
        number = self.row_key(event.y - self.gutter.top)
        if number:
            self.post_message(self.Chosen(number))
