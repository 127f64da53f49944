"""Brings the index up to date with the session files: what changed is read again, what is gone leaves it.

Files are compared by path, inode, both times of change and size; so what another process or another machine
wrote is noticed too, whatever its clock says.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from kmfacilitate.errors import why
from kmfacilitate.language import _
from kmfacilitate.store.encoding import decode_tables, session_of
from kmfacilitate.store.fsio import DISK, Disk, stamp_of
from kmfacilitate.store.library import Library
from kmfacilitate.store.naming import read_name
from kmfacilitate.store.shelf import day_in, session_files
from kmfacilitate.store.trouble import Damaged

from .decisions import rows_of_decisions
from .place import DECISIONS
from .putting import put, take_out, writing
from .row_types import NOTHING
from .rows import rows_of

_AT_ONCE = 20
"""Sessions that are put into the index in one transaction, between two moments to pause: 50 ms of work."""
_MANY = 500
"""Sessions after which it is worth merging the parts of the index."""

Progress = Callable[[int, int], None]
"""`(done, total)`: called after each session file."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Session files that the index has not as they are: changed or new, oldest first, and gone."""

    changed: tuple[tuple[str, str], ...]
    """Path below the library's folder, and day in the name of the file."""
    gone: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.changed) + len(self.gone)


def differences(
    connection: sqlite3.Connection, library: Library, disk: Disk = DISK, *, team: Path | None = None
) -> Differences:
    """Compare the session files, and those in the folder of a team, with the index; reads none of them.

    Raises:
        Unable: The folder can't be read.
    """
    known = {
        path: stamp
        for path, *stamp in connection.execute("SELECT path, inode, mtime, size, changed FROM files")
    }
    changed: list[tuple[str, str]] = []
    seen: set[str] = set()
    folder = str(library.folder)
    for day, whole in [*session_files(library, disk), *_files_of(team, disk)]:
        path = _below(whole, folder)
        seen.add(path)
        try:
            stamp = _stamp(disk.stat(whole))  # a Path takes longer to make than the call
        except OSError:
            seen.discard(path)
            continue
        if known.get(path) != stamp:
            changed.append((path, day))
    changed.sort(key=lambda one: (one[1], one[0]))
    return Differences(tuple(changed), tuple(path for path in known if path not in seen))


def bring_up_to_date(
    connection: sqlite3.Connection,
    library: Library,
    *,
    progress: Progress | None = None,
    pause: Callable[[], bool] = lambda: True,
    team: Path | None = None,
    disk: Disk = DISK,
) -> int:
    """Compare all session files with the index, and index what changed, oldest first.

    Args:
        connection: To the cache, for writing.
        library: The library.
        progress: Told how far it is.
        pause: Called before every few files, and may wait; false: stop here (what was done stays).
        team: Where sessions of other people's libraries are kept, if there are any.
        disk: The disk.

    Returns:
        How many files were taken in or out.

    Raises:
        Unable: The folder can't be read.
        Withheld: The index has to be made anew.
        sqlite3.DatabaseError: The cache is broken.
    """
    todo = differences(connection, library, disk, team=team)
    done = 0
    for batch in _batches(todo):
        if not pause():
            return done
        with writing(connection):
            for path, day, is_gone in batch:
                if is_gone:
                    _remove(connection, path)
                else:
                    index_file(connection, library, path, day, disk)
                done += 1
                if progress is not None:
                    progress(done, len(todo))
    again = connection.execute("SELECT path FROM files WHERE size < 0").fetchall()
    with writing(connection):
        for (path,) in again:
            index_file(connection, library, path, disk=disk)
    if len(todo.changed) >= _MANY:
        for table in ("words", "stems"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def _batches(todo: Differences) -> Iterator[list[tuple[str, str, bool]]]:
    # What is gone goes first: a file of the same session that stands beside it is then read in its place.
    works = [*((path, "", True) for path in todo.gone), *((path, day, False) for path, day in todo.changed)]
    for start in range(0, len(works), _AT_ONCE):
        yield works[start : start + _AT_ONCE]


class Withheld(Exception):
    """A session that is in the index has become confidential: its words must leave the file of the index."""


def index_file(
    connection: sqlite3.Connection, library: Library, path: str, day: str = "", disk: Disk = DISK
) -> None:
    """Index one session file as it is now; one that is gone leaves the index. In a transaction.

    Args:
        connection: To the cache, for writing.
        library: The library.
        path: The file, below the library's folder.
        day: The day in its name; empty: read from it.
        disk: The disk.

    Raises:
        Withheld: The index has to be made anew.
    """
    whole = library.folder / path
    broken = ""
    stamp = [0, 0, 0, 0]
    id_, rows, digest = "", NOTHING, b""
    known = connection.execute("SELECT size, sid, digest FROM files WHERE path = ?", (path,)).fetchone()
    try:
        stamp = _stamp(disk.stat(whole))
        data, (*stamp[:3],) = disk.read(whole)
        digest = blake2b(data, digest_size=8).digest()
        if known is not None and known[0] >= 0 and known[2] == digest:
            connection.execute(
                "UPDATE files SET inode = ?, mtime = ?, size = ?, changed = ? WHERE path = ?", (*stamp, path)
            )
            return
        documents = decode_tables(data, whole)
        if _is_of_keepers(path):
            rows = rows_of_decisions(documents)
        else:
            id_ = session_of(documents, whole)
            rows = rows_of(documents, day or day_in(Path(path).name))
    except FileNotFoundError:
        _remove(connection, path)
        return
    except Damaged as damaged:
        broken = damaged.what
    except OSError as error:
        broken = why(error)
    except (TypeError, ValueError, AttributeError, RecursionError):
        broken = _("it holds something that is not understood")
    if known is not None and known[1] is not None and rows.withheld:
        raise Withheld
    _remove(connection, path, instead=False)
    if id_ and not _is_first(connection, id_, path):
        rows = NOTHING
    sid = put(connection, rows, path)
    connection.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (path, *stamp, digest, id_, sid, broken),
    )


