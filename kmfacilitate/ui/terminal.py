"""The terminal, which may go away at any moment: its window is closed, the connection drops."""

from __future__ import annotations

from contextlib import suppress
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

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._app.call_later(self._app.run_action, "app.gone")
