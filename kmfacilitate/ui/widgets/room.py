"""The room view: what the participants see, and nothing else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from kmfacilitate.language import _, ngettext
from kmfacilitate.session.scene import LineRow, RoomScene
from kmfacilitate.ui.drawing import BLANK, Drawn, Piece, Row, joined
from kmfacilitate.ui.glyphs import Glyphs
from kmfacilitate.ui.measure import width_of, wrap
from kmfacilitate.ui.widgets.bigtype import large, plain_lines
from kmfacilitate.ui.widgets.line_rows import BOLD

_LONGEST = 100
"""Cells of a line at most: longer ones are hard to read from afar."""
_AROUND = 10
"""Rows of the view that are neither question nor lines: head, foot, and what is empty between them."""

_PLAIN = 4
"""Rows of a question at ordinary size, on its plane."""


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
        """Half blocks, or bold lines; below them the line that the question is about."""
        shown = self._large(self.container_width)
        if shown is not None:
            asked = [Row((Piece(line),)) for line in shown]
        else:
            asked = [Row((Piece(line, "strong"),)) for line in plain_lines(self._text(), width)]
        return asked + self._about(width)

    def _text(self) -> str:
        """The question; where it may not be seen (a confidential session), the stage."""
        return (self.scene.blank or self.scene.ask or self.scene.stage) if self.scene else ""

    def _about(self, width: int) -> list[Row]:
        scene = self.scene
        if scene is None or scene.blank or not scene.about:
            return []
        return [BLANK, *(Row((Piece(line, "accent"),)) for line in wrap(scene.about, min(width, _LONGEST)))]

    def _large(self, width: int) -> list[str] | None:
        height = self.app.size.height // 2
        scene = self.scene
        if scene is not None and scene.reads_down and not scene.blank:
            # What is chosen from, or read back, is to be seen whole: the question makes room for it.
            view = self.parent.size.height if isinstance(self.parent, Widget) else 0
            height = min(height, (view or self.app.size.height) - _AROUND - compact_height(scene, width))
        return large(self._text(), width, height - len(self._about(width)), plain=self.glyphs.ascii)


def compact_height(scene: RoomScene, width: int) -> int:
    """Rows that all lines of a scene need at least."""
    return sum(len(block) for block in _blocks(scene, width, Glyphs(), under=False))


def _blocks(scene: RoomScene, width: int, glyphs: Glyphs, *, under: bool) -> list[list[Row]]:
    """Each line as rows, a heading together with the line that follows it."""
    lines = [line for line in scene.rows if not line.heading]
    numbers = max((width_of(line.number) for line in lines), default=0)
    leads = max((width_of(line.lead) for line in lines), default=0)
    columns = (
        numbers + 2 if numbers else 0,
        leads + 3 if leads else 0,
        4 if any(x.mark for x in lines) else 0,
    )
    blocks: list[list[Row]] = []
    heads: list[Row] = []
    for line in scene.rows:
        if line.heading:
            heads = [Row((Piece(part, "strong"),)) for part in wrap(line.text, min(width, _LONGEST))]
        else:
            blocks.append(heads + _entry(line, width, columns, glyphs, under=under))
            heads = []
    return blocks


def _entry(
    line: LineRow, width: int, columns: tuple[int, int, int], glyphs: Glyphs, *, under: bool
) -> list[Row]:
    """One line: the number it is called by, lead, mark and words, and counts on the right."""
    number, lead, mark = columns
    sign = glyphs.for_mark(line.mark)
    facts = joined([(Piece(fact.text, fact.role),) for fact in line.facts], glyphs)
    beside = sum(width_of(piece.text) for piece in facts)
    room = max(20, min(width - sum(columns) - (beside + 3 if beside else 0), _LONGEST))
    first, *rest = wrap(line.text, room)
    left = (
        Piece(f"{line.number:>{number - 2}}  " if number else "", "accent"),
        Piece(line.lead + " " * (lead - width_of(line.lead)) if lead else "", "muted"),
        Piece(f"{sign:<{mark}}" if mark else "", BOLD.get(line.mark_role, line.mark_role)),
        Piece(first),
    )
    hang = Piece(" " * sum(columns))
    below = [Row((hang, Piece(part))) for part in rest]
    if under:
        below += [Row((hang, Piece(part, "muted"))) for said in line.under for part in wrap(said.text, room)]
    return [Row(left, facts), *below]


class RoomLines(_Part):
    """The lines said, whole ones: the newest that fit, or all of them where all count."""

    DEFAULT_CSS = "RoomLines { height: 1fr; }"

    widest = _LONGEST + 12

    def on_resize(self) -> None:
        """As many as there is height for now."""
        self._kept = None
        self.refresh()

    def rows(self, width: int) -> list[Row]:
        """With air and what stands under a line while there is height for that."""
        scene = self.scene
        if scene is None or scene.blank:
            return []
        height = self.size.height
        for gap, under in (
            ((1, True), (0, True), (1, False), (0, False)) if scene.reads_down else ((1, True),)
        ):
            blocks = _blocks(scene, width, self.glyphs, under=under)
            if sum(map(len, blocks)) + gap * (len(blocks) - 1) <= height:
                return _spaced(blocks, gap)
        return _from_the_first(blocks, height) if scene.reads_down else _the_newest(blocks, height)


def _spaced(blocks: list[list[Row]], gap: int) -> list[Row]:
    rows: list[Row] = []
    for block in blocks:
        rows += [BLANK] * (gap if rows else 0) + block
    return rows


def _the_newest(blocks: list[list[Row]], height: int) -> list[Row]:
    """As many of the last as fit, an empty row between them."""
    shown: list[list[Row]] = []
    for block in reversed(blocks):
        height -= len(block) + (1 if shown else 0)
        if height < 0:
            break
        shown.append(block)
    return _spaced(shown[::-1], 1)


def _from_the_first(blocks: list[list[Row]], height: int) -> list[Row]:
    """As many of the first as fit, close together, and how many follow."""
    rows: list[Row] = []
    for at, block in enumerate(blocks):
        if len(rows) + len(block) > height - 1:
            more = len(blocks) - at
            said = ngettext("and {n} more", "and {n} more", more).format(n=more)
            return [*rows, Row((Piece(said, "muted"),))]
        rows += block
    return rows


class RoomFoot(_Part):
    """Whose words these are, and when this part ends."""

    DEFAULT_CSS = "RoomFoot { padding: 1 0; }"

    def rows(self, width: int) -> list[Row]:
        """One row."""
        scene = self.scene
        if scene is None or scene.blank:
            return [BLANK]
        said = _("Is this what we said? Tell us and we change it.") if scene.rows and not scene.drawn else ""
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
        &.-close RoomHead { padding: 0 0 1 0; }
        &.-close RoomQuestion { padding: 0 2; margin: 0 0 1 0; }
        &.-close RoomFoot { padding: 0; }
    }
    """

    def __init__(self, scene: RoomScene | None = None, *, with_line: bool = False) -> None:
        super().__init__(classes="-with-line" if with_line else None)
        self._scene = scene
        self._parts = (RoomHead(scene), RoomQuestion(scene), RoomLines(scene), RoomFoot(scene))

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield from self._parts

    def on_resize(self) -> None:
        """Stand closer where all lines are to be seen and there is no height for air."""
        scene, needed = self._scene, 0
        if scene is not None and scene.reads_down and not scene.blank:
            needed = compact_height(scene, self.app.size.width - self.gutter.width) + _AROUND + _PLAIN
        self.set_class(needed > (self.size.height or self.app.size.height), "-close")

    def show(self, scene: RoomScene) -> None:
        """Show this, at once in all parts."""
        self._scene = scene
        with self.app.batch_update():
            self.on_resize()
            for part in self._parts:
                part.show(scene)
