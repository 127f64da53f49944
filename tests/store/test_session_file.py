"""Sessions on disk: made, changed, shared between windows, forgotten."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from failing_disk import FailingDisk
from made_up import FIRST_ID, Clock, a_session, add, entry_id, texts
from tinydb import TinyDB, where

from kmfacilitate.errors import Unable
from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import About, Edit, Work, change
from kmfacilitate.store.database import SessionDB
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.trouble import Damaged, NotSaved, ReadOnly

Make = Callable[..., SessionFile]


def test_a_new_session_is_named_by_day_template_title_and_id(make: Make, library: Library) -> None:
    file = make()
    assert file.path == library.folder / "sessions" / "2026" / (
        "2026-11-22-after-action-review-short-winter-vaccination-clinic--k3x9.json"
    )
    assert file.id == "k3x9-7fq2-m8t4"
    assert file.documents["_meta"]["1"] == {
        "session": "k3x9-7fq2-m8t4", "schema": 1, "what": "session", "app": "0.1.0"
    }  # fmt: skip


def test_a_second_file_of_the_same_name_never_overwrites_the_first(make: Make) -> None:
    first = make(a_session(3))
    second = make(a_session(session="k3x9-0000-0000"))
    assert second.path.name.endswith("--k3x9-2.json")
    assert len(json.loads(first.path.read_bytes())["entries"]) == 3


def test_a_confidential_session_is_named_by_day_and_id_and_is_its_owners_alone(make: Make) -> None:
    file = make(a_session(confidential=True))
    assert file.path.name == "2026-11-22--k3x9.json"
    file.commit([add(1)])
    if sys.platform != "win32":
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("meeting", "name"),
    [
        ({"title": "Ünïcode & más / ../../etc", "template": "p"}, "2026-11-22-p-unicode-mas-etc--k3x9.json"),
        ({"title": "评审"}, "2026-11-22-after-action-review-short--k3x9.json"),
        (
            {"title": "The very long title of a review that somebody wanted to say all in", "template": "pm"},
            "2026-11-22-pm-the-very-long-title-of-a-review-that--k3x9.json",
        ),
        ({"title": "w" * 60, "template": "../../x"}, f"2026-11-22-x-{'w' * 40}--k3x9.json"),
        ({"tz": "Pacific/Auckland", "created": "2026-12-31T12:00:00.000Z", "title": ""},
         "2027-01-01-after-action-review-short--k3x9.json"),
        ({"tz": "No/Such", "title": ""}, "2026-11-22-after-action-review-short--k3x9.json"),
    ],
)  # fmt: skip
def test_names_are_plain_short_and_local(make: Make, meeting: dict[str, str], name: str) -> None:
    file = make(a_session(**meeting))
    assert file.path.name == name
    assert file.path.parent.name == name[:4]


def test_permissions_given_to_a_file_stay(make: Make) -> None:
    file = make()
    if sys.platform == "win32":
        pytest.skip("no such permissions on Windows")
    file.path.chmod(0o664)
    file.commit([add(1)])
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o664


def test_what_is_committed_is_in_the_file_and_comes_back(make: Make, again: Make) -> None:
    file = make()
    documents = file.commit(
        [add(1), add(2, "Fridge alarm 🧊 \u202b rtl"), change("session", "1", {}, {"place": "Hall"})]
    )
    assert again(file).documents == documents
    assert texts(documents)[1] == "Fridge alarm 🧊 \u202b rtl"
    assert documents["session"]["1"]["rev"] == 2


def test_what_this_version_does_not_know_is_kept(make: Make, again: Make) -> None:
    file = make()
    tables = json.loads(file.path.read_bytes())
    tables["seals"] = {"7": {"rev": 1, "hidden": [["x"]]}}
    tables["entries"] = {"5": {"rev": 1, "kind": "hologram", "beams": 3}, "6": {"kind": 17}}
    tables["session"]["1"]["mood"] = "fine"
    file.path.write_text(json.dumps(tables))
    newest = again(file).commit([add(1)])
    assert newest["seals"] == tables["seals"]
    assert newest["entries"]["5"] == tables["entries"]["5"]
    assert newest["entries"]["6"] == {"kind": 17}
    assert newest["session"]["1"]["mood"] == "fine"


def test_stock_tinydb_reads_and_inserts(make: Make, again: Make) -> None:
    file = make(a_session(3))
    with TinyDB(file.path) as stock:
        assert stock.table("entries").get(doc_id=int(entry_id(2)))["n"] == 2
        new = stock.table("entries").insert({"kind": "point", "text": "from elsewhere"})
        stock.insert({"in": "the default table"})
    assert new == int(entry_id(3)) + 1
    window = again(file)
    assert texts(window.commit([add(4)]))[3] == "from elsewhere"
    assert window.documents["_default"]["1"] == {"in": "the default table"}
    assert file.refresh() == window.documents


def test_a_session_is_a_tinydb_database(make: Make, places: Places) -> None:
    file = make(a_session(2))
    db = SessionDB(file.path, places=places, now=Clock(), new_id=lambda: str(FIRST_ID * 2))
    entries = db.table("entries")
    id_ = entries.insert({"text": "by insert"})
    assert id_ == FIRST_ID * 2
    entries.update({"outcome": "worse"}, where("n") == 1)
    assert [found["text"] for found in entries.search(where("outcome") == "worse")] == [
        texts(file.documents)[0]
    ]
    assert entries.remove(doc_ids=[int(entry_id(2))]) == [int(entry_id(2))]
    stored = json.loads(file.path.read_bytes())["entries"]
    assert stored[entry_id(1)]["outcome"] == "worse"
    assert stored[str(id_)] == {"text": "by insert"}
    assert entry_id(2) not in stored


def test_a_failed_change_through_tinydb_leaves_nothing_in_memory(
    make: Make, disk: FailingDisk, places: Places
) -> None:
    file = make(a_session(1))
    db = SessionDB(file.path, places=places, now=Clock(), new_id=lambda: "5", disk=disk)
    disk.fails = lambda number, name: 28 if name == "write" else 0
    with pytest.raises(OSError, match="injected"):
        db.table("entries").update({"text": "changed"})
    assert texts(db.kept.tables) == texts(file.documents)


def test_one_verb_is_one_write_over_all_its_tables(make: Make, again: Make, disk: FailingDisk) -> None:
    file = again(make(a_session(3)), disk=disk)
    file.prepare()
    disk.names.clear()
    file.commit(
        [
            add(4),
            change("stages", "1", {"stage": "actual"}, {"state": "done"}),
            change("session", "1", {}, {"place": "x"}),
        ]
    )
    assert disk.names.count("replace") == 1
    assert disk.names.count("fsync") == 2, "the journal, then the file"
    assert disk.names.count("fsync_dir") == 0
    assert disk.names.count("read") == 0


def test_nothing_to_change_is_nothing_written(make: Make, again: Make, disk: FailingDisk) -> None:
    file = again(make(), disk=disk)
    file.commit([add(1)])
    disk.names.clear()
    before = file.documents
    assert file.commit([add(1)]) is before
    assert "write" not in disk.names


def test_two_windows_lose_nothing_and_see_each_other(make: Make, again: Make) -> None:
    one = make()
    other = again(one)
    for number in range(1, 20):
        (one if number % 2 else other).commit([add(number)])
    one.refresh()
    other.refresh()
    assert one.documents == other.documents
    assert len(texts(one.documents)) == 19
    assert one.refresh() is None


def test_what_did_not_change_stays_the_same_object(make: Make, again: Make) -> None:
    one = make(a_session(3))
    before = one.documents["entries"][entry_id(1)]
    again(one).commit([add(9)])
    refreshed = one.refresh()
    assert refreshed is not None
    assert refreshed["entries"][entry_id(1)] is before
    assert refreshed["stages"] is one.documents["stages"]


def edit_text(number: int, before: str, after: str) -> Edit:
    return Edit(
        "entries", entry_id(number), {"text": before, "edited": ""}, {"text": after, "edited": f"{after}Z"}
    )


def test_one_field_changed_in_two_windows_keeps_both_values(make: Make, again: Make) -> None:
    ids = iter(("77", "78"))
    one = make(a_session(1))
    other = again(one, new_id=lambda: next(ids))
    text = texts(one.documents)[0]
    one.commit([edit_text(1, text, "as one saw it")])
    newest = other.commit([edit_text(1, text, "as the other saw it")])
    assert texts(newest) == ["as the other saw it"]
    assert newest["conflicts"] == {
        "77": {
            "rev": 1, "table": "entries", "id": entry_id(1), "field": "text", "other": "as one saw it",
            "at": newest["conflicts"]["77"]["at"],
        }
    }  # fmt: skip


def test_different_fields_of_one_line_never_conflict(make: Make, again: Make) -> None:
    one = make(a_session(1))
    other = again(one)
    one.commit([edit_text(1, texts(one.documents)[0], "corrected")])
    newest = other.commit(
        [Edit("entries", entry_id(1), {"outcome": "", "edited": ""}, {"outcome": "worse", "edited": "2Z"})]
    )
    assert newest["entries"][entry_id(1)]["text"] == "corrected"
    assert newest["entries"][entry_id(1)]["outcome"] == "worse"
    assert "conflicts" not in newest


def test_undoing_leaves_what_another_window_changed(make: Make, again: Make) -> None:
    one = make(a_session(1))
    text = texts(one.documents)[0]
    mine = edit_text(1, text, "mine")
    one.commit([mine])
    again(one).commit([edit_text(1, "mine", "theirs")])
    newest = one.commit([mine.reversed()], About("undo", "took back 3.1", undo=1))
    assert texts(newest) == ["theirs"]
    assert "conflicts" not in newest


def test_bringing_back_leaves_what_another_window_changed(make: Make, again: Make) -> None:
    one = make(a_session(1))
    mine = edit_text(1, texts(one.documents)[0], "mine")
    one.commit([mine], About("correct", "changed 3.1", step=1))
    one.commit([mine.reversed()], About("correct", "took back: changed 3.1", undo=1))
    again(one).commit([edit_text(1, texts(one.documents)[0], "theirs")])
    newest = one.commit([mine.again()], About("correct", "brought back: changed 3.1", redo=1))
    assert texts(newest) == ["theirs"]
    assert "conflicts" not in newest


class TestVanishRule:
    def overwrite(self, file: SessionFile, tables: Documents) -> None:
        file.path.write_text(json.dumps(tables))
        os.utime(file.path, ns=(1, 1))

    def test_a_line_missing_after_a_reload_is_put_back(self, make: Make) -> None:
        file = make(a_session(3))
        old = json.loads(file.path.read_bytes())
        file.commit([add(4)])
        old["entries"]["9"] = {"rev": 1, "text": "typed on the other machine"}
        self.overwrite(file, old)
        newest = file.refresh()
        assert newest is not None
        assert set(newest["entries"]) == {*(entry_id(number) for number in (1, 2, 3, 4)), "9"}
        assert json.loads(file.path.read_bytes()) == newest

    def test_an_older_version_of_a_line_is_replaced(self, make: Make) -> None:
        file = make(a_session(1))
        old = json.loads(file.path.read_bytes())
        file.commit([edit_text(1, texts(file.documents)[0], "corrected")])
        self.overwrite(file, old)
        assert texts(file.commit([])) == ["corrected"]
        assert texts(json.loads(file.path.read_bytes())) == ["corrected"]

    def test_one_rev_with_two_wordings_keeps_both(self, make: Make) -> None:
        file = make(a_session(1))
        other = json.loads(file.path.read_bytes())
        other["entries"][entry_id(1)]["text"] = "edited by hand"
        ours = texts(file.documents)[0]
        self.overwrite(file, other)
        newest = file.commit([])
        assert texts(newest) == ["edited by hand"]
        assert [found["other"] for found in newest["conflicts"].values()] == [ours]

    def test_a_file_that_was_removed_is_written_again_with_the_next_line(self, make: Make) -> None:
        file = make(a_session(2))
        file.path.unlink()
        assert file.refresh() is None
        file.commit([add(3)])
        assert len(json.loads(file.path.read_bytes())["entries"]) == 3

    def test_a_folder_that_was_renamed_away_is_said_and_nothing_lost(
        self, make: Make, library: Library
    ) -> None:
        file = make(a_session(2))
        library.folder.rename(library.folder.with_name("elsewhere"))
        assert len(texts(file.commit([add(3)]))) == 3, "safe in the journal"
        assert file.unpublished.startswith("the folder is gone")
        library.folder.with_name("elsewhere").rename(library.folder)
        assert file.publish() == ""
        assert len(json.loads(file.path.read_bytes())["entries"]) == 3


class TestForgetting:
    def test_words_are_gone_from_the_file_and_nothing_brings_them_back(self, make: Make, again: Make) -> None:
        file = make(a_session(2))
        window = again(file)
        old = file.path.read_bytes()
        secret = edit_text(1, texts(file.documents)[0], "the secret")
        file.commit([secret])
        window.commit([edit_text(1, texts(a_session(1))[0], "the other secret")])
        newest = file.forget([entry_id(1), "not there"], "2026-11-22")
        assert newest["entries"][entry_id(1)] == {
            "rev": newest["entries"][entry_id(1)]["rev"], "kind": "event", "stage": "actual", "n": 1,
            "deleted": True, "forgotten": "2026-11-22",
        }  # fmt: skip
        assert b"secret" not in file.path.read_bytes()
        file.commit([secret.reversed()], About(undo=1))
        window.commit([secret])
        file.path.write_bytes(old)
        window.commit([add(3)])
        stored = json.loads(file.path.read_bytes())
        assert "text" not in stored["entries"][entry_id(1)]
        assert len(stored["entries"]) == 3
        for words in (b"Line 1", b"secret"):
            assert words not in file.path.read_bytes()

    def test_forgetting_twice_changes_nothing(self, make: Make) -> None:
        file = make(a_session(1))
        once = file.forget([entry_id(1)], "2026-11-22")
        assert file.forget([entry_id(1)], "2026-11-23") is once


class TestOpening:
    def test_a_missing_file(self, again: Make, tmp_path: Path) -> None:
        with pytest.raises(Unable, match=r"^There is no session file .*nowhere\.json\.$"):
            again(tmp_path / "nowhere.json")

    @pytest.mark.parametrize(
        "data", [b"", b"\0" * 512, b"{}", b'{"_meta":{"1":{"what":"library","library":"x"}}}']
    )
    def test_what_is_no_session_is_never_opened_as_an_empty_one(
        self, again: Make, tmp_path: Path, data: bytes
    ) -> None:
        path = tmp_path / "cut.json"
        path.write_bytes(data)
        with pytest.raises(Damaged):
            again(path)
        assert path.read_bytes() == data

    def test_a_file_of_a_newer_version_is_read_but_not_changed(self, make: Make, again: Make) -> None:
        file = make(a_session(1))
        data = file.path.read_bytes().replace(b'"schema":1', b'"schema":2')
        file.path.write_bytes(data)
        newer = again(file)
        assert newer.read_only
        assert len(newer.notes) == 1
        with pytest.raises(ReadOnly, match="newer kmfacilitate"):
            newer.commit([add(2)])
        with pytest.raises(ReadOnly):
            newer.forget([entry_id(1)], "2026-11-22")
        assert file.path.read_bytes() == data

    def test_damage_while_it_is_open_is_put_aside_and_the_file_written_anew(
        self, make: Make, library: Library
    ) -> None:
        file = make(a_session(2))
        half = file.path.read_bytes()[:400]
        file.path.write_bytes(half)
        assert len(texts(file.commit([add(3)]))) == 3
        assert len(json.loads(file.path.read_bytes())["entries"]) == 3
        assert len(file.take_notes()) == 1
        copies = sorted((library.folder / "quarantine").iterdir())
        assert [copy.read_bytes() for copy in copies if "reason" not in copy.name] == [half]

    def test_another_session_in_its_place_is_not_mixed_in(self, make: Make) -> None:
        file = make(a_session(2))
        other = make(a_session(1, session="zzzz-7fq2-m8t4"))
        file.path.write_bytes(other.path.read_bytes())
        with pytest.raises(Damaged, match="another session"):
            file.commit([add(3)])

    def test_no_permission(self, again: Make, make: Make, disk: FailingDisk) -> None:
        path = make(a_session(2)).path
        disk.fails = lambda number, name: 13 if name == "read" else 0
        with pytest.raises(Unable, match=r"can't be read: no permission to read in .*2026\.$"):
            again(path, disk=disk)


def test_nobody_may_write_in_the_library(make: Make, disk: FailingDisk) -> None:
    disk.fails = lambda number, name: 13 if name == "create" else 0
    with pytest.raises(NotSaved, match=r"^Not saved: no permission to write in .*2026\.$"):
        make(disk=disk)


def test_what_could_not_be_saved_is_written_beside_the_library_or_in_the_temporary_folder(
    make: Make,
    again: Make,
    library: Library,
    disk: FailingDisk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = make(a_session(1), disk=disk)
    beside = file.write_aside([Work((add(2, "unsaved"),))])
    assert beside.parent == library.folder.parent
    assert texts(again(beside).documents)[1] == "unsaved"
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(library.sessions_folder))
    place = disk.place

    def refuse(source: Path, target: Path) -> None:
        if target.parent == tmp_path:
            raise OSError(30, "read-only")
        place(source, target)

    monkeypatch.setattr(disk, "place", refuse)
    there = file.write_aside([Work((add(2, "unsaved"),))])
    assert there.parent == library.sessions_folder
    assert texts(again(there).documents)[1] == "unsaved"


def test_the_lock_is_outside_the_library_and_named_by_the_session(
    make: Make, library: Library, tmp_path: Path
) -> None:
    make().commit([add(1)])
    assert [path.name for path in (tmp_path / "state" / "locks").iterdir()] == ["k3x9-7fq2-m8t4.lock"]
    assert [path.name for path in library.folder.rglob("*") if "lock" in path.name] == []


def test_an_id_made_to_climb_out_of_the_folder_does_not(make: Make, tmp_path: Path) -> None:
    make(a_session(session="../../../evil")).commit([add(1)])
    assert not list(tmp_path.parent.glob("**/evil*"))


def test_storing_imports_no_screen() -> None:
    code = """
import sys
import kmfacilitate.store.draft, kmfacilitate.store.session_file, kmfacilitate.store.writer
print([name for name in ("textual", "pydantic", "rich") if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"
