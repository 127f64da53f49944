"""The one thread that writes the index: fed after a session was published, and told to compare everything."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kmfacilitate.errors import Unable
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .cache import is_damage, open_writing
from .gather import Withheld, bring_up_to_date, index_file, path_below
from .place import forget_index, index_path, team_folder
from .putting import writing

LATER = 2.0
"""Seconds for which more lines are waited for: a room that writes is not held up by its index."""
RESTS = 0.5
"""Seconds without a key after which a comparison of everything goes on."""
_log = logging.getLogger(__name__)


def _nothing() -> None:
    """What a caller does who does not want to know."""


class Gatherer:
    """Keeps the index of one library up to date, in a thread of its own; `tell` and `refresh` only ask it to.

    The index is only a cache: what goes wrong with it is logged without words, and tried again with the next
    thing it is told.

    Args:
        library: The library.
        places: The folders of this machine.
        on_changed: Called in its thread when the index has something new.
        on_progress: `(done, total)`, called in its thread after each file while it compares everything.
        later: Seconds a session file waits for more before it is read.
        disk: The disk.
    """

    def __init__(
        self,
        library: Library,
        places: Places | None = None,
        *,
        on_changed: Callable[[], None] = _nothing,
        on_progress: Callable[[int, int], None] = lambda done, total: None,
        later: float = LATER,
        disk: Disk = DISK,
    ) -> None:
        self._library = library
        self._places = places
        self._on_changed = on_changed
        self._on_progress = on_progress
        self._later = later
        self._disk = disk
        self._path = index_path(library, places)
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._wake = threading.Condition()
        self._told: dict[str, None] = {}
        self._due = 0.0
        self._compare = False
        self._forget = False
        self._busy = False
        self._closing = False
        self._rests_until = 0.0
        self._progress: tuple[int, int] | None = None
        self._thread = threading.Thread(target=self._run, name="kmfacilitate-gatherer", daemon=True)
        self._thread.start()

    @property
    def progress(self) -> tuple[int, int] | None:
        """Files done and to do while everything is compared; none: it is not. From any thread."""
        return self._progress

    def tell(self, path: Path) -> None:
        """A session file was published: have it indexed. Told twice before its turn, it is read once."""
        with self._wake:
            if not self._told:
                self._due = time.monotonic() + self._later
            self._told[path_below(self._library, path)] = None
            self._wake.notify_all()

    def refresh(self) -> None:
        """Have all session files compared with the index, and what differs indexed."""
        with self._wake:
            self._compare = True
            self._wake.notify_all()

    def give_way(self) -> None:
        """A key was pressed: a long comparison rests for a moment, so that the next key need not wait."""
        self._rests_until = time.monotonic() + RESTS

    def forget(self) -> None:
        """Words were forgotten: take the index away, here and now, and have it made anew."""
        forget_index(self._library, self._places, self._disk)
        with self._wake:
            self._forget = True
            self._compare = True
            self._wake.notify_all()

    def mend(self) -> bool:
        """The index was damaged and taken away: have it made anew; there is none for now."""
        self.refresh()
        return False

    def wait(self, seconds: float = 60.0) -> bool:
        """Have it hurry, and wait until the index holds all it was told of; false: not in that time."""
        with self._wake:
            self._due = self._rests_until = 0.0
            self._wake.notify_all()
            return self._wake.wait_for(lambda: not self._busy and not self._waits(), seconds)

    def close(self, seconds: float = 2.0) -> None:
        """Stop after the files at hand; what was not done is done at the next comparison."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(seconds)

    def _waits(self) -> bool:
        return bool(self._told) or self._compare or self._forget

    def _pause(self) -> float | None:
        """Seconds until there is something to do; 0: now; none: nothing yet."""
        if self._compare or self._forget:
            return 0
        return max(0.0, self._due - time.monotonic()) if self._told else None

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._closing and (pause := self._pause()) != 0:
                    self._wake.wait(pause)
                if self._closing:
                    break
                told, self._told = list(self._told), {}
                compare, self._compare = self._compare, False
                forget, self._forget = self._forget, False
                self._busy = True
            try:
                if forget:
                    self._let_go()
                if self._write(told, compare):
                    self._on_changed()
            except Exception as error:  # a cache must never stop anybody
                _log.error("gathering failed: %s", type(error).__name__)  # never its text: people's words
                self._let_go()
            with self._wake:
                self._progress = None
                self._busy = False
                self._wake.notify_all()
        self._let_go()

    def _write(self, told: list[str], compare: bool) -> bool:
        for is_last in (False, True):
            try:
                connection = self._open()
                if compare:
                    with contextlib.suppress(Unable):  # a folder out of reach for now
                        return bring_up_to_date(
                            connection,
                            self._library,
                            progress=self._say,
                            pause=self._may_go_on,
                            team=team_folder(self._library, self._places),
                            disk=self._disk,
                        ) > 0 or bool(told)
                for path in told:
                    with writing(connection):
                        index_file(connection, self._library, path, disk=self._disk)
                return bool(told)
            except Withheld:
                self._let_go()
                forget_index(self._library, self._places, self._disk)
                compare = True
            except sqlite3.DatabaseError as error:
                self._let_go()
                if is_last or not is_damage(error):
                    raise
                forget_index(self._library, self._places, self._disk)
                compare = True
        return False

    def _say(self, done: int, total: int) -> None:
        self._progress = (done, total)
        self._on_progress(done, total)

    def _may_go_on(self) -> bool:
        """Before every few files of a comparison but the first: wait while somebody types; false: stop."""
        with self._wake:
            while self._progress and not self._stops and (rest := self._rests_until - time.monotonic()) > 0:
                self._wake.wait(rest)
            return not self._stops

    @property
    def _stops(self) -> bool:
        return self._closing or self._forget

    def _open(self) -> sqlite3.Connection:
        """The connection; a new one where the cache was taken away since."""
        with contextlib.suppress(OSError):
            if self._connection is not None and self._disk.stat(self._path).st_ino == self._inode:
                return self._connection
        self._let_go()
        self._connection = open_writing(self._path, self._disk)
        self._inode = self._disk.stat(self._path).st_ino
        return self._connection

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
