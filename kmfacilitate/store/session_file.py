"""One session on disk: opened, changed by edits under the session's lock, shared with other windows."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _
from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.edits import About, Edit, Work, conflicts, put, reworded, tombstones
from kmfacilitate.session.moments import stamp
from kmfacilitate.session.undo import UndoStack

from .beside import write_aside
from .database import SessionDB
from .diary import Batch
from .encoding import Lines
from .fsio import DISK, Disk
from .library import Library
from .places import Places
from .storage import SessionStorage
from .trouble import NotSaved, Purged, ReadOnly, reason

_NOTHING = About()
_NEWER = N_(
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
        db = SessionDB.create(
            library, documents, places=places or Places.here(), now=now, new_id=new_id, disk=disk
        )
        file = cls(db, now, disk)
        file.prepare()
        return file

    @classmethod
    def place(
        cls,
        library: Library,
        documents: Documents,
        *,
        places: Places | None = None,
        now: Callable[[], datetime] = _utc_now,
        disk: Disk = DISK,
    ) -> Path:
        """Make the file of a session that was held elsewhere, without opening it: no journal is begun.

        Raises:
            NotSaved: the file could not be written.
            Unable: there is no place for the lock.
        """
        db = SessionDB.create(library, documents, places=places or Places.here(), now=now, disk=disk)
        db.kept.close()
        return db.kept.path

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        places: Places | None = None,
        now: Callable[[], datetime] = _utc_now,
        new_id: Callable[[], str] | None = None,
        disk: Disk = DISK,
        session: str = "",
    ) -> SessionFile:
        """Open a session file, and take in what earlier windows on this machine left; see `notes`.

        A damaged file is put in quarantine and made again from the journals, where that can be done.

        Args:
            path: the file.
            places: as for `create`.
            now: as for `create`.
            new_id: as for `create`.
            disk: as for `create`.
            session: the session's id, where it is known; then a file that is missing is made again.

        Raises:
            Damaged: it is no session file, and can't be made one again; nothing was changed.
            Purged: the session was purged; what brought the file back is undone.
            Unable: it is not there, or it can't be read.
        """
        path = path.resolve()
        try:
            places = places or Places.here()
            db = SessionDB(path, session=session, places=places, now=now, new_id=new_id, disk=disk)
            file = cls(db, now, disk)
            file._take_in()
        except FileNotFoundError:
            raise Unable(_("There is no session file {path}.").format(path=clean_line(str(path)))) from None
        except OSError as error:
            raise Unable(
                _("{name} can't be read: {reason}.").format(
                    name=clean_line(path.name), reason=reason(error, path.parent, doing="read")
                )
            ) from None
        return file

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
        return self._storage.read_only

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that the facilitator should read once, on opening."""
        return (*((_(_NEWER),) if self.read_only else ()), *self._storage.notes)

    @property
    def history(self) -> UndoStack:
        """The steps that may be taken back or done again after a restart."""
        return self._storage.diary.story

    @property
    def unpublished(self) -> str:
        """Why what is safe in the journal can't be put into the session file for now; empty: it is there."""
        return self._storage.unpublished

    def commit(self, edits: Sequence[Edit], about: About = _NOTHING) -> Documents:
        """Apply edits to the newest documents and save them, durably; all of them or none.

        A field that somebody else changed meanwhile gets the new value, and the other one becomes a document
        in `conflicts`; undo and redo leave it theirs. Calling it again with the same edits changes nothing.

        Returns:
            The newest documents, with what other windows wrote.

        Raises:
            NotSaved: the disk refused; nothing is changed in memory.
            ReadOnly: a newer version made the file.
            Damaged: somebody damaged the file since it was opened.
        """
        return self.commit_all((Work(tuple(edits), about),))

    def commit_all(
        self, works: Iterable[Work], safe: Callable[[Documents], None] = lambda _event: None
    ) -> Documents:
        """Save the edits of several acts in one go; see `commit`.

        Args:
            works: the acts.
            safe: called as soon as they can't be lost any more, before the session file is written.
        """
        with self._saving(lambda: safe(self.documents)) as batch:
            newest = self.documents
            clashes = list(batch.clashes)
            for work in works:
                before = newest
                newest, met = put(before, work.edits, undoing=work.about.replays)
                if not work.about.replays:
                    clashes += met
                self._db.tell(batch, work.about, work.edits, before, newest)
            found = conflicts(clashes, self._storage.new_id, stamp(self._now()))
            if found:
                before, newest = newest, put(newest, found)[0]
                self._db.tell(batch, _NOTHING, found, before, newest)
        if self._storage.met:
            return self.commit_all(())
        return self.documents

    def publish(self) -> str:
        """Try again to put what is safe into the session file; returns `unpublished`.

        Raises:
            NotSaved, Damaged: as `commit`.
        """
        self.commit_all(())
        return self.unpublished

    def prepare(self) -> None:
        """Begin the journal ahead of the first line, so that this one waits for one flush like all others."""
        with contextlib.suppress(OSError):
            self._storage.prepare()

    def close(self) -> None:
        """Let go: the journal is closed, or left for the next start where it holds more than the file."""
        self._storage.close()

    def take_notes(self) -> tuple[str, ...]:
        """What was recovered since the last time, in sentences."""
        notes, self._storage.notes = self._storage.notes, []
        return tuple(notes)

    def refresh(self) -> Documents | None:
        """Take in what another window wrote; none: nobody did.

        Raises:
            NotSaved, Damaged: as `commit`.
        """
        try:
            if not self._storage.is_overtaken():
                return None
        except OSError:
            return None  # out of reach for now: the next save will say so
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
        return self._forget(lambda documents: tombstones(documents, frozenset(ids), day))

    def _forget(self, change: Callable[[Documents], dict[str, dict[str, Raw]]]) -> Documents:
        self._storage.look_again()  # what a synchroniser left beside the file holds the words too
        self.commit_all(())
        with self._saving() as batch:
            batch.forgets = True
            for name, table in change(self.documents).items():
                self._db.table(name).put(table)
                batch.gone |= table.keys()
        if self.unpublished:
            raise NotSaved(
                _("{unpublished}; what was to be forgotten is still in the session file").format(
                    unpublished=self.unpublished
                )
            )
        return self.documents

    def reword(self, edits: Iterable[Edit]) -> Documents:
        """Apply edits, and take the words that stood there before away for good, as `forget` does.

        Raises:
            NotSaved, ReadOnly, Damaged: as `commit`; the words are still there.
        """
        return self._forget(lambda documents: reworded(documents, edits))

    def write_aside(self, works: Iterable[Work], forgets: Collection[str] = ()) -> Path:
        """Write the whole session, with edits that could not be saved, somewhere else.

        Args:
            works: what could not be saved.
            forgets: ids whose words must not be in that file either.

        Returns:
            The new file: beside the library, else in the temporary folder.

        Raises:
            NotSaved: neither takes it.
            Purged: the session is to be kept nowhere.
        """
        if self._storage.purged:
            raise Purged()
        documents = self.documents
        for work in works:
            documents, _rest = put(documents, work.edits, undoing=work.about.replays)
        gone = tombstones(documents, frozenset(forgets), self._now().date().isoformat())
        whole = {name: {**table, **gone.get(name, {})} for name, table in documents.items()}
        return write_aside(self.path, Lines().encode(whole), self._disk)

    def _take_in(self) -> None:
        """Take in what earlier windows left; where the disk refuses for now, the next save does it."""
        try:
            self.commit_all(())
        except ReadOnly:
            return
        except Purged:
            with contextlib.suppress(OSError):
                self._disk.unlink(self.path)
            raise
        except NotSaved:
            if not self.documents:
                raise

    @contextlib.contextmanager
    def _saving(self, safe: Callable[[], None] = lambda: None) -> Iterator[Batch]:
        try:
            with self._storage.batch(safe) as batch:
                if self.read_only:
                    raise ReadOnly(_(_NEWER))
                yield batch
        except OSError as error:
            raise NotSaved(reason(error, self.path.parent)) from None
