"""The power goes in the middle of a word (scenario 3), the window is closed, the system says stop."""

from __future__ import annotations

import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sittings import HandTime, Room
from ui.running import running

from kmfacilitate.session import clock
from kmfacilitate.session.session import Session
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

pytestmark = pytest.mark.terminal

START = ("start", "after-action-review", "--title", "False alert", "--people", "7")
LINES = (
    "08:05 - Recording played",
    "08:06 ? Day officer took it as real",
    "08:07 - Live alert sent to every phone",
    "08:09 + Governor told",
)
HALF = "08:30 (-) Warning po"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def session_path(folder: Path) -> Path:
    (path,) = (folder / "library" / "sessions").glob("*/*--*.json")
    return path


def session(folder: Path) -> Session:
    places = Places(folder / "state", folder / "state" / "cache", folder / "state" / "config", folder)
    return Session.read(SessionFile.open(session_path(folder), places=places).documents)


def begin(opened):
    window = opened(*START)
    window.until("Can we all work", "F1")
    window.line(":go 3", "What actually happened")
    for number, line in enumerate(LINES, 1):
        window.line(line, f"added 3.{number}")
    return window


def half_typed(folder: Path) -> bool:
    return any(HALF.encode() in path.read_bytes() for path in (folder / "state").rglob("*.json"))


def after(folder: Path, gap: timedelta) -> Room:
    """The same library in another place, so long after the power went."""
    found = folder.parent / f"{folder.name}-{gap.seconds}"
    shutil.copytree(folder, found)
    room = Room(found, time=HandTime(datetime.now(UTC) + gap))
    room.path = session_path(found)
    return room


async def test_killed_in_the_middle_of_a_word(opened, tmp_path):
    window = begin(opened)
    window.type(HALF)
    window.until("Warning po")
    window._wait(lambda: half_typed(tmp_path), "the half-typed line was not kept")
    window.kill()
    before = clock.used(session(tmp_path), datetime.now(UTC))[session(tmp_path).plan[2].id]

    room = after(tmp_path, timedelta(seconds=90))
    desk, notes = room.again()
    assert "without the program were counted as meeting" in " ".join(notes)
    async with running(desk, notes=notes) as hands:
        assert hands.runner.line.text == HALF
        assert hands.runner.line.cursor == len(HALF)
        assert "What actually happened" in hands.seen
        assert all(f"3.{number}" in hands.seen for number in (1, 2, 3, 4))
        assert "were counted as meeting" in hands.seen
        used = clock.used(desk.f.session, room.time.now())[desk.f.here.stage]
        assert abs(used - before - 90) <= 3
        await hands.press("f10")
        assert abs(clock.used(desk.f.session, room.time.now())[desk.f.here.stage] - before) <= 3
        await hands.type("int had no prepared message")
        await hands.press("enter")
        await hands.saved()
        await hands.until(lambda: not half_typed(room.folder))
    kept = [path for path in files(room.folder) if b"Warning po" in path.read_bytes()]
    assert all(
        path.parent.name == "2026" or "journal" in str(path) or "index" in str(path) for path in kept
    ), kept

    room = after(tmp_path, timedelta(minutes=20))
    desk, notes = room.again()
    async with running(desk, notes=notes) as hands:
        assert "were not counted. F10 counts them." in hands.seen.replace("\n▌ ", " ")
        assert abs(clock.used(desk.f.session, room.time.now())[desk.f.here.stage] - before) <= 3
        await hands.press("f10")
        used = clock.used(desk.f.session, room.time.now())[desk.f.here.stage]
        assert abs(used - before - 20 * 60) <= 3


def test_home_offers_what_was_killed_first_and_enter_resumes_it(opened, tmp_path):
    window = begin(opened)
    window.type(HALF)
    window._wait(lambda: half_typed(tmp_path), "the half-typed line was not kept")
    window.kill()
    window = opened()
    window.until("Not finished", "False alert", "Enter")
    window.press("enter")
    window.until("What actually happened", "3.4", "Warning po")
    window.type("int had no message")
    window.press("enter")
    window.until("added 3.5")
    window.press("ctrl+q", "ctrl+q")
    assert window.wait() == 0
    texts = [entry.text for _, entry in session(tmp_path).of_kind("event")]
    assert texts[-1] == "Warning point had no message"
    assert len(texts) == 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_leaves_in_order(opened, tmp_path, number):
    window = begin(opened)
    window.signal(number)
    assert window.wait() == 0
    assert b"\x1b[?1049l" in window.raw[-4000:]
    assert clock.state(session(tmp_path)) == "paused"


def test_the_window_is_closed(opened, tmp_path):
    window = begin(opened)
    window.hang_up()
    assert window.wait() in (0, 1)
    assert len(session(tmp_path).of_kind("event")) == 4
    assert clock.state(session(tmp_path)) == "paused"
