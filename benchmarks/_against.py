"""What is measured beside something else: how long both take, and whether the ratio is within its limit."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from _page import size

from kmfacilitate.desk import Desk

Pair = tuple[float, float]
"""Medians of ours and of what it is compared with, in seconds."""


def seconds(work: Callable[..., object], *on: object) -> float:
    """How long it takes to do something, with these."""
    begun = time.perf_counter()
    work(*on)
    return time.perf_counter() - begun


def rounds(full: int, small: int) -> int:
    """How many rounds: those named on the command line, else those of the benchmark's size."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else size(full, small)


def measured(
    begin: Callable[[Path], Desk], measure: Callable[[Desk, int], Awaitable[Pair]], turns: int
) -> Pair:
    """What is measured in the app, in a session that is begun for it."""
    with tempfile.TemporaryDirectory() as folder:
        desk = begin(Path(folder))

        async def run() -> Pair:
            return await measure(desk, turns)

        pair = asyncio.run(run())
        desk.close()
    return pair


def within(ours: str, theirs: str, pair: Pair, limit: float) -> int:
    """Print both medians under these names, and their ratio; the exit code is 1 above the limit."""
    ratio = pair[0] / pair[1]
    for name, median in zip((ours, theirs), pair, strict=True):
        print(f"{name:45}{median * 1000:8.2f} ms")
    print(f"{'ratio':45}{ratio:8.2f}    (at most {limit})")
    return 0 if ratio <= limit else 1
