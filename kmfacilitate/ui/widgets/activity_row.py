"""The row over the capture line: slips in, whose turn, what is being worked on."""

from __future__ import annotations

from collections.abc import Sequence

from kmfacilitate.language import _
from kmfacilitate.session.scene import Activity
from kmfacilitate.ui.drawing import ENTRY, Drawn, Piece, Row, pieces
from kmfacilitate.ui.measure import width_of


class ActivityRow(Drawn):
    """One activity in one row, with an empty row beneath where there is room; hidden when there is none."""

    DEFAULT_CSS = """
    ActivityRow {
        background: $surface;
        display: none;
        &.-some { display: block; }
        &.-airy { padding: 0 0 1 0; }
    }
    """

    widest = ENTRY + 5

    def __init__(self) -> None:
        super().__init__()
        self._activity: Activity | None = None

    def show(self, activity: Activity | None) -> None:
        """Show this activity, or none."""
        self._activity = activity
        self.edges = (3 if self.wide else 2, 2)
        self.set_class(activity is not None, "-some")
        self.set_class(self.airy, "-airy")
        self.redraw()

    def on_resize(self) -> None:
        """Stand where the lines stand at this width."""
        self.show(self._activity)

    def rows(self, width: int) -> list[Row]:
        """`Slips in  ● ● ○  2 of 3            counts hidden`."""
        activity = self._activity
        if activity is None:
            return []
        left = [Piece(activity.label, "muted")]
        if 0 < activity.total <= 24 and activity.total * 2 < width // 2:
            taken, free = activity.done, activity.total - activity.done
            if taken:
                left.append(Piece("  " + " ".join([self.glyphs.chosen] * taken), "accent"))
            left.append(Piece((" " if taken else "  ") + " ".join([self.glyphs.free] * free), "muted"))
        if activity.total:
            left += [
                Piece(f"  {activity.done}", "strong"),
                Piece(_(" of {total}").format(total=activity.total)),
            ]
        right = _with_keys(activity.right)
        room = width - sum(self.edges) - (_width(right) + 2 if right else 0)
        for at, word in enumerate(pieces(activity.words)):
            if at and _width(left) + 2 + width_of(word.text) > room:
                break  # what follows is left out whole: a sign of it would stand behind the name
            left += [Piece("  "), word]
        return [Row(tuple(left), right)]


def _width(row: Sequence[Piece]) -> int:
    return sum(width_of(piece.text) for piece in row)


def _with_keys(words: str) -> tuple[Piece, ...]:
    """Words of which a `:word` is drawn as a key."""
    row: list[Piece] = []
    for at, word in enumerate(words.split(" ")):
        text = word if at == 0 else f" {word}"
        row.append(Piece(text, "strong" if word.startswith(":") and len(word) > 1 else "muted"))
    return tuple(row)
