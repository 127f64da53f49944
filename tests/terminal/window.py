"""The real program in a real pseudo-terminal: keys in, bytes out."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyte
from sittings import environment

_SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[()][0-9A-Za-z]|.)"
)
PATIENCE = 30.0
"""Seconds to wait for words on a busy machine before a test fails."""

KEYS = {
    "f2": "\x1bOQ", "f5": "\x1b[15~", "f7": "\x1b[18~", "f8": "\x1b[19~", "up": "\x1b[A", "tab": "\t",
    "enter": "\r", "escape": "\x1b", "ctrl+q": "\x11", "ctrl+u": "\x15", "space": " ",
}  # fmt: skip


class Window:
    """A terminal window with the program in it."""

    term = "xterm-256color"
    program: tuple[str, ...] = ("-m", "kmfacilitate")
    """What Python runs in it."""

    def __init__(self, folder: Path, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        import fcntl
        import pty
        import termios

        folder.mkdir(parents=True, exist_ok=True)
        self.raw = b""
        """Every byte the program sent to the terminal."""
        self._from = 0
        self._size = size
        self._emulator: pyte.ByteStream | None = None
        self._fed = 0
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            more = {
                "TERM": self.term,
                "COLORTERM": "truecolor",
                "LANG": "C.UTF-8",
                "LC_ALL": "C.UTF-8",
            }
            os.execve(
                sys.executable,
                [sys.executable, *self.program, *arguments],
                {**environment(folder), **more},
            )
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def screen(self) -> list[str]:
        """The rows of the screen as they stand now; half a frame where the program was killed in it."""
        if self._emulator is None:
            self._emulator = pyte.ByteStream(pyte.Screen(*self._size))
        if self._fed < len(self.raw):
            self._emulator.feed(self.raw[self._fed :])
            self._fed = len(self.raw)
        return [row.rstrip() for row in self._emulator.listener.display]

    def read_for(self, seconds: float) -> None:
        """Take in what the program draws for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def settle(self, seconds: float = 0.1) -> None:
        """Wait until the program has drawn nothing for so long."""
        drawn = -1
        while drawn != len(self.raw):
            drawn = len(self.raw)
            self._read(seconds)

    def wait_for(self, true: Callable[[], bool], otherwise: str) -> None:
        """Wait until something is true; `otherwise` says what is wrong when it never is."""
        self._wait(true, otherwise)

    def until(self, *words: str) -> None:
        """Wait until all these words were drawn since the last time this was asked."""
        wanted = [word.encode() for word in words]
        self._wait(lambda: all(word in self._drawn() for word in wanted), f"no {words}")
        self._from = len(self.raw)

    def type(self, text: str) -> None:
        """Type text, key by key as fast as it goes."""
        os.write(self.terminal, text.encode("utf-8", "surrogatepass"))

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            self.type(KEYS[key])
            if key == "escape":  # what comes at once after it would be read as one key with it
                self._read(0.3)

    def line(self, text: str, answer: str = "") -> None:
        """Type a line and Enter, and wait for the words that answer it."""
        self.type(f"{text}\r")
        if answer:
            self.until(answer)

    def paste(self, text: str) -> None:
        """Paste as a terminal does: between brackets."""
        for start in range(0, len(shown := f"\x1b[200~{text}\x1b[201~"), 2000):
            self.type(shown[start : start + 2000])
            self._read(0.02)

    def kill(self) -> None:
        """The power goes."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self.terminal)
        self.terminal = -1

    def wait(self) -> int:
        """Wait until the program has ended; its exit code, negative for a signal."""
        ended: list[int] = []

        def over() -> bool:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                ended.append(os.waitstatus_to_exitcode(status))
            return bool(ended)

        self._wait(over, "it did not end")
        self.pid = 0
        self._read(0.05)
        return ended[0]

    def close(self) -> None:
        """End what still runs."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.terminal >= 0:
            os.close(self.terminal)

    def _drawn(self) -> bytes:
        return _SEQUENCE.sub(b"", self.raw[self._from :])

    def _wait(self, true: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"{otherwise} after {PATIENCE:.0f} s; last: {self._drawn()[-600:]!r}")
            self._read(0.05)

    def _read(self, seconds: float) -> None:
        if self.terminal < 0:
            time.sleep(seconds)
            return
        while select.select([self.terminal], [], [], seconds)[0]:
            try:
                data = os.read(self.terminal, 65536)
            except OSError:
                return
            if not data:
                return
            self.raw += data
            seconds = 0
