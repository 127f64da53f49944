"""The one door for text that plain mode and the command line print."""

from __future__ import annotations

import sys
from typing import BinaryIO, TextIO

from kmfacilitate.clean import clean


def say(text: str = "", *, to: TextIO | None = None) -> None:
    """Print a line, cleaned, as UTF-8 whatever the locale; a reader that is gone is no error."""
    _write(to or sys.stdout, clean(text) + "\n")


def say_error(text: str) -> None:
    """Print a line of words about what went wrong, on standard error."""
    say(text, to=sys.stderr)


def say_data(text: str) -> None:
    """Print data for another program on standard output; it ends with one newline."""
    _write(sys.stdout, clean(text).rstrip("\n") + "\n")


def _write(stream: TextIO, text: str) -> None:
    binary: BinaryIO | None = getattr(stream, "buffer", None)
    try:
        if binary is None:
            stream.write(text)
        else:
            stream.flush()
            binary.write(text.encode("utf-8", "replace"))
        stream.flush()
    except BrokenPipeError:
        # Whoever read us has had enough; Python would complain again while it shuts down.
        sys.stdout = sys.stderr = None
        raise SystemExit(1) from None
