"""YAML read as events into plain dicts, lists and strings that remember their lines.

Nothing is composed or constructed: PyYAML's C composer crashes the process on 30 KB of `[`, and a constructor
makes `False` of No and 90 of 1:30. Every scalar stays the string that was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from kmfacilitate.clean import clean
from kmfacilitate.errors import why
from kmfacilitate.language import N_, _
from kmfacilitate.templates.problem import Place, Problem, TemplateError, shown

LARGEST = 256 * 1024
"""Most bytes of a template file."""
DEEPEST = 12
"""Most levels of lists and keys inside one another."""

Node: TypeAlias = "str | list[Node] | dict[str, Node]"

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_TOO_DEEP = N_("more than {deepest} levels inside one another")
_NEVER_CLOSED = N_("a quotation mark is opened and never closed")
_NEEDS_INDENTATION = N_("the indentation does not fit the lines above")
_CONTROL = N_("there are control characters in the file; save it as plain text")
_IN_PLAIN_WORDS = (
    ("maximum nesting depth", _TOO_DEEP),
    (
        "mapping values are not allowed",
        N_('a colon and a space inside a sentence; put the sentence in "quotes"'),
    ),
    (
        "could not find expected ':'",
        N_('this is neither "key: text" nor part of the line above; look at its indentation'),
    ),
    ("block end", _NEEDS_INDENTATION),
    ("expected key", N_("the indentation does not fit the lines above, or a sentence needs quotes")),
    ("'-' indicator", N_("the indentation does not fit the list above")),
    ("',' or ']'", N_("a list that begins with [ has no ]")),
    ("',' or '}'", N_("a list that begins with {{ has no }}")),
    ("unexpected end of stream", _NEVER_CLOSED),
    ("unexpected document", _NEVER_CLOSED),
    (
        "unknown escape",
        N_("a backslash inside \"quotes\" means something else in YAML; write \\\\ or use 'single quotes'"),
    ),
    ("tag", N_('a sentence that begins with ! or % needs "quotes"')),
    ("anchor", N_('a sentence that begins with & needs "quotes"')),
    ("alias", N_('a sentence that begins with * needs "quotes"')),
    ("directive", N_('a sentence that begins with % needs "quotes"')),
    ("control characters", _CONTROL),
    ("special characters", _CONTROL),
)
"""What PyYAML says, and what it means; shown with the number of levels filled in."""


@dataclass
class Tree:
    """A YAML file as plain dicts, lists and strings.

    `root` is what the file says; `line_of` finds the line of anything in it.
    """

    file: str
    root: dict[str, Node]
    lines: dict[Place, int] = field(default_factory=dict)

    def node(self, place: Place) -> Node | None:
        """What stands at that place, if there is anything."""
        found: Node | None = self.root
        for step in place:
            if isinstance(found, dict) and isinstance(step, str):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def line_of(self, place: Place) -> int:
        """The line of that place, or of the nearest thing around it; lines count from 1."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_file(path: Path, until: str = "") -> Tree:
    """Read a YAML file; see `read_text`. A file that cannot be opened is a `TemplateError` too."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        what = _("the file cannot be opened ({why})").format(why=why(error))
        raise TemplateError([Problem(path.name, 0, "", what)]) from None
    if len(data) > LARGEST:
        raise _too_large(path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path.name, data[: error.start].count(b"\n") + 1) from None
    return read_text(text, path.name, until)


def read_text(text: str, file: str, until: str = "") -> Tree:
    """Read YAML; `file` is the name in errors.

    With `until`, reading stops before that key of the top level: the head of a long file costs little.

    Raises:
        TemplateError: what is not understood or not allowed, with its line.
    """
    try:
        if len(text.encode()) > LARGEST:
            raise _too_large(file)
    except UnicodeEncodeError as error:
        raise _not_utf8(file, text.count("\n", 0, error.start) + 1) from None
    if "\0" in text:  # the C parser and the other one disagree about it
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TemplateError([Problem(file, line, "", _("this is no text file"))])
    return _Reader(text, file, until).read()


class _Reader:
    """Builds a tree from the events of one text."""

    def __init__(self, text: str, file: str, until: str) -> None:
        self.text = text
        self.until = until
        self.tree = Tree(file, {})
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def read(self) -> Tree:
        try:
            self._document()
        except yaml.YAMLError as error:
            line, words = _in_plain_words(error, self.text)
            raise self._problem(line, words) from None
        return self.tree

    def _document(self) -> None:
        next(self.events)  # the start of the stream
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise self._problem(1, _("there is nothing in the file"))
        if event.tags:
            raise self._problem(_line(event), _("%TAG is not allowed in a template"))
        event = next(self.events)
        self._plain(event, _line(event))
        if not isinstance(event, yaml.MappingStartEvent):
            raise self._problem(_line(event), _('a template begins with lines like "id: my-review"'))
        self.tree.lines[()] = _line(event)
        if not self._mapping((), self.tree.root):
            return
        next(self.events)  # the end of the document
        event = next(self.events)
        if isinstance(event, yaml.DocumentStartEvent):
            raise self._problem(
                _line(event), _("a second document begins here (---); a template is one file")
            )

    def _mapping(self, place: Place, into: dict[str, Node]) -> bool:
        """Fill a dict up to its end; false if the reading stopped at `until`."""
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            self._plain(event, line)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._problem(
                    line, _("a list stands where a key is expected; look at the colons and brackets")
                )
            key = clean(event.value)
            if not place and key == self.until:
                return False
            if key in into:
                first = self.tree.lines[(*place, key)]
                raise self._problem(
                    line,
                    _("{key} is given twice (first in line {first}); keep one").format(
                        key=shown(key), first=first
                    ),
                )
            self.tree.lines[(*place, key)] = line
            into[key] = self._node(next(self.events), (*place, key))
        return True

    def _node(self, event: Any, place: Place) -> Node:
        line = _line(event)
        self._plain(event, line)
        self.tree.lines.setdefault(place, line)
        if isinstance(event, yaml.ScalarEvent):
            return clean(event.value)
        if len(place) >= DEEPEST:
            raise self._problem(line, _(_TOO_DEEP).format(deepest=DEEPEST))
        if isinstance(event, yaml.MappingStartEvent):
            mapping: dict[str, Node] = {}
            self._mapping(place, mapping)
            return mapping
        sequence: list[Node] = []
        for item in self.events:
            if isinstance(item, yaml.SequenceEndEvent):
                break
            sequence.append(self._node(item, (*place, len(sequence))))
        return sequence

    def _plain(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            words = _(
                '*{name}: aliases are not allowed; a sentence that begins with * needs "quotes"'
            ).format(name=event.anchor)
        elif event.anchor is not None:
            words = _(
                '&{name}: anchors are not allowed; a sentence that begins with & needs "quotes"'
            ).format(name=event.anchor)
        elif event.tag is not None:
            words = _('{tag}: tags are not allowed; a sentence that begins with ! needs "quotes"').format(
                tag=event.tag
            )
        else:
            return
        raise self._problem(line, clean(words))

    def _problem(self, line: int, what: str) -> TemplateError:
        return TemplateError([Problem(self.tree.file, line, "", what)])


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _in_plain_words(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line and the meaning of what PyYAML says in the words of its grammar."""
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    if mark is None:
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
    else:
        line = mark.line + 1
        rows = text.splitlines()
        row = rows[mark.line] if mark.line < len(rows) else ""
        if "\t" in row[: mark.column + 1] and not row[: mark.column].strip():
            return line, _("a tab stands at the beginning of this line; indent with spaces")
        if row[mark.column : mark.column + 1] in ("@", "`", "%"):
            return line, _('a sentence that begins with {sign} needs "quotes"').format(sign=row[mark.column])
    opened = getattr(error, "context_mark", None)
    said = f"{getattr(error, 'problem', None) or error} {getattr(error, 'context', None) or ''}"
    words = next((plain for technical, plain in _IN_PLAIN_WORDS if technical in said), "")
    if words is _NEVER_CLOSED and opened is not None:
        line = opened.line + 1
    words = words or N_("this line cannot be read; compare its quotes and indentation with the lines above")
    return line, _(words).format(deepest=DEEPEST)


def _too_large(file: str) -> TemplateError:
    return TemplateError(
        [
            Problem(
                file,
                0,
                "",
                _("larger than {most} KB; a template is a short text").format(most=LARGEST // 1024),
            )
        ]
    )


def _not_utf8(file: str, line: int) -> TemplateError:
    return TemplateError([Problem(file, line, "", _("this is not UTF-8 text; save the file again as UTF-8"))])
