"""The report as one HTML page: self-contained, without script, readable by ear and on paper.

Made from the same blocks as Markdown. Every value is escaped by the template engine; the page forbids itself
everything but its own style.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import ClassVar, TypeAlias

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.language import _, speaking

from .blocks import Block, Bullet, Heading, Outline, Paragraph, Table

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LAST = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NO_CHARACTERS = re.compile(f"[\ufdd0-\ufdef{_LAST}]")


@dataclass(slots=True)
class Item:
    """A line of a list with the lines below it."""

    bullet: Bullet
    below: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines of a list that stand together."""

    form: ClassVar[str] = "list"

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """A heading with the level at which it stands in the page: never two below the one before."""

    form: ClassVar[str] = "heading"

    level: int
    heading: Heading


Part: TypeAlias = Bullets | Rank | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks that is no report: what it is (a class of its body), more style, its contents."""

    kind: str
    style: str
    contents: bool = True
    landmarks: bool = True
    """Whether its sections are places to go to; not where many have the same name."""


REPORT = Look("report", "")


def html(outline: Outline, look: Look = REPORT) -> str:
    """The report, or another paper, as one HTML page; the same outline gives the same text."""
    with speaking(outline.language):
        return _rendered(outline, look)


def _rendered(outline: Outline, look: Look) -> str:
    front = dict(outline.front)
    style = f"{_style()}\n{look.style}".strip()
    return _page().render(
        language=language_tag(outline.language),
        title=outline.title,
        tab=Markup(escape(for_markup(clean_line(outline.title)))),
        about=outline.about,
        warning=outline.warning,
        sections=[
            (f"{section.key}-{at}", section.title, list(nested(section.blocks)))
            for at, section in enumerate(outline.sections, start=1)
        ],
        id=str(front.get("id", "")),
        kind=look.kind,
        contents=look.contents,
        landmarks=look.landmarks,
        style=Markup(style),
        style_hash=Markup(b64encode(sha256(style.encode()).digest()).decode()),
    )


def language_tag(said: str) -> str:
    """A language as a page says it; English where it is no language tag."""
    tag = said.replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else "en"


def for_markup(text: str) -> str:
    """Cleaned text without the code points that HTML and XML count as errors."""
    return _NO_CHARACTERS.sub("\ufffd", clean(text)) if not text.isascii() else clean(text)


def nested(blocks: Iterable[Block]) -> Iterator[Part]:
    """Blocks with their bullets gathered into lists, and headings in steps of one."""
    level = 2
    items: list[Item] = []
    open_: list[Item] = []
    for block in blocks:
        if isinstance(block, Bullet):
            item = Item(block)
            while open_ and open_[-1].bullet.depth >= block.depth:
                open_.pop()
            (open_[-1].below if open_ else items).append(item)
            open_.append(item)
            continue
        if items:
            yield Bullets(tuple(items))
            items, open_ = [], []
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            yield Rank(level, block)
        else:
            yield block
    if items:
        yield Bullets(tuple(items))


@cache
def _style() -> str:
    return (files(__package__) / "page.css").read_text(encoding="utf-8").strip()


@cache
def _page() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=_written,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    return environment.from_string((files(__package__) / "page.html.jinja").read_text(encoding="utf-8"))


def _written(value: object) -> object:
    """A value as text of the page; its line ends are kept."""
    if isinstance(value, (Markup, int)) or value is None:
        return value
    return Markup("<br>").join(escape(line) for line in for_markup(str(value)).strip().split("\n"))
