"""One captured line as rows: number, time or kind, mark, text that hangs, and what is known about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kmfacilitate.language import _
from kmfacilitate.session.scene import LineRow
from kmfacilitate.ui.drawing import Piece, Row, pieces
from kmfacilitate.ui.glyphs import Glyphs
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import cut, width_of, wrap
from kmfacilitate.ui.text import drawable

State = Literal["", "saving", "failed"]
"""Of a line: on disk, on its way there, or could not be saved."""

BOLD: dict[str, Ink] = {"warning": "strong-warning", "error": "strong-error", "success": "strong-success"}
"""The ink of a mark, by its role: a mark is one sign and has to carry."""

_WIDEST_COLUMN = 15
_NARROWEST_FACT = 24


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide number, time or kind, and mark are; the last two are there only if a line has them."""

    number: int
    lead: int
    mark: int
    plain_numbers: bool

    @property
    def text(self) -> int:
        """Where the text starts."""
        return self.number + self.lead + self.mark

    @classmethod
    def of(cls, rows: Sequence[LineRow]) -> Columns:
        """The columns these lines need."""
        numbers = [row.number for row in rows if not row.heading]
        longest = max(map(width_of, numbers), default=0)
        leads = max((width_of(_lead(row)) for row in rows), default=0)
        ballot = bool(numbers) and all(number.isdigit() for number in numbers)
        return cls(
            number=min(max(4 if ballot else 6, longest + 2), _WIDEST_COLUMN),
            lead=min(max(7, leads + 1), _WIDEST_COLUMN) if leads else 0,
            mark=2 if any(row.mark for row in rows) else 0,
            plain_numbers=ballot,
        )


def _lead(line: LineRow) -> str:
    """What stands before the text; of the line that is being judged, that it is this one."""
    return _("now") if line.current else line.lead


def heading_rows(line: LineRow, width: int) -> tuple[Row, ...]:
    """A heading among the lines: `Actions  4   what is missing first`; what is too long for the row hangs."""
    left = [Piece(line.text, "strong")]
    if line.number:
        left.append(Piece(f"  {line.number}"))
    taken = sum(width_of(drawable(piece.text)) for piece in left)
    facts = [Piece(f"   {fact.text}", fact.role) for fact in line.facts]
    if taken > width and not line.number and not facts:
        return tuple(Row((Piece(part, "strong"),)) for part in wrap(line.text, width))
    if len(facts) != 1 or taken + width_of(facts[0].text) <= width or width - taken < _NARROWEST_FACT:
        return (Row((*left, *facts)),)
    fact = line.facts[0]
    first, *rest = wrap(fact.text, width - taken - 3)
    hang = Piece(" " * (taken + 3))
    return (
        Row((*left, Piece(f"   {first}", fact.role))),
        *(Row((hang, Piece(part, fact.role))) for part in rest),
    )


def line_rows(line: LineRow, columns: Columns, width: int, glyphs: Glyphs) -> tuple[Row, ...]:
    """A line in `width` cells; facts stand flush right where there is room for both, else beneath."""
    room = width - columns.text
    facts = _facts(line)
    taken = sum(width_of(drawable(piece.text)) for piece in facts)
    beside = bool(facts) and room >= 50 and taken <= room // 2
    parts = wrap(line.text, room - taken - 3 if beside else room)
    if facts and not beside and len(parts) == 1 and width_of(parts[0]) + 2 + taken <= room:
        beside = True
    number: Ink = "strong" if columns.plain_numbers else "muted"
    first = (
        Piece(_padded(line.number, columns.number, glyphs.cut), number),
        Piece(_padded(_lead(line), columns.lead, glyphs.cut), "accent" if line.current else "muted"),
        Piece(_padded(glyphs.for_mark(line.mark), columns.mark), BOLD.get(line.mark_role, line.mark_role)),
        Piece(parts[0]),
    )
    hang = Piece(" " * columns.text)
    rows = [Row(first, facts if beside else (), key=line.id)]
    rows += [Row((hang, Piece(part)), key=line.id) for part in parts[1:]]
    if facts and not beside:
        rows += [Row((hang, *part), key=line.id) for part in _wrapped(facts, room)]
    for said in line.under:
        rows += [Row((hang, Piece(part, said.role)), key=line.id) for part in wrap(said.text, room)]
    return tuple(rows)


def flagged(
    rows: tuple[Row, ...],
    line: LineRow,
    state: State,
    columns: Columns,
    width: int,
    glyphs: Glyphs,
    *,
    marked: bool,
) -> tuple[Row, ...]:
    """The same rows with the sign of a line on its way to disk, marked, or not saved."""
    first, *rest = rows
    if first.left and (state == "saving" or marked):
        sign = Piece(glyphs.chosen, "accent") if marked else Piece(glyphs.dot, "muted")
        number, *others = first.left
        space = Piece(" " * max(0, columns.number - width_of(line.number) - 2))
        first = replace(first, left=(Piece(f"{line.number} ", number.ink), sign, space, *others))
    result = [first, *rest]
    if state == "failed":
        words = Piece(_("  ! not saved"), "strong-error")
        last = result[-1]
        if sum(width_of(piece.text) for piece in (*last.left, *last.right)) + 14 <= width:
            result[-1] = replace(last, left=(*last.left, words))
        else:
            hang = Piece(" " * columns.text)
            result.append(Row((hang, words._replace(text=_("! not saved"))), key=line.id))
    return tuple(result)


def _padded(text: str, cells: int, sign: str = "") -> str:
    """Text in exactly so many cells, cut if it is longer; none in none."""
    text = cut(text, cells - 1, sign)
    return text + " " * (cells - width_of(text)) if cells else ""


def _wrapped(facts: Sequence[Piece], room: int) -> list[tuple[Piece, ...]]:
    """Facts on as many rows as they need, none of them broken."""
    rows: list[list[Piece]] = [[]]
    used = 0
    for fact in facts:
        cells = width_of(drawable(fact.text))
        if used and used + cells > room:
            rows.append([])
            used = 0
        if used or fact.text.strip():
            rows[-1].append(fact)
            used += cells
    return [tuple(row) for row in rows if row]


def _facts(line: LineRow) -> tuple[Piece, ...]:
    row: list[Piece] = []
    for fact in pieces(line.facts):
        if row:
            row.append(Piece("  "))
        row.append(fact)
    return tuple(row)
