"""What a start finds, and puts right."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from effort import times
from failing_disk import FailingDisk
from made_up import a_session, add, ends_suddenly, entry_id, texts
from tinydb import TinyDB

from kmfacilitate.errors import Unable
from kmfacilitate.language import speaking
from kmfacilitate.session.edits import About, Edit
from kmfacilitate.store.left import closed_journals
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.trouble import Damaged

Make = Callable[..., SessionFile]


def reopened(library: Library, places: Places) -> Library:
    return Library.open(library.folder, places=places)


@pytest.fixture
def offline(disk: FailingDisk) -> FailingDisk:
    """A disk on which the session file can't be replaced for now."""
    disk.fails = lambda number, name: 28 if name == "replace" else 0
    return disk


class TestLinesThatWereNotInTheFile:
    def test_they_come_back_at_the_next_start(
        self, make: Make, library: Library, places: Places, offline: FailingDisk
    ) -> None:
        file = make(a_session(2), disk=offline)
        file.commit([add(3)])
        file.commit([add(4)])
        assert file.unpublished == "disk full"
        assert len(json.loads(file.path.read_bytes())["entries"]) == 2
        ends_suddenly(file)
        [note] = reopened(library, places).notes
        assert note.startswith(f"{file.path.name}: 2 lines were brought back from the journal")
        assert len(json.loads(file.path.read_bytes())["entries"]) == 4
        assert list((places.journals / "live").iterdir()) == []
        assert reopened(library, places).notes == ()

    def test_they_come_back_when_the_session_is_opened(
        self, make: Make, again: Make, offline: FailingDisk
    ) -> None:
        file = make(a_session(2), disk=offline)
        file.commit([add(3)])
        ends_suddenly(file)
        window = again(file)
        assert len(texts(window.documents)) == 3
        assert window.notes == (
            "1 line was brought back from the journal; the session file did not have what was saved last.",
        )

    def test_another_window_sees_them_while_the_first_is_still_open(
        self, make: Make, again: Make, offline: FailingDisk
    ) -> None:
        file = make(a_session(2), disk=offline)
        file.commit([add(3)])
        assert len(texts(again(file).documents)) == 3

    def test_in_french_it_is_one_french_sentence(self, make: Make, library: Library, places: Places) -> None:
        file = make(a_session(2))
        file.commit([add(3)])
        ends_suddenly(file)
        file.path.write_bytes(b"{")
        with speaking("fr"):
            [note] = reopened(library, places).notes
        assert "Il a été refait à partir du journal, avec 3 lignes ; le fichier abîmé" in note

    def test_a_file_that_was_removed_is_made_again(
        self, make: Make, library: Library, places: Places
    ) -> None:
        file = make(a_session(2))
        file.commit([add(3)])
        ends_suddenly(file)
        file.path.unlink()
        [note] = reopened(library, places).notes
        assert "made again from the journal" in note
        assert len(json.loads(file.path.read_bytes())["entries"]) == 3

    def test_after_a_kill_with_all_in_the_file_nothing_is_said(
        self, make: Make, again: Make, places: Places
    ) -> None:
        file = make(a_session(2))
        file.commit([add(3)])
        ends_suddenly(file)
        assert again(file).notes == ()
        assert len(closed_journals(file.id, places, file._disk)) == 1

    def test_a_journal_of_a_window_that_is_open_is_left_alone(
        self, make: Make, library: Library, places: Places
    ) -> None:
        file = make(a_session(2))
        file.commit([add(3)])
        [journal] = (places.journals / "live").iterdir()
        reopened(library, places)
        assert journal.exists()
        file.commit([add(4)])
        assert len(json.loads(file.path.read_bytes())["entries"]) == 4

    def test_a_journal_of_another_library_waits_for_it(
        self, make: Make, places: Places, tmp_path: Path
    ) -> None:
        file = make(a_session(2))
        file.commit([add(3)])
        ends_suddenly(file)
        file.path.unlink()
        Library.open(tmp_path / "another", places=places, chance=Random(2))
        assert not file.path.exists()
        assert len(list((places.journals / "live").iterdir())) == 1

    def test_publishing_resumes_by_itself(self, make: Make, offline: FailingDisk) -> None:
        file = make(a_session(2), disk=offline)
        file.commit([add(3)])
        offline.heal()
        assert file.publish() == ""
        assert len(json.loads(file.path.read_bytes())["entries"]) == 3

    def test_what_is_not_in_the_file_on_leaving_stays_in_the_journal(
        self, make: Make, again: Make, offline: FailingDisk
    ) -> None:
        file = make(a_session(2), disk=offline)
        file.commit([add(3)])
        file.close()
        assert len(texts(again(file).documents)) == 3

    def test_no_journal_leads_out_of_the_library(self, make: Make, library: Library, places: Places) -> None:
        file = make(a_session(2))
        file.commit([add(3)])
        ends_suddenly(file)
        [journal] = (places.journals / "live").iterdir()
        evil = journal.read_bytes().rstrip(b"\0").split(b"\n")[0]
        from kmfacilitate.store.journal import line_of, opens

        for path in ("../../evil.json", "/tmp/evil.json", "sessions/2026/../../../evil--k3x9.json"):
            journal.write_bytes(line_of(opens(file.id, library.id, path, ""), 1, "2026") + evil)
            reopened(library, places)
        assert list(library.folder.parent.rglob("evil*")) == []


