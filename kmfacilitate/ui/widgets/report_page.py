"""The report as it will be read, drawn from its own parts, with its contents beside it."""

from __future__ import annotations

from collections.abc import Sequence

from kmfacilitate.language import _
from kmfacilitate.report.blocks import Block, Bullet, Heading, Outline, Paragraph, Section, Table
from kmfacilitate.session.wording import labelled
from kmfacilitate.ui.drawing import BLANK, READING, Drawn, Piece, Row, indented
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import width_of, wrap


class ReportPage(Drawn):
    """The text of a report. Scrolled by its parent."""

    DEFAULT_CSS = "ReportPage { height: auto; background: $surface; padding: 1 0; }"

    edges = (3, 2)

    def __init__(self) -> None:
        super().__init__()
        self._outline: Outline | None = None

    def show(self, outline: Outline) -> None:
        """Show this report."""
        self._outline = outline
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Title, facts, sections."""
        outline = self._outline
        if outline is None:
            return [BLANK]
        room = min(width - sum(self.edges), READING)
        rows = [
            Row((Piece(line, "strong-warning"),)) for line in wrap(outline.warning, room) if outline.warning
        ]
        rows += [BLANK] if rows else []
        rows += [Row((Piece(line, "strong"),)) for line in wrap(outline.title, room)]
        rows += [Row((Piece(line, "muted"),)) for about in outline.about for line in wrap(about, room)]
        for section in outline.sections:
            rows.append(BLANK)
            rows += [Row((Piece(section.title, "strong"),)), *self._section(section, room)]
        return rows

    def _section(self, section: Section, room: int) -> list[Row]:
        rows: list[Row] = [] if section.blocks else [BLANK, Row((Piece(_("None."), "muted"),))]
        for block in section.blocks:
            new = self._block(block, room)
            if not isinstance(block, Bullet) or not rows:
                rows.append(BLANK)
            rows += new
        return rows

    def _block(self, block: Block, room: int) -> list[Row]:
        match block:
            case Heading():
                number = f"{block.number}  " if block.number else ""
                return [
                    Row((Piece(number if at == 0 else " " * len(number), "muted"), Piece(line, "strong")))
                    for at, line in enumerate(wrap(block.text, room - len(number)))
                ] + ([Row((Piece(block.note, "muted"),))] if block.note else [])
            case Paragraph():
                return [Row((Piece(line),)) for line in wrap(block.text, room)]
            case Table():
                return self._table(block, room)
            case Bullet():
                return self._bullet(block, room)
        return []

    def _bullet(self, block: Bullet, room: int) -> list[Row]:
        sign = {"open": self.glyphs.free, "done": self.glyphs.done}.get(
            block.box, "–" if not self.glyphs.ascii else "-"
        )
        margin = block.depth * 3
        label = _("{label}:").format(label=block.label) + " " if block.label else ""
        lead = f"{block.lead} " if block.lead else ""
        room -= margin + 3
        lines: list[tuple[str, Ink]] = [
            (line, "plain") for line in wrap(f"{lead}{label}{block.text}", room) if line
        ]
        if block.facts:
            lines += [(line, "muted") for line in wrap(", ".join(block.facts), room)]
        rows = [
            Row((Piece(f"{sign}  " if at == 0 else "   ", "muted"), Piece(line, ink)))
            for at, (line, ink) in enumerate(lines)
        ]
        return indented(rows, margin)

    def _table(self, block: Table, room: int) -> list[Row]:
        """A table as it reads aloud: each row its first cell, the other cells named under it."""
        rows: list[Row] = []
        whole = (block.columns, *block.rows)
        widths = [max(width_of(row[at]) for row in whole) for at in range(len(block.columns))]
        if sum(widths) + 3 * len(widths) <= room:
            counts = [
                all(row[at].isdecimal() for row in block.rows if row[at]) for at in range(len(block.columns))
            ]
            for number, cells in enumerate(whole):
                ink: Ink = "plain" if number else "muted"
                air = [" " * (w - width_of(cell)) for cell, w in zip(cells, widths, strict=True)]
                padded = (
                    space + cell if right else cell + space
                    for cell, space, right in zip(cells, air, counts, strict=True)
                )
                rows.append(Row(tuple(Piece(f"{cell}   ", ink) for cell in padded)))
            return rows
        for cells in block.rows:
            rows += [Row((Piece(line, "strong"),)) for line in wrap(cells[0], room)]
            for name, cell in zip(block.columns[1:], cells[1:], strict=True):
                if cell:
                    lines = wrap(labelled(name, cell), room - 3)
                    rows += indented([Row((Piece(line),)) for line in lines], 3)
        return rows


class Contents(Drawn):
    """The sections of a report with how much is in each."""

    DEFAULT_CSS = "Contents { width: 26; height: 100%; background: $background; padding: 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._sections: tuple[Section, ...] = ()

    def show(self, sections: Sequence[Section]) -> None:
        """Show these."""
        self._sections = tuple(sections)
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """A heading and a row a section."""
        rows = [Row((Piece(_("Contents"), "muted"),)), BLANK]
        for section in self._sections:
            count = (Piece(str(section.count)),) if section.count is not None else ()
            rows.append(Row((Piece(section.title),), count, key=section.key))
        return rows


class Facts(Drawn):
    """Titled rows of facts: what is left out, what is still open, where the report goes."""

    DEFAULT_CSS = "Facts { height: auto; background: $background; }"

    edges = (2, 2)

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def show(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Show these groups: a title, then words with a number or nothing."""
        self._groups = tuple((title, tuple(rows)) for title, rows in groups)
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Titles muted, facts plain."""
        room = width - sum(self.edges)
        rows: list[Row] = []
        for title, facts in self._groups:
            rows += [BLANK] if rows else []
            rows.append(Row((Piece(title, "muted"),)))
            for words, number in facts:
                lines = wrap(words, room - len(number) - 2 if number else room)
                for at, line in enumerate(lines):
                    rows.append(Row((Piece(line),), (Piece(number),) if number and at == 0 else ()))
        return rows


class Told(Drawn):
    """What was last done with the report, in one row or two, where the facts do not stand beside the text.

    An empty row parts it from the text, which it is no part of.
    """

    DEFAULT_CSS = "Told { height: auto; background: $background; }"

    edges = (3, 2)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._heard, self._said = "", ""

    def show(self, heard: str, said: str) -> None:
        """Say what was done, and where or why."""
        if (heard, said) != (self._heard, self._said):
            self._heard, self._said = heard, said
            self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The word and its sentence; nothing while there is nothing to say."""
        if not self._said:
            return []
        label = width_of(self._heard) + 2
        first, *rest = wrap(self._said, width - sum(self.edges) - label)
        head = Row((Piece(f"{self._heard}  ", "muted"), Piece(first)))
        return [BLANK, head, *indented((Row((Piece(line),)) for line in rest), label)]
