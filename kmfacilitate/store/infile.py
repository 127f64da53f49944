"""Files that come in from outside: read whole, whatever their encoding."""

from __future__ import annotations

import codecs
from pathlib import Path

from kmfacilitate.clean import clean_line, without_controls
from kmfacilitate.errors import Unable
from kmfacilitate.language import _

from .fsio import DISK, Disk
from .trouble import reason


def read_text(path: Path, disk: Disk = DISK) -> str:
    """The text of a file, cleaned: UTF-8, or UTF-16 where it says so at its beginning, else Windows-1252.

    Raises:
        Unable: it is not there, or it can't be read.
    """
    try:
        data, _rest = disk.read(path)
    except FileNotFoundError:
        raise Unable(_("There is no file {path}.").format(path=clean_line(str(path)))) from None
    except IsADirectoryError:
        raise Unable(_("{path} is a folder; name a file.").format(path=clean_line(str(path)))) from None
    except OSError as error:
        why = reason(error, path.parent, doing="read")
        raise Unable(_("{path} can't be read: {why}.").format(path=clean_line(str(path)), why=why)) from None
    wide = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    try:
        return without_controls(data.decode("utf-16" if wide else "utf-8-sig"))
    except UnicodeDecodeError:
        return without_controls(data.decode("cp1252", "replace"))
