"""The one door for text that plain mode and the command line print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TextIO

from kmfacilitate.clean import without_controls
from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _

Parting = Callable[[str], Iterable[str]]
"""Makes lines of one that is too long for the terminal."""
_partings: list[Parting] = []


def part_lines(parting: Parting) -> None:
    """Have each line parted from now on, before it is printed: for who hears them in a terminal."""
    _partings[:] = [parting]


def say(text: str = "", *, to: TextIO | None = None) -> None:
    """Print a line, cleaned, as UTF-8 whatever the locale.

    A reader that is gone, or a full disk behind it, stops nothing: what is said is not what is kept.
    """
    stream = to or sys.stdout
    lines = text.split("\n")
    for parting in _partings:
        lines = [part for line in lines for part in parting(line)]
    try:
        _write(stream, without_controls("\n".join(lines)) + "\n")
    except OSError:
        _mute(stream)


def ring() -> None:
    """Ring the bell of the terminal."""
    with suppress(OSError):
        _write(sys.stdout, "\a")


def say_error(text: str) -> None:
    """Print a line of words about what went wrong, on standard error."""
    if sys.stderr is not None:
        say(text, to=sys.stderr)


def say_data(text: str) -> None:
    """Print data for another program on standard output; it ends with one newline.

    Raises:
        Unable: It could not be written (not because the reader had enough: that is no error).
    """
    try:
        _write(sys.stdout, without_controls(text).rstrip("\n") + "\n")
    except BrokenPipeError:
        _mute(sys.stdout)
    except OSError as error:
        _mute(sys.stdout)
        raise Unable(_("The output could not be written: {strerror}.").format(strerror=why(error))) from None


def say_bytes(data: bytes) -> None:
    """Hand a file to another program on standard output, byte for byte.

    Raises:
        Unable: It could not be written (not because the reader had enough: that is no error).
    """
    stream = sys.stdout
    if stream is None:
        return
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        _mute(stream)
    except OSError as error:
        _mute(stream)
        raise Unable(_("The output could not be written: {strerror}.").format(strerror=why(error))) from None


def let_go() -> None:
    """Hand on what is still held back; where the terminal is gone, it is no error that nobody reads it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _mute(stream)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed by whoever started the program
        return
    binary = getattr(stream, "buffer", None)
    if binary is None:
        stream.write(text)
    else:
        stream.flush()
        binary.write(text.encode("utf-8", "replace"))
    stream.flush()


def _mute(stream: TextIO | None) -> None:
    """Send what is still to come nowhere; else Python complains while it shuts down."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)
