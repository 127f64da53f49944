"""What can go wrong with a disk, said in plain words."""

from __future__ import annotations

import errno
from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _


class Damaged(Unable):
    """A file that is not what it should be; it was left exactly as it is."""

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        self.what = what
        super().__init__(
            _(
                "{name} can't be read because {what}; it was left as it is, "
                "and kmfacilitate doctor --repair makes it again as far as it can be."
            ).format(name=clean_line(path.name), what=what)
        )


class NotSaved(Unable):
    """Something could not be written; `reason` is a few plain words ("disk full")."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_("Not saved: {reason}.").format(reason=reason))


class ReadOnly(Unable):
    """The file was made by a newer version, so this one must not write to it."""


class Purged(Unable):
    """The session was taken away for good; nothing may write it back."""

    def __init__(self) -> None:
        super().__init__(_("This session was purged: it is gone for good, and nothing more is kept of it."))


_IN_USE = (5, 32, 33)
"""Windows: access denied, sharing violation, lock violation; mostly another program that holds the file."""


def reason(error: OSError, folder: Path, doing: str = "write") -> str:
    """Why a disk call in a folder failed, in a few plain words.

    Args:
        error: what the disk call raised.
        folder: where it was done; named where that helps.
        doing: write or read.
    """
    where = clean_line(str(folder))
    if isinstance(error, TimeoutError):
        return _("another window is saving this session and does not finish")
    if getattr(error, "winerror", None) in _IN_USE:
        return _("another program holds a file in {where}").format(where=where)
    if error.errno in (errno.EACCES, errno.EPERM):
        words = (
            _("no permission to read in {where}")
            if doing == "read"
            else _("no permission to write in {where}")
        )
        return words.format(where=where)
    if error.errno == errno.EROFS:
        return _("{where} can only be read").format(where=where)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _("the folder is gone: {where}").format(where=where)
    return clean_line(why(error)).rstrip(".")
