"""The index of one library, as whoever has it open uses it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

from .ask import Ask
from .cache import VERSION, is_damage, open_writing
from .gather import Progress, Withheld, bring_up_to_date, differences
from .gatherer import Gatherer
from .looking import Looker
from .place import forget_index, index_path, team_folder


def _nothing() -> None:
    """What a caller does who does not want to know."""


class Index:
    """The index of a library, kept up to date while it is open. Made by `open`; `close` it.

    Attributes:
        gatherer: The one thread that writes: `gatherer.tell(path)` after a session was published.
        looker: Asks in a thread of its own, for screens: `looker.look("search", lambda ask: …, answer)`.
        ask: Asks in the caller's own thread; the looker has another one.
    """

    def __init__(self, library: Library, gatherer: Gatherer, looker: Looker, ask: Ask) -> None:
        self.library = library
        self.gatherer = gatherer
        self.looker = looker
        self.ask = ask

    @classmethod
    def open(
        cls,
        library: Library,
        places: Places | None = None,
        *,
        on_changed: Callable[[], None] = _nothing,
        on_progress: Callable[[int, int], None] = lambda done, total: None,
        disk: Disk = DISK,
    ) -> Index:
        """Open the index of a library, and begin to bring it up to date; returns at once.

        Args:
            library: The library.
            places: The folders of this machine.
            on_changed: Called in the gatherer's thread when the index has something new.
            on_progress: `(done, total)`, called in the gatherer's thread after each file.
            disk: The disk.
        """
        gatherer = Gatherer(library, places, on_changed=on_changed, on_progress=on_progress, disk=disk)
        gatherer.refresh()
        looker, ask = (Ask(library, places, disk, mend=gatherer.mend) for _n in range(2))
        return cls(library, gatherer, Looker(looker), ask)

    def close(self) -> None:
        """Let go of everything; what was not gathered is gathered next time."""
        self.looker.close()
        self.gatherer.close()
        self.ask.close()


def update(
    library: Library, places: Places | None = None, *, progress: Progress | None = None, disk: Disk = DISK
) -> int:
    """Bring the index up to date here and now, for a command that asks it next.

    Returns:
        How many session files were taken in or out.

    Raises:
        Unable: The sessions can't be listed, or the index can't be written.
    """
    path = index_path(library, places)
    for is_last in (False, True):
        try:
            connection = open_writing(path, disk)
            try:
                return bring_up_to_date(
                    connection, library, progress=progress, team=team_folder(library, places), disk=disk
                )
            finally:
                connection.close()
        except Withheld:
            forget_index(library, places, disk)
        except (sqlite3.Error, OSError) as error:
            if is_last or not isinstance(error, sqlite3.DatabaseError) or not is_damage(error):
                raise Unable(
                    _(
                        "The index of this library can't be written; look at the free space, or run "
                        "kmfacilitate doctor --repair."
                    )
                ) from None
            forget_index(library, places, disk)
    return 0


@dataclass(frozen=True, slots=True)
class Health:
    """How an index is: there, whole (nothing is wrong with it), and how many files it is behind."""

    there: bool
    whole: bool = True
    sessions: int = 0
    lines: int = 0
    behind: int = 0
    size: int = 0
    """Bytes."""


def health(library: Library, places: Places | None = None, disk: Disk = DISK) -> Health:
    """Look an index over; changes nothing.

    Raises:
        Unable: The sessions can't be listed.
    """
    path = index_path(library, places)
    try:
        size = disk.stat(path).st_size
    except OSError:
        return Health(there=False)
    connection = None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2.0)
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            return Health(there=True, whole=False, size=size)
        whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        sessions = connection.execute("SELECT count(*) FROM sessions").fetchone()[0]
        lines = connection.execute("SELECT count(*) FROM lines WHERE entry <> ''").fetchone()[0]
        behind = len(differences(connection, library, disk, team=team_folder(library, places)))
        return Health(True, whole, sessions, lines, behind, size)
    except sqlite3.Error:
        return Health(there=True, whole=False, size=size)
    finally:
        if connection is not None:
            connection.close()
