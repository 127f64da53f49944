"""Files and folders that are there whole and durably, or not at all."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from .fsio import DISK, Disk, Stamp


def make_folders(folder: Path, disk: Disk = DISK, *, private: bool = False) -> None:
    """Make a folder and those above it that are missing, durably."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    for one in reversed(missing):
        if disk.make_folder(one, private=private):
            disk.fsync_dir(one.parent)


def save(
    path: Path,
    data: bytes,
    disk: Disk = DISK,
    *,
    new: bool = False,
    mode: int | None = None,
    later_than: int = 0,
    flush_folder: bool = True,
) -> Stamp:
    """Write a file so that after a crash it is there as before or as after, never in between.

    A temporary file beside it is written and flushed, takes its place, and the folder is flushed. A temporary
    file left by a crash is removed here: a flush that failed is never tried again on the same file.

    Args:
        path: the file.
        data: all of it.
        disk: the disk.
        new: the name must be free, else `FileExistsError`; without it the file is replaced.
        mode: permissions; none: those usual for a new file.
        later_than: a time of change, in nanoseconds since 1970; this version's will be later. Two versions
            written in one tick of the file system's clock are told apart by it.
        flush_folder: without it, a cut in the power may bring back the version before. For a caller who has
            written down elsewhere what changed.

    Returns:
        The stamp of the file as written.

    Raises:
        OSError: the file is as it was, or, if only the last flush failed, as wished but not surely durable.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    permissions = 0o666 if mode is None else mode
    try:
        try:
            descriptor = disk.create(temporary, permissions)
        except FileExistsError:
            disk.unlink(temporary)
            descriptor = disk.create(temporary, permissions)
        try:
            disk.write(descriptor, data)
            disk.fsync(descriptor)
        finally:
            disk.close(descriptor)
        if mode is not None:
            disk.set_mode(temporary, mode)
        stamp = disk.set_time(temporary, max(time.time_ns(), later_than + 1000))
        if new:
            disk.place(temporary, path)
        else:
            disk.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            disk.unlink(temporary)
        raise
    if flush_folder:
        disk.fsync_dir(path.parent)
    return stamp
