"""The report as a Word document, from the same blocks as Markdown. Needs the extra `docx`."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _, for_reader, speaking

from .blocks import Block, Bullet, Heading, Outline, Paragraph, Table
from .html import for_markup, language_tag

if TYPE_CHECKING:
    from docx.document import Document

NOT_INSTALLED = N_(
    "A Word file needs python-docx, which is not installed. This brings it: "
    "{python} -m pip install python-docx (--format html makes a page that Word opens, too)."
)
_BOXES = {"open": "☐ ", "done": "☑ "}
_STYLES = ("List Bullet", "List Bullet 2", "List Bullet 3")
_INDENT, _STEP = 1077, 340
"""Of what lies deeper than the third list style, in twentieths of a point: 19 mm, and 6 mm a level."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = re.compile(r"([\n\t])")
_BREAK_NAMES = {"\n": "br", "\t": "tab"}
_LONGEST_PROPERTY = 255
_CORE, _BODY = "docProps/core.xml", "word/document.xml"
_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)


def word(outline: Outline) -> bytes:
    """The report as a .docx file; the same outline gives the same bytes.

    Raises:
        Unable: python-docx is not installed.
    """
    try:
        document, parts = _blank(language_tag(outline.language))
    except ImportError:
        raise Unable(for_reader(NOT_INSTALLED).format(python=sys.executable or "python")) from None

    with speaking(outline.language):
        _written(document, outline)
    core: Any = document.part.package._core_properties_part
    return _packed({**parts, _BODY: document.part.blob, _CORE: core.blob})


def _written(document: Document, outline: Outline) -> None:
    _describe(document, outline)
    page = _Page(document)
    if outline.warning:
        page.add("Normal", outline.warning, bold=True)
    page.add("Title", outline.title)
    for line in outline.about:
        page.add("Subtitle", line)
    for section in outline.sections:
        page.add("Heading 1", section.title)
        if not section.blocks:
            page.add("Normal", _("None."))
        for block in section.blocks:
            page.add_block(block)


@cache
def _blank(language: str) -> tuple[Document, Mapping[str, bytes]]:
    """A document in a language to be filled again and again, and the parts of its package by name.

    Opening and packing python-docx's own template takes ten times as long as writing a report into it.
    """
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    for each in document.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), language)
    document.core_properties.language = language
    made = io.BytesIO()
    document.save(made)
    with ZipFile(made) as package:
        return document, {name: package.read(name) for name in package.namelist()}


class _Page:
    """A document being written.

    python-docx takes milliseconds to look a style up and to put a paragraph in its place; so styles are found
    once, and paragraphs of words are made as the elements they are.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        body: Any = document._body._element
        self._end = body.sectPr
        for left in list(body):  # of the report before
            if left is not self._end:
                body.remove(left)
        self._style_ids: dict[str, str] = {}

    def add(self, style: str, words: str = "", *, bold: bool = False) -> Any:
        """A paragraph in a style, at the end."""
        if style not in self._style_ids:
            self._style_ids[style] = self._document.styles[style].style_id
        paragraph = self._end.makeelement(_W + "p")
        self._end.addprevious(paragraph)
        named = _child(_child(paragraph, "pPr"), "pStyle")
        named.set(_W + "val", self._style_ids[style])
        _say(paragraph, words, bold=bold)
        return paragraph

    def add_block(self, block: Block) -> None:
        """A part of the report."""
        match block:
            case Heading():
                note = f" ({block.note or block.line})" if block.note or block.line else ""
                number = f"{block.number} " if block.number else ""
                self.add(f"Heading {block.level - 1}", f"{number}{block.text}{note}")
            case Paragraph():
                self.add("Normal", block.text)
            case Table():
                self._add_table(block)
            case Bullet():
                self._add_bullet(block)

    def _add_bullet(self, bullet: Bullet) -> None:
        paragraph = self.add(_STYLES[min(bullet.depth, len(_STYLES) - 1)])
        deeper = bullet.depth - len(_STYLES) + 1
        if deeper > 0:
            indent = _child(paragraph[0], "ind")
            indent.set(_W + "left", str(_INDENT + _STEP * min(deeper, 8)))
        _say(paragraph, _BOXES.get(bullet.box, ""))
        _say(paragraph, _("{label}:").format(label=bullet.label) + " " if bullet.label else "", bold=True)
        _say(paragraph, f"{bullet.lead} " if bullet.lead else "", bold=True)
        _say(paragraph, bullet.text)
        facts = ", ".join(bullet.facts)
        _say(paragraph, f" — {facts}" if facts and bullet.text else facts)
        _say(paragraph, f" ({bullet.number})" if bullet.number else "")

    def _add_table(self, block: Table) -> None:
        table = self._document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        for cell, title in zip(table.rows[0].cells, block.columns, strict=True):
            _say(cell.paragraphs[0]._p, title or _("Number"), bold=True)
        _repeat_on_each_page(table.rows[0])
        for row in block.rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                _say(cell.paragraphs[0]._p, words)
        self.add("Normal")


def _child(element: Any, name: str) -> Any:
    """A new element of WordprocessingML at the end of another."""
    made = element.makeelement(_W + name)
    element.append(made)
    return made


def _say(paragraph: Any, words: str, *, bold: bool = False) -> None:
    """Add words to a paragraph; newlines and tabs are elements of their own there."""
    if not words:
        return
    run = _child(paragraph, "r")
    if bold:
        _child(_child(run, "rPr"), "b")
    for part in _BREAKS.split(for_markup(words)):
        if part in _BREAK_NAMES:
            _child(run, _BREAK_NAMES[part])
        elif part:
            text = _child(run, "t")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = part


def _repeat_on_each_page(row: Any) -> None:
    """Mark a row as the heading of its table: repeated on every page, and read out with each cell."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _describe(document: Document, outline: Outline) -> None:
    """The properties of the file: from the session alone, so that they are the same each time."""
    front = dict(outline.front)
    day = front.get("date")
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) if isinstance(day, date) else _NO_DAY
    properties = document.core_properties
    properties.title = for_markup(clean_line(outline.title))[:_LONGEST_PROPERTY]
    properties.author = for_markup(clean_line(str(front.get("facilitator", ""))))[:_LONGEST_PROPERTY]
    properties.identifier = str(front.get("id", ""))[:_LONGEST_PROPERTY]
    properties.comments = ""
    properties.last_modified_by = "kmfacilitate"
    properties.created = properties.modified = at.replace(tzinfo=None)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts, with a fixed time on each.

    The properties are not compressed, so that the id of the session is found in the file.
    """
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        for name, data in parts.items():
            part = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = ZIP_STORED if name == _CORE else ZIP_DEFLATED
            part.create_system = 0
            package.writestr(part, data)
    return out.getvalue()
