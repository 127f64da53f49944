"""Files from elsewhere, read into records: JSON, JSON lines, CSV, and Markdown with front matter."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kmfacilitate.clean import LONGEST, clean, clean_line
from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _
from kmfacilitate.report.jsonview import FORMAT
from kmfacilitate.store.fsio import DISK
from kmfacilitate.store.infile import read_text

from .markdown import front_of, sections_of
from .records import Exported, Found, Record, Said, Source, Unread

csv.field_size_limit(4_000_000)
MOST_BYTES = 256 * 1024 * 1024
"""A larger file is refused: it is read whole."""
_DEEPEST = 6
"""Levels of maps whose names are joined; what lies deeper is kept as JSON."""


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that are meant: each file named, and of a folder all that can be read, in order of name.

    Raises:
        Unable: One is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.rglob("*") if each.suffix.lower() in READERS and each.is_file())
            found += sorted(each for each in inside if not _hidden(each, path))
        elif path.exists():
            found.append(path)
        else:
            raise Unable(_("There is no file {path}.").format(path=clean_line(str(path))))
    return tuple(dict.fromkeys(found))


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def read_file(path: Path, name: str = "") -> Iterator[Found]:
    """What stands in a file; what can't be read of it is said and the rest goes on.

    Args:
        path: The file.
        name: What it is called, and known by when it comes again; empty: its own name.
    """
    name = clean_line(name or path.name)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        yield Unread(
            Source(name), _("files of this kind can't be read; these can: {known}").format(known=known)
        )
        return
    try:
        if path.stat().st_size > MOST_BYTES:
            yield Unread(Source(name), _("the file is larger than 256 MB; import it in parts"))
            return
        text = read_text(path)
    except (OSError, Unable) as error:
        said = str(error) if isinstance(error, Unable) else why(error)
        yield Unread(Source(name), said.rstrip("."))
        return
    if _is_binary(path) or (text.count("\ufffd") > 8 and text.count("\ufffd") > len(text) // 100):
        yield Unread(Source(name), _("this is no text"))
        return
    if not text.strip():
        yield Unread(Source(name), _("the file is empty"))
        return
    yield from reader(text, name)


def _is_binary(path: Path) -> bool:
    """Whether a file begins with what no text holds: one byte in fifty is zero, and it is not UTF-16."""
    head = DISK.read_ends(path, 4096, 0)[0]
    return not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and head.count(0) * 50 > len(head)


# JSON


def _json(text: str, name: str) -> Iterator[Found]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        yield Unread(Source(name, error.lineno), _("this is no JSON ({msg})").format(msg=error.msg.lower()))
        return
    except RecursionError:
        yield Unread(Source(name), _("this JSON is nested too deeply"))
        return
    rows = data if isinstance(data, list) else [data]
    for position, row in enumerate(rows):
        yield _of_json(row, Source(name, 0, position), len(rows) == 1)


def _json_lines(text: str, name: str) -> Iterator[Found]:
    for position, line in enumerate(text.split("\n")):
        if not line.strip():
            continue
        source = Source(name, position + 1, position)
        try:
            yield _of_json(json.loads(line), source, alone=False)
        except json.JSONDecodeError as error:
            yield Unread(source, _("this is no JSON ({msg})").format(msg=error.msg.lower()))
        except RecursionError:
            yield Unread(source, _("this JSON is nested too deeply"))


def _of_json(row: Any, source: Source, alone: bool) -> Found:
    if not isinstance(row, dict):
        return Unread(source, _("a lesson must be an object with names and values"))
    form = row.get("format")
    if form == FORMAT:
        return Exported(source, row)
    if isinstance(form, str) and form.startswith("kmfacilitate/"):
        return Unread(
            source,
            _("this was exported by a newer kmfacilitate ({form}); update it").format(form=clean_line(form)),
        )
    return Record(source, flat(row), alone)


def flat(row: Mapping[str, Any], before: str = "", level: int = 1) -> dict[str, Said]:
    """Names and texts: maps inside one another get joined names (`impact.cost`)."""
    found: dict[str, Said] = {}
    for name, value in row.items():
        full = clean_line(f"{before}{name}")
        if isinstance(value, Mapping) and level < _DEEPEST:
            found |= flat(value, f"{full}.", level + 1)
        elif isinstance(value, (list, tuple)):
            texts = tuple(filter(None, (_text(part) for part in value)))
            if texts:
                found[full] = texts
        elif text := _text(value):
            found[full] = text
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (dict, list)):
        return clean(json.dumps(value, ensure_ascii=False))
    return clean(str(value)).strip()


# CSV


def _csv(text: str, name: str) -> Iterator[Found]:
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=True)
    names: list[str] | None = None
    position = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unread(Source(name, line), _("this row can't be read ({error})").format(error=error))
            continue
        if not any(cell.strip() for cell in row):
            continue
        if names is None:
            names = _each_once(clean_line(cell) for cell in row)
            continue
        source = Source(name, line, position)
        position += 1
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            yield Unread(
                source,
                _("this row has {n} cells, the first line names {n_2}").format(n=len(row), n_2=len(names)),
            )
            continue
        cells = {n: clean(_unguarded(cell)).strip() for n, cell in zip(names, row, strict=False) if n}
        yield Record(source, {n: cell for n, cell in cells.items() if cell})


def _each_once(names: Iterable[str]) -> list[str]:
    """Names of columns; a second one of a name is numbered (`Labels (2)`)."""
    found: list[str] = []
    for name in names:
        number, free = 1, name
        while name and free in found:
            number += 1
            free = f"{name} ({number})"
        found.append(free)
    return found


def _dialect(text: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(",;\t", key=text[: (text + "\n").index("\n")].count)

    return Found


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


# Markdown


def _markdown(text: str, name: str) -> Iterator[Found]:
    front = front_of(text, name)
    if front.fault:
        yield Unread(
            Source(name, front.line),
            _("the front matter was read line by line, since {fault}").format(fault=front.fault),
        )
    said = flat(front.fields)
    title, sections = sections_of(front.body)
    taken = {named.casefold() for named in said}
    if title and "title" not in taken:
        said["title"] = title
        taken.add("title")
    for heading, listed in sections:
        words = _alone(listed)
        free = heading if heading.casefold() not in taken else f"{heading} (text)"
        if isinstance(before := said.get(free), str):
            words = f"{before}\n\n{words}"
        said[free] = words[:LONGEST]
        for number in range(1, -(-len(words) // LONGEST)):  # a text of very many pages
            said[f"{free} ({number + 1})"] = words[number * LONGEST : (number + 1) * LONGEST]
    if not said:
        yield Unread(Source(name, 1), _("there is neither front matter nor a heading nor text"))
        return
    yield Record(Source(name, 1), said, alone=True)


_POINT = re.compile(r"(?:[-*+•]|\d{1,2}[.)])[ \t]+(?=\S)")


def _alone(text: str) -> str:
    """A list of one point without its sign; any other text as it is."""
    only = _POINT.match(text)
    return text[only.end() :] if only is not None and "\n" not in text else text


READERS: Mapping[str, Callable[[str, str], Iterator[Found]]] = {
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _csv,
    ".tsv": _csv,
    ".md": _markdown,
    ".markdown": _markdown,
}
"""By the end of a file's name: what reads its text."""
