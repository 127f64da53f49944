"""The last resort: a whole session, with what could not be saved, written somewhere else."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .fsio import Disk, save
from .library import library_above
from .trouble import NotSaved, reason


def write_aside(path: Path, data: bytes, disk: Disk) -> Path:
    """Write the bytes of a session file beside its library, else in the temporary folder.

    Args:
        path: where the session file is, or should be.
        data: what it should hold.
        disk: the disk.

    Returns:
        The new file.

    Raises:
        NotSaved: neither takes it.
    """
    folder = library_above(path) or path.parent
    failed: OSError | None = None
    for place in (folder.parent, Path(tempfile.gettempdir())):
        for attempt in ("", *(f"-{number}" for number in range(2, 100))):
            new = place / f"{path.stem}-not-saved{attempt}.json"
            try:
                save(new, data, disk, new=True, mode=0o600)
            except FileExistsError:
                continue
            except OSError as error:
                failed = error
                break
            return new
    raise NotSaved(reason(failed or FileExistsError(), folder.parent))
