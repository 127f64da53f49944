"""The terminal, which may go away at any moment: its window is closed, the connection drops."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from contextlib import suppress
from itertools import chain
from threading import Event
from typing import TextIO

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

_AFTER_A_KEY = ESCAPE_DELAY + 0.01
"""Seconds after what was typed last when it is plain that an Esc was no beginning of another key."""


class _Gone:
    """Writes to a terminal as long as there is one; then what is drawn goes nowhere, and nobody waits."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._terminal.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._terminal.flush()

    def fileno(self) -> int:
        return self._terminal.fileno()


class _UntilGone(Event):
    """Set when the driver is to end, and when the terminal was hung up.

    Reading from one that was gives nothing, at once and for ever; where the signal of that is ignored
    (`nohup`), nothing else says so.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self.hung_up = False
        self._descriptor = descriptor
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLHUP)
        self._told, self._tell = os.pipe()

    def is_set(self) -> bool:
        """Whether to end."""
        self.hung_up = self.hung_up or any(what & select.POLLHUP for _, what in self._poll.poll(0))
        return self.hung_up or super().is_set()

    def set(self) -> None:
        """Have it end."""
        super().set()
        os.write(self._tell, b".")

    def clear(self) -> None:
        """It has ended, and may begin anew."""
        os.read(self._told, 1)
        super().clear()

    def wait_for_input(self, seconds: float | None) -> bool:
        """Sleep until there is something to read, or it is to end, or so long; says whether there is."""
        return self._descriptor in select.select([self._descriptor, self._told], [], [], seconds)[0]


class Terminal(LinuxDriver):
    """Textual's driver, but it sleeps until a key comes, and when the terminal is gone it leaves in order."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        if self._file is not None:
            self._file = _Gone(self._file)  # type: ignore[assignment]
        self._until = _UntilGone(self.fileno)
        self.exit_event = self._until

    def _run_input_thread(self) -> None:
        with suppress(OSError):
            self.run_input_thread()
            if not self._until.hung_up:
                return
        self._app.call_later(self._app.run_action, "app.gone")

    def run_input_thread(self) -> None:
        """Take in what is typed. Textual's own looks ten times a second whether it is to end."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")().decode
        typed = ""
        while not self._until.is_set():
            comes = self._until.wait_for_input(_AFTER_A_KEY if typed else None)
            typed = decode(os.read(self.fileno, 4096)) if comes else ""
            for message in chain(parser.feed(typed) if typed else (), parser.tick()):
                self.process_message(message)
