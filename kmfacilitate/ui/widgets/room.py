"""The room view: what the participants see, and nothing else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from kmfacilitate.language import _
from kmfacilitate.session.scene import LineRow, RoomScene
from kmfacilitate.ui.drawing import BLANK, Drawn, Piece, Row, joined
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.widgets.bigtype import large, plain_lines
from kmfacilitate.ui.widgets.line_rows import BOLD


class _Part(Drawn):
    """One part of the view; draws what it needs of the scene."""

    edges = (0, 0)

    def __init__(self, scene: RoomScene | None) -> None:
        super().__init__()
        self.scene = scene

    def show(self, scene: RoomScene) -> None:
        self.scene = scene
        self.redraw()


class RoomHead(_Part):
    """Technique and subject on the left, the stage on the right."""

    DEFAULT_CSS = "RoomHead { padding: 1 0 2 0; }"

    def rows(self, width: int) -> list[Row]:
        """One row."""
        scene = self.scene
        if scene is None or scene.blank:
            return [BLANK]
        left = joined(
            [(Piece(words, "muted"),) for words in (scene.technique, scene.subject) if words], self.glyphs
        )
        right = (Piece(f"{scene.progress}  ", "muted"), Piece(scene.stage, "strong"))
        if sum(width_of(piece.text) for piece in (*left, *right)) + 4 > width:
            left = left[:1]
        return [Row(left, right)]


class RoomQuestion(_Part):
    """The question in the largest letters that need at most half the rows; else plain, on its plane."""

    DEFAULT_CSS = """
    RoomQuestion {
        margin: 0 0 2 0;
        &.-plain { background: $panel; border-left: outer $accent; padding: 1 2; margin: 0 0 2 0; }
        &.-plain.-ascii { border-left: ascii $accent; }
    }
    """

    def on_mount(self) -> None:
        """Choose between large and plain."""
        self.on_resize()

    def on_resize(self) -> None:
        """Choose between large and plain for the room there is."""
        self.set_class(self._large(self.container_width) is None, "-plain")
        self.set_class(self.glyphs.ascii, "-ascii")

    def show(self, scene: RoomScene) -> None:
        """Another question."""
        self.scene = scene
        self.on_resize()
        self.redraw()

    @property
    def container_width(self) -> int:
        """Cells beside the margins of the view."""
        parent = self.parent
        return self.app.size.width - (parent.gutter.width if isinstance(parent, Widget) else 0)

    def rows(self, width: int) -> list[Row]:
        """Half blocks, or bold lines."""
        shown = self._large(self.container_width)
        if shown is not None:
            return [Row((Piece(line),)) for line in shown]
        return [Row((Piece(line, "strong"),)) for line in plain_lines(self._text(), width)]

    def _text(self) -> str:
        return (self.scene.blank or self.scene.ask) if self.scene else ""

    def _large(self, width: int) -> list[str] | None:
        height = self.app.size.height // 2
        return large(self._text(), width, height, plain=self.glyphs.ascii)


class RoomLines(_Part):
    """The last lines said, whole ones, an empty row between them."""

    DEFAULT_CSS = "RoomLines { height: 1fr; }"

    def on_resize(self) -> None:
        """As many as there is height for now."""
        self._kept = None
        self.refresh()

    def rows(self, width: int) -> list[Row]:
        """The newest that fit, oldest first."""
        scene = self.scene
        if scene is None or scene.blank:
            return []
        lines = [line for line in scene.rows if not line.heading]
        leads = max((width_of(line.lead) for line in lines), default=0)
        marks = any(line.mark for line in lines)
        shown: list[list[Row]] = []
        room = self.size.height
        for line in reversed(lines):
            entry = self._entry(line, width, leads + 3 if leads else 0, 4 if marks else 0)
            needed = len(entry) + (1 if shown else 0)
            if needed > room:
                break
            shown.append(entry)
            room -= needed
        rows: list[Row] = []
        for entry in reversed(shown):
            rows += [BLANK] * bool(rows) + entry
        return rows

    def _entry(self, line: LineRow, width: int, lead: int, mark: int) -> list[Row]:
        sign = self.glyphs.for_mark(line.mark)
        first, *rest = wrap(line.text, min(width - lead - mark, 100))
        left = (
            Piece(line.lead + " " * (lead - width_of(line.lead)) if lead else "", "muted"),
            Piece(f"{sign:<{mark}}" if mark else "", BOLD.get(line.mark_role, line.mark_role)),
            Piece(first),
        )
        hang = Piece(" " * (lead + mark))
        return [Row(left), *(Row((hang, Piece(part))) for part in rest)]


class RoomFoot(_Part):
    """Whose words these are, and when this part ends."""

    DEFAULT_CSS = "RoomFoot { padding: 1 0; }"

    def rows(self, width: int) -> list[Row]:
        """One row."""
        scene = self.scene
        if scene is None or scene.blank:
            return [BLANK]
        said = _("Is this what we said? Tell us and we change it.") if scene.rows else ""
        ends = (Piece(_("this part ends "), "muted"), Piece(scene.ends)) if scene.ends else ()
        room = width - sum(self.edges) - sum(width_of(piece.text) for piece in ends) - 2
        if width_of(said) > room:  # its first sentence says it too
            said = f"{said.partition('?')[0]}?"
        return [Row((Piece(said, "muted"),), ends)]


class RoomView(Widget):
    """The whole view. `show(scene)` draws another.

    Args:
        scene: what the room may see.
        with_line: narrower margins, for the window that has the capture line at its foot (F7).
    """

    DEFAULT_CSS = """
    RoomView {
        height: 1fr;
        width: 1fr;
        layout: vertical;
        background: $background;
        padding: 0 6;
        &.-with-line { padding: 0 4; }
    }
    """

    def __init__(self, scene: RoomScene | None = None, *, with_line: bool = False) -> None:
        super().__init__(classes="-with-line" if with_line else None)
        self._parts = (RoomHead(scene), RoomQuestion(scene), RoomLines(scene), RoomFoot(scene))

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield from self._parts

    def show(self, scene: RoomScene) -> None:
        """Show this, at once in all parts."""
        with self.app.batch_update():
            for part in self._parts:
                part.show(scene)
