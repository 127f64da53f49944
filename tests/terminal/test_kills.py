"""The real app, killed with `kill -9` at random moments of typing: nothing is lost, twice, or wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from effort import LONG, times

from .killing import KilledSession, Wrong

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal of this kind"),
]

LIVES = times(3, 25)
"""Kills of one session, after the first."""


@pytest.fixture
def folder(tmp_path: Path):
    """A folder in memory where there is one."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(tmp_path)
    with TemporaryDirectory(dir=memory) as found:
        yield Path(found) / "machine"


@pytest.mark.parametrize("seed", range(times(1, 40)))
def test_killed_at_any_moment_the_app_goes_on_with_what_was_acknowledged(folder, seed):
    session = KilledSession(folder, Random(seed))
    while session.kills < LIVES:
        session.live()
    assert session.acknowledged > LIVES // 4, "the kills came while lines were typed"
    assert session.offered or not LONG, "some came in the middle of a line"


def lives(session: KilledSession, many: int) -> None:
    for _ in range(many):
        session.live()


def test_a_loss_is_seen(folder):
    """The control: what the last life wrote is thrown away before the next start."""
    session = KilledSession(folder, Random(1))
    while not session.awaited:
        session.live()
    session.forget_last_life()
    with pytest.raises(Wrong, match=r"acknowledged, and lost"):
        lives(session, 10)
