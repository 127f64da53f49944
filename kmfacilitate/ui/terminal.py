"""The terminal, which may go away at any moment: its window is closed, the connection drops."""

from __future__ import annotations

import select
from contextlib import suppress
from threading import Event
from typing import TextIO

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver


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
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLHUP)

    def is_set(self) -> bool:
        """Whether to end."""
        self.hung_up = self.hung_up or any(what & select.POLLHUP for _, what in self._poll.poll(0))
        return self.hung_up or super().is_set()


class Terminal(LinuxDriver):
    """Textual's driver, but when the terminal is gone it leaves in order instead of waiting for ever."""

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
