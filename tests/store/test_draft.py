"""The half-typed line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from failing_disk import FailingDisk
from made_up import Clock

from kmfacilitate.store import draft as draft_module
from kmfacilitate.store.draft import Draft, HalfTyped
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.writer import Writer

SESSION = "k3x9-7fq2-m8t4"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_module, "AFTER_KEY", 0.0)


def begin(places: Places, pid: int, counter: float = 100.0, **named: object) -> Draft:
    return Draft.open(SESSION, Clock(), places=places, pid=pid, counter=lambda: counter, **named)


def kept(draft: Draft) -> dict[str, object]:
    return dict(json.loads(draft.path.read_bytes()))


def test_the_line_is_in_a_file_of_its_own_for_its_owner_alone(places: Places) -> None:
    draft = begin(places, 11)
    draft.keep("08:30 (-) Warning po", "actual/timeline", "1779")
    draft.run()
    assert draft.path == places.drafts / f"{SESSION}.11.json"
    assert kept(draft) == {
        "text": "08:30 (-) Warning po",
        "place": "actual/timeline",
        "editing": "1779",
        "at": "2026-11-22T12:00:02.000Z",
        "counter": 100_000,
    }
    if sys.platform != "win32":
        assert draft.path.stat().st_mode & 0o777 == 0o600
        assert places.drafts.stat().st_mode & 0o777 == 0o700
    draft.close()


def test_a_shorter_line_leaves_nothing_of_a_longer_one(places: Places) -> None:
    draft = begin(places, 11)
    draft.keep("what nobody else should read " * 50)
    draft.run()
    draft.keep("")
    draft.run()
    assert kept(draft)["text"] == ""
    assert b"nobody" not in draft.path.read_bytes()
    draft.close()


def test_a_kill_between_writing_and_cutting_leaves_a_readable_file(places: Places, disk: FailingDisk) -> None:
    class Killed(FailingDisk):
        def overwrite(self, descriptor: int, data: bytes, length: int) -> None:
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, data)

    draft = begin(places, 11, disk=Killed())
    draft.keep("a long line " * 20)
    draft.run()
    draft.keep("short")
    draft.run()
    assert kept(draft)["text"] == "short"
    assert b"long" not in draft.path.read_bytes()
    draft.close()


def test_the_next_window_finds_the_line_and_the_file_of_the_last_is_gone(places: Places) -> None:
    first = begin(places, 11)
    first.keep("half a li", "why/cause")
    first.close()
    second = begin(places, 12, counter=190.5)
    assert second.found == HalfTyped("half a li", "why/cause", "", "2026-11-22T12:00:02.000Z", 100.0)
    assert kept(second)["text"] == "half a li", "it is in the new file before the old one goes"
    assert [path.name for path in places.drafts.iterdir()] == [second.path.name]
    second.close()
    second.remove()
    assert list(places.drafts.iterdir()) == []


def test_the_line_of_a_window_that_is_open_is_left_alone(places: Places) -> None:
    first = begin(places, 11)
    first.keep("still typing")
    first.run()
    second = begin(places, 12)
    assert second.found is None
    assert kept(first)["text"] == "still typing"
    first.close()
    second.close()


def test_of_two_windows_that_are_gone_no_words_are_lost(places: Places) -> None:
    one, other = begin(places, 11), begin(places, 12)
    one.keep("older words")
    one.close()
    other.keep("newer words")
    other.run()
    other.keep("newest words")
    other.close()
    third = begin(places, 13)
    assert third.found is not None
    assert third.found.text == "newest words"
    third.keep("")
    third.close()
    fourth = begin(places, 14)
    assert fourth.found is not None
    assert fourth.found.text == "older words"
    fourth.close()


def test_damaged_drafts_and_those_of_other_sessions_are_passed_over(places: Places) -> None:
    draft = begin(places, 11)
    draft.close()
    draft.remove()
    for name, data in (
        (f"{SESSION}.9.json", b"{"),
        ("zzzz-7fq2-m8t4.9.json", b'{"text":"x"}'),
        ("notes.txt", b""),
    ):
        (places.drafts / name).write_bytes(data)
    again = begin(places, 12)
    assert again.found is None
    again.close()


def test_a_disk_that_takes_no_draft_is_no_trouble(places: Places) -> None:
    class Full(FailingDisk):
        def open_own(self, path: Path) -> int:
            raise OSError(28, "full")

    draft = begin(places, 11, disk=Full())
    draft.keep("words")
    draft.run()
    assert draft.wait() is None
    draft.close()


def test_it_is_flushed_at_most_every_two_seconds(places: Places, disk: FailingDisk) -> None:
    draft = begin(places, 11, disk=disk)
    for number in range(20):
        draft.keep("x" * number)
        draft.run()
    assert disk.names.count("fsync") == 1
    draft.close()
    assert disk.names.count("fsync") == 2


def test_the_writer_thread_writes_it(places: Places, make: object) -> None:
    file = make()
    assert isinstance(file, SessionFile)
    written = __import__("threading").Event()
    draft = begin(places, 11)
    plain_write = draft._write

    def write(line: tuple[str, str, str], at: datetime) -> None:
        plain_write(line, at)
        if line[0] == "typed":
            written.set()

    draft._write = write
    writer = Writer(file, Clock(), draft=draft)
    draft.keep("typed")
    assert written.wait(10)
    writer.close()
    assert kept(draft)["text"] == "typed"


TYPES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kmfacilitate.store.draft import Draft
from kmfacilitate.store.places import Places
state = Path(sys.argv[1])
draft = Draft.open("k3x9-7fq2-m8t4", lambda: datetime.now(UTC), places=Places(state, state, state, state))
draft.keep("08:30 (-) Warning po")
while not draft.path.read_bytes().count(b"Warning"):
    draft.run()
print("typed", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_a_killed_window_leaves_its_line(places: Places) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", TYPES, str(places.state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "typed\n"
        assert begin(places, 1).found is None, "its window is still open"
        process.send_signal(signal.SIGKILL)
    found = begin(places, 2).found
    assert found is not None
    assert found.text == "08:30 (-) Warning po"
