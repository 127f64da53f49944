"""What is left of a crash: one sentence on the terminal, and a report without anybody's words."""

from __future__ import annotations

import datetime
import sys
import traceback
from pathlib import Path

from kmfacilitate import __version__
from kmfacilitate.language import _

_KEPT = 10


def report_of(error: BaseException) -> str:
    """Types and places of an error and its causes: no messages, no values, since those are people's words."""
    lines = [f"kmfacilitate {__version__}, Python {sys.version.split()[0]}, {sys.platform}"]
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        lines.append(f"{type(at).__module__}.{type(at).__qualname__}")
        for frame in traceback.extract_tb(at.__traceback__):
            parts = Path(frame.filename).parts
            lines.append(f"  {'/'.join(parts[-3:])}:{frame.lineno} {frame.name}")
        at = at.__cause__ or at.__context__
    return "\n".join(lines) + "\n"


def write_report(error: BaseException, folder: Path, now: datetime.datetime) -> Path | None:
    """Write the report to the state folder and let go of old ones.

    Returns:
        The file, or nothing if it could not be written: a crash must not end in another one.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"crash-{now:%Y%m%dT%H%M%S}.txt"
        path.touch(mode=0o600)
        path.write_text(report_of(error), encoding="utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
            old.unlink()
    except OSError:
        return None
    return path


def sentence(report: Path | None) -> str:
    """What the terminal says: nothing is lost, where the report lies, how to go on."""
    where = _(" A report without your words is in {report}.").format(report=report) if report else ""
    return _(
        "kmfacilitate stopped because of a fault of its own; every line marked saved is "
        "on disk.{where} Start it again to go on where you were."
    ).format(where=where)
