"""The row over the capture line: slips in, whose turn, what is being worked on."""

from __future__ import annotations

from kmfacilitate.language import _
from kmfacilitate.session.scene import Activity
from kmfacilitate.ui.drawing import ENTRY, Drawn, Piece, Row, pieces


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
            left += [
                Piece("  " + " ".join([self.glyphs.chosen] * taken), "accent"),
                Piece((" " if taken else "  ") + " ".join([self.glyphs.free] * free), "muted"),
            ]
        if activity.total:
            left += [
                Piece(f"  {activity.done}", "strong"),
                Piece(_(" of {total}").format(total=activity.total)),
            ]
        if activity.words:
            for word in pieces(activity.words):
                left += [Piece("  "), word]
        right = _with_keys(activity.right)
        return [Row(tuple(left), right)]


def _with_keys(words: str) -> tuple[Piece, ...]:
    """Words of which a `:word` is drawn as a key."""
    row: list[Piece] = []
    for at, word in enumerate(words.split(" ")):
        text = word if at == 0 else f" {word}"
        row.append(Piece(text, "strong" if word.startswith(":") and len(word) > 1 else "muted"))
    return tuple(row)
