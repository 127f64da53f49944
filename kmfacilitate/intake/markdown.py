"""Markdown with front matter, as other people's tools and hands write it: read generously, nothing lost."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _
from kmfacilitate.templates.problem import TemplateError
from kmfacilitate.templates.yaml_events import read_text as read_yaml

BODY = "body"
"""The name of what stands under no heading."""
_YAML = re.compile(r"\s*-{3,}[ \t]*\n(.*?)^(?:-{3,}|\.{3})[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_UNCLOSED = re.compile(r"\s*-{3,}[ \t]*\n((?:\w[^\n:]{0,60}:[^\n]*\n)+)[ \t]*\n")
_TOML = re.compile(r"\s*\+{3}[ \t]*\n(.*?)^\+{3}[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"(\w[\w .()/-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?")
_HEADING = re.compile(
    r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$"
    r"|(?:(?<=\n\n)|\A)(?![\s>#*+|=-])(.{1,120})\n(=+|-{2,})[ \t]*$",
    re.MULTILINE,
)
_CODE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)


class Front(NamedTuple):
    """The front matter of a text as a map, the body after it, and what is wrong with the front matter."""

    fields: Mapping[str, Any]
    body: str
    fault: str = ""
    line: int = 0


def front_of(text: str, name: str) -> Front:
    """Part a text into front matter and body; without front matter, the whole text is the body.

    Front matter that is no proper YAML (a title with a colon in it, a key that comes twice, a tag) is read
    line by line, and that is said.
    """
    if (found := _TOML.match(text)) is not None:
        try:
            return Front(tomllib.loads(found[1]), text[found.end() :])
        except tomllib.TOMLDecodeError as error:
            fields = _line_by_line(re.sub(r"^([\w.-]+)[ \t]*=", r"\1:", found[1], flags=re.MULTILINE))
            return Front(
                fields,
                text[found.end() :],
                _("it is no TOML ({error})").format(error=clean_line(str(error))),
                1,
            )
    found = _YAML.match(text)
    if found is None and (found := _UNCLOSED.match(text)) is not None:
        fields = _line_by_line(found[1])
        return Front(fields, text[found.end() :], _("no line of three hyphens ends it"), 1)
    if found is None:
        return Front({}, text)
    body = text[found.end() :]
    if not found[1].strip():
        return Front({}, body)
    try:
        return Front(read_yaml(found[1], name).root, body)
    except TemplateError as error:
        fields = _line_by_line(found[1])
        if not fields:  # lines between two rules
            return Front({}, text)
        problem = error.problems[0]
        return Front(fields, body, problem.what, text.count("\n", 0, found.start(1)) + problem.line)


def _line_by_line(front: str) -> dict[str, Any]:
    """Keys and what stands beside and below them; empty where the text does not begin with a key."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in front.split("\n"):
        key = _KEY.fullmatch(line.rstrip())
        if key is not None:
            name = key[1]
            fields.setdefault(name, []).append(_bare(key[2] or ""))
        elif not line.strip() or (not name and line.startswith("#")):
            continue
        elif not name:
            return {}
        else:
            fields[name].append(line.strip())
    return {name: _value([line for line in lines if line]) for name, lines in fields.items()}


def _value(lines: list[str]) -> str | list[str]:
    if len(lines) > 1 and all(line.startswith("- ") for line in lines):
        return [_bare(line[2:]) for line in lines]
    return "\n".join(line for line in lines if line not in ("|", ">", "|-", ">-"))


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def sections_of(body: str) -> tuple[str, list[tuple[str, str]]]:
    """The title of a Markdown text (its first heading, where that is of the first level), and its parts."""
    code = [found.span() for found in _CODE.finditer(body)]
    headings = [
        found
        for found in _HEADING.finditer(body)
        if not any(start <= found.start() < end for start, end in code)
    ]
    title = ""
    parts: list[tuple[str, str]] = []
    before = body[: headings[0].start()] if headings else body
    if before.strip():
        parts.append((BODY, before.strip()))
    for at, found in enumerate(headings):
        end = headings[at + 1].start() if at + 1 < len(headings) else len(body)
        words = body[found.end() : end].strip()
        heading = clean_line(found[2] or found[3])
        is_first_level = len(found[1]) == 1 if found[1] else found[4][0] == "="
        if at == 0 and is_first_level:
            title, heading = heading, BODY
        if words:
            parts.append((heading, words))
    return title, parts
