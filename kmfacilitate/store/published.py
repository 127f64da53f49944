"""The session file as this window read or wrote it last: told from other versions, and replaced whole."""

from __future__ import annotations

import contextlib
import zlib
from pathlib import Path

from kmfacilitate.session.documents import Documents

from .beside import back_up
from .encoding import Lines
from .fsio import Disk, Stamp, stamp_of
from .migrations import schema_of
from .opening import Look, look_at
from .places import Places
from .whole import save


class Published:
    """One session file. All calls but `is_stale` need the session locked.

    Args:
        path: the file.
        places: the folders of this machine.
        disk: the disk.
        mode: permissions of a new file; none: the usual ones, or those it has.
    """

    def __init__(self, path: Path, places: Places, disk: Disk, mode: int | None = None) -> None:
        self.path = path
        self.lines = Lines()
        """Remembers the bytes of each document."""
        self._places = places
        self._disk = disk
        self._mode = mode
        self._seen: Stamp | None = None
        self._data = b""
        self._original = b""

    def look(self, session: str) -> Look:
        """Read it; see `look_at`."""
        return look_at(self.path, self.lines, self._disk, session)

    def took(self, look: Look, original: bytes = b"") -> None:
        """What was read is known now. `original`: it as it was, where it is of an earlier schema."""
        self._seen = look.seen
        self._data = look.data
        self._original = original

    def is_stale(self) -> bool:
        """Whether somebody else has written, moved or removed it since it was read or written here."""
        try:
            return stamp_of(self._disk.stat(self.path)) != self._seen
        except FileNotFoundError:
            return True

    def is_overtaken(self) -> bool:
        """Whether it holds what this window has not seen."""
        try:
            return stamp_of(self._disk.stat(self.path)) != self._seen
        except FileNotFoundError:
            return False

    def write(self, tables: Documents, *, new: bool = False, flush_folder: bool = True) -> None:
        """Put these tables in its place; `new` and `flush_folder` as in `save`.

        Raises:
            OSError: the disk refused.
        """
        if self._original:
            back_up(self.path, self._original, schema_of(tables) - 1, self._places, self._disk)
            self._original = b""
        if self._mode is None and not new:
            with contextlib.suppress(FileNotFoundError):
                self._mode = self._disk.stat(self.path).st_mode & 0o777
        data = self.lines.encode(tables)
        self._seen = save(
            self.path,
            data,
            self._disk,
            new=new,
            mode=self._mode,
            later_than=self._seen.mtime_ns if self._seen else 0,
            flush_folder=flush_folder,
        )
        self._data = data

    def as_left(self) -> tuple[int, int, int] | None:
        """Its time of change, size and checksum, for the last line of a journal."""
        if self._seen is None:
            return None
        return self._seen.mtime_ns, self._seen.size, zlib.crc32(self._data)
