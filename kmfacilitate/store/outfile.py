"""Files that leave: a report or an export, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kmfacilitate.errors import Unable

from .fsio import DISK, Disk
from .trouble import reason
from .whole import make_folders, save


class Unflushed(Disk):
    """A disk that is not waited for: for files that one command makes again."""

    def fsync(self, descriptor: int) -> None:
        """Do not wait."""

    def fsync_dir(self, folder: Path) -> None:
        """Do not wait."""


UNFLUSHED = Unflushed()


def write_text(path: Path, text: str, *, over: bool = False, disk: Disk = DISK) -> None:
    """Write text (UTF-8) to a file; folders on the way are made.

    Args:
        path: the file.
        text: all of it.
        over: whether a file of that name may be replaced.
        disk: the disk.

    Raises:
        Unable: the file is there already, or it can't be written.
    """
    write_bytes(path, text.encode("utf-8", "replace"), over=over, disk=disk)


def write_bytes(path: Path, data: bytes, *, over: bool = False, disk: Disk = DISK) -> None:
    """Write bytes to a file; as `write_text`."""
    try:
        make_folders(path.parent, disk)
        save(path, data, disk, new=not over)
    except FileExistsError:
        raise _is_there(path) from None
    except OSError as error:
        raise Unable(f"{path} can't be written: {reason(error, path.parent)}.") from None


@contextmanager
def writing(path: Path, *, over: bool = False, disk: Disk = DISK) -> Iterator[Callable[[bytes], None]]:
    """Write a file piece by piece, so that it need not fit into memory; else as `write_text`.

    The file is there when the block is left. Whatever ends the block early (a piece that can't be made,
    Ctrl+C, a full disk) leaves no file, or the one before.
    """
    if not over and path.exists():  # before anything is made; `place` looks again
        raise _is_there(path)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        make_folders(path.parent, disk)
        disk.unlink(temporary)
        descriptor = disk.create(temporary)
        try:
            try:
                yield lambda piece: disk.write(descriptor, piece)
                disk.fsync(descriptor)
            finally:
                disk.close(descriptor)
            if over:
                disk.replace(temporary, path)
            else:
                disk.place(temporary, path)
        except BaseException:
            with suppress(OSError):
                disk.unlink(temporary)
            raise
        disk.fsync_dir(path.parent)
    except FileExistsError:
        raise _is_there(path) from None
    except OSError as error:
        raise Unable(f"{path} can't be written: {reason(error, path.parent)}.") from None


def _is_there(path: Path) -> Unable:
    return Unable(f"{path} is there already; --force writes over it.")
