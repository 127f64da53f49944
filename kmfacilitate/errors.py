"""What is said when something can’t be done: one plain sentence, and an exit code."""

from __future__ import annotations


class Unable(Exception):
    """Something could not be done; `str()` is one sentence that says what, why and what to do.

    The sentence is shown to the user as it is, so it holds no class names and no traceback.
    `exit_code` is 1 (it could not be done) or 2 (it was asked in the wrong way).
    """

    exit_code = 1


class WrongUse(Unable):
    """The command was asked in a way that it can't be understood (exit code 2)."""

    exit_code = 2
