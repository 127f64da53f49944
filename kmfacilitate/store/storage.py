"""One session file as TinyDB's storage: every change is durable, whole, and shared with other windows."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import About, Clash

from . import migrations
from .beside import back_up, kept_beside, put_aside
from .diary import Diary, Done
from .encoding import Lines, session_of
from .fsio import DISK, Disk, Stamp, save, stamp_of
from .left import Past, look, put_away, release, remove
from .migrations import migrate, schema_of
from .opening import Look, is_purged, look_at, look_for, put_together
from .places import Places, name_of
from .trouble import Damaged, Purged, reason
from .union import unite

LOCK_SECONDS = 10.0
"""How long one window waits for another to finish a save; a save takes milliseconds."""


class Batch:
    """Changes that are kept together: `tables` as they will be, and what the journal is to say of them."""

    def __init__(self, tables: Documents, clashes: tuple[Clash, ...]) -> None:
        self.before = tables
        self.tables: dict[str, Any] = dict(tables)
        self.clashes = clashes
        """What somebody else changed at once with us and we had saved already (see `unite`)."""
        self.done: list[Done] = []
        self.forgets = False
        """Whether words must go for good, from everything that is not the file."""
        self.gone: set[str] = set()
        """Ids of the documents that held them."""

    def told(self) -> list[Done]:
        """What was done, act by act; a change nobody told of is told as it is."""
        ops = [
            (name, id_, document)
            for name, table in self.tables.items()
            if table is not self.before.get(name)
            for id_, document in table.items()
            if self.before.get(name, {}).get(id_) is not document
        ]
        if self.done or not ops:
            return self.done
        return [Done(About(), ops)]


class SessionStorage(Storage):
    """One file of tables, kept in memory as well; written whole, beside it, and put in its place.

    What changes is written down in the journal first, and is safe from then on; the file follows, and where
    it can't be written for now, it follows later. `tables` is what is known to be safe: it changes only after
    that, so a failed change leaves no trace in memory and may simply be made again.

    Args:
        path: the file. It is read at once, unless it is to be made from `tables`.
        locks: the folder of the lock files; that of this session is shared by all windows on it.
        new_id: gives ids to documents that are inserted without one.
        disk: the disk.
        tables: what the new file holds; its name must be free.
        mode: permissions of the new file, if not the usual ones.
        places: where journals are kept; without it there are none, and each change waits for the file.
        now: the time as stored, for the journal.
        session: the id, where it is known; then the file may be missing.
    """

    def __init__(
        self,
        path: Path,
        *,
        locks: Path,
        new_id: Callable[[], str],
        disk: Disk = DISK,
        tables: Documents | None = None,
        mode: int | None = None,
        places: Places | None = None,
        now: Callable[[], str] = str,
        session: str = "",
    ) -> None:
        super().__init__()
        self.path = path
        self.new_id = new_id
        self.notes: list[str] = []
        """Sentences about what was recovered."""
        self.unpublished = ""
        """Why what is safe in the journal can't be put into the file for now."""
        self._disk = disk
        self._places = places
        self._now = now
        self._lines = Lines()
        self._mode = mode
        self._seen: Stamp | None = None
        self._batch: Batch | None = None
        self._lost: list[Clash] = []
        self._original = b""
        self._copies: list[tuple[Path, bytes]] = []
        self._bytes = b""
        """The file as it was read or written last."""
        self._look: Look | None = None
        """The file as it was first read, until it is put together with what else there is."""
        self._traces = False
        """Whether words that were forgotten may still stand in journals or copies."""
        self._owed = False
        """Whether the file may not hold `tables`: a write failed, or something was put back."""
        self._settled = places is None
        """Whether what earlier windows left was taken in."""
        if tables is not None:
            self.session = session_of(tables, path)
            self.tables: Documents = tables
            self._bytes = self._lines.encode(tables)
            self._seen = save(path, self._bytes, disk, new=True, mode=mode)
            self._settled = True
        else:
            look_ = look_at(path, self._lines, disk, session)
            if places is not None and not session:
                look_ = look_for(path, look_, places, disk)
            if look_.damage is not None and (places is None or not look_.session):
                raise look_.damage
            self._look = look_
            self.session = look_.session
            self.tables = migrate(look_.tables or {})
            self._seen = look_.seen
            self._original = look_.data if self.tables is not look_.tables else b""
        self.diary = Diary(self.session, path, places, now, disk) if places else None
        self._lock = locks / f"{name_of(self.session)}.lock"

    @property
    def read_only(self) -> bool:
        """Whether a newer version made the file, so that this one must not write to it."""
        return schema_of(self.tables) > migrations.SCHEMA

    def read(self) -> dict[str, Any]:
        """The tables as TinyDB wants them; shared, so only `SessionTable` may change documents in them."""
        return dict(self.tables if self._batch is None else self._batch.tables)

    def write(self, data: Mapping[str, Any]) -> None:
        """Save the tables; inside a batch, once, at its end.

        Raises:
            OSError: the disk refused.
        """
        if self._batch is not None:
            self._batch.tables = dict(data)
        else:
            with self.batch() as batch:
                batch.tables = dict(data)

    @contextlib.contextmanager
    def batch(self, safe: Callable[[], None] = lambda: None) -> Iterator[Batch]:
        """Make everything written inside one change of the session, under the lock, on what is newest.

        Args:
            safe: called when it is safe, before the file is written.

        Raises:
            OSError: the disk refused, or (`TimeoutError`) another window holds the lock.
            Damaged: another session stands in the place of the file.
            Purged: somebody purged the session.
        """
        if self._batch is not None:
            yield self._batch
            return
        with self._disk.lock(self._lock, LOCK_SECONDS), self._taking_in() as past:
            batch = self._batch = Batch(self.tables, tuple(self._lost))
            try:
                yield batch
            finally:
                self._batch = None
            done = batch.told()
            forgets = batch.forgets and (bool(done) or self._traces)
            if forgets:
                self._forget(batch)
            elif done:
                self._keep(done, batch.tables)
            self._lost.clear()
            safe()
            if self._owed:
                self._publish(flush_folder=forgets or self.diary is None)
            if forgets and not self._owed:
                self._remove_traces()
            if past is not None and not self._owed:
                self._put_away(past)
            if self.diary is not None:
                self.diary.make_room()

    def publish(self) -> None:
        """Try again to put what is safe into the file; `unpublished` says whether it worked."""
        with self.batch():
            pass

    @property
    def purged(self) -> bool:
        """Whether somebody purged the session on this machine."""
        return self._places is not None and is_purged(self.session, self._places, self._disk)

    @property
    def met(self) -> bool:
        """Whether somebody changed at once with us what was saved already; the next batch keeps it."""
        return bool(self._lost)

    def look_again(self) -> None:
        """Have the next batch take in journals and copies once more, as on opening."""
        self._settled = self._places is None

    def is_stale(self) -> bool:
        """Whether somebody else has written, moved or removed the file since it was read or written here."""
        try:
            return stamp_of(self._disk.stat(self.path)) != self._seen
        except FileNotFoundError:
            return True

    def prepare(self) -> None:
        """Begin the journal before the first change needs it."""
        if self.diary is not None and not self.read_only and not self.diary.begun():
            with self._disk.lock(self._lock, LOCK_SECONDS):
                with contextlib.suppress(OSError):
                    self._reload()
                self.diary.begin(self.tables, self._lines)

    def close(self, *, keep: bool = True) -> None:
        """Close the journal. What is not in the file yet stays in it, for the next start.

        Args:
            keep: false for a confidential session, of which no journal is kept.
        """
        if self.diary is None or not self.diary.begun():
            return
        with contextlib.suppress(OSError), self._disk.lock(self._lock, LOCK_SECONDS):
            if self._owed:
                self.diary.abandon()
                return
            self._disk.fsync_dir(self.path.parent)
            self.diary.close(self._file(), keep=keep)

    @contextlib.contextmanager
    def _taking_in(self) -> Iterator[Past | None]:
        """Take in what others wrote; the first time, also what earlier windows left."""
        if not self._settled and self._places is not None:
            past = look(self.session, self._places, self._disk, self.diary.path if self.diary else None)
            try:
                self._settle(past, self._places)
                yield past
            finally:
                release(past, self._disk)
            return
        with contextlib.suppress(OSError):  # out of reach for now: publishing looks again, and says so
            self._reload()
        yield None

    def _settle(self, past: Past, places: Places) -> None:
        look_, self._look = self._look, None
        if look_ is None or look_.seen is None or self.is_stale():
            look_ = look_at(self.path, self._lines, self._disk, self.session)
        found = put_together(look_, self.path, past, places, self._now(), self._disk)
        self._bytes = look_.data
        if self._owed:  # what this window has not put into the file yet
            found.tables, clashes = unite(self.tables, found.tables)
            found.clashes += clashes
        if found.tables != self.tables:
            self.tables = found.tables
        self._seen = found.seen
        self._owed = self._owed or found.owed
        self._lost += found.clashes
        self._original = found.original
        self._copies = found.copies
        self.notes += found.notes
        self._settled = True

    def _put_away(self, past: Past) -> None:
        """Close what earlier windows left, now that the file holds it."""
        with contextlib.suppress(OSError):
            for copied, data in self._copies:
                put_aside(self.path, data, "a copy that a synchroniser left", self._now(), self._disk)
                self._disk.unlink(copied)
            if past.gone and self._places is not None:
                self._disk.fsync_dir(self.path.parent)
                put_away(
                    past, self._file(), self._places, self._now(), self._disk, keep=not self.confidential
                )
        self._copies = []

    @property
    def confidential(self) -> bool:
        """Whether nothing of the session may be kept but its file."""
        return self.tables.get("session", {}).get("1", {}).get("confidential") is True

    def _file(self) -> tuple[int, int, int] | None:
        """What the last line of a journal says of the file."""
        if self._seen is None:
            return None
        return (self._seen.mtime_ns, self._seen.size, zlib.crc32(self._bytes))

    def _reload(self) -> None:
        if not self.is_stale():
            return
        if self.purged:
            raise Purged()
        found = look_at(self.path, self._lines, self._disk, self.session)
        if found.seen is None:  # somebody removed it
            self._owed = True
            return
        if found.damage is not None and (found.another or self._places is None):
            raise found.damage
        if found.damage is not None or found.tables is None:
            self._make_again(found.damage)
            return
        theirs = migrate(found.tables)
        united, clashes = unite(self.tables, theirs)
        self._owed = self._owed or united != theirs
        self._original = found.data if theirs is not found.tables else b""
        self.tables = united
        self._seen = found.seen
        self._bytes = found.data
        self._lost += clashes

    def _make_again(self, damage: Damaged | None) -> None:
        """The file was damaged while this window has the session: put it aside, and write what is known."""
        if damage is None or self._places is None:
            return
        data, seen = self._disk.read(self.path)
        put_aside(self.path, data, damage.what, self._now(), self._disk)
        self._seen = seen
        self._owed = True
        self.notes.append(f"The session file was damaged ({damage.what}); it is written anew, and whole.")

    def _keep(self, done: list[Done], tables: Mapping[str, Any]) -> None:
        """Make a change safe: in the journal, or where that can't be written, in the file itself."""
        self._owed = True
        if self.diary is None:
            self._save(tables, flush_folder=True)
        else:
            try:
                self.diary.record(done, self.tables, self._lines)
            except OSError:
                if self._is_overtaken():
                    raise
                self._save(tables, flush_folder=True)
        self.tables = dict(tables)

    def _is_overtaken(self) -> bool:
        """Whether the file holds what this window has not seen."""
        try:
            return stamp_of(self._disk.stat(self.path)) != self._seen
        except FileNotFoundError:
            return False

    def _forget(self, batch: Batch) -> None:
        """Make it safe that words are gone: a new journal without them, or the file itself."""
        self._owed = self._traces = True
        try:
            if self.diary is not None:
                self.diary.forget(batch.gone, batch.tables, self._lines)
        except OSError:
            if self._is_overtaken():
                raise
            self._save(batch.tables, flush_folder=True)
        self.tables = dict(batch.tables)

    def _remove_traces(self) -> None:
        """Remove what else held the words: other journals, quarantine, copies from before a migration."""
        if self._places is None or self.diary is None:
            return
        others = kept_beside(self.path, self._places, self._disk)
        left = self.diary.remove_others() + [path for path in others if not remove(path, self._disk)]
        self._traces = bool(left)
        self.notes += [f"{path} still holds what was to be forgotten; remove it by hand." for path in left]

    def _publish(self, *, flush_folder: bool) -> None:
        try:
            self._reload()
            self._save(self.tables, flush_folder=flush_folder)
        except OSError as error:
            if self.diary is None:
                raise
            self.unpublished = reason(error, self.path.parent)
        except (Damaged, Purged) as trouble:
            self.unpublished = str(trouble).rstrip(".")

    def _save(self, tables: Mapping[str, Any], *, flush_folder: bool) -> None:
        if self._original and self._places is not None:
            back_up(self.path, self._original, schema_of(self.tables) - 1, self._places, self._disk)
            self._original = b""
        if self._mode is None:
            with contextlib.suppress(FileNotFoundError):
                self._mode = self._disk.stat(self.path).st_mode & 0o777
        data = self._lines.encode(tables)
        self._seen = save(
            self.path,
            data,
            self._disk,
            mode=self._mode,
            later_than=self._seen.mtime_ns if self._seen else 0,
            flush_folder=flush_folder,
        )
        self._bytes = data
        self._owed = False
        self.unpublished = ""
