"""User text as Markdown: it can neither break the document nor become markup, and stays readable.

Escaped for CommonMark, GitHub's tables, task boxes, strikethrough and mathematics, and for what note-taking
programs read besides: `[[links]]`, `#tags`, `==marks==`, `%%comments%%`, block names. A backslash is written
only where the next program would otherwise read a sign. What begins a tag or an entity is written as an
entity, because some (Python-Markdown, which MkDocs uses) know no backslash there.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from kmfacilitate.clean import clean

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_BLOCK_NAME = re.compile(r"(?<=\s)\^(?=[\w-]+$)")
_AT_START = re.compile(
    r"(?:[-+](?=\s|$)"  # list
    r"|>"  # quotation
    r"|=+\s*$|-+\s*$|(?:-\s*){3,}$"  # underline of a heading, rule
    r"|:(?=\s))"  # definition
)
_NUMBERED = re.compile(r"(\d{1,9})[.)](?=\s|$)")
_SAFE_BRACKETS = re.compile(r"(?<![\[!\]\\])\[(?!\^)[^\[\]\\]{2,}\](?![(\[:\]])")
_BRACKETS = re.compile(r"\\.|([\[\]])")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_BLANK = re.compile(r"[ \t]+")


class Written(str):
    """Text that is Markdown already and is not escaped again."""

    __slots__ = ()


def escaped(value: object) -> Written:
    """A value as Markdown on one line; its own line ends become `<br>`."""
    if isinstance(value, Written):
        return value
    lines = [_BLANK.sub(" ", line).strip() for line in clean(str(value)).strip().split("\n")]
    return Written("<br>".join(map(_line, lines)))


def cell(value: object) -> Written:
    """A value as Markdown inside a table."""
    return Written(escaped(value).replace("|", "\\|"))


def linked(value: object, path: str) -> Written:
    """A value as the text of a link; brackets in it do not end the link."""
    text = _BRACKETS.sub(lambda found: found[0] if found[1] is None else f"\\{found[1]}", escaped(value))
    return Written(f"[{text}]({quote(path, safe='/#')})")


def _line(text: str) -> str:
    signs = {found.start() for pattern in (_ENTITY, _BLOCK_NAME) for found in pattern.finditer(text)}
    if _AT_START.match(text):
        signs.add(0)
    if numbered := _NUMBERED.match(text):
        signs.add(numbered.end(1))
    brackets = {i for found in _SAFE_BRACKETS.finditer(text) for i in (found.start(), found.end() - 1)}
    sums = text.count("$") > 1
    out: list[str] = []
    for i, sign in enumerate(text):
        if sign in _PUNCTUATION:
            before, after = text[i - 1] if i else "", text[i + 1 : i + 2]
            if i in signs or (i not in brackets and _reads(sign, before, after, sums)):
                out.append(_ENTITIES.get(sign) or f"\\{sign}")
                continue
        out.append(sign)
    return "".join(out)


def _reads(sign: str, before: str, after: str, sums: bool) -> bool:
    """Whether a sign between these two characters (empty: the end of the text) may be read as markup."""
    match sign:
        case "\\":
            return not after or after in _PUNCTUATION
        case "`" | "[":
            return True
        case "*":
            return not (before.isspace() and after.isspace())
        case "_":
            return not (before.isalnum() and after.isalnum()) and not (before.isspace() and after.isspace())
        case "~":
            return not ((not before or before.isspace()) and after.isalnum())
        case "#":
            return not before.isalnum() and not (before.isspace() and after.isspace())
        case "<":
            return not after or after.isalpha() or after in "/!?"
        case "$":
            return sums
        case "=" | "%":
            return sign in (before, after)
        case _:
            return False
