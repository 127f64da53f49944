"""Looking at whichever session is open: a room view may be there before its session is."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from .draft import SIGN_OF_LIFE
from .fsio import DISK, Disk
from .places import Places
from .wall import Looking, View

OPEN_WITHIN = 3 * SIGN_OF_LIFE
"""Seconds since the last sign of life within which a window is taken to be open."""
PATIENCE = 2.0
"""Seconds that a session has to show something before another one is tried."""


@dataclass(frozen=True, slots=True)
class Target:
    """A session that may be looked at, and the folders of the program that runs it."""

    session: str
    places: Places


def open_now(
    places: Places, disk: Disk = DISK, wall_clock: Callable[[], float] = time.time
) -> tuple[str, ...]:
    """The sessions that windows of this machine gave a sign of life of, the newest sign first."""
    found: dict[str, float] = {}
    with contextlib.suppress(OSError):
        for entry in disk.scan(places.drafts):
            session, _dot, rest = entry.name.partition(".")
            if not rest.endswith(".json"):
                continue
            with contextlib.suppress(OSError):
                found[session] = max(found.get(session, 0.0), entry.stat().st_mtime)
    newest = sorted(found, key=lambda session: found[session], reverse=True)
    return tuple(session for session in newest if wall_clock() - found[session] < OPEN_WITHIN)


class Following:
    """Looks at the session that is open, as `Looking` looks at one; `close` it.

    Until something is shown, what could be looked at is asked for again, and each is tried in turn. From then
    on it stays with that session: the next one may be for other people.
    """

    def __init__(
        self,
        first: Target,
        others: Callable[[], Sequence[Target]],
        counter: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with one session.

        Args:
            first: The session that is looked at first.
            others: What else could be looked at now, the likeliest first. May be called in any thread.
            counter: Seconds that only go on.

        Raises:
            Unable: There is no place for the sign that somebody looks.
        """
        self._first = self._at = first
        self._others = others
        self._counter = counter
        self._looking = Looking(first.session, first.places)
        self._since: float | None = None
        """Since when it is looked at; a browser begins to look long after its page is served."""
        self._found = False
        self._lock = Lock()

    def look(self) -> View | None:
        """What is shown now; none: no session is open. May be called in any thread."""
        with self._lock:
            view = self._looking.look()
            if self._since is None:
                self._since = self._counter()
            if view is not None:
                self._found = True
            elif not self._found and self._counter() - self._since >= PATIENCE:
                self._since = self._counter()
                self._go_on()
                view = self._looking.look()
            return view

    def close(self) -> None:
        """Look no more."""
        with self._lock:
            self._looking.close()

    def _go_on(self) -> None:
        known = list(dict.fromkeys((*self._others(), self._first)))
        at = known.index(self._at) + 1 if self._at in known else 0
        following = known[at % len(known)]
        if following != self._at:
            self._looking.close()
            self._at = following
            self._looking = Looking(following.session, following.places)