def _stamp(status: os.stat_result) -> list[int]:
    """What tells one version of a file from another: as the store does, and by its ctime."""
    return [*stamp_of(status), status.st_ctime_ns]


def _is_first(connection: sqlite3.Connection, id_: str, path: str) -> bool:
    """Whether a file is the one read for its session; the other's rows make room for it."""
    others = connection.execute("SELECT path, sid FROM files WHERE session = ?", (id_,)).fetchall()
    if any(_rank(other) < _rank(path) for other, _rest in others):
        return False
    for other, sid in others:
        if sid is not None:
            take_out(connection, sid)
            connection.execute("UPDATE files SET sid = NULL WHERE path = ?", (other,))
    return True


def _rank(path: str) -> tuple[bool, bool, str]:
    """Our own files stand before the team's, those with a name of ours before copies of a synchroniser."""
    return Path(path).is_absolute(), read_name(Path(path).name) is None, path


def _files_of(team: Path | None, disk: Disk) -> list[tuple[str, str]]:
    """The team's session files, as `session_files` gives them; their paths stay whole in the index."""
    if team is None:
        return []
    found = []
    for folder in (team / "sessions", team / DECISIONS):
        try:
            names = disk.list_names(folder)
        except OSError:
            continue
        found += [("", str(folder / name)) for name in names if name.endswith(".json") and name[0] != "."]
    return found


def _is_of_keepers(path: str) -> bool:
    """Whether a file holds what keepers of the team decided, and no session."""
    return Path(path).is_absolute() and Path(path).parent.name == DECISIONS


def _remove(connection: sqlite3.Connection, path: str, *, instead: bool = True) -> None:
    known = connection.execute("SELECT session, sid FROM files WHERE path = ?", (path,)).fetchone()
    if known is None:
        return
    id_, sid = known
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    if sid is None:
        return
    take_out(connection, sid)
    if instead and id_:
        # A copy that stood beside it is read in its place.
        connection.execute("UPDATE files SET size = -1 WHERE session = ?", (id_,))


def _below(whole: str, folder: str) -> str:
    return whole[len(folder) :].replace("\\", "/").strip("/") if whole.startswith(folder) else whole


def path_below(library: Library, path: Path) -> str:
    """A session file as the index names it."""
    try:
        return path.relative_to(library.folder).as_posix()
    except ValueError:
        try:
            return path.resolve().relative_to(library.folder.resolve()).as_posix()
        except ValueError:
            return str(path)