class TestUndoAfterARestart:
    def did(self, file: SessionFile) -> tuple[Edit, Edit]:
        text = texts(file.documents)[0]
        edit = Edit("entries", entry_id(1), {"text": text}, {"text": "corrected"})
        file.commit([edit], About("edit", "corrected 3.1", step=1))
        file.commit([add(9)], About("capture", "added 3.9", step=2))
        return edit, add(9)

    @pytest.mark.parametrize("leave", [SessionFile.close, ends_suddenly])
    def test_the_steps_come_back(self, make: Make, again: Make, leave: Callable[[SessionFile], None]) -> None:
        file = make(a_session(1))
        edit, added = self.did(file)
        leave(file)
        history = again(file).history
        assert [(step.number, step.verb, step.says) for step in history.done] == [
            (1, "edit", "corrected 3.1"), (2, "capture", "added 3.9"),
        ]  # fmt: skip
        assert history.done[0].edits == (edit,)
        assert history.done[1].edits[0].reversed() == added.reversed()
        assert history.undone == ()

    def test_what_was_taken_back_can_be_brought_back(self, make: Make, again: Make) -> None:
        file = make(a_session(1))
        _, added = self.did(file)
        file.commit([added.reversed()], About("capture", "took back", undo=2))
        file.close()
        history = again(file).history
        assert [step.number for step in history.done] == [1]
        assert [step.number for step in history.undone] == [2]
        window = again(file)
        window.commit([history.undone[0].edits[0].again()], About("capture", "brought back", redo=2))
        window.close()
        assert [step.number for step in again(file).history.done] == [1, 2]

    def test_a_field_changed_elsewhere_is_taken_from_the_step(self, make: Make, again: Make) -> None:
        file = make(a_session(1))
        text = texts(file.documents)[0]
        both = Edit(
            "entries", entry_id(1), {"text": text, "outcome": ""}, {"text": "new", "outcome": "worse"}
        )
        file.commit([both], About("edit", "edited", step=1))
        file.commit([both.reversed().without({"text"})], About("edit", "took back", undo=1))
        file.close()
        [step] = again(file).history.undone
        assert step.edits == (both.without({"text"}),)

    def test_they_outlast_many_restarts_and_are_two_hundred(self, make: Make, again: Make) -> None:
        file = make(a_session(1))
        for number in range(1, 151):
            file.commit([add(number + 1)], About("capture", f"added {number}", step=number))
        file.close()
        second = again(file)
        second.prepare()
        second.close()
        third = again(file)
        for number in range(151, 261):
            third.commit([add(number + 1)], About("capture", f"added {number}", step=number))
        third.close()
        assert [step.number for step in again(file).history.done] == list(range(61, 261))


