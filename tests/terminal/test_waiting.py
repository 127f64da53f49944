"""While nothing happens the program sleeps, and what comes then is taken in at once and whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.terminal


def wakes(pid: int) -> int:
    """How often threads of a process went to sleep so far: each time after they had been woken."""
    found = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        for row in status.read_text("ascii", "replace").splitlines():
            if row.startswith("voluntary_ctxt_switches:"):
                found += int(row.split()[1])
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how often a thread was woken")
def test_home_left_alone_is_woken_by_nothing(opened):
    window = opened()
    window.until("F1")

    def sleeps() -> bool:
        before = wakes(window.pid)
        window.read_for(1.0)
        return wakes(window.pid) == before

    window.wait_for(sleeps, "something wakes it every second")


def test_escape_is_heard_without_another_key(opened):
    window = opened()
    window.until("F1")
    window.type("\x10")
    window.until("type to find a key")
    window.type("\x1b")
    window.wait_for(lambda: not any("type to find a key" in row for row in window.screen()), "still there")


def test_a_letter_that_comes_in_two_halves_is_one(opened):
    window = opened("start", "after-action-review", "--title", "Keys")
    window.until("Can we all work", "F1")
    window.type("caf")
    first, second = "é".encode()[:1], "é".encode()[1:]
    os.write(window.terminal, first)
    window.read_for(0.3)
    os.write(window.terminal, second)
    window.until("café")
