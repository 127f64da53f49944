"""Files from elsewhere, read into records: JSON, JSON lines, CSV, and Markdown with front matter."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.report.jsonview import FORMAT
from kmfacilitate.store.infile import read_text
from kmfacilitate.templates.problem import TemplateError
from kmfacilitate.templates.yaml_events import Node
from kmfacilitate.templates.yaml_events import read_text as read_yaml

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
            raise Unable(f"There is no file {clean_line(str(path))}.")
    return tuple(dict.fromkeys(found))


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def read_file(path: Path) -> Iterator[Found]:
    """What stands in a file; what can't be read of it is said and the rest goes on."""
    name = clean_line(path.name)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        yield Unread(Source(name), f"files of this kind can't be read; these can: {known}")
        return
    try:
        if path.stat().st_size > MOST_BYTES:
            yield Unread(Source(name), "the file is larger than 256 MB; import it in parts")
            return
        text = read_text(path)
    except (OSError, Unable) as error:
        said = str(error) if isinstance(error, Unable) else (error.strerror or "it can't be read").lower()
        yield Unread(Source(name), said.rstrip("."))
        return
    if text.count("\ufffd") > 8 and text.count("\ufffd") > len(text) // 100:
        yield Unread(Source(name), "this is no text")
        return
    if not text.strip():
        yield Unread(Source(name), "the file is empty")
        return
    yield from reader(text, name)


# JSON


def _json(text: str, name: str) -> Iterator[Found]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        yield Unread(Source(name, error.lineno), f"this is no JSON ({error.msg.lower()})")
        return
    except RecursionError:
        yield Unread(Source(name), "this JSON is nested too deeply")
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
            yield Unread(source, f"this is no JSON ({error.msg.lower()})")
        except RecursionError:
            yield Unread(source, "this JSON is nested too deeply")


def _of_json(row: Any, source: Source, alone: bool) -> Found:
    if not isinstance(row, dict):
        return Unread(source, "a lesson must be an object with names and values")
    form = row.get("format")
    if form == FORMAT:
        return Exported(source, row)
    if isinstance(form, str) and form.startswith("kmfacilitate/"):
        return Unread(source, f"this was exported by a newer kmfacilitate ({clean_line(form)}); update it")
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
            yield Unread(Source(name, line), f"this row can't be read ({error})")
            return
        if not any(cell.strip() for cell in row):
            continue
        if names is None:
            names = [clean_line(cell) for cell in row]
            if len(set(filter(None, names))) < len([n for n in names if n]):
                yield Unread(Source(name, line), "two columns have one name")
                return
            continue
        source = Source(name, line, position)
        position += 1
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            yield Unread(source, f"this row has {len(row)} cells, the first line names {len(names)}")
            continue
        cells = {n: clean(_unguarded(cell)).strip() for n, cell in zip(names, row, strict=False) if n}
        yield Record(source, {n: cell for n, cell in cells.items() if cell})


def _dialect(text: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(",;\t", key=text[: (text + "\n").index("\n")].count)

    return Found


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


# Markdown

_FENCE = re.compile(r"-{3,}[ \t]*\n(.*?)^(?:-{3,}|\.{3})[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_CODE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
BODY = "body"
"""The name of what stands under no heading."""


def _markdown(text: str, name: str) -> Iterator[Found]:
    front = _FENCE.match(text)
    fields: dict[str, Said] = {}
    if front:
        head = text[: front.end(1)]
        try:
            fields = flat(_plain(read_yaml(head, name).root))
        except TemplateError as error:
            problem = error.problems[0]
            yield Unread(Source(name, problem.line), f"the front matter can't be read: {problem.what}")
            return
    body = text[front.end() :] if front else text
    title, sections = _sections(body)
    taken = {named.casefold() for named in fields}
    if title and "title" not in taken:
        fields["title"] = title
        taken.add("title")
    for heading, words in sections:
        free = heading if heading.casefold() not in taken else f"{heading} (text)"
        fields[free] = f"{before}\n\n{words}" if isinstance(before := fields.get(free), str) else words
    if not fields:
        yield Unread(Source(name, 1), "there is neither front matter nor a heading nor text")
        return
    yield Record(Source(name, 1), fields, alone=True)


def _plain(node: dict[str, Node]) -> dict[str, Any]:
    return dict(node)


def _sections(body: str) -> tuple[str, list[tuple[str, str]]]:
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
        parts.append((BODY, clean(before).strip()))
    for at, found in enumerate(headings):
        end = headings[at + 1].start() if at + 1 < len(headings) else len(body)
        words = clean(body[found.end() : end]).strip()
        heading = clean_line(found[2])
        if at == 0 and len(found[1]) == 1:
            title, heading = heading, BODY
        if words:
            parts.append((heading, words))
    return title, parts


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