class TestDamage:
    @pytest.fixture
    def closed(self, make: Make) -> SessionFile:
        file = make(a_session(3))
        file.commit([add(4), add(5, "Ünïcode “quoted” 🧊")])
        file.close()
        return file

    def test_cut_at_any_byte_it_is_made_again_from_the_journal(
        self, closed: SessionFile, again: Make, library: Library
    ) -> None:
        whole = closed.path.read_bytes()
        documents = closed.documents
        for length in range(0, len(whole) - 1, times(23, 1)):
            closed.path.write_bytes(whole[:length])
            window = again(closed)
            assert window.documents == documents, f"cut after {length} bytes"
            assert len(window.notes) == 1
            assert closed.path.read_bytes() == whole
        kept = [path.read_bytes() for path in (library.folder / "quarantine").glob("*Z-????????.json")]
        assert whole[:23] in kept or len(kept) > 0

    def test_an_empty_file_is_never_an_empty_session(
        self, closed: SessionFile, library: Library, places: Places, again: Make
    ) -> None:
        documents = closed.documents
        closed.path.write_bytes(b"")
        window = again(closed)
        assert window.documents == documents
        assert "it is empty" in window.notes[0]

    def test_no_flipped_bit_is_taken_silently(self, closed: SessionFile, again: Make) -> None:
        whole = closed.path.read_bytes()
        documents = closed.documents
        chance = Random(5)
        for _ in range(times(250, 5000)):
            flipped = bytearray(whole)
            flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
            closed.path.write_bytes(bytes(flipped))
            window = again(closed)
            assert window.notes
            if window.read_only:  # the bit was in the number of the schema
                continue
            assert window.documents == documents
            assert closed.path.read_bytes() == whole

    def test_a_bit_that_flips_on_the_medium_is_found_by_its_checksum(
        self, closed: SessionFile, again: Make
    ) -> None:
        whole = closed.path.read_bytes()
        status = closed.path.stat()
        closed.path.write_bytes(whole.replace(b"east door", b"wets roof"))
        os.utime(closed.path, ns=(status.st_mtime_ns, status.st_mtime_ns))
        window = again(closed)
        assert closed.path.read_bytes() == whole
        assert "its content changed although nothing wrote to it" in window.notes[0]

    def test_what_another_window_changed_and_took_back_is_no_damage(
        self, make: Make, again: Make, library: Library
    ) -> None:
        """Only the count of changes differs then, by one byte, from what the open window has written down."""
        first = make(a_session(0))
        first.commit([add(1, "Line 1")])
        other = again(first)
        other.commit([Edit("entries", entry_id(1), {"text": "Line 1"}, {"text": "Line 2"})])
        other.commit([Edit("entries", entry_id(1), {"text": "Line 2"}, {"text": "Line 1"})])
        other.close()
        assert again(first).notes == ()
        assert not (library.folder / "quarantine").exists()

    def test_without_a_journal_what_stands_whole_is_kept(
        self, closed: SessionFile, again: Make, places: Places
    ) -> None:
        for path in closed_journals(closed.id, places, closed._disk):
            path.unlink()
        whole = closed.path.read_bytes()
        closed.path.write_bytes(whole[: whole.index(entry_id(4).encode()) + 100])
        window = again(closed)
        assert len(window.documents["entries"]) == 3
        assert "from what could still be read of it" in window.notes[0]

    def test_only_that_session_is_touched(self, closed: SessionFile, make: Make, again: Make) -> None:
        other = make(a_session(2, session="zzzz-7fq2-m8t4"))
        before = other.path.stat()
        closed.path.write_bytes(b"{")
        again(closed)
        assert other.path.stat() == before

    def test_where_nothing_helps_it_is_said_and_left(self, again: Make, tmp_path: Path) -> None:
        path = tmp_path / "2026-11-22--abcd.json"
        path.write_bytes(b'{"_meta": {"1": {"session": "abcd-7fq2-m8t4"')
        with pytest.raises(Damaged):
            again(path)
        assert path.read_bytes().endswith(b'm8t4"')

    def test_an_older_copy_that_was_put_in_its_place_is_brought_up_to_date(
        self, make: Make, again: Make
    ) -> None:
        file = make(a_session(2))
        old = file.path.read_bytes()
        file.commit([add(3)])
        file.close()
        file.path.write_bytes(old)
        assert len(texts(again(file).documents)) == 3

    def test_what_was_changed_by_hand_is_kept_beside_what_was_known(self, make: Make, again: Make) -> None:
        file = make(a_session(2))
        file.commit([add(3)])
        file.close()
        tables = json.loads(file.path.read_bytes())
        tables["entries"][entry_id(1)]["text"] = "Corrected by hand in an editor"
        file.path.write_text(json.dumps(tables, indent=2))
        window = again(file)
        assert texts(window.documents)[0] == "Corrected by hand in an editor"
        assert [found["field"] for found in window.documents["conflicts"].values()] == ["text"]
        assert window.notes == (
            "The session file says some things in other words than the journal; both are kept.",
        )


class TestWhatIsKept:
    def test_a_confidential_session_leaves_no_journal(self, make: Make, again: Make, places: Places) -> None:
        file = make(a_session(1, confidential=True))
        file.commit([add(2)])
        ends_suddenly(file)
        window = again(file)
        window.commit([add(3)])
        window.close()
        assert list(places.journals.rglob("*.jsonl")) == []
        assert len(texts(again(file).documents)) == 3

    def test_closed_journals_go_after_ninety_days(self, library: Library, places: Places) -> None:
        for month in ("2025-01", "2199-01", "not-a-month"):
            (places.journals / month).mkdir(parents=True)
            (places.journals / month / "k3x9-7fq2-m8t4.1-ab.jsonl").write_bytes(b"")
        reopened(library, places)
        assert sorted(path.name for path in places.journals.iterdir()) == ["2199-01", "not-a-month"]

    def test_stock_tinydb_reads_and_inserts_into_what_was_recovered(
        self, make: Make, again: Make, offline: FailingDisk
    ) -> None:
        file = make(a_session(2), disk=offline)
        file.commit([add(3)])
        ends_suddenly(file)
        again(file)
        with TinyDB(file.path) as stock:
            assert len(stock.table("entries")) == 3
            stock.table("entries").insert({"text": "by stock"})
        assert len(texts(again(file).documents)) == 4

    def test_a_missing_session_is_said(self, again: Make, library: Library) -> None:
        with pytest.raises(Unable, match="There is no session file"):
            again(library.sessions_folder / "2026" / "2026-11-22--aaaa.json")
