"""Trends as small charts in a terminal: bars with their numbers beside them, nothing by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kmfacilitate.language import _

from .trends import Cell, Trend

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_LEVELS_ASCII = ".-:=+*%#"
_WIDEST_LEVEL = 6
_LEAST_BAR = 8


def chart(trend: Trend, width: int, *, ascii_only: bool = False) -> Iterator[str]:
    """The lines of a chart; at most `width` cells wide where its labels leave room.

    Every drawn column has a bar of its own, under one label; its number and name stand beside it. What goes
    on over time (`over`) is drawn as a row of blocks, one a period. Of several labels all but the last head
    the rows that have them in common.
    """
    labelled = [
        name for name, cell in zip(trend.columns, _first(trend), strict=False) if isinstance(cell, str)
    ]
    heads = [", ".join(str(row[trend.columns.index(name)]) for name in labelled[:-1]) for row in trend.rows]
    labels = [str(row[trend.columns.index(labelled[-1])]) if labelled else "" for row in trend.rows]
    room = max((len(label) for label in labels), default=0)
    room = min(room, max(10, width // 3))
    if trend.over:
        yield from _over_time(trend, labels, room, width, ascii_only=ascii_only)
        return
    numbers = [[row[trend.columns.index(name)] for name in trend.drawn] for row in trend.rows]
    greatest = max((float(n) for row in numbers for n in row if isinstance(n, (int, float))), default=0.0)
    named = len(trend.drawn) > 1
    wide = max((len(_figure(n)) for row in numbers for n in row), default=1)
    tail = wide + (1 + max(len(_(name)) for name in trend.drawn) if named else 0)
    space = max(_LEAST_BAR, width - room - tail - 4)
    before = ""
    for head, label, row in zip(heads, labels, numbers, strict=True):
        if head and head != before:
            before = head
            yield _cut(head, width)
        for at, number in enumerate(row):
            lead = _cut(label, room) if at == 0 else ""
            bar = _bar(number, greatest, space, ascii_only)
            name = f" {_(trend.drawn[at])}" if named else ""
            yield f"{lead:<{room}}  {_figure(number):>{wide}}{name:<{tail - wide}}  {bar}".rstrip()


def _over_time(
    trend: Trend, labels: Sequence[str], room: int, width: int, *, ascii_only: bool
) -> Iterator[str]:
    """A row of blocks for each label, the greatest number of all the highest; the periods below them."""
    levels = _LEVELS_ASCII if ascii_only else _LEVELS
    drawn = [row[trend.columns.index(name)] for row in trend.rows for name in trend.drawn]
    wide = max((len(_figure(number)) for number in drawn), default=1)
    series = [[_number(row[trend.columns.index(name)]) for name in trend.over] for row in trend.rows]
    greatest = max((number for numbers in series for number in numbers), default=0.0) or 1.0
    each = max(1, min(_WIDEST_LEVEL, (width - room - wide - 4) // len(trend.over)))
    for label, total, numbers in zip(labels, drawn, series, strict=True):
        blocks = "".join(
            each * (levels[max(0, round(number / greatest * len(levels)) - 1)] if number else " ")
            for number in numbers
        )
        yield f"{_cut(label, room):<{room}}  {_figure(total):>{wide}}  {blocks}".rstrip()
    first, last = trend.over[0], trend.over[-1]
    gap = max(1, each * len(trend.over) - len(first) - len(last)) * " "
    yield f"{'':<{room}}  {'':>{wide}}  {first}{gap + last if last != first else ''}"


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, (int, float)) else 0.0


def table(trend: Trend) -> Iterator[str]:
    """The lines of a table: a line a row, cells in columns, numbers to the right."""
    rows = [[_(name) for name in trend.columns], *([_figure(cell) for cell in row] for row in trend.rows)]
    widths = [max(len(str(row[at])) for row in rows) for at in range(len(trend.columns))]
    numeric = [not any(isinstance(row[at], str) for row in trend.rows) for at in range(len(trend.columns))]
    for row in rows:
        cells = (
            f"{cell:>{width}}" if right else f"{cell:<{width}}"
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        yield "  ".join(cells).rstrip()


def spoken(trend: Trend) -> Iterator[str]:
    """A line a row, as it reads well aloud: `2026-03: new 4, became learned 1`."""
    for row in trend.rows:
        first = [str(cell) for cell in row if isinstance(cell, str)]
        rest = (
            f"{_(name)} {_figure(cell)}"
            for name, cell in zip(trend.columns, row, strict=True)
            if not isinstance(cell, str) and cell is not None
        )
        yield f"{', '.join(first)}: {', '.join(rest)}"


def _first(trend: Trend) -> tuple[Cell, ...]:
    return trend.rows[0] if trend.rows else ()


def _figure(cell: Cell) -> str:
    if cell is None:
        return "–"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _bar(number: Cell, greatest: float, width: int, ascii_only: bool) -> str:
    if not isinstance(number, (int, float)) or greatest <= 0 or number <= 0:
        return ""
    eighths = max(1, round(number / greatest * width * 8))
    if ascii_only:
        return "#" * max(1, eighths // 8)
    full, part = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[part] if part else "")
