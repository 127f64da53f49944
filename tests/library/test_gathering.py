"""The index follows the session files, whoever wrote them, and is made anew when anything is wrong."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.gatherer import Gatherer
from kmfacilitate.library.index import Index, health, update
from kmfacilitate.library.place import forget_index, index_path
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

Write = Callable[..., Path]


def test_new_changed_and_removed_files(
    write: Write, ask: Callable[[], Ask], library: Library, places: Places
) -> None:
    path = write({"text": "zebra"}, title="One")
    write({"text": "zebra"}, title="Two")
    assert len(ask().search("zebra").found) == 2
    assert update(library, places) == 0
    write({"text": "quagga now"}, title="One")
    assert len(ask().search("zebra").found) == 1
    assert len(ask().search("quagga").found) == 1
    path.unlink()
    assert update(library, places) == 1
    assert not ask().search("quagga").found


def test_a_file_of_the_same_size_and_second_is_noticed(write: Write, ask: Callable[[], Ask]) -> None:
    path = write({"text": "zebra"})
    ask()
    before = path.stat()
    write({"text": "quagg"})
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert len(ask().search("quagg").found) == 1


def test_files_are_read_in_order_of_time(write: Write, ask: Callable[[], Ask]) -> None:
    for day in ("2026-03-01", "1995-02-28", "2010-01-01"):
        write({"text": f"zebra {day}"}, title=day, day=day)
    assert [one.day for one in ask().lines()] == ["2026-03-01", "2010-01-01", "1995-02-28"]
    write({"text": "zebra"}, title="between", day="2015-01-01")
    assert [one.day for one in ask().search("zeb").found] == [
        "2026-03-01",
        "2015-01-01",
        "2010-01-01",
        "1995-02-28",
    ]


def test_a_copy_beside_a_session_counts_once(write: Write, ask: Callable[[], Ask]) -> None:
    path = write({"text": "zebra"})
    copy = path.with_name("aa (conflicted copy).json")
    shutil.copy(path, copy)
    assert len(ask().search("zebra").found) == 1
    assert ask().search("zebra").found[0].path == path
    path.unlink()
    ask()
    assert [one.path for one in ask().search("zebra").found] == [copy]


def test_a_damaged_file_stops_nothing(
    write: Write, ask: Callable[[], Ask], library: Library, places: Places
) -> None:
    path = write({"text": "zebra"}, title="One")
    write({"text": "zebra"}, title="Two")
    path.write_bytes(path.read_bytes()[:200])
    assert len(ask().search("zebra").found) == 1
    assert update(library, places) == 0


@pytest.mark.parametrize("harm", ["bytes", "version", "half"])
def test_a_broken_index_is_made_anew(
    write: Write, ask: Callable[[], Ask], library: Library, places: Places, harm: str
) -> None:
    write(*({"text": f"zebra {n}"} for n in range(200)))
    assert len(ask().search("zebra").found) == 50
    ask().close()
    path = index_path(library, places)
    if harm == "bytes":
        path.write_bytes(b"no database at all" * 500)
    elif harm == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    assert not health(library, places).whole or harm == "half"
    write({"text": "zebra new"}, title="New")
    assert len(ask().search("zebra", limit=500).found) == 201
    assert health(library, places).whole


def test_a_forgotten_index_is_noticed_by_whoever_has_it_open(
    write: Write, ask: Callable[[], Ask], library: Library, places: Places
) -> None:
    write({"text": "zebra"})
    asked = ask()
    assert asked.search("zebra").found
    assert forget_index(library, places) == []
    assert not list((places.cache / "index").iterdir())
    assert not asked.search("zebra").ready
    write({"text": "quagga"})
    assert ask() is asked
    assert asked.search("quagga").found
    assert not asked.search("zebra").found


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are otherwise there")
def test_nobody_else_may_read_it(write: Write, ask: Callable[[], Ask], places: Places) -> None:
    write({"text": "zebra"})
    ask()
    folder = places.cache / "index"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_two_copies_of_a_library_have_an_index_each(
    write: Write, library: Library, places: Places, tmp_path: Path
) -> None:
    write({"text": "zebra"})
    shutil.copytree(library.folder, tmp_path / "copy")
    copy = Library.open(tmp_path / "copy", places=places)
    assert copy.id == library.id
    assert index_path(copy, places) != index_path(library, places)
    update(library, places)
    update(copy, places)
    forget_index(library, places)  # words are forgotten in both
    assert not list((places.cache / "index").iterdir())


def test_the_gatherer_takes_in_what_it_is_told(write: Write, library: Library, places: Places) -> None:
    changed: list[int] = []
    gatherer = Gatherer(library, places, on_changed=lambda: changed.append(1), later=60.0)
    asked = Ask(library, places)
    path = write({"text": "zebra"})
    for _ in range(20):
        gatherer.tell(path)
    assert gatherer.wait()
    assert len(changed) == 1
    assert asked.search("zebra").found
    write({"text": "quagga"}, title="Untold")
    gatherer.refresh()
    assert gatherer.wait()
    assert asked.search("quagga").found
    write({"text": "okapi"})
    gatherer.forget()
    assert gatherer.wait()
    assert not asked.search("zebra").found
    assert asked.search("okapi").found
    asked.close()
    gatherer.close()


def test_the_gatherer_mends_a_broken_index(write: Write, library: Library, places: Places) -> None:
    path = write(*({"text": f"zebra {n}"} for n in range(100)))
    update(library, places)
    index_path(library, places).write_bytes(b"no database at all" * 500)
    gatherer = Gatherer(library, places)
    gatherer.tell(path)
    assert gatherer.wait()
    gatherer.close()
    asked = Ask(library, places)
    assert asked.search("zebra").found
    asked.close()


def test_a_long_comparison_rests_while_somebody_types(
    write: Write, library: Library, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kmfacilitate.library.gatherer.RESTS", 600.0)
    for n in range(25):
        write({"text": "zebra"}, title=f"Clinic {n}")
    done: list[int] = []
    begun = Event()

    def progress(number: int, _total: int) -> None:
        done.append(number)
        if number == 1:
            gatherer.give_way()
        if number == 20:
            begun.set()

    gatherer = Gatherer(library, places, on_progress=progress)
    gatherer.refresh()
    assert begun.wait(60)
    gatherer._thread.join(0.2)
    assert done[-1] == 20
    assert gatherer.wait()  # somebody needs it now
    assert done[-1] == 25
    gatherer.give_way()
    write({"text": "quagga"}, title="Later")
    gatherer.refresh()
    gatherer.close()
    assert not gatherer._thread.is_alive()


def test_an_open_index_answers_the_latest_question(write: Write, library: Library, places: Places) -> None:
    write({"text": "zebra"}, {"text": "quagga"})
    index = Index.open(library, places)
    assert index.gatherer.wait()
    answers: list[str] = []
    for typed in ("z", "ze", "zeb", "quagga"):
        index.looker.look(
            "search", lambda ask, typed=typed: ask.search(typed), lambda a: answers.append(a.found[0].text)
        )
    index.looker.look(
        "related", lambda ask: ask.related("zebra", kinds=("event",)), lambda a: answers.append("related")
    )
    assert index.looker.wait()
    assert answers[-2:] == ["quagga", "related"]
    index.looker.look("search", lambda ask: 1 / 0, lambda a: answers.append("never"))
    index.looker.look("other", lambda ask: ask.search("zebra"), lambda a: answers.append("after"))
    assert index.looker.wait()
    assert answers[-1] == "after"
    index.close()


def test_progress_is_told(write: Write, library: Library, places: Places) -> None:
    for n in range(3):
        write({"text": "zebra"}, title=f"Session {n}")
    told: list[tuple[int, int]] = []
    update(library, places, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert health(library, places).sessions == 3
    write({"text": "zebra"}, title="New")
    assert health(library, places).behind == 1


def test_the_golden_session_is_indexed(library: Library, ask: Callable[[], Ask]) -> None:
    from sittings import ROOT

    golden = ROOT / "tests" / "store" / "golden" / "session.json"
    folder = library.sessions_folder / "2026"
    folder.mkdir(parents=True)
    shutil.copy(golden, folder / "2026-11-22-golden--k3x9.json")
    entries = json.loads(golden.read_text("utf-8"))["entries"]
    hidden = {raw.get("text") for raw in entries.values() if raw.get("deleted") or raw["kind"] == "private"}
    shown = {one.text for one in ask().lines(limit=0)}
    assert shown
    assert not shown & hidden


def test_a_change_in_place_that_keeps_size_and_time_is_noticed(write: Write, ask: Callable[[], Ask]) -> None:
    path = write({"text": "zebra"})
    assert ask().search("zebra").found
    before = path.stat()
    with path.open("r+b") as file:
        data = file.read().replace(b"zebra", b"okapi")
        file.seek(0)
        file.write(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_ino == before.st_ino
    assert ask().search("okapi").found
    assert not ask().search("zebra").found


@pytest.mark.parametrize("time", [0, 4_000_000_000])
def test_the_clock_of_another_machine_does_not_matter(
    write: Write, ask: Callable[[], Ask], time: int
) -> None:
    path = write({"text": "zebra"})
    os.utime(path, (time, time))
    ask()
    write({"text": "okapi"})
    os.utime(path, (time, time))
    assert ask().search("okapi").found


def test_a_renamed_file_is_found_where_it_is_now(write: Write, ask: Callable[[], Ask]) -> None:
    path = write({"text": "zebra"})
    ask()
    moved = path.rename(path.with_name("zz.json"))
    assert [one.path for one in ask().search("zebra").found] == [moved]
    (moved.parent.parent / "2027").mkdir()
    again = moved.rename(moved.parent.parent / "2027" / path.name)
    assert [one.path for one in ask().search("zebra").found] == [again]


def test_a_file_that_was_only_touched_is_not_indexed_anew(
    write: Write, ask: Callable[[], Ask], library: Library, places: Places
) -> None:
    path = write({"text": "zebra"})
    ask()
    with sqlite3.connect(index_path(library, places)) as connection:
        connection.execute("UPDATE lines SET text = 'as it was'")
    connection.close()
    os.utime(path)
    assert [one.text for one in ask().lines()] == ["as it was"]
    assert update(library, places) == 0


def test_a_session_that_becomes_confidential_leaves_the_very_file(
    write: Write, ask: Callable[[], Ask], places: Places
) -> None:
    write({"text": "zebra"}, title="Kept")
    path = write({"text": "quaggaquagga"}, title="Told in confidence")
    assert ask().search("quaggaquagga").found
    path.write_bytes(path.read_bytes().replace(b'"title"', b'"confidential":true,"title"', 1))
    assert not ask().search("quaggaquagga").found
    assert ask().search("zebra").found
    ask().close()
    for file in (places.cache / "index").iterdir():
        assert b"quagga" not in file.read_bytes()


def test_damage_that_is_found_only_while_searching_is_mended(
    write: Write, library: Library, places: Places
) -> None:
    write(*({"text": f"zebra {n} {'and so on ' * 20}"} for n in range(400)))
    update(library, places)
    path = index_path(library, places)
    data = bytearray(path.read_bytes())
    for page in range(40, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)
    left = Ask(library, places)
    assert not left.search("zebra").ready
    update(library, places)
    assert left.search("zebra").found
    path.write_bytes(data)
    mended = Ask(library, places, mend=lambda: bool(update(library, places)))
    assert mended.search("zebra").found
    mended.close()
    left.close()
