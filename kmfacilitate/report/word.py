"""The report as a Word document, from the same blocks as Markdown. Needs the extra `docx`."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable

from .blocks import Block, Bullet, Heading, Outline, Paragraph, Table
from .html import for_markup, language_tag

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Written

NOT_INSTALLED = (
    "A Word file needs python-docx, which is not installed; pip install 'kmfacilitate[docx]' brings it, "
    "and --format html makes a page that Word opens, too."
)
_BOXES = {"open": "☐ ", "done": "☑ "}
_STYLES = ("List Bullet", "List Bullet 2", "List Bullet 3")
_LONGEST_PROPERTY = 255
_CORE = "docProps/core.xml"
_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)


def word(outline: Outline) -> bytes:
    """The report as a .docx file; the same outline gives the same bytes.

    Raises:
        Unable: python-docx is not installed.
    """
    try:
        from docx import Document
    except ImportError:
        raise Unable(NOT_INSTALLED) from None

    document = Document()
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
            page.add("Normal", "None.")
        for block in section.blocks:
            page.add_block(block)
    made = io.BytesIO()
    document.save(made)
    return _without_times(made)


class _Page:
    """A document being written. Looking a style up takes python-docx milliseconds, so each is found once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._body = document._body
        self._style_ids: dict[str, str] = {}

    def add(self, style: str, words: str = "", *, bold: bool = False) -> Written:
        """A paragraph in a style, at the end."""
        if style not in self._style_ids:
            self._style_ids[style] = self._document.styles[style].style_id
        paragraph = self._body.add_paragraph()
        paragraph._p.style = self._style_ids[style]
        _say(paragraph, words, bold=bold)
        return paragraph

    def add_block(self, block: Block) -> None:
        """A part of the report."""
        match block:
            case Heading():
                note = f" ({block.note})" if block.note else ""
                number = f"{block.number} " if block.number else ""
                self.add(f"Heading {block.level - 1}", f"{number}{block.text}{note}")
            case Paragraph():
                self.add("Normal", block.text)
            case Table():
                self._add_table(block)
            case Bullet():
                self._add_bullet(block)

    def _add_bullet(self, bullet: Bullet) -> None:
        from docx.shared import Mm

        paragraph = self.add(_STYLES[min(bullet.depth, len(_STYLES) - 1)])
        deeper = bullet.depth - len(_STYLES) + 1
        if deeper > 0:
            paragraph.paragraph_format.left_indent = Mm(19 + 6 * min(deeper, 8))
        _say(paragraph, _BOXES.get(bullet.box, ""))
        _say(paragraph, f"{bullet.label}: " if bullet.label else "", bold=True)
        _say(paragraph, f"{bullet.lead} " if bullet.lead else "", bold=True)
        _say(paragraph, bullet.text)
        facts = ", ".join(bullet.facts)
        _say(paragraph, f" — {facts}" if facts and bullet.text else facts)
        _say(paragraph, f" ({bullet.number})" if bullet.number else "")

    def _add_table(self, block: Table) -> None:
        table = self._document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        for cell, title in zip(table.rows[0].cells, block.columns, strict=True):
            _say(cell.paragraphs[0], title or "Number", bold=True)
        _repeat_on_each_page(table.rows[0])
        for row in block.rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                _say(cell.paragraphs[0], words)
        self.add("Normal")


def _say(paragraph: Written, words: str, *, bold: bool = False) -> None:
    if words:
        paragraph.add_run(for_markup(words)).bold = bold or None


def _repeat_on_each_page(row: Any) -> None:
    """Mark a row as the heading of its table: repeated on every page, and read out with each cell."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _describe(document: Document, outline: Outline) -> None:
    """The properties of the file: from the session alone, so that they are the same each time."""
    from docx.oxml.ns import qn

    front = dict(outline.front)
    day = front.get("date")
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) if isinstance(day, date) else _NO_DAY
    properties = document.core_properties
    properties.title = for_markup(clean_line(outline.title))[:_LONGEST_PROPERTY]
    properties.author = for_markup(clean_line(str(front.get("facilitator", ""))))[:_LONGEST_PROPERTY]
    properties.identifier = str(front.get("id", ""))[:_LONGEST_PROPERTY]
    properties.language = language_tag(outline.language)
    properties.comments = ""
    properties.last_modified_by = "kmfacilitate"
    properties.created = properties.modified = at.replace(tzinfo=None)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), language_tag(outline.language))


def _without_times(made: io.BytesIO) -> bytes:
    """The package with a fixed time on each part.

    The properties are not packed, so that the id of the session is found in the file.
    """
    out = io.BytesIO()
    with ZipFile(made) as package, ZipFile(out, "w") as fixed:
        for name in package.namelist():
            part = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = ZIP_STORED if name == _CORE else ZIP_DEFLATED
            part.create_system = 0
            fixed.writestr(part, package.read(name))
    return out.getvalue()
