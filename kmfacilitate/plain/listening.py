"""Lines from standard input: from a pipe as bytes, from a keyboard with a prompt."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import BinaryIO, Protocol, TypeAlias

from kmfacilitate.clean import LONGEST
from kmfacilitate.speech import say

from .wrapping import tell

Meanwhile: TypeAlias = Callable[[], Iterable[str]]
"""What has come up since it was last asked, a line each; mostly nothing."""

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

    def hear(
        self, prompt: str, offered: str = "", *, recalled: str = "", meanwhile: Meanwhile | None = None
    ) -> Heard | None:
        """The next line; none when there are no more.

        Args:
            prompt: What stands before the line, where somebody types it.
            offered: What stands in the line already, to be changed; it is ignored where nobody sits.
            recalled: What the arrow up brings into the line.
            meanwhile: Asked once a second while somebody types; what it gives is said at once, and what was
                typed so far stands in the line again.

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

    def hear(
        self, prompt: str, offered: str = "", *, recalled: str = "", meanwhile: Meanwhile | None = None
    ) -> Heard | None:
        """The next line."""
        return next(self._lines, None)


class Typed:
    """Lines from a keyboard, with Python's own line editing where there is one.

    `every` is in seconds how often it is looked whether something is to be said.
    """

    def __init__(self, every: float = 1.0) -> None:
        self._number = 0
        self._editor = _Editor(every) if _has_line_editing() else None

    @property
    def offers(self) -> bool:
        """Whether there is line editing."""
        return self._editor is not None

    def hear(
        self, prompt: str, offered: str = "", *, recalled: str = "", meanwhile: Meanwhile | None = None
    ) -> Heard | None:
        """The next line typed; Ctrl+D, or Ctrl+Z on Windows, is the end."""
        self._number += 1
        sys.stdout.flush()
        try:
            if self._editor is None:
                return Heard(self._number, input(prompt))
            return Heard(self._number, self._editor.line(prompt, offered, recalled, meanwhile))
        except (EOFError, OSError):
            say()  # the line of the prompt ends here
            return None


def _has_line_editing() -> bool:
    try:
        import readline  # noqa: F401
    except ImportError:  # Windows has its own line editing, which takes no text to begin with
        return False
    return True


class _ComesUp(Exception):
    """Something is to be said while a line is being typed."""

    def __init__(self, half_typed: str) -> None:
        self.half_typed = half_typed


class _Editor:
    """A line with text in it to begin with, that is put aside for a moment when something is to be said.

    A timer looks every so many seconds. It interrupts the line editing where something is to be said and
    nobody has typed since it looked last; what stood in the line is put into a new one below. A line that was
    just entered is never interrupted: it stands in the history of the line editing by then, which holds
    nothing else.
    """

    _PATIENCE = 10
    """How often it looks before it interrupts somebody who types without a pause."""

    def __init__(self, every: float) -> None:
        import readline

        self._every = every
        readline.set_auto_history(True)
        self._open = False
        self._meanwhile: Meanwhile | None = None
        self._before = self._waited = 0
        self._seen = ""
        self._words: list[str] = []

    def line(self, prompt: str, offered: str, recalled: str, meanwhile: Meanwhile | None) -> str:
        """The next line that is entered.

        Raises:
            EOFError: Ctrl+D.
            KeyboardInterrupt: Ctrl+C.
        """
        import readline

        while True:
            readline.clear_history()  # the arrow up must not show a slip to the next person
            if recalled:
                readline.add_history(recalled)
            self._before = readline.get_current_history_length()
            readline.set_startup_hook(partial(self._begin, offered))
            try:
                with self._watching(meanwhile):
                    entered = input(prompt)
                self._tell()
                return entered
            except _ComesUp as comes_up:
                say()
                self._tell()
                offered = comes_up.half_typed
            finally:
                self._open = False
                readline.set_startup_hook(None)
                readline.clear_history()

    def _tell(self) -> None:
        words, self._words = self._words, []
        for line in words:
            tell(line)

    def _begin(self, text: str) -> None:
        import readline

        readline.insert_text(text)
        self._open, self._seen, self._waited = True, text, 0

    @contextmanager
    def _watching(self, meanwhile: Meanwhile | None) -> Iterator[None]:
        if meanwhile is None or not hasattr(signal, "setitimer"):
            yield
            return
        self._meanwhile = meanwhile
        before = signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, self._every, self._every)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            signal.signal(signal.SIGALRM, before)

    def _look(self, number: int, frame: FrameType | None) -> None:
        import readline

        if not self._open or self._meanwhile is None:
            return
        if readline.get_current_history_length() > self._before:
            return  # the line is entered already
        self._words += self._meanwhile()
        typed = readline.get_line_buffer()
        rested, self._seen = typed == self._seen, typed
        self._waited = self._waited + 1 if self._words else 0
        if self._words and (rested or self._waited >= self._PATIENCE):
            raise _ComesUp(typed)


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
