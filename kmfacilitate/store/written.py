"""Files that were written by us and not changed since: what somebody made of a report stays."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from kmfacilitate.errors import Unable

from .fsio import DISK, Disk
from .outfile import write_bytes
from .places import Places

MOST = 99
"""So many files beside one another are tried before the last of them is written over."""


class Written:
    """What was last written to a path, as a digest in the state folder; none of its words are kept there."""

    def __init__(self, places: Places, disk: Disk = DISK) -> None:
        self._folder = places.written
        self._disk = disk

    def write(self, path: Path, data: bytes, session: str) -> Path:
        """Write what was made of a session to a path, over what was written there of it before.

        Where the file is not as it was left (somebody changed it, it is of another session, or it came from
        another machine), it stays, and the new one stands beside it with a number.

        Returns:
            Where it was written.

        Raises:
            Unable: It can't be written.
        """
        for number in range(1, MOST + 1):
            wanted = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            if self._is_free(wanted, session):
                break
        write_bytes(wanted, data, over=True, disk=self._disk)
        with suppress(Unable):  # without it the next one stands beside this one, which loses nothing
            write_bytes(self._note(wanted), _digest(data, session), over=True, disk=self._disk)
        return wanted

    def _is_free(self, path: Path, session: str) -> bool:
        there = self._read(path)
        return there is None or _digest(there, session) == self._read(self._note(path))

    def _read(self, path: Path) -> bytes | None:
        try:
            return self._disk.read(path)[0]
        except FileNotFoundError:
            return None
        except OSError:
            return b""

    def _note(self, path: Path) -> Path:
        return self._folder / sha256(str(path.absolute()).encode("utf-8", "replace")).hexdigest()[:16]


def _digest(data: bytes, session: str) -> bytes:
    return sha256(session.encode() + b"\n" + data).hexdigest().encode()
