"""Files that leave: a report or an export, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import getpid
from pathlib import Path
from shutil import rmtree

from kmfacilitate.errors import Unable
from kmfacilitate.language import _

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
        raise Unable(
            _("{path} can't be written: {reason}.").format(path=path, reason=reason(error, path.parent))
        ) from None


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
        raise Unable(
            _("{path} can't be written: {reason}.").format(path=path, reason=reason(error, path.parent))
        ) from None


@contextmanager
def folder_of(
    folder: Path, *, over: bool = False, disk: Disk = DISK
) -> Iterator[Callable[[str, bytes], None]]:
    """Write the files of a folder so that all are there when the block is left, or none.

    They are made in a folder inside it, and moved when the block is left. Files that were there stay.

    Args:
        folder: the folder.
        over: whether files of these names may be replaced.
        disk: the disk.

    Raises:
        Unable: one is there already, or it can't be written.
    """
    beside = folder / f".unfinished-{getpid()}"
    was_there = folder.is_dir()
    names: dict[str, None] = {}

    def write(name: str, data: bytes) -> None:
        if not over and (folder / name).exists():
            raise _is_there(folder / name)
        write_bytes(beside / name, data, over=True, disk=disk)
        names[name] = None

    try:
        yield write
        for name in names:
            target = folder / name
            make_folders(target.parent, disk)
            (disk.replace if over else disk.place)(beside / name, target)
    except FileExistsError as error:
        raise _is_there(Path(str(error.filename or folder))) from None
    except OSError as error:
        raise Unable(
            _("{folder} can't be written: {reason}.").format(folder=folder, reason=reason(error, folder))
        ) from None
    finally:
        rmtree(beside, ignore_errors=True)
        if not was_there:
            with suppress(OSError):  # it is not empty
                folder.rmdir()


def _is_there(path: Path) -> Unable:
    return Unable(_("{path} is there already; --force writes over it.").format(path=path))
