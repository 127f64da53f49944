"""The report for the ear: its parts by number, and a part as lines, one fact after the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from kmfacilitate.language import _, ngettext

from .blocks import Block, Bullet, Heading, Outline, Paragraph, Section, Table
from .preview import Group


def contents(outline: Outline) -> Iterator[str]:
    """What the report is, and its parts with their numbers, a line each."""
    yield outline.title
    if outline.warning:
        yield outline.warning
    for line in outline.about:
        yield line.replace(" · ", ", ")
    parts = len(outline.sections)
    yield ngettext("{n} part:", "{n} parts:", parts).format(n=parts)
    for number, section in enumerate(outline.sections, start=1):
        yield f"{number} {_titled(section)}"


def part_named(outline: Outline, words: str) -> Section | None:
    """The part with that number, or whose title begins with these words; none where there is none."""
    wanted = words.strip().casefold()
    if wanted.isdigit():
        at = int(wanted)
        return outline.sections[at - 1] if 1 <= at <= len(outline.sections) else None
    fits = (section for section in outline.sections if section.title.casefold().startswith(wanted))
    return next(fits, None) if wanted else None


def part_lines(section: Section) -> Iterator[str]:
    """A part: its title with how many there are, then its lines."""
    yield _titled(section)
    for block in section.blocks:
        yield from _lines(block)
    if not section.blocks:
        yield _("Nothing stands here.")


def all_lines(outline: Outline) -> Iterator[str]:
    """The whole report, part by part."""
    yield from contents(outline)
    for section in outline.sections:
        yield from part_lines(section)


def left_out_lines(groups: tuple[Group, ...]) -> Iterator[str]:
    """What stays behind and why, and what stands there otherwise."""
    for group in groups:
        yield f"{group.title}: {group.count}"
        yield from (f"  {line.replace(' → ', _(', then '))}" for line in group.lines)


def _titled(section: Section) -> str:
    return f"{section.title}: {section.count}" if section.count else section.title


@singledispatch
def _lines(block: Block) -> Iterator[str]:
    """A block as lines."""
    raise TypeError(type(block))


@_lines.register
def _heading(block: Heading) -> Iterator[str]:
    head = " ".join(part for part in (block.number, block.text) if part)
    yield f"{head}, {block.note}" if block.note else head


@_lines.register
def _paragraph(block: Paragraph) -> Iterator[str]:
    yield block.text


@_lines.register
def _bullet(block: Bullet) -> Iterator[str]:
    head = " ".join(part for part in (block.number, block.lead, block.label) if part)
    said = ", ".join(part for part in (block.text, *block.facts) if part)
    if block.label:
        said = f"{head}: {said}"
    elif head:
        said = f"{head} {said}"
    yield f"{'  ' * block.depth}{said}"


@_lines.register
def _table(block: Table) -> Iterator[str]:
    for row in block.rows:
        cells = [
            f"{column}: {cell}" if column and at else cell
            for at, (column, cell) in enumerate(zip(block.columns, row, strict=True))
            if cell
        ]
        yield ", ".join(cells)
