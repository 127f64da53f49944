"""Files that leave: a report or an export, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from kmfacilitate.errors import Unable

from .fsio import DISK, Disk, make_folders, save
from .trouble import reason


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
    try:
        make_folders(path.parent, disk)
        save(path, text.encode("utf-8", "replace"), disk, new=not over)
    except FileExistsError:
        raise Unable(f"{path} is there already; --force writes over it.") from None
    except OSError as error:
        raise Unable(f"{path} can't be written: {reason(error, path.parent)}.") from None
