"""What stands in a library, from file names and the first 4 KB of each file. Imports nothing heavy."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _

from .encoding import decode_tables, session_of
from .fsio import DISK, Disk
from .library import MARK, Library
from .naming import read_name
from .trouble import Damaged, reason

HEAD = 4096
"""Bytes read of each file; the meeting stands in them."""
_TAIL = 32
_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BEGINS = re.compile(rb'\{\s*"_meta": \{\n.*?\n\},\n"session": \{\n.*?\n\}', re.DOTALL)
"""One document a line: the first line that begins with a brace ends a table."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a list says of a session. All fields but `path` and `date` are as in the file, cleaned."""

    path: Path
    date: str
    """The day in the file's name, else that of `created`."""
    id: str = ""
    title: str = ""
    technique: str = ""
    template: str = ""
    variant: str = ""
    project: str = ""
    state: str = "planned"
    created: str = ""
    started: str = ""
    ended: str = ""
    family: str = "structured"
    share: str = "open"
    confidential: bool = False
    broken: str = ""
    """Why it can't be read, in one sentence; then only what the name of the file says is known."""

    @property
    def unfinished(self) -> bool:
        """Whether it can be resumed."""
        return not self.broken and self.state in ("planned", "running")


def heads(library: Library, disk: Disk = DISK) -> list[Head]:
    """All sessions of a library, newest first; broken ones among them.

    Raises:
        Unable: the folder can't be read.
    """
    return list(_newest_first(library, disk))


def newest(library: Library, most: int, disk: Disk = DISK) -> list[Head]:
    """The newest sessions; reads no more files than needed.

    Raises:
        Unable: the folder can't be read.
    """
    return list(islice(_newest_first(library, disk), most))


def count(library: Library, disk: Disk = DISK) -> int:
    """How many session files there are; reads only names."""
    return len(session_files(library, disk))


def find(library: Library, text: str, disk: Disk = DISK) -> Head:
    """The session that is meant: by its id, any part of it that fits one alone, or `last`.

    Raises:
        Unable: none fits, or several; the sentence says which.
    """
    wanted = text.strip().lower()
    if wanted == "last":
        for head in _newest_first(library, disk):
            if head.state != "discarded":
                return head  # a damaged one too: whoever opens it mends it, or says why not
        raise Unable(_("There is no session in this library yet."))
    wanted = wanted.replace("-", "")
    if not wanted:
        raise Unable(_("Which session? Name it by its id or part of it, or say last."))
    all_heads = heads(library, disk)
    for fits in (operator.eq, str.startswith, operator.contains):
        found = [head for head in all_heads if fits(head.id.replace("-", ""), wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(head.id for head in found[:5]) + (" …" if len(found) > 5 else "")
            raise Unable(
                _("“{text}” fits {n} sessions ({ids}); give more of the id.").format(
                    text=clean_line(text), n=len(found), ids=ids
                )
            )
    raise Unable(
        _("No session fits “{text}”; kmfacilitate list shows them all.").format(text=clean_line(text))
    )


def _newest_first(library: Library, disk: Disk) -> Iterator[Head]:
    seen: set[str] = set()
    files = sorted(session_files(library, disk), key=lambda file: file[0], reverse=True)
    for _rest, same_day in groupby(files, key=lambda file: file[0]):
        day = [read_head(Path(path), date, disk) for date, path in same_day]
        day.sort(key=lambda head: (head.created, head.path.name), reverse=True)
        day.sort(key=lambda head: read_name(head.path.name) is None)
        for head in day:
            if head.id and not head.broken:
                if head.id in seen:
                    continue  # a copy made by a synchroniser stands beside the file itself
                seen.add(head.id)
            yield head


def session_files(library: Library, disk: Disk = DISK) -> list[tuple[str, str]]:
    """The day in the name (empty where there is none) and the path of every session file, in no order.

    Raises:
        Unable: the folder can't be read.
    """
    files: list[tuple[str, str]] = []
    years = [str(library.sessions_folder)]
    top = True
    try:
        while years:
            for entry in disk.scan(Path(years.pop())):
                name = entry.name
                if name.startswith("."):
                    continue
                if name.endswith(".json"):
                    if not top or name != MARK.name:
                        files.append((day_in(name), entry.path))
                elif top and _YEAR.fullmatch(name) and entry.is_dir():
                    years.append(entry.path)
            top = False
    except OSError as error:
        why = reason(error, library.sessions_folder, doing="read")
        raise Unable(_("The sessions of this library can't be listed: {why}.").format(why=why)) from None
    return files


def day_in(name: str) -> str:
    """The day that a file's name begins with; empty: none."""
    found = _DATE.match(name)
    return found[0] if found else ""


def read_head(path: Path, date: str = "", disk: Disk = DISK) -> Head:
    """What a list says of one session file; a broken one says why."""
    try:
        tables = _read_tables(path, disk)
        id_ = session_of(tables, path)
    except (Damaged, OSError) as error:
        why = str(error)
        if isinstance(error, OSError):
            why = _("{name} can't be read: {reason}.").format(
                name=clean_line(path.name), reason=reason(error, path.parent, doing="read")
            )
        named = read_name(path.name)
        return Head(path, date, id=named[1] if named else "", broken=why)
    meeting = tables["session"]["1"]

    def said(field: str, otherwise: str = "") -> str:
        value = meeting.get(field, "")
        return clean_line(value) or otherwise if isinstance(value, str) else otherwise

    return Head(
        path,
        date or said("created")[:10],
        id=clean_line(id_),
        title=said("title"),
        technique=said("technique"),
        template=said("template"),
        variant=said("variant"),
        project=said("project"),
        state=said("state", "planned"),
        created=said("created"),
        started=said("started"),
        ended=said("ended"),
        family=said("family", "structured"),
        share=said("share", "open"),
        confidential=meeting.get("confidential") is True,
    )


def _read_tables(path: Path, disk: Disk) -> dict[str, Any]:
    head, tail, size = disk.read_ends(path, HEAD, _TAIL)
    # A whole file ends with the end of a table and the end of all; one that was cut off hardly ever does.
    if re.search(rb"\}\s*\}\s*\Z", tail):
        found = _tables_in(head)
        if found is not None:
            return found
    data, _rest = disk.read(path) if size > len(head) else (head, None)
    return dict(decode_tables(data, path))


def _tables_in(head: bytes) -> dict[str, Any] | None:
    """The tables `_meta` and `session`, if a file begins with them in our own layout."""
    found = _BEGINS.match(head)
    if found is None:
        return None
    try:
        tables: dict[str, Any] = json.loads(found[0] + b"}")
    except (ValueError, RecursionError):
        return None
    return tables if all(isinstance(table.get("1"), dict) for table in tables.values()) else None
