"""The half-typed line and the last sign of life: one small file a window, written over in place."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import orjson

from kmfacilitate.session.moments import stamp

from .fsio import DISK, Disk
from .places import Places, name_of, private_folder

AFTER_KEY = 0.15
"""Seconds from a key to the file."""
SIGN_OF_LIFE = 15.0
"""Seconds between signs of life while nobody types."""
FLUSH = 2.0
"""Seconds between flushes: at most so much typing is lost when the power goes."""


def running_seconds() -> float:
    """Seconds since the machine started, sleep included."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """What a window that is gone left behind."""

    text: str
    place: str
    """Where the line belongs, in the words of whoever kept it."""
    editing: str
    """The id of the line that was being edited; empty: a new one."""
    at: str
    """Its last sign of life, by the wall clock, as stored (`2026-11-22T09:46:12.508Z`)."""
    counter: float
    """The same by `running_seconds`, to the millisecond; of no use when the machine was restarted since."""
    people: tuple[str, ...] = ()
    """Who was in the room, where the session's file may not hold that."""
    guided: bool = False
    """Whether it was said at each step what to do."""


class Draft:
    """The half-typed line of this window. Made by `open`; given to the `Writer`, whose thread writes it.

    What can't be written is left out in silence: the words are still on the screen.
    """

    def __init__(
        self,
        path: Path,
        descriptor: int | None,
        clock: Callable[[], datetime],
        counter: Callable[[], float],
        disk: Disk,
    ) -> None:
        self.path = path
        self.found: HalfTyped | None = None
        """What the newest window that is gone left, if one did."""
        self._descriptor = descriptor
        self._clock = clock
        self._counter = counter
        self._disk = disk
        self._lock = threading.Lock()
        self._line = ("", "", "")
        self._people: tuple[str, ...] = ()
        self._guided = False
        self._due = 0.0
        self._flush_due: float | None = None
        self._flushed = 0.0
        self._length = 0
        self._wake: Callable[[], None] = lambda: None

    @classmethod
    def open(
        cls,
        session: str,
        clock: Callable[[], datetime],
        *,
        places: Places | None = None,
        counter: Callable[[], float] = running_seconds,
        disk: Disk = DISK,
        pid: int | None = None,
    ) -> Draft:
        """Begin a draft, and take over what windows on this session that are gone left behind.

        The newest line is in `found`, and at once in the new file too; only then is the old one removed.
        An older line that is not empty waits for the next time.

        Raises:
            Unable: there is no place for it.
        """
        folder = private_folder((places or Places.here()).drafts, disk)
        path = folder / f"{name_of(session)}.{pid or os.getpid()}.json"
        left = _left_behind(folder, name_of(session), disk)
        descriptor: int | None = None
        length = 0
        with contextlib.suppress(OSError):
            descriptor = disk.open_own(path)
            disk.claim(descriptor)
            length = disk.stat(path).st_size
        draft = cls(path, descriptor, clock, counter, disk)
        draft._length = length
        if left:
            text = max((half for _, half in left), key=lambda half: (bool(half.text), half.at))
            life = max((half for _, half in left), key=lambda half: half.at)
            people = life.people or text.people
            draft.found = replace(text, at=life.at, counter=life.counter, people=people, guided=life.guided)
            draft._line = (text.text, text.place, text.editing)
            draft._people = draft.found.people
            draft._guided = life.guided
        draft.run()
        for old, half in left:
            if old != path and (not half.text or half is text):
                with contextlib.suppress(OSError):
                    disk.unlink(old)
        return draft

    def keep(self, text: str, place: str = "", editing: str = "") -> None:
        """Keep the half-typed line; returns at once. Empty when it is entered or cleared.

        Args:
            text: what is in the line.
            place: where it belongs.
            editing: the id of the line being edited.
        """
        with self._lock:
            if self._line == (text, place, editing):
                return
            self._line = (text, place, editing)
            soon = time.monotonic() + (AFTER_KEY if text else 0.0)
            self._due = min(self._due, soon)
        self._wake()

    def keep_people(self, names: Iterable[str]) -> None:
        """Keep who is in the room beside the line, until the session is over; returns at once."""
        with self._lock:
            self._people = tuple(names)
            self._due = 0.0
        self._wake()

    def keep_guided(self, guided: bool) -> None:
        """Keep whether each step says what to do, until the session is over; returns at once."""
        with self._lock:
            self._guided = guided
            self._due = 0.0
        self._wake()

    def attach(self, wake: Callable[[], None]) -> None:
        """`wake` is to be called when there may be something to write."""
        self._wake = wake

    def wait(self) -> float | None:
        """Seconds until the file is to be written or flushed."""
        if self._descriptor is None:
            return None
        due = self._due if self._flush_due is None else min(self._due, self._flush_due)
        return max(0.0, due - time.monotonic())

    def run(self) -> None:
        """Write the line, if it is time, and flush it, if it is time."""
        now = time.monotonic()
        with self._lock:
            line = self._line
            at = self._clock()
            write = self._due <= now
            if write:
                self._due = now + SIGN_OF_LIFE
        if write:
            self._write(line, at)
            if self._flush_due is None:
                self._flush_due = max(now, self._flushed + FLUSH)
        if self._flush_due is not None and self._flush_due <= now:
            self._flush_due = None
            self._flushed = now
            if self._descriptor is not None:
                with contextlib.suppress(OSError):
                    self._disk.fsync(self._descriptor)

    def close(self) -> None:
        """Write the line for the last time and let go; the next window finds it."""
        if self._descriptor is None:
            return
        self._due = self._flush_due = 0.0
        self.run()
        descriptor, self._descriptor = self._descriptor, None
        with contextlib.suppress(OSError):
            self._disk.close(descriptor)

    def remove(self) -> None:
        """Take the file away, after `close`: the session is over, nothing is half-typed."""
        with contextlib.suppress(OSError):
            self._disk.unlink(self.path)

    def _write(self, line: tuple[str, str, str], at: datetime) -> None:
        if self._descriptor is None:
            return
        text, place, editing = line
        kept = {
            "text": text.encode("utf-8", "replace").decode(),
            "place": place,
            "editing": editing,
            "at": stamp(at),
            "counter": round(self._counter() * 1000),
            **({"people": list(self._people)} if self._people else {}),
            **({"guided": True} if self._guided else {}),
        }
        data = orjson.dumps(kept)
        # One write covers all that was there: a kill before the cut leaves spaces, not old words.
        whole = data.ljust(self._length)
        with contextlib.suppress(OSError):
            self._disk.overwrite(self._descriptor, whole, len(data))
            self._length = len(data)


def _left_behind(folder: Path, session: str, disk: Disk) -> list[tuple[Path, HalfTyped]]:
    """The drafts of a session whose windows are gone."""
    found = []
    for entry in disk.scan(folder):
        if not (entry.name.startswith(f"{session}.") and entry.name.endswith(".json")):
            continue
        path = Path(entry.path)
        try:
            descriptor = disk.open_own(path)
            try:
                if disk.claim(descriptor):
                    half = _read(disk.read(path)[0])
                    found.append((path, half))
            finally:
                disk.close(descriptor)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a draft that can't be read holds nothing to offer
    return found


def _read(data: bytes) -> HalfTyped:
    kept = orjson.loads(data)
    return HalfTyped(
        str(kept["text"]),
        str(kept["place"]),
        str(kept["editing"]),
        str(kept["at"]),
        int(kept["counter"]) / 1000,
        tuple(str(name) for name in kept.get("people", ())),
        bool(kept.get("guided")),
    )
