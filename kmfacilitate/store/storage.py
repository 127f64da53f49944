"""One session file as TinyDB's storage: every change is durable, whole, and shared with other windows."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from typing import Any

from tinydb.storages import Storage

from kmfacilitate.language import _
from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import Clash
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.moments import stamp

from . import migrations
from .beside import kept_beside, put_aside
from .diary import Batch, Diary
from .encoding import session_of
from .fsio import DISK, Disk
from .left import Past, look, put_away, release, remove
from .migrations import migrate, schema_of
from .opening import Look, is_purged, look_at, look_for, put_together
from .places import Places, name_of, private_folder
from .published import Published
from .trouble import Damaged, Purged, reason
from .union import unite

LOCK_SECONDS = 10.0
"""How long one window waits for another to finish a save; a save takes milliseconds."""


class SessionStorage(Storage):
    """One file of tables, kept in memory as well; written whole, beside it, and put in its place.

    What changes is written down in the journal first, and is safe from then on; the file follows, and where
    it can't be written for now, it follows later. `tables` is what is known to be safe: it changes only after
    that, so a failed change leaves no trace in memory and may simply be made again.

    Args:
        path: the file. It is read at once, unless it is to be made from `tables`.
        places: the folders of this machine; its lock and its journals are there.
        now: reads the clock, for the journal.
        new_id: gives ids to documents that are inserted without one; none: made from clock and chance.
        disk: the disk.
        tables: what the new file holds; its name must be free.
        mode: permissions of the new file, if not the usual ones.
        session: the id, where it is known; then the file may be missing.

    Raises:
        OSError: the file can't be read or made; `FileExistsError`: the name is not free.
        Damaged: it is no session file, and no journal knows it.
        Unable: there is no place for the lock.
    """

    def __init__(
        self,
        path: Path,
        *,
        places: Places,
        now: Callable[[], datetime],
        new_id: Callable[[], str] | None = None,
        disk: Disk = DISK,
        tables: Documents | None = None,
        mode: int | None = None,
        session: str = "",
    ) -> None:
        super().__init__()
        locks = private_folder(places.locks, disk)
        self.path = path
        ids = Ids(SystemRandom())
        self.new_id = new_id or (lambda: ids.new(now()))
        self.notes: list[str] = []
        """Sentences about what was recovered."""
        self.unpublished = ""
        """Why what is safe in the journal can't be put into the file for now."""
        self._disk = disk
        self._places = places
        self._now: Callable[[], str] = lambda: stamp(now())
        self._file = Published(path, places, disk, mode)
        self._batch: Batch | None = None
        self._lost: list[Clash] = []
        self._copies: list[tuple[Path, bytes]] = []
        self._look: Look | None = None
        """The file as it was first read, until it is put together with what else there is."""
        self._traces = False
        """Whether words that were forgotten may still stand in journals or copies."""
        self._owed = False
        """Whether the file may not hold `tables`: a write failed, or something was put back."""
        self._settled = tables is not None
        """Whether what earlier windows left was taken in."""
        self.tables: Documents
        if tables is not None:
            self.session = session_of(tables, path)
            self.tables = tables
            self._file.write(tables, new=True)
        else:
            first = self._file.look(session)
            if not session:
                first = look_for(path, first, places, disk)
            if first.damage is not None and not first.session:
                raise first.damage
            self._look = first
            self.session = first.session
            self.tables = migrate(first.tables or {})
            self._file.took(first)
        self.diary = Diary(self.session, path, places, self._file.lines, self._now, disk)
        self._lock = locks / f"{name_of(self.session)}.lock"

    @property
    def read_only(self) -> bool:
        """Whether a newer version made the file, so that this one must not write to it."""
        return schema_of(self.tables) > migrations.SCHEMA

    @property
    def confidential(self) -> bool:
        """Whether nothing of the session may be kept but its file."""
        return self.tables.get("session", {}).get("1", {}).get("confidential") is True

    @property
    def purged(self) -> bool:
        """Whether somebody purged the session on this machine."""
        return is_purged(self.session, self._places, self._disk)

    @property
    def met(self) -> bool:
        """Whether somebody changed at once with us what was saved already; the next batch keeps it."""
        return bool(self._lost)

    def is_overtaken(self) -> bool:
        """Whether somebody else has written the file since it was read or written here."""
        return self._file.is_overtaken()

    def look_again(self) -> None:
        """Have the next batch take in journals and copies once more, as on opening."""
        self._settled = False

    def read(self) -> dict[str, Any]:
        """The tables as TinyDB wants them; shared, so only `SessionTable` may change documents in them."""
        return dict(self.tables if self._batch is None else self._batch.tables)

    def write(self, data: Mapping[str, Any]) -> None:
        """Save the tables; inside a batch, once, at its end.

        Raises:
            OSError: the disk refused.
        """
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
        with self._disk.lock(self._lock, LOCK_SECONDS), contextlib.ExitStack() as held:
            past = self._take_in(held)
            batch = self._batch = Batch(self.tables, tuple(self._lost))
            try:
                yield batch
            finally:
                self._batch = None
            done = batch.told()
            forgets = batch.forgets and (bool(done) or self._traces)
            if forgets:
                self._traces = True
                self._make_safe(batch, lambda: self.diary.forget(batch.gone, batch.tables))
            elif done:
                self._make_safe(batch, lambda: self.diary.record(done, self.tables))
            self._lost.clear()
            safe()
            if self._owed:
                self._publish(flush_folder=forgets)
            if forgets and not self._owed:
                self._remove_traces()
            if past is not None and not self._owed:
                self._put_away(past)
            self.diary.make_room()

    def prepare(self) -> None:
        """Begin the journal before the first change needs it."""
        if not self.read_only and not self.diary.begun():
            with self._disk.lock(self._lock, LOCK_SECONDS):
                with contextlib.suppress(OSError):
                    self._reload()
                self.diary.begin(self.tables)

    def close(self) -> None:
        """Close the journal. What is not in the file yet stays in it, for the next start."""
        if not self.diary.begun():
            return
        with contextlib.suppress(OSError), self._disk.lock(self._lock, LOCK_SECONDS):
            if self._owed:
                self.diary.abandon()
                return
            self._disk.fsync_dir(self.path.parent)
            self.diary.close(self._file.as_left(), keep=not self.confidential)

    def _take_in(self, held: contextlib.ExitStack) -> Past | None:
        """Take in what others wrote; the first time, also what earlier windows left, `held` until the end."""
        if self._settled:
            with contextlib.suppress(OSError):  # out of reach for now: publishing looks again, and says so
                self._reload()
            return None
        past = look(self.session, self._places, self._disk, self.diary.path)
        held.callback(release, past, self._disk)
        look_, self._look = self._look, None
        if look_ is None or look_.seen is None or self._file.is_stale():
            look_ = look_at(self.path, self._file.lines, self._disk, self.session)
        found = put_together(look_, self.path, past, self._places, self._now(), self._disk)
        self._file.took(look_, found.original)
        if self._owed:  # what this window has not put into the file yet
            found.tables, clashes = unite(self.tables, found.tables)
            found.clashes += clashes
        if found.tables != self.tables:
            self.tables = found.tables
        self._owed = self._owed or found.owed
        self._lost += found.clashes
        self.notes += found.notes
        self._copies = found.copies
        self._settled = True
        return past

    def _put_away(self, past: Past) -> None:
        """Close what earlier windows left, and put copies aside, now that the file holds it."""
        with contextlib.suppress(OSError):
            for copied, data in self._copies:
                put_aside(self.path, data, _("a copy that a synchroniser left"), self._now(), self._disk)
                self._disk.unlink(copied)
            if past.gone:
                self._disk.fsync_dir(self.path.parent)
                left, keep = self._file.as_left(), not self.confidential
                put_away(past, left, self._places, self._now(), self._disk, keep=keep)
        self._copies = []

    def _reload(self) -> None:
        """Take in what another window or machine wrote into the file."""
        if not self._file.is_stale():
            return
        if self.purged:
            raise Purged()
        found = self._file.look(self.session)
        if found.seen is None:  # somebody removed it
            self._owed = True
            return
        if found.another and found.damage is not None:
            raise found.damage
        if found.tables is None:
            what = found.damage.what if found.damage is not None else ""
            put_aside(self.path, found.data, what, self._now(), self._disk)
            self._file.took(found)
            self._owed = True
            self.notes.append(
                _("The session file was damaged ({what}); it is written anew, and whole.").format(what=what)
            )
            return
        theirs = migrate(found.tables)
        self.tables, clashes = unite(self.tables, theirs)
        self._owed = self._owed or self.tables != theirs
        self._file.took(found, found.data if theirs is not found.tables else b"")
        self._lost += clashes

    def _make_safe(self, batch: Batch, write_down: Callable[[], None]) -> None:
        """Make a change safe: in the journal, or where that can't be written, in the file itself."""
        self._owed = True
        try:
            write_down()
        except OSError:
            if self._file.is_overtaken():
                raise
            self._save(batch.tables, flush_folder=True)
        self.tables = dict(batch.tables)

    def _remove_traces(self) -> None:
        """Remove what else held the words: other journals, quarantine, copies from before a migration."""
        others = kept_beside(self.path, self._places, self._disk)
        left = self.diary.remove_others() + [path for path in others if not remove(path, self._disk)]
        self._traces = bool(left)
        self.notes += [
            _("{path} still holds what was to be forgotten; remove it by hand.").format(path=path)
            for path in left
        ]

    def _publish(self, *, flush_folder: bool) -> None:
        try:
            self._reload()
            self._save(self.tables, flush_folder=flush_folder)
        except OSError as error:
            self.unpublished = reason(error, self.path.parent)
        except (Damaged, Purged) as trouble:
            self.unpublished = str(trouble).rstrip(".")

    def _save(self, tables: Documents, *, flush_folder: bool) -> None:
        self._file.write(tables, flush_folder=flush_folder)
        self._owed = False
        self.unpublished = ""
