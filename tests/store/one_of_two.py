"""One of two processes that write to one session at once; says each line's number once it is saved.

`python one_of_two.py FILE STATE FIRST [--without-lock] [--without-healing]`, then a line on stdin to begin.

Every process renames slowly, so that another may come between reading a file and writing it. Without healing
it has no journal, and forgets what it knows after each line: then nothing but the lock keeps it from writing
over what the other one wrote.
"""

from __future__ import annotations

import contextlib
import errno
import sys
import time
from pathlib import Path

from made_up import add

from kmfacilitate.errors import Unable
from kmfacilitate.store.fsio import Disk
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

LINES = 60
RENAMING = 0.001
"""Seconds."""


class WeakDisk(Disk):
    """A disk without what protects two processes from each other."""

    def __init__(self, *, locks: bool, journals: bool) -> None:
        self._locks = locks
        self._journals = journals

    def lock(self, path: Path, seconds: float) -> contextlib.AbstractContextManager[None]:
        return super().lock(path, seconds) if self._locks else contextlib.nullcontext()

    def create(self, path: Path, mode: int = 0o666) -> int:
        if path.suffix == ".jsonl" and not self._journals:
            raise OSError(errno.EACCES, "no journals here", str(path))
        return super().create(path, mode)

    def replace(self, source: Path, target: Path) -> None:
        time.sleep(RENAMING)
        super().replace(source, target)


def main(path: Path, state: Path, first: int, *, locks: bool, heals: bool) -> None:
    disk = WeakDisk(locks=locks, journals=heals)
    places = Places(state, state, state, state)
    file = SessionFile.open(path, places=places, disk=disk)
    sys.stdin.readline()
    for number in range(first, first + LINES):
        try:
            if not heals:
                file = SessionFile.open(path, places=places, disk=disk)
            file.commit([add(number)])
        except (Unable, OSError):
            if locks:
                raise
        else:
            print(number, flush=True)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        int(sys.argv[3]),
        locks="--without-lock" not in sys.argv,
        heals="--without-healing" not in sys.argv,
    )
