"""This window's journal: begun when something is first kept, and again when it can't be used any more."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kmfacilitate import __version__
from kmfacilitate.errors import Unable
from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import About, Clash, Edit

from .encoding import Lines, decode_tables
from .fsio import Disk
from .journal import Journal, Ops, Piece, carried, did, opens
from .left import LIVE, closed_journals, journals_of, month_folder, read_closed, remove_all
from .library import MARK, library_above
from .places import Places
from .story import Story
from .whole import make_folders


@dataclass(frozen=True, slots=True)
class Done:
    """What one act did: the documents it changed, and for undo the edits it made."""

    about: About
    ops: Ops
    edits: tuple[Edit, ...] = ()


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
        if self.done:
            return self.done
        ops = [
            (name, id_, document)
            for name, table in self.tables.items()
            if table is not self.before.get(name)
            for id_, document in table.items()
            if self.before.get(name, {}).get(id_) is not document
        ]
        return [Done(About(), ops)] if ops else []


class Diary:
    """Where a window writes down what it does before it says "saved".

    Every journal begins with the whole session and the steps that may be taken back, so that the newest one
    alone is enough to make the session file again and to go on undoing. All calls need the session locked.

    Args:
        session: the session's id.
        path: the session file.
        places: the folders of this machine.
        lines: knows the bytes of the session's documents.
        now: the time as stored.
        disk: the disk.
    """

    def __init__(
        self, session: str, path: Path, places: Places, lines: Lines, now: Callable[[], str], disk: Disk
    ) -> None:
        self._session = session
        self._path = path
        self._places = places
        self._lines = lines
        self._now = now
        self._disk = disk
        self._journal: Journal | None = None
        self._story: Story | None = None

    @property
    def path(self) -> Path | None:
        """The journal, once it is begun."""
        return self._journal.path if self._journal else None

    @property
    def story(self) -> Story:
        """The steps that may be taken back: this window's, after those of the newest one that is closed."""
        if self._story is None:
            self._story = Story()
            with contextlib.suppress(OSError):  # then undo begins anew
                newest = closed_journals(self._session, self._places, self._disk)[-1:]
                for left in read_closed(newest, self._disk):
                    self._story.read(left.lines)
        return self._story

    def record(self, done: Sequence[Done], known: Documents) -> None:
        """Write down what was done; durable when this returns, after one flush.

        Args:
            done: act by act.
            known: the session as it was before.

        Raises:
            OSError: the disk refused, also a new journal.
        """
        pieces = [did(one.about, one.ops, one.edits, self._lines) for one in done]
        if self._journal is not None and self._journal.usable():
            try:
                self._journal.append(pieces)
            except OSError:
                self.begin(known, pieces)
        else:
            self.begin(known, pieces)
        for one in done:
            self.story.add(one.about, self._now(), one.edits)

    def begin(self, known: Documents, pieces: Iterable[Piece] = (), instead: Sequence[str] = ()) -> None:
        """Begin a new journal with the whole session; see `journal.opens` for `instead`.

        Raises:
            OSError: the disk refused.
        """
        if self._journal is not None:
            self._journal.abandon()
        self.story.forget(
            {id_ for table in known.values() for id_, document in table.items() if document.get("forgotten")}
        )
        folder = self._places.journals / LIVE
        make_folders(folder, self._disk, private=True)
        whole = [(name, id_, doc) for name, table in known.items() for id_, doc in table.items()]
        first = [
            opens(self._session, *self._library(), __version__, instead),
            did(About(says="as it was"), whole, (), self._lines),
            *(carried(step, undone=False) for step in self.story.done),
            *(carried(step, undone=True) for step in self.story.undone),
        ]
        self._journal = Journal.begin(folder, self._session, [*first, *pieces], self._now, self._disk)

    def begun(self) -> bool:
        """Whether there is a journal that can be written to."""
        return self._journal is not None and self._journal.usable()

    def make_room(self) -> None:
        """Reserve space ahead, where that is due."""
        if self._journal is not None:
            self._journal.make_room()

    def forget(self, ids: Collection[str], known: Documents) -> None:
        """Begin a new journal without the words of these documents; all others are to be removed.

        Raises:
            OSError: no new journal could be begun.
        """
        self.story.forget(ids)
        others = journals_of(self._session, self._places, self._disk)
        self.begin(known, instead=[path.name for path in others])

    def remove_others(self) -> list[Path]:
        """Remove every journal of the session but this one; returns those that could not be."""
        keep = [self._journal.path] if self._journal else []
        return remove_all(self._session, self._places, self._disk, keep)

    def close(self, file: tuple[int, int, int] | None, *, keep: bool) -> None:
        """Close the journal, now that all it says is in the session file.

        Args:
            file: time of change, size and checksum of the session file.
            keep: false for a confidential session: all its journals are removed.
        """
        journal, self._journal = self._journal, None
        if journal is None:
            return
        with contextlib.suppress(OSError):
            if not keep:
                journal.abandon()
                remove_all(self._session, self._places, self._disk)
            elif journal.usable():
                journal.close(file, month_folder(self._places, self._now(), self._disk))

    def abandon(self) -> None:
        """Let go of the journal as it is: the next start takes from it what is not in the session file."""
        if self._journal is not None:
            self._journal.abandon()

    def _library(self) -> tuple[str, str]:
        """The id of the library, and the path of the session file in it; both empty outside one."""
        folder = library_above(self._path)
        if folder is None:
            return "", ""
        found = ""
        with contextlib.suppress(OSError, Unable):
            tables = decode_tables(self._disk.read(folder / MARK)[0], folder / MARK)
            found = str(tables.get("_meta", {}).get("1", {}).get("library", ""))
        return found, self._path.relative_to(folder).as_posix()
