"""The beginning of a Markdown text, as a sentence that can be a title."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kmfacilitate.clean import clean_line

LONGEST_TITLE = 300
"""A longer text is not the lesson in one sentence; its beginning is."""


def first_sentence(text: str) -> str:
    """The first sentence of a Markdown text without its markup, at most `LONGEST_TITLE` letters."""
    line = re.sub(r"^(?:[-=_*]{3,}\s+|[>*#+-]+(?=\s)|\s+)+", "", text).strip()
    line = clean_line(plain(re.split(r"\n\n|\n[-=_*]{3,}(?:\n|$)", line)[0])) or clean_line(text)
    found = re.match(r".{20,280}?[.!?](?=\s|$)", line)
    if found:
        return found[0]
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[: LONGEST_TITLE - 1]
    return cut[: cut.rfind(" ")].rstrip() + "…" if " " in cut else cut + "…"


def plain(line: str) -> str:
    """A line of Markdown as it reads: emphasis and links are their words."""
    return "".join(_words(token) for token in MarkdownIt().parseInline(line))


def _words(token: Token) -> str:
    if token.children:
        return "".join(map(_words, token.children))
    return " " if token.type in ("softbreak", "hardbreak") else token.content
