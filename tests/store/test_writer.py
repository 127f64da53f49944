"""The writer thread. No test sleeps: each waits for what the thread says."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from failing_disk import FailingDisk
from made_up import Clock, a_session, add, entry_id, texts

from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import About, Work
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.trouble import NotSaved
from kmfacilitate.store.writer import Writer

Make = Callable[..., SessionFile]
SOON = (0.001,)
PATIENCE = 10.0


class Told:
    """What the writer said, in order."""

    def __init__(self) -> None:
        self.saved: queue.Queue[tuple[tuple[Any, ...], Documents, datetime]] = queue.Queue()
        self.trouble: queue.Queue[str] = queue.Queue()
        self.changed: queue.Queue[Documents] = queue.Queue()

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_saved": lambda *what: self.saved.put(what),
            "on_trouble": self.trouble.put,
            "on_changed": self.changed.put,
        }


@pytest.fixture
def told() -> Told:
    return Told()


class Gate:
    """A session file whose saves wait until they are let through."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.entered = threading.Event()
        self.calls: list[Any] = []
        self.documents: Documents = {}
        self.unpublished = ""

    def _pass(self, call: Any) -> Documents:
        self.entered.set()
        assert self.open.wait(PATIENCE)
        self.calls.append(call)
        return self.documents

    def prepare(self) -> None:
        pass

    def close(self) -> None:
        pass

    def publish(self) -> str:
        return self.unpublished

    def take_notes(self) -> tuple[str, ...]:
        return ()

    def commit_all(self, works: Iterable[Work], safe: Callable[[Documents], None] = print) -> Documents:
        return self._pass([edit.id for work in works for edit in work.edits])

    def forget(self, ids: Collection[str], day: str) -> Documents:
        return self._pass((tuple(ids), day))

    def refresh(self) -> Documents | None:
        return None

    def write_aside(self, works: Iterable[Work], forgets: Collection[str] = ()) -> Path:
        raise NotSaved("nowhere")


def test_put_returns_at_once_and_says_when_it_is_saved(make: Make, again: Make, told: Told) -> None:
    file = make()
    writer = Writer(file, Clock(), **told.callbacks())
    writer.put([add(1)], "first")
    marks, documents, at = told.saved.get(timeout=PATIENCE)
    assert marks == ("first",)
    assert texts(documents) == texts(again(file).documents)
    assert writer.flush(PATIENCE)
    assert (writer.state.kind, writer.state.since, writer.waiting) == ("saved", at, ())
    assert writer.close() is None


def test_all_that_waits_goes_in_one_save(told: Told) -> None:
    gate = Gate()
    writer = Writer(gate, Clock(), **told.callbacks())
    writer.put([add(1)], 1)
    assert gate.entered.wait(PATIENCE)
    for number in (2, 3, 4):
        writer.put([add(number)], number)
    assert writer.state.kind == "saving"
    assert writer.waiting == (1, 2, 3, 4)
    gate.open.set()
    assert writer.flush(PATIENCE)
    assert gate.calls == [[entry_id(1)], [entry_id(2), entry_id(3), entry_id(4)]]
    assert [told.saved.get()[0] for _ in range(2)] == [(1,), (2, 3, 4)]
    writer.close()


def test_one_save_is_one_write_of_the_file(make: Make, disk: FailingDisk, told: Told) -> None:
    file = make(disk=disk)
    writer = Writer(file, Clock(), **told.callbacks())
    held = threading.Event()
    disk.fails = lambda number, name: 0 if held.wait(PATIENCE) else 5
    disk.names.clear()
    for number in range(1, 31):
        writer.put([add(number)], number)
    held.set()
    assert writer.flush(PATIENCE)
    assert disk.names.count("replace") <= 2, "the first line alone, then all the others"
    assert len(texts(file.documents)) == 30
    writer.close()


def test_forgetting_keeps_its_place_in_the_queue(told: Told) -> None:
    gate = Gate()
    gate.open.set()
    clock = Clock()
    held = threading.Lock()
    with held:
        writer = Writer(gate, clock, **told.callbacks())
        gate.open.clear()
        writer.put([add(1)], "a")
        assert gate.entered.wait(PATIENCE)
        writer.put([add(2)], "b")
        writer.forget([entry_id(1)], "gone")
        writer.put([add(3)], "c")
        gate.open.set()
    assert writer.flush(PATIENCE)
    assert gate.calls == [[entry_id(1)], [entry_id(2)], ((entry_id(1),), "2026-11-22"), [entry_id(3)]]
    writer.close()


def test_trouble_is_said_once_and_saving_goes_on_by_itself(make: Make, disk: FailingDisk, told: Told) -> None:
    file = make(disk=disk)
    writer = Writer(file, Clock(), waits=SOON, **told.callbacks())
    fails_again = threading.Event()

    def full(number: int, name: str) -> int:
        if name == "write" and disk.failed > 3:
            fails_again.set()
        return 28 if name == "write" else 0

    disk.fails = full
    writer.put([add(1)], 1)
    assert told.trouble.get(timeout=PATIENCE) == "Not saved: disk full."
    assert writer.state.kind == "not saved"
    assert writer.state.why == "disk full"
    writer.put([add(2)], 2)
    assert fails_again.wait(PATIENCE)
    assert writer.waiting == (1, 2)
    disk.heal()
    assert writer.flush(PATIENCE)
    assert told.trouble.empty()
    assert writer.state.kind == "saved"
    assert len(texts(file.documents)) == 2
    assert all(document["rev"] == 1 for document in file.documents["entries"].values())
    writer.close()


