"""Connections that are lost, and proxies that write down what passes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from kmfacilitate.hub.connection import connect

Loss = Callable[[Any], None]


def close(connection: Any) -> None:
    """The connection is lost."""
    connection.close()


class Cut:
    """A connection that is lost at its n-th statement, before or after the server did it."""

    def __init__(self, url: str, at: int, after: bool, loss: Loss = close) -> None:
        self._inner, self._left, self._after, self._loss = connect(url), at, after, loss

    def execute(self, *words: Any) -> Any:
        self._left -= 1
        if self._left == 0:
            if self._after:
                self._inner.execute(*words)
            self._loss(self._inner)
            raise psycopg.OperationalError("the connection was lost")
        return self._inner.execute(*words)

    def close(self) -> None:
        self._inner.close()


class Wire:
    """Stands between a laptop and the server, and keeps every byte; after `most` of them it is cut."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self.bytes = bytearray()
        self.most: int | None = None
        self._server = str(server / ".s.PGSQL.5432")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen(20)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._server)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if self.most is not None:
                    data, self.most = data[: self.most], self.most - len(data)
                    if self.most < 0:
                        self.most = 0
                        other.sendall(data)
                        break
                self.bytes += data
                other.sendall(data)
        for each in (one, other):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()


@contextlib.contextmanager
def wire_to(folder: Path, server: Path) -> Iterator[Wire]:
    """A wire whose near end is in a folder."""
    wire = Wire(folder, server)
    try:
        yield wire
    finally:
        wire.close()
