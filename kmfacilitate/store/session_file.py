"""One session on disk: opened, changed by edits under the session's lock, shared with other windows."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom

from kmfacilitate import __version__
from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.edits import Clash, Edit, create, put, tombstone
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.moments import stamp

from .encoding import Lines
from .fsio import DISK, Disk, make_folders, save
from .library import Library, library_above
from .naming import file_name
from .places import Places, private_folder
from .storage import SessionDB, SessionStorage
from .trouble import NotSaved, ReadOnly, reason
from .work import About, History, Work

SCHEMA = 1
"""The schema of the files this version writes; a file with a higher one is only read."""
_NOT_WORDS = ("edited", "rev", "deleted")
"""Fields whose other value nobody has to choose from."""
_NOTHING = About()
_NEWER = (
    "This session was changed by a newer kmfacilitate; it can be read but not changed, so update to go on."
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SessionFile:
    """A session on disk. Made by `create` or `open`.

    `documents` may be read from any thread; everything else waits for the disk and belongs in one thread.
    What is saved when a call returns stays saved, whatever happens to the machine.
    """

    def __init__(self, db: SessionDB, now: Callable[[], datetime], disk: Disk) -> None:
        self._db = db
        self._storage: SessionStorage = db.kept
        self._now = now
        self._disk = disk

    @classmethod
    def create(
        cls,
        library: Library,
        documents: Documents,
        *,
        places: Places | None = None,
        now: Callable[[], datetime] = _utc_now,
        new_id: Callable[[], str] | None = None,
        disk: Disk = DISK,
    ) -> SessionFile:
        """Make the file of a new session.

        Args:
            library: where.
            documents: what it holds. In `_meta` only the session's id is needed; the rest is filled in.
            places: the folders of this machine.
            now: reads the clock.
            new_id: gives ids to conflicts; none: made from clock and chance.
            disk: the disk.

        Raises:
            NotSaved: the file could not be written.
            Unable: there is no place for the lock.
        """
        given = documents["_meta"]["1"]
        meta = {"schema": SCHEMA, "what": "session", "session": given["session"], "app": __version__}
        documents = {**documents, "_meta": {**documents["_meta"], "1": {**given, **meta}}}
        meeting = documents["session"]["1"]
        locks = private_folder((places or Places.here()).locks, disk)
        ids = new_id or _ids(now)
        mode = 0o600 if meeting.get("confidential") else None
        attempt = 1
        while True:
            name = file_name(meeting, given["session"], attempt)
            path = library.sessions_folder / name[:4] / name
            try:
                make_folders(path.parent, disk)
                db = SessionDB(path, locks=locks, new_id=ids, disk=disk, tables=documents, mode=mode)
            except FileExistsError:
                attempt += 1
            except OSError as error:
                raise NotSaved(reason(error, path.parent)) from None
            else:
                return cls(db, now, disk)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        places: Places | None = None,
        now: Callable[[], datetime] = _utc_now,
        new_id: Callable[[], str] | None = None,
        disk: Disk = DISK,
    ) -> SessionFile:
        """Open a session file; the arguments are those of `create`.

        Raises:
            Damaged: it is no whole session file; nothing was changed.
            Unable: it is not there, or it can't be read.
        """
        path = path.resolve()
        locks = private_folder((places or Places.here()).locks, disk)
        ids = new_id or _ids(now)
        try:
            db = SessionDB(path, locks=locks, new_id=ids, disk=disk)
        except FileNotFoundError:
            raise Unable(f"There is no session file {clean_line(str(path))}.") from None
        except OSError as error:
            raise Unable(
                f"{clean_line(path.name)} can't be read: {reason(error, path.parent, doing='read')}."
            ) from None
        return cls(db, now, disk)

    @property
    def path(self) -> Path:
        """The file."""
        return self._storage.path

    @property
    def id(self) -> str:
        """The id of the session (`k3x9-7fq2-m8t4`)."""
        return self._storage.session

    @property
    def documents(self) -> Documents:
        """What is known to be in the file."""
        return self._storage.tables

    @property
    def read_only(self) -> bool:
        """Whether a newer version made the file, so that this one must not write to it."""
        schema = self.documents["_meta"]["1"].get("schema")
        return isinstance(schema, int) and schema > SCHEMA

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that the facilitator should read once, on opening."""
        return (_NEWER,) if self.read_only else ()

    @property
    def history(self) -> History:
        """The steps that may be taken back or done again after a restart; without a journal, none."""
        return History()

    def commit(self, edits: Sequence[Edit], about: About = _NOTHING) -> Documents:
        """Apply edits to the newest documents and save them, durably; all of them or none.

        A field that somebody else changed meanwhile gets the new value, and the other one becomes a document
        in `conflicts`; when undoing, it keeps theirs. Calling it again with the same edits changes nothing.

        Returns:
            The newest documents, with what other windows wrote.

        Raises:
            NotSaved: the disk refused; nothing is changed in memory.
            ReadOnly: a newer version made the file.
            Damaged: somebody damaged the file since it was opened.
        """
        return self.commit_all((Work(tuple(edits), about),))

    def commit_all(self, works: Iterable[Work]) -> Documents:
        """Save the edits of several acts in one go; see `commit`."""
        with self._saving() as lost:
            newest = self.documents
            clashes = list(lost)
            for work in works:
                newest, met = put(newest, work.edits, undoing=bool(work.about.undo))
                if not work.about.undo:
                    clashes += met
            self._put(_with_conflicts(newest, clashes, self._storage.new_id, stamp(self._now())))
        return self.documents

    def refresh(self) -> Documents | None:
        """Take in what another window wrote; none: nobody did.

        Raises:
            NotSaved, Damaged: as `commit`.
        """
        try:
            self._disk.stat(self.path)
            if not self._storage.is_stale():
                return None
        except OSError:
            return None  # removed or out of reach for now: the next save will say so
        before = self.documents
        self.commit_all(())
        return None if self.documents is before else self.documents

    def forget(self, ids: Collection[str], day: str) -> Documents:
        """Take the words of entries or people away for good, with every conflict about them.

        What is left is a tombstone that nothing outranks: no words, its kind, stage and number. What it can't
        reach are copies elsewhere: backups, other machines, old blocks of the disk.

        Args:
            ids: of entries or people; those that are not there are passed over.
            day: today, `2026-11-27`.

        Raises:
            NotSaved, ReadOnly, Damaged: as `commit`; the words are still there.
        """
        with self._saving() as lost:
            newest = _with_conflicts(self.documents, lost, self._storage.new_id, stamp(self._now()))
            self._put({**newest, **_forgotten(newest, frozenset(ids), day)})
        return self.documents

    def write_aside(self, works: Iterable[Work], forgets: Collection[str] = ()) -> Path:
        """Write the whole session, with edits that could not be saved, somewhere else.

        Args:
            works: what could not be saved.
            forgets: ids whose words must not be in that file either.

        Returns:
            The new file: beside the library, else in the temporary folder.

        Raises:
            NotSaved: neither takes it.
        """
        documents = self.documents
        for work in works:
            documents, _ = put(documents, work.edits, undoing=bool(work.about.undo))
        day = self._now().date().isoformat()
        data = Lines().encode({**documents, **_forgotten(documents, frozenset(forgets), day)})
        folder = library_above(self.path) or self.path.parent
        failed: OSError | None = None
        for place in (folder.parent, Path(tempfile.gettempdir())):
            for attempt in ("", *(f"-{number}" for number in range(2, 100))):
                path = place / f"{self.path.stem}-not-saved{attempt}.json"
                try:
                    save(path, data, self._disk, new=True, mode=0o600)
                except FileExistsError:
                    continue
                except OSError as error:
                    failed = error
                    break
                return path
        raise NotSaved(reason(failed or FileExistsError(), folder.parent))

    @contextlib.contextmanager
    def _saving(self) -> Iterator[tuple[Clash, ...]]:
        try:
            with self._storage.batch() as lost:
                if self.read_only:
                    raise ReadOnly(_NEWER)
                yield lost
        except OSError as error:
            raise NotSaved(reason(error, self.path.parent)) from None

    def _put(self, newest: Documents) -> None:
        known = self.documents
        for name, table in newest.items():
            before = known.get(name, {})
            if table is before:
                continue
            changed = {id_: document for id_, document in table.items() if before.get(id_) is not document}
            if changed:
                self._db.table(name).put(changed)


def _ids(now: Callable[[], datetime]) -> Callable[[], str]:
    ids = Ids(SystemRandom())
    return lambda: ids.new(now())


def _with_conflicts(
    documents: Documents, clashes: Iterable[Clash], new_id: Callable[[], str], at: str
) -> Documents:
    edits = [
        create(
            "conflicts",
            new_id(),
            {"table": clash.table, "id": clash.id, "field": clash.field, "other": clash.other, "at": at},
        )
        for clash in clashes
        if clash.field not in _NOT_WORDS
    ]
    return put(documents, edits)[0] if edits else documents


def _forgotten(documents: Documents, ids: frozenset[str], day: str) -> dict[str, Mapping[str, Raw]]:
    tables: dict[str, Mapping[str, Raw]] = {}
    for name in ("entries", "people", "conflicts"):
        table = documents.get(name, {})
        gone = {
            id_: tombstone(document, day)
            for id_, document in table.items()
            if not document.get("forgotten")
            and (id_ in ids or (name == "conflicts" and document.get("id") in ids))
        }
        if gone:
            tables[name] = {**table, **gone}
    return tables
