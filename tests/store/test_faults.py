"""Nothing that was acknowledged is ever lost: failing calls, windows that write at once, held locks."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from effort import times
from failing_disk import FailingDisk
from made_up import a_session, add, entry_id, texts

from kmfacilitate.errors import Unable
from kmfacilitate.store.fsio import DISK
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.trouble import NotSaved

Make = Callable[..., SessionFile]


def numbers(file: SessionFile) -> list[int]:
    return sorted(document["n"] for document in file.documents["entries"].values())


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
def test_whichever_call_fails_every_acknowledged_line_is_there_and_none_twice(
    make: Make, again: Make, number: int, for_ever: bool
) -> None:
    points = 0
    first = 1 + 2 * for_ever + (number == errno.EIO)  # the four together meet every call
    for at in range(first, 65, times(4, 1)):
        disk = FailingDisk()
        file = make(a_session(2, session=f"{at:04d}-7fq2-m8t4"), disk=disk)
        other = again(file)
        acknowledged = [1, 2]
        disk.fail_at(at, number, for_ever=for_ever)
        for line in range(3, 7):
            if line == 5:
                other.commit([add(50)])
                acknowledged.append(50)
            for _ in range(2):
                try:
                    file.commit([add(line)])
                except NotSaved:
                    continue
                acknowledged.append(line)
                break
        points += disk.failed > 0
        assert set(acknowledged) <= set(numbers(again(file))), f"after a failure at call {at}"
        disk.heal()
        for line in range(3, 7):
            file.commit([add(line)])
        assert numbers(again(file)) == [1, 2, 3, 4, 5, 6, 50], f"retried after a failure at call {at}"
        assert all(document["rev"] == 1 for document in again(file).documents["entries"].values())
        assert [path.name for path in file.path.parent.iterdir() if path.name.startswith(".")] == []
    assert points > times(8, 40), "the faults were reached"


def test_the_failures_bite(make: Make, again: Make) -> None:
    """The control: a disk whose failures nobody hears of loses what was acknowledged."""
    lost = 0
    for at in range(1, 33, 8):
        disk = FailingDisk()
        file = make(a_session(2, session=f"{at:04d}-7fq2-m8t4"), disk=disk)
        disk.lies = True
        disk.fails = lambda made, name, at=at: errno.EIO * (name == "write" and made >= at)
        for line in range(3, 7):
            file.commit([add(line)])
        found = numbers(again(file))
        assert {1, 2} <= set(found)
        lost += len({3, 4, 5, 6} - set(found))
    assert lost > 0


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_a_session_that_could_not_be_made_leaves_nothing_that_can_be_taken_for_one(
    library: Library, places: Places, number: int
) -> None:
    for at in range(1, 25):
        disk = FailingDisk()
        disk.fail_at(at, number)
        with contextlib.suppress(Unable):
            made = SessionFile.create(library, a_session(1), places=places, disk=disk)
            assert numbers(SessionFile.open(made.path, places=places)) == [1]
        for path in library.sessions_folder.glob("2*/*.json"):
            assert numbers(SessionFile.open(path, places=places)) == [1]


def test_two_windows_in_one_process_that_write_at_once_lose_nothing(make: Make, again: Make) -> None:
    first = make()
    windows = [first, again(first)]

    def insert(window: SessionFile, start: int) -> None:
        for number in range(start, start + 100):
            window.commit([add(number)])

    threads = [
        threading.Thread(target=insert, args=(window, 1000 * at)) for at, window in enumerate(windows, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert numbers(again(first)) == [*range(1000, 1100), *range(2000, 2100)]


def test_two_lock_folders_on_one_library_lose_nothing_in_the_end(
    make: Make, places: Places, tmp_path: Path
) -> None:
    """Two machines on a synced folder: their locks don't see each other."""
    one = make()
    apart = Places(tmp_path / "other", places.cache, places.config, places.documents)
    other = SessionFile.open(one.path, places=apart)
    old = one.path.read_bytes()
    for number in range(1, 40, 2):
        one.commit([add(number)])
        one.path.write_bytes(old)  # the synchroniser brings what the other machine had
        other.commit([add(number + 1)])
        old = one.path.read_bytes()
    one.commit([])
    other.commit([])
    assert numbers(other) == list(range(1, 41))


def test_a_lock_that_is_held_for_too_long_is_said(
    make: Make, monkeypatch: pytest.MonkeyPatch, places: Places
) -> None:
    file = make()
    monkeypatch.setattr("kmfacilitate.store.storage.LOCK_SECONDS", 0.01)
    with (
        DISK.lock(places.locks / "k3x9-7fq2-m8t4.lock", 1.0),
        pytest.raises(NotSaved, match="another window is saving this session and does not finish"),
    ):
        file.commit([add(1)])
    assert texts(file.commit([add(1)]))


def test_a_lock_folder_that_was_removed_is_made_again(make: Make, places: Places) -> None:
    file = make()
    for path in places.locks.iterdir():
        path.unlink()
    places.locks.rmdir()
    assert texts(file.commit([add(1)]))


def test_two_versions_of_one_size_within_a_tick_of_the_clock_are_told_apart(make: Make, again: Make) -> None:
    one = make(a_session(1))
    other = again(one)
    for round_ in range(50):
        other.commit([add(round_ + 100)])
        assert one.refresh() is not None
        status = os.stat(one.path)
        one.commit([add(round_ + 500)])
        assert os.stat(one.path).st_mtime_ns > status.st_mtime_ns
    assert json.loads(one.path.read_bytes()) == one.documents
    assert entry_id(100) in one.documents["entries"]
