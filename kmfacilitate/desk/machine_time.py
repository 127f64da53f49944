"""Where the moment comes from, and in which zone this machine stands."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from kmfacilitate.store.draft import running_seconds


class Time(Protocol):
    """Where the moment comes from."""

    def now(self) -> datetime:
        """The moment (UTC), never earlier than before."""

    def asleep(self) -> float:
        """Seconds the machine has slept, as far as it can tell; only differences mean anything."""


class MachineTime:
    """The wall clock read once, then a counter that runs through sleep: setting the clock changes nothing."""

    def __init__(self, not_before: datetime | None = None) -> None:
        wall = datetime.now(UTC)
        self._start = max(wall, not_before) if not_before else wall
        self._counter = running_seconds()

    def now(self) -> datetime:
        """The moment (UTC)."""
        return self._start + timedelta(seconds=running_seconds() - self._counter)

    def asleep(self) -> float:
        """Seconds slept, where the machine has a counter that stops in sleep beside one that does not."""
        if sys.platform == "linux":
            return running_seconds() - time.clock_gettime(time.CLOCK_MONOTONIC)
        if sys.platform == "darwin":
            return running_seconds() - time.clock_gettime(time.CLOCK_UPTIME_RAW)
        return 0.0


def local_zone(environ: dict[str, str] | None = None) -> str:
    """The IANA name of this machine's time zone; `UTC` where it can't be told."""
    from zoneinfo import ZoneInfo

    found = (os.environ if environ is None else environ).get("TZ", "").lstrip(":")
    if not found:
        with suppress(OSError):
            target = os.path.realpath("/etc/localtime")
            _, parted, name = target.partition("zoneinfo/")
            found = name if parted else ""
    try:
        return str(ZoneInfo(found)) if found else "UTC"
    except (KeyError, ValueError, OSError):
        return "UTC"