def test_a_new_reason_is_said_and_the_first_moment_kept(make: Make, disk: FailingDisk, told: Told) -> None:
    writer = Writer(make(disk=disk), Clock(), waits=SOON, **told.callbacks())
    disk.fails = lambda number, name: 28 if name == "write" else 0
    writer.put([add(1)])
    assert told.trouble.get(timeout=PATIENCE) == "Not saved: disk full."
    since = writer.state.since
    disk.fails = lambda number, name: 13 if name == "create" else 0
    assert told.trouble.get(timeout=PATIENCE).startswith("Not saved: no permission to write in ")
    assert writer.state.since == since
    disk.heal()
    assert writer.close(PATIENCE) is None


def test_leaving_with_unsaved_lines_writes_the_whole_session_elsewhere(
    make: Make, again: Make, disk: FailingDisk, told: Told, tmp_path: Path
) -> None:
    file = make(a_session(1), disk=disk)
    writer = Writer(file, Clock(), **told.callbacks())
    disk.fails = lambda number, name: 5 if name == "lock" else 0
    writer.put([add(2, "unsaved")], "the mark")
    told.trouble.get(timeout=PATIENCE)
    written = writer.close(0.0)
    assert written is not None
    assert written.parent == tmp_path
    assert texts(again(written).documents)[1] == "unsaved"
    assert writer.waiting == ("the mark",)
    assert len(json.loads(file.path.read_bytes())["entries"]) == 1


def test_leaving_when_nothing_can_be_written_anywhere_says_so(
    make: Make, disk: FailingDisk, told: Told
) -> None:
    writer = Writer(make(disk=disk), Clock(), **told.callbacks())
    disk.fails = lambda number, name: 28 if name in ("write", "create") else 0
    writer.put([add(1)])
    with pytest.raises(NotSaved, match="disk full"):
        writer.close(0.0)


def test_words_to_be_forgotten_are_not_written_elsewhere(
    make: Make, again: Make, disk: FailingDisk, told: Told
) -> None:
    writer = Writer(make(a_session(1), disk=disk), Clock(), **told.callbacks())
    disk.fails = lambda number, name: 5 if name == "lock" else 0
    writer.forget([entry_id(1)])
    told.trouble.get(timeout=PATIENCE)
    with pytest.raises(NotSaved, match="still in the file"):
        writer.close(0.0)
    writer = Writer(make(a_session(1, "zzzz-0000-0000"), disk=disk), Clock(), **told.callbacks())
    writer.put([add(2)])
    writer.forget([entry_id(1)])
    written = writer.close(0.0)
    assert written is not None
    assert "text" not in again(written).documents["entries"][entry_id(1)]


def test_a_mistake_of_the_program_stops_neither_saving_nor_typing(told: Told) -> None:
    gate = Gate()
    gate.open.set()
    mistakes = [TypeError("somebody's words"), None]

    def commit_all(works: Iterable[Work], safe: Callable[[Documents], None] = print) -> Documents:
        mistake = mistakes.pop(0)
        if mistake:
            raise mistake
        return {}

    gate.commit_all = commit_all
    writer = Writer(gate, Clock(), waits=SOON, **told.callbacks())
    writer.put([add(1)], 1)
    assert "words" not in told.trouble.get(timeout=PATIENCE)
    assert told.saved.get(timeout=PATIENCE)[0] == (1,)
    writer.close()


def test_a_screen_that_is_closing_does_not_stop_the_saving(make: Make) -> None:
    def gone(*_: Any) -> None:
        raise RuntimeError("no app")

    file = make()
    writer = Writer(file, Clock(), on_saved=gone)
    writer.put([add(1)])
    assert writer.flush(PATIENCE)
    writer.put([add(2)])
    assert writer.close(PATIENCE) is None
    assert len(texts(file.documents)) == 2


def test_what_another_window_wrote_arrives_by_itself(make: Make, again: Make, told: Told) -> None:
    file = make()
    writer = Writer(file, Clock(), watch=0.001, **told.callbacks())
    again(file).commit([add(7)])
    assert len(texts(told.changed.get(timeout=PATIENCE))) == 1
    writer.close()


def test_an_undo_is_saved_as_an_undo(make: Make, again: Make, told: Told) -> None:
    file = make(a_session(1))
    writer = Writer(file, Clock(), **told.callbacks())
    edit = add(2)
    writer.put([edit], about=About("capture", "added 3.2", step=1))
    writer.put([edit.reversed()], about=About("undo", "took back 3.2", undo=1))
    assert writer.close(PATIENCE) is None
    assert again(file).documents["entries"][entry_id(2)]["deleted"] is True
