"""Tables for a spreadsheet: all lines, lessons, actions; one row an entry, from one session or from many.

The columns are read off the kinds, under the names that JSON has. RFC 4180: commas, CRLF, every cell in
quotes, so that no list separator of the reader's country splits one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from kmfacilitate.clean import clean
from kmfacilitate.session import clock
from kmfacilitate.session.kinds import KINDS, Entry
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.moments import moment

from .dates import day_of, zone
from .edition import Edition
from .jsonview import derived
from .telling import Telling

BOM = "\ufeff"
"""Begins a file for Excel, which else takes it for the alphabet of the country."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BEFORE = ("date", "project", "technique", "session_title", "number")
_OF_ALL = ("kind", "stage", "question", "about")
_AFTER = ("group", "votes", "said_at", "said_by", "session", "id")
_SHARED = ("tags", "but")
_DERIVED = ("state", "count", "lowest", "highest")
_TEXTS = (str, tuple[tuple[str, ...], ...])
"""What a field holds that is words; a field that says something (`Says`) is a column in any case."""


@dataclass(frozen=True)
class Sheet:
    """A table of entries of some kinds. `name` is that of its file, before `.csv`."""

    name: str
    kinds: tuple[type[Entry], ...] = ()
    """None: all kinds."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        own: dict[str, None] = {}
        for kind in self.kinds or (Action, Lesson, *KINDS.values()):  # what is asked for most stands first
            own |= dict.fromkeys(_columns_of(kind))
        if not self.kinds:
            own |= dict.fromkeys(_DERIVED)
        elif Action in self.kinds:
            own["state"] = None
        if Lesson in self.kinds:
            own["learned"] = None
        of_all = _OF_ALL if not self.kinds else ()
        return (*_BEFORE, *of_all, "text", *own, *_SHARED, *_AFTER)

    def head(self, *, bom: bool = True) -> bytes:
        """The line of names; `bom`: after the mark that Excel needs and other programs don't."""
        return (BOM if bom else "").encode() + _lines([self.columns])

    def body(self, edition: Edition, at: datetime, ids: Collection[str] | None = None) -> bytes:
        """The rows of an edition; `at` is now (aware), `ids` the entries that are meant (none: all)."""
        return _lines(self.rows(edition, at, ids))

    def rows(self, edition: Edition, at: datetime, ids: Collection[str] | None = None) -> Iterator[list[str]]:
        """A row for each entry of an edition that belongs here, as `body`."""
        telling = Telling(edition)
        session = edition.session
        meeting = session.meeting
        common = {
            "date": day_of(session, clock.sittings(session, at)).isoformat(),
            "project": meeting.project,
            "technique": session.template.technique,
            "session_title": meeting.title,
            "session": session.id,
        }
        for id_, entry in session.live():
            if (ids is None or id_ in ids) and (not self.kinds or isinstance(entry, self.kinds)):
                said = common | _cells(id_, entry, telling)
                yield [harmless(_words(said.get(column))) for column in self.columns]


LINES = Sheet("lines")
LESSONS = Sheet("lessons", (Lesson,))
ACTIONS = Sheet("actions", (Action,))
SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in (LINES, LESSONS, ACTIONS)}


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _columns_of(kind: type[Entry]) -> list[str]:
    return [
        name
        for name, field in kind.model_fields.items()
        if name not in Entry.model_fields and (_says(kind, name) or field.annotation in _TEXTS)
    ]


def _says(kind: type[Entry], name: str) -> bool:
    try:
        kind.speech(name)
    except KeyError:
        return False
    return True


def _cells(id_: str, entry: Entry, telling: Telling) -> dict[str, Any]:
    session = telling.session
    stage = session.stage(entry.stage)
    about = telling.live(entry.under)
    own = {name: getattr(entry, name) for name in (*_columns_of(type(entry)), *_SHARED)}
    said = {
        "number": telling.number(id_),
        "kind": entry.kind,
        "stage": stage.script.title if stage else "",
        "question": telling.ask(entry),
        "about": about.text if about else entry.under,
        "text": entry.text,
        "group": telling.group(entry),
        "votes": telling.votes(id_),
        "said_at": _local(entry.at, telling),
        "said_by": entry.by,
        "id": id_,
    }
    if isinstance(entry, Lesson):
        said["learned"] = "learned" if entry.learned else "identified"
        own["state"] = entry.state or "captured"
    return own | said | derived(entry, id_, telling)


def _local(stamped: str, telling: Telling) -> str:
    """A moment in the time zone of the meeting, as spreadsheets read it."""
    if not stamped:
        return ""
    return moment(stamped).astimezone(zone(telling.session)).strftime("%Y-%m-%d %H:%M")


def _words(value: Any, between: str = "; ") -> str:
    if value is None or value == 0:
        return ""
    if isinstance(value, (list, tuple)):
        return between.join(filter(None, (_words(part, ", ") for part in value)))
    return clean(str(value)).strip()


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")
