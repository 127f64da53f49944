"""What the room may see, handed to windows of other processes: one small file, there only while one looks.

The window that runs the session writes it; a second terminal or a page in a browser reads it. So these never
open the session itself, and hold nothing that the room may not see.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import orjson

from .fsio import DISK, Disk
from .places import Places, name_of, private_folder

LOOKS_EVERY = 1.0
"""Seconds between two looks whether another window wants to see."""
BEATS_EVERY = 2.0
"""Seconds between two signs of life, of a window that looks and of one that shows."""
GONE_AFTER = 10.0
"""Seconds after which a window that gives no sign is gone."""

View = Mapping[str, Any]
"""What is shown, as plain data."""


class Wall:
    """Where a session shows what the room may see. Belongs to the window that runs it; `close` it.

    What can't be written is left out in silence: the room is a convenience, the session is not.
    """

    def __init__(
        self,
        session: str,
        places: Places,
        disk: Disk = DISK,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """Begin to look for windows that want to see.

        Args:
            session: The session's id.
            places: The folders of this machine.
            disk: The disk.
            wall_clock: Seconds, as files are stamped.
        """
        self._name = name_of(session)
        self._folder = places.room
        self._disk = disk
        self._clock = wall_clock
        self._view: View | None = None
        self._shown: View | None = None
        self._lock = Lock()
        self._wake = Event()
        self._closed = False
        self._beat = float("-inf")
        self.wanted = False
        """Whether another window looks; only then is it worth working out what to show."""
        self._thread = Thread(target=self._run, name="wall", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        """The file, where there is one."""
        return self._folder / f"{self._name}.json"

    def show(self, view: View) -> None:
        """Show this from now on; returns at once."""
        with self._lock:
            self._view = view
        self._wake.set()

    def close(self) -> None:
        """Show nothing any more."""
        self._closed = True
        self._wake.set()
        self._thread.join(2)

    def _run(self) -> None:
        while not self._closed:
            self.step()
            self._wake.wait(LOOKS_EVERY)
            self._wake.clear()
        self._take_down()

    def step(self) -> None:
        """Look who looks, and write what is to be shown if it is new."""
        self.wanted = bool(self._watchers())
        if not self.wanted:
            self._take_down()
            return
        with self._lock:
            view = self._view
        if view is None:
            return
        with contextlib.suppress(OSError):
            if view != self._shown:
                self._write(orjson.dumps(view))
                self._shown = view
            self._live()

    def _live(self) -> None:
        """Give a sign of life: what a window shows that was killed is not to be seen as if it went on."""
        now = self._clock()
        if abs(now - self._beat) < BEATS_EVERY:
            return
        self._beat = now
        try:
            self._disk.set_time(self.path, int(now * 1e9))
        except FileNotFoundError:
            self._shown = None  # somebody took it away: it is written anew

    def _write(self, data: bytes) -> None:
        """Put the file in the place of the last one; unflushed, as after a crash nobody needs it."""
        part = self._folder / f"{self._name}.{os.getpid()}.part"
        self._disk.unlink(part)
        descriptor = self._disk.create(part, 0o600)
        try:
            self._disk.write(descriptor, data)
        finally:
            self._disk.close(descriptor)
        self._disk.replace(part, self.path)

    def _watchers(self) -> list[str]:
        start = f"{self._name}."
        found = []
        with contextlib.suppress(OSError):
            for entry in self._disk.scan(self._folder):
                if entry.name.startswith(start) and entry.name.endswith(".looks"):
                    if self._clock() - entry.stat().st_mtime < GONE_AFTER:
                        found.append(entry.name)
                    else:
                        self._disk.unlink(Path(entry.path))
        return found

    def _take_down(self) -> None:
        if self._shown is not None or self.path.exists():
            with contextlib.suppress(OSError):
                self._disk.unlink(self.path)
        self._shown = None


class Looking:
    """A window that looks at what a session shows the room. Made by `open`; `close` it."""

    def __init__(
        self,
        session: str,
        places: Places,
        disk: Disk = DISK,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """Begin to look.

        Raises:
            Unable: There is no place for the sign that somebody looks.
        """
        folder = private_folder(places.room, disk)
        self._path = folder / f"{name_of(session)}.json"
        self._sign = folder / f"{name_of(session)}.{os.getpid()}.looks"
        self._disk = disk
        self._clock = wall_clock
        self._beat = float("-inf")
        self._seen: tuple[object, View | None] = (None, None)
        self._lock = Lock()

    def look(self) -> View | None:
        """What is shown now; none: the session is not open. May be called in any thread."""
        with self._lock:
            now = time.monotonic()
            if now - self._beat > BEATS_EVERY:
                self._beat = now
                with contextlib.suppress(OSError):
                    self._disk.close(self._disk.open_own(self._sign))
                    self._disk.set_time(self._sign, time.time_ns())
            try:
                data, stamp = self._disk.read(self._path)
            except OSError:
                self._seen = (None, None)
                return None
            if self._clock() - stamp.mtime_ns / 1e9 > GONE_AFTER:  # the window that showed it was killed
                return None
            if stamp != self._seen[0]:
                with contextlib.suppress(ValueError):
                    view = orjson.loads(data)
                    self._seen = (stamp, view if isinstance(view, dict) else None)
            return self._seen[1]

    def close(self) -> None:
        """Look no more."""
        with contextlib.suppress(OSError):
            self._disk.unlink(self._sign)
