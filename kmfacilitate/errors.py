"""What is said when something can’t be done: one plain sentence, and an exit code."""

from __future__ import annotations

import errno

from .language import N_, _


class Unable(Exception):
    """Something could not be done; `str()` is one sentence that says what, why and what to do.

    The sentence is shown to the user as it is, so it holds no class names and no traceback.
    `exit_code` is 1 (it could not be done) or 2 (it was asked in the wrong way).
    """

    exit_code = 1


class WrongUse(Unable):
    """The command was asked in a way that it can't be understood (exit code 2)."""

    exit_code = 2


_WHY = {
    errno.ENOSPC: N_("disk full"),
    errno.EDQUOT: N_("disk full: your share of it is used up"),
    errno.EFBIG: N_("the file would be larger than this disk allows"),
    errno.EIO: N_("the disk reports an error"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
    errno.ENODEV: N_("the disk is gone"),
    errno.ENXIO: N_("the disk is gone"),
    errno.ESTALE: N_("the network folder can't be reached"),
    errno.ETIMEDOUT: N_("the network folder can't be reached"),
    errno.EHOSTDOWN: N_("the network folder can't be reached"),
    errno.ENAMETOOLONG: N_("the name of the file is too long for this disk"),
    errno.EACCES: N_("no permission"),
    errno.EPERM: N_("no permission"),
    errno.EROFS: N_("it can only be read"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("it is not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EEXIST: N_("it is there already"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.EPIPE: N_("nobody reads it any more"),
    errno.ENOEXEC: N_("it is no program"),
    errno.ECONNREFUSED: N_("nobody answers there"),
    errno.EADDRINUSE: N_("the address is in use"),
}
"""What the system refuses with, in plain words; what stands not here is said as the system says it."""


def why(error: OSError) -> str:
    """Why the system refused, in a few plain words that go on a sentence: `disk full`."""
    if error.errno in _WHY:
        return _(_WHY[error.errno])
    return (error.strerror or _("the system refused")).lower()
