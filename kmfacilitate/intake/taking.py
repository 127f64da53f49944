"""What was read, taken into a library: a meeting becomes a session file, or adds to the one that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.documents import Documents, Raw, Value, same
from kmfacilitate.session.edits import About, Edit, change, create
from kmfacilitate.session.ids import session_id_from
from kmfacilitate.session.moments import stamp
from kmfacilitate.store.encoding import decode_tables
from kmfacilitate.store.fsio import DISK
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places, name_of
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import heads
from kmfacilitate.store.trouble import Damaged

from .columns import matched
from .columns import name_of as name_of_column
from .exported import Unusable, documents_of
from .lessons import Taken, lesson_of
from .meeting import entries_of, meeting_of
from .placing import Placing
from .reading import read_file
from .records import Exported, Found, Record, Source, Unread

_NAMELESS = frozenset(("index", "_index", "readme", "report", "review", "post", "notes", "lessons"))
"""Names of files that say nothing: many folders have one each."""
MOST_IN_ONE = 500
"""Lessons of one file that stand in one session; more are parted, so that each opens quickly."""


@dataclass(slots=True)
class Account:
    """What came of an import, counted."""

    lessons: int = 0
    """New in the library."""
    known: int = 0
    """Lessons that were there before, as they were."""
    sessions: int = 0
    """Session files that were made."""
    added_to: int = 0
    """Sessions that were there, and got something."""
    same: int = 0
    """Exported sessions that were there before, with nothing new."""
    kept: dict[str, str] = field(default_factory=dict)
    """Columns that are no field of ours, and are kept under their own name → the file each was met in."""
    unfit: dict[str, Source] = field(default_factory=dict)
    """Columns with values that did not fit and were kept as they stand → where the first one stands."""
    unread: list[Unread] = field(default_factory=list)


class Intake:
    """Takes files into a library, one after the other. Waits for the disk."""

    def __init__(
        self,
        library: Library,
        *,
        columns: Mapping[str, str] | None = None,
        ask: Callable[[str, Sequence[str]], Mapping[str, str]] | None = None,
        places: Places | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        dry: bool = False,
    ) -> None:
        """Prepare to take files in.

        Args:
            library: Where they go.
            columns: Which field a column is, where that was said (`columns.read_map`).
            ask: Asked once a file of tables which fields its unknown columns are; none: they are kept.
            places: The folders of this machine.
            now: Reads the clock.
            dry: Only count; write nothing.

        Raises:
            Unable: The library can't be read.
        """
        self._library = library
        self._columns = dict(columns or {})
        self._ask = ask
        self._places = places or Places.here()
        self._now = now
        self._dry = dry
        self._named: dict[str, Path] = {}
        self._placing = Placing()
        self._paths = {head.id: head.path for head in heads(library) if not head.broken}
        self.account = Account()

    def take(self, path: Path) -> None:
        """Take one file in. What of it can't be read is in the account, and the rest goes in."""
        self.take_all([path])

    def take_all(self, paths: Iterable[Path], after: Callable[[Path], None] = lambda path: None) -> None:
        """Take files in, one after the other; `after` is called with each. All are on the disk at the end."""
        with Placing() as self._placing:
            for path in paths:
                name = self._name(path)
                try:
                    self.take_found(list(read_file(path, name)))
                except Unable as unable:
                    self._left(Source(name), str(unable).rstrip("."))
                after(path)
        self._paths |= self._placing.paths

    def _name(self, path: Path) -> str:
        """What a file is known by when it comes again: its name, and that of its folder where it needs it."""
        path = path.absolute()
        name = path.name
        above = list(path.parts[1:-1])
        if path.stem.casefold() in _NAMELESS and above:
            name = f"{above.pop()}/{name}"
        while above and self._named.get(name.casefold(), path) != path:
            name = f"{above.pop()}/{name}"
        self._named[name.casefold()] = path
        return name

    def take_found(self, found: Iterable[Found]) -> None:
        """Take what was read from one file.

        To be called by `take_all`.

        Raises:
            Unable: The disk refuses.
        """
        records: list[Record] = []
        for one in found:
            if isinstance(one, Unread):
                self.account.unread.append(one)
            elif isinstance(one, Exported):
                self._take_session(one)
            else:
                records.append(one)
        if records:
            self._take_lessons(records)

    def _left(self, source: Source, why: str) -> None:
        self.account.unread.append(Unread(source, why))

    # Lessons

    def _take_lessons(self, records: Sequence[Record]) -> None:
        columns = self._match(records)
        settled = {name_of_column(name) for name in self._columns}
        by_meeting: dict[tuple[str, str], list[Taken]] = {}
        for record in records:
            taken = lesson_of(record, columns)
            if isinstance(taken, str):
                self._left(record.source, taken)
                continue
            if self._is_here(taken.session):  # a page of a lesson that stands here
                self.account.known += 1
                continue
            for column in taken.kept:
                if name_of_column(column) not in settled:
                    self.account.kept.setdefault(column, record.source.file)
            for column in taken.unfit:
                self.account.unfit.setdefault(column, record.source)
            meeting = taken.meeting.get("session", ""), taken.meeting.get("project", "")
            by_meeting.setdefault(meeting, []).append(taken)
        file = records[0].source.file
        for (title, project), lessons in by_meeting.items():
            alone = records[0].alone and len(lessons) == 1
            named = title or (
                str(lessons[0].fields["text"]) if alone else _("Lessons from {file}").format(file=file)
            )
            self._take_meeting(named, "\0".join((file, title, project)), file, lessons)

    def _match(self, records: Sequence[Record]) -> Mapping[str, str]:
        names = list(dict.fromkeys(name for record in records for name in record.fields))
        columns = matched(names, self._columns)
        said = {name_of_column(name) for name in self._columns}
        unknown = [name for name, known in columns.items() if not known and name_of_column(name) not in said]
        if self._ask and unknown and not records[0].alone:
            self._columns |= self._ask(records[0].source.file, unknown)
            columns = matched(names, self._columns)
        return columns

    def _take_meeting(self, title: str, key: str, file: str, lessons: Sequence[Taken]) -> None:
        """Put the lessons of one meeting into its parts: those that are there, then new ones."""
        part, last, known = 0, "", frozenset[str]()
        while self._is_here(id_ := session_id_from(f"{key}\0{part}")):
            last = id_
            known |= self._ids_in(id_)
            part += 1
        lessons = list({one.id: one for one in lessons}.values())
        fresh = [one for one in lessons if one.id not in known]
        self.account.known += len(lessons) - len(fresh)
        if last and fresh:
            room = max(0, MOST_IN_ONE - len(self._ids_in(last)))
            self._add_lessons(last, fresh[:room], file)
            fresh = fresh[room:]
        for at in range(0, len(fresh), MOST_IN_ONE):
            chosen = fresh[at : at + MOST_IN_ONE]
            named = f"{title} ({part + 1})" if part else title
            id_ = session_id_from(f"{key}\0{part}")
            self._make(meeting_of(id_, named, chosen, file, self._now()), Source(file), len(chosen))
            part += 1

    def _is_here(self, session: str) -> bool:
        return session in self._paths or session in self._placing

    def _path_of(self, session: str) -> Path | None:
        """The file of a session that is here; none where the disk refused it just now."""
        self._placing.settle(session)
        return self._paths.get(session) or self._placing.paths.get(session)

    def _ids_in(self, session: str) -> frozenset[str]:
        path = self._path_of(session)
        if path is None:
            return frozenset()
        try:
            tables = decode_tables(DISK.read(path)[0], path)
        except (OSError, Damaged):  # what journals have of it counts too
            file = SessionFile.open(path, places=self._places)
            tables = dict(file.documents)
            file.close()
        return frozenset(tables.get("entries", {}))

    def _add_lessons(self, session: str, lessons: Sequence[Taken], source: str) -> None:
        path = self._path_of(session)
        if path is None:
            return
        file = SessionFile.open(path, places=self._places)
        first = max([0, *(_number(raw) for raw in file.documents["entries"].values())]) + 1
        rows = entries_of(lessons, stamp(self._now()), first)
        self.account.lessons += len(rows)
        self._add(file, [create("entries", id_, _fields(raw)) for id_, raw in rows.items()], source)

    # Sessions

    def _take_session(self, exported: Exported) -> None:
        try:
            documents = documents_of(exported.shown)
        except Unusable as unusable:
            self._left(exported.source, str(unusable))
            return
        id_ = str(documents["_meta"]["1"]["session"])
        path = self._path_of(id_)
        if path is None:
            lessons = sum(
                raw.get("kind") == "lesson" and not raw.get("deleted")
                for raw in documents["entries"].values()
            )
            self._make(documents, exported.source, lessons)
            return
        file = SessionFile.open(path, places=self._places)
        shared = exported.shown.get("edition") != "full"
        edits = list(_newer(file.documents, documents, only_missing=shared))
        self.account.same += not edits
        self._add(file, edits, exported.source.file)

    # The disk

    def _make(self, documents: Documents, source: Source, lessons: int) -> None:
        """Have a session file made that holds so many lessons."""
        id_ = str(documents["_meta"]["1"]["session"])
        if (self._places.purged / name_of(id_)).exists():
            self._left(source, _("this session was purged here, so it is not taken back"))
            return
        self.account.sessions += 1
        self.account.lessons += lessons
        if self._dry:
            return

        def place() -> Path:
            return SessionFile.place(self._library, documents, places=self._places, now=self._now)

        def refused(unable: Unable) -> None:
            self.account.sessions -= 1
            self.account.lessons -= lessons
            self._left(source, str(unable).rstrip("."))

        self._placing.put(id_, place, refused)

    def _add(self, file: SessionFile, edits: Sequence[Edit], source: str) -> None:
        try:
            if edits and not self._dry:
                file.commit(edits, About("import", _("imported from {source}").format(source=source)))
            self.account.added_to += bool(edits)
        finally:
            file.close()


def _fields(raw: Raw) -> dict[str, Value]:
    return {name: value for name, value in raw.items() if name != "rev"}


def _number(raw: Raw) -> int:
    number = raw.get("n", 0)
    return number if isinstance(number, int) else 0


def _newer(known: Documents, told: Documents, *, only_missing: bool) -> Iterator[Edit]:
    """The edits that take over what is missing here, or older than what was exported.

    A shared edition lacks words on purpose, so it changes no line that is here.
    """
    for table, rows in told.items():
        if table in ("_meta", "template"):
            continue
        for id_, raw in rows.items():
            here = known.get(table, {}).get(id_)
            fields = _fields(raw)
            if here is None:
                yield Edit(table, id_, {"deleted": True}, {"deleted": False, **fields})
            elif not only_missing and raw.get("rev", 0) > here.get("rev", 0):
                now = _fields(here)
                fields |= {name: None for name in now if name not in fields}
                if any(not same(now.get(name), value) for name, value in fields.items()):
                    yield change(table, id_, here, fields)
