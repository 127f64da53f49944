"""Lines from standard input: from a pipe as bytes, from a keyboard with a prompt."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import BinaryIO, Protocol

from kmfacilitate.clean import LONGEST
from kmfacilitate.speech import say

LONGEST_LINE = 1_000_000
"""Bytes; a longer line is taken in pieces of this length."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line, its number (from 1), and whether it had to be read as Windows-1252.

    `part` counts the pieces of a line that is too long to be one (1 for the first, mostly the only one).
    """

    number: int
    text: str
    guessed: bool = False
    part: int = 1


class Ended(KeyboardInterrupt):
    """The terminal is gone, or the machine is being shut down: time to leave."""


def end_when_told() -> None:
    """Leave in order when the terminal is closed or the program is told to end."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _ended)


def _ended(number: int, frame: FrameType | None) -> None:
    raise Ended


class Listening(Protocol):
    """Where lines come from."""

    def hear(self, prompt: str, offered: str = "") -> Heard | None:
        """The next line; none when there are no more.

        Args:
            prompt: What stands before the line, where somebody types it.
            offered: What stands in the line already, to be changed; it is ignored where nobody sits.

        Raises:
            KeyboardInterrupt: Ctrl+C.
        """

    @property
    def offers(self) -> bool:
        """Whether `offered` is shown, so that it can be changed."""


class Piped:
    """Lines from a pipe or file: UTF-8, else Windows-1252."""

    offers = False

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = lines(stream)

    def hear(self, prompt: str, offered: str = "") -> Heard | None:
        """The next line."""
        return next(self._lines, None)


class Typed:
    """Lines from a keyboard, with Python's own line editing where there is one."""

    def __init__(self) -> None:
        self._number = 0
        try:
            import readline
        except ImportError:  # Windows has its own line editing, which takes no text to begin with
            self.offers = False
        else:
            self.offers = True
            readline.set_auto_history(False)  # the arrow up must not show a slip to the next person

    def hear(self, prompt: str, offered: str = "") -> Heard | None:
        """The next line typed; Ctrl+D, or Ctrl+Z on Windows, is the end."""
        self._number += 1
        sys.stdout.flush()
        try:
            return Heard(self._number, self._typed(prompt, offered))
        except (EOFError, OSError):
            say()  # the line of the prompt ends here
            return None

    def _typed(self, prompt: str, offered: str) -> str:
        if not (self.offers and offered):
            return input(prompt)
        import readline

        readline.set_startup_hook(lambda: readline.insert_text(offered))
        try:
            return input(prompt)
        finally:
            readline.set_startup_hook(None)


def lines(stream: BinaryIO) -> Iterator[Heard]:
    """The lines of a stream until it ends; one too long to be an entry comes in pieces."""
    number, part, rest = 0, 1, b""
    while data := rest + stream.readline(LONGEST_LINE - len(rest)):
        rest = b""
        if part == 1:
            number += 1
            if number == 1:
                data = data.removeprefix(b"\xef\xbb\xbf")
        whole = data.endswith(b"\n") or len(data) < LONGEST_LINE
        if not whole:
            data, rest = _at_a_letter(data)
        text, guessed = _decoded(data.rstrip(b"\r\n") if whole else data)
        for start in range(0, max(len(text), 1), LONGEST):
            yield Heard(number, text[start : start + LONGEST], guessed, part)
            part += 1
        if whole:
            part = 1


def _decoded(data: bytes) -> tuple[str, bool]:
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True


def _at_a_letter(data: bytes) -> tuple[bytes, bytes]:
    """Cut so that no letter of UTF-8 is cut in two."""
    for length in range(1, 4):
        if data[-length] >= 0xC0:
            return data[:-length], data[-length:]
        if data[-length] < 0x80:
            break
    return data, b""
