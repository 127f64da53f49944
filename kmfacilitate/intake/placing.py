"""Many new session files at once: each is flushed by itself, and several wait for the disk together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from kmfacilitate.errors import Unable

_TOGETHER = 8
"""Files that wait for the disk at one time; more gain little."""
_AHEAD = 64
"""Files that may wait for their turn."""
Refused = Callable[[Unable], None]


class Placing:
    """Places files in threads of its own. To be used in a `with`, whose end waits for all of them.

    Attributes:
        paths: By session id, where each of those that are done stands.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_TOGETHER, "kmfacilitate-placing")
        self._waiting: dict[str, tuple[Future[Path], Refused]] = {}
        self.paths: dict[str, Path] = {}

    def __contains__(self, session: str) -> bool:
        return session in self._waiting or session in self.paths

    def put(self, session: str, place: Callable[[], Path], refused: Refused) -> None:
        """Have a file placed; where the disk refuses, `refused` is told at a later call, in this thread."""
        self._waiting[session] = self._threads.submit(place), refused
        while len(self._waiting) > _AHEAD:
            self.settle(next(iter(self._waiting)))

    def settle(self, session: str) -> None:
        """Wait until one file is there."""
        waiting = self._waiting.pop(session, None)
        if waiting is not None:
            done, refused = waiting
            try:
                self.paths[session] = done.result()
            except Unable as unable:
                refused(unable)

    def __enter__(self) -> Placing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in list(self._waiting):
            self.settle(session)
        self._threads.shutdown()
