"""All disk calls of the store: nothing else in the room opens, writes, renames or locks a file.

`Disk` is handed to whatever needs the disk, so that a test can pass one that fails at the n-th call.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WINDOWS = sys.platform == "win32"
_BINARY = getattr(os, "O_BINARY", 0)
_BUSY = (5, 32, 33)
"""WinError of a file that another program holds for a moment: virus scanner, synchroniser, a reader."""
_BUSY_WAITS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
_POLL = 0.001
_NO_SUCH_FLUSH = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
"""File systems on which a folder can't be flushed say one of these."""


class Stamp(NamedTuple):
    """What tells one version of a file from another."""

    inode: int
    mtime_ns: int
    size: int


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp in the result of a stat call."""
    return Stamp(status.st_ino, status.st_mtime_ns, status.st_size)


class Disk:
    """The disk. Every method is one call, or the few that only make sense together; all raise `OSError`."""

    def read(self, path: Path) -> tuple[bytes, Stamp]:
        """The whole of a file, and the stamp of what was read."""
        with open(path, "rb") as file:
            stamp = stamp_of(os.fstat(file.fileno()))
            return file.read(), stamp

    def read_ends(self, path: Path, head: int, tail: int) -> tuple[bytes, bytes, int]:
        """The first and last bytes of a file, and its size in bytes."""
        with open(path, "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            first = file.read(head) or b""
            if size <= len(first):
                return first, first[-tail:], size
            file.seek(max(0, size - tail))
            return first, file.read(tail) or b"", size

    def stat(self, path: Path | str) -> os.stat_result:
        """What the file system knows of a file or folder."""
        return os.stat(path)

    def scan(self, folder: Path) -> list[os.DirEntry[str]]:
        """What is in a folder."""
        with os.scandir(folder) as found:
            return list(found)

    def list_names(self, folder: Path) -> list[str]:
        """The names in a folder; none where there is no such folder."""
        try:
            return os.listdir(folder)
        except FileNotFoundError:
            return []

    def make_folder(self, folder: Path, *, private: bool = False) -> bool:
        """Make one folder; `private` is for its owner alone. False: it was there."""
        try:
            os.mkdir(folder, 0o700 if private else 0o777)
        except FileExistsError:
            if not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(folder)) from None
            return False
        return True

    def create(self, path: Path, mode: int = 0o666) -> int:
        """Open a new file for writing; the file must not exist. Returns a descriptor."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)

    def open_own(self, path: Path) -> int:
        """Open, or make, a file for its owner alone, for reading and writing. Returns a descriptor."""
        return os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)

    def open_there(self, path: Path) -> int:
        """Open a file that is there, for reading and writing. Returns a descriptor."""
        return os.open(path, os.O_RDWR | _BINARY)

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of it."""
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]

    def overwrite(self, descriptor: int, data: bytes, length: int) -> None:
        """Write from the start in one call, then cut the file to `length` bytes (at most those written)."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        self.write(descriptor, data)
        os.ftruncate(descriptor, length)

    def reserve(self, descriptor: int, size: int) -> None:
        """Make sure that a file can grow to `size` bytes, whatever else fills the disk; those to come are 0.

        Where a file system can't promise that (copy-on-write, macOS), nothing is done.
        """
        if hasattr(os, "posix_fallocate"):
            try:
                os.posix_fallocate(descriptor, 0, size)
            except OSError as error:
                if error.errno not in _NO_SUCH_FLUSH:
                    raise

    def cut(self, descriptor: int, length: int) -> None:
        """Cut a file to `length` bytes."""
        os.ftruncate(descriptor, length)

    def is_named(self, descriptor: int) -> bool:
        """Whether an open file still has a name: nobody has removed it."""
        return os.fstat(descriptor).st_nlink > 0

    def fsync(self, descriptor: int) -> None:
        """Return when what was written is on the medium, not in a cache."""
        if sys.platform == "darwin":
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        os.close(descriptor)

    def set_mode(self, path: Path, mode: int) -> None:
        """Give a file the permissions `mode`."""
        os.chmod(path, mode)

    def set_time(self, path: Path, mtime_ns: int) -> Stamp:
        """Set when a file was changed; returns its stamp."""
        os.utime(path, ns=(mtime_ns, mtime_ns))
        return stamp_of(os.stat(path))

    def replace(self, source: Path, target: Path) -> None:
        """Put one file in the place of another, at once; waits a little for a program that holds it."""
        for wait in _BUSY_WAITS:
            try:
                os.replace(source, target)
            except OSError as error:
                if getattr(error, "winerror", None) not in _BUSY:
                    raise
                time.sleep(wait)
            else:
                return
        os.replace(source, target)

    def place(self, source: Path, target: Path) -> None:
        """Rename to a name that must be free; raises `FileExistsError` and never overwrites."""
        if WINDOWS:
            os.rename(source, target)
            return
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "exists", str(target)) from None
            os.rename(source, target)  # a file system without hard links
        else:
            os.unlink(source)

    def fsync_dir(self, folder: Path) -> None:
        """Return when the names in a folder are on the medium (Windows does this by itself)."""
        if WINDOWS:
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_SUCH_FLUSH:
                raise
        finally:
            os.close(descriptor)

    def unlink(self, path: Path) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)

    def remove_folder(self, folder: Path) -> None:
        """Remove an empty folder."""
        os.rmdir(folder)

    def blank(self, path: Path) -> None:
        """Write zeros over all of a file that can't be removed because somebody has it open."""
        descriptor = os.open(path, os.O_WRONLY | _BINARY)
        try:
            self.write(descriptor, b"\0" * os.fstat(descriptor).st_size)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def free(self, folder: Path) -> int:
        """Bytes that may still be written where a folder is."""
        return shutil.disk_usage(folder).free

    @contextlib.contextmanager
    def lock(self, path: Path, seconds: float) -> Iterator[None]:
        """Hold a lock file against every other window; raises `TimeoutError` when it isn't free in time.

        The file is never removed: whoever had it open would hold a lock that nobody else sees.
        """
        try:
            descriptor = self.open_own(path)
        except FileNotFoundError:
            os.makedirs(path.parent, 0o700, exist_ok=True)
            descriptor = self.open_own(path)
        try:
            until = time.monotonic() + seconds
            while not self.claim(descriptor):
                if time.monotonic() > until:
                    raise TimeoutError(errno.ETIMEDOUT, "locked", str(path))
                time.sleep(_POLL)
            yield
        finally:
            os.close(descriptor)  # which lets go

    def claim(self, descriptor: int) -> bool:
        """Hold an open file until it is closed or the process ends; false: somebody else holds it."""
        try:
            if sys.platform == "win32":
                import msvcrt

                os.lseek(descriptor, 1 << 30, os.SEEK_SET)
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                return False
            raise
        return True


DISK = Disk()
"""The disk of this machine."""
