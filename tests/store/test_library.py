"""Which library is opened, and what stands in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from failing_disk import FailingDisk
from made_up import Clock, a_session
from tinydb import TinyDB

from kmfacilitate.errors import Unable
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import HEAD, count, find, heads, newest

Make = Callable[..., SessionFile]


def open_library(
    places: Places, given: Path | None = None, here: Path | None = None, **environ: str
) -> Library:
    return Library.open(
        given, environ=environ, here=here or places.state.parent, places=places, now=Clock(), chance=Random(1)
    )


class TestWhichLibrary:
    def test_the_named_one_comes_first(self, places: Places, tmp_path: Path) -> None:
        given, environ = tmp_path / "given", tmp_path / "environ"
        assert open_library(places, given, KMFACILITATE_LIBRARY=str(environ)).folder == given
        assert open_library(places, KMFACILITATE_LIBRARY=str(environ)).folder == environ

    def test_then_the_nearest_from_here_upwards(self, places: Places, tmp_path: Path) -> None:
        made = open_library(places, tmp_path / "work")
        deep = made.folder / "a" / "b"
        deep.mkdir(parents=True)
        assert open_library(places, here=deep, KMFACILITATE_LIBRARY="").folder == made.folder
        assert open_library(places, here=made.folder).id == made.id

    def test_then_one_in_the_documents_folder_made_on_first_use(self, places: Places) -> None:
        library = open_library(places)
        assert library.folder == places.documents / "kmfacilitate"
        assert open_library(places) == library

    def test_its_mark_is_as_specified(self, places: Places, tmp_path: Path) -> None:
        library = open_library(places, tmp_path / "Clinic reviews")
        assert library.name == "Clinic reviews"
        assert (library.folder / "sessions" / "library.json").read_text() == (
            '{\n"_meta": {\n"1": {"schema":1,"what":"library","library":"' + library.id + '",'
            '"created":"2026-11-22T12:00:01.000Z","app":"0.1.0"}\n},\n'
            '"settings": {\n"1": {"rev":1,"name":"Clinic reviews"}\n}\n}\n'
        )

    def test_a_library_on_a_medium_that_can_only_be_read_opens(self, places: Places, tmp_path: Path) -> None:
        made = open_library(places, tmp_path / "work")
        disk = FailingDisk()
        disk.fails = lambda number, name: 30 if name in ("create", "write", "make_folder") else 0
        assert Library.open(made.folder, disk=disk) == made

    @pytest.mark.parametrize(
        ("number", "why"), [(13, "no permission to write in"), (28, "disk full"), (30, "can only be read")]
    )
    def test_a_folder_that_can_not_be_made(
        self, places: Places, tmp_path: Path, number: int, why: str
    ) -> None:
        disk = FailingDisk()
        disk.fails = lambda made, name: number if name == "make_folder" else 0
        with pytest.raises(Unable, match=why) as trouble:
            Library.open(tmp_path / "new", disk=disk)
        assert str(trouble.value).endswith("choose another folder with --library.")

    def test_a_folder_whose_parent_is_missing_is_not_guessed_at(self, places: Places, tmp_path: Path) -> None:
        with pytest.raises(Unable, match="There is no folder"):
            open_library(places, tmp_path / "typing" / "error")
        assert not (tmp_path / "typing").exists()

    def test_a_file_is_no_library(self, places: Places, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(Unable, match="is a file"):
            open_library(places, tmp_path / "file")

    def test_a_damaged_mark_is_said(self, places: Places, tmp_path: Path) -> None:
        library = open_library(places, tmp_path / "work")
        (library.sessions_folder / "library.json").write_bytes(b"")
        with pytest.raises(Unable, match=r"library\.json can't be read because it is empty"):
            open_library(places, library.folder)

    @pytest.mark.parametrize(
        ("folder", "synced"),
        [
            ("OneDrive - Clinic/reviews", "OneDrive"),
            ("Dropbox/reviews", "Dropbox"),
            ("Library/Mobile Documents/com~apple~CloudDocs/reviews", "iCloud"),
            ("Google Drive/My Drive/reviews", "Google Drive"),
            ("Library/CloudStorage/Box-Box/reviews", "a cloud folder"),
            ("reviews", ""),
        ],
    )
    def test_a_folder_that_looks_synced(
        self, places: Places, tmp_path: Path, folder: str, synced: str
    ) -> None:
        (tmp_path / folder).mkdir(parents=True)
        assert open_library(places, tmp_path / folder).synced == synced

    def test_a_git_tree(self, places: Places, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        assert open_library(places, tmp_path / "reviews").synced == "git"


def test_the_folders_of_this_machine_can_be_moved(tmp_path: Path) -> None:
    moved = Places.here({"KMFACILITATE_STATE": str(tmp_path / "s")})
    assert (moved.state, moved.cache, moved.config) == (
        tmp_path / "s",
        tmp_path / "s/cache",
        tmp_path / "s/config",
    )
    assert "kmfacilitate" in str(Places.here({}).state)
    assert not moved.state.exists(), "asking makes nothing"


class TestShelf:
    def test_heads_are_newest_first_and_say_what_a_list_needs(self, make: Make, library: Library) -> None:
        make(a_session(2, "aaaa-0000-0001", created="2025-12-31T09:00:00.000Z", title="Old"))
        make(a_session(0, "aaaa-0000-0002", created="2026-11-22T09:00:00.000Z", title="Morning"))
        hidden = {"state": "finished", "share": "nothing", "family": "confidential", "confidential": True}
        title = "After\x1b]52 noon"
        make(
            a_session(
                0, "bbbb-0000-0003", created="2026-11-22T15:00:00.000Z", title=title, project="p", **hidden
            )
        )
        found = heads(library)
        assert [head.title for head in found] == ["After]52 noon", "Morning", "Old"]
        first = found[0]
        assert (first.id, first.confidential, first.share, first.family, first.project, first.date) == (
            "bbbb-0000-0003", True, "nothing", "confidential", "p", "2026-11-22"
        )  # fmt: skip
        assert [head.unfinished for head in found] == [False, True, True]
        assert [head.title for head in newest(library, 2)] == ["After]52 noon", "Morning"]
        assert count(library) == 3

    def test_only_the_newest_files_are_opened(self, make: Make, library: Library) -> None:
        for day in range(1, 10):
            make(a_session(0, f"aaaa-0000-000{day}", created=f"2026-01-0{day}T09:00:00.000Z"))
        read: list[Path] = []

        class Watched(FailingDisk):
            def read_ends(self, path: Path, head: int, tail: int) -> tuple[bytes, bytes, int]:
                read.append(path)
                return super().read_ends(path, head, tail)

        assert len(newest(library, 2, Watched())) == 2
        assert [path.name[:10] for path in read] == ["2026-01-09", "2026-01-08"]

    def test_four_kilobytes_are_enough(self, make: Make, library: Library) -> None:
        make(a_session(300))
        disk = FailingDisk()
        assert heads(library, disk)[0].title == "Winter vaccination clinic"
        assert "read" not in disk.names

    def test_more_is_read_where_the_meeting_is_longer(self, make: Make, library: Library) -> None:
        make(a_session(1, place="é" * HEAD))
        assert heads(library)[0].title == "Winter vaccination clinic"

    def test_files_that_stock_tinydb_wrote_and_those_with_a_byte_order_mark(
        self, make: Make, library: Library
    ) -> None:
        file = make(a_session(50))
        with TinyDB(file.path) as stock:
            stock.table("entries").insert({"text": "x"})
        assert heads(library)[0].state == "running"
        file.path.write_bytes(b"\xef\xbb\xbf" + file.path.read_bytes())
        assert heads(library)[0].state == "running"

    def test_broken_files_are_listed_with_a_sentence(self, make: Make, library: Library) -> None:
        whole = make(a_session(100)).path
        data = whole.read_bytes()
        for number, broken in enumerate(
            (b"", data[: len(data) // 2], b"\x00\xff" * 900, b"{}", b'{"_meta": 1}')
        ):
            (whole.parent / f"2026-11-2{number}-x--br0{number}.json").write_bytes(broken)
        found = heads(library)
        assert [head.id for head in found if head.broken] == ["br04", "br03", "br02", "br01", "br00"]
        assert all("can't be read because" in head.broken for head in found if head.broken)
        assert not any(head.unfinished for head in found if head.broken)
        assert len([head for head in found if not head.broken]) == 1

    def test_a_file_cut_anywhere_never_fails_the_list(self, make: Make, library: Library) -> None:
        path = make(a_session(20)).path
        data = path.read_bytes()
        broken = 0
        for length in range(0, len(data), 13):
            path.write_bytes(data[:length])
            broken += bool(heads(library)[0].broken)
        assert broken > 0.95 * len(range(0, len(data), 13))

    def test_what_is_no_session_is_not_listed(self, make: Make, library: Library) -> None:
        path = make().path
        (library.sessions_folder / "README.md").write_text("hello")
        (path.parent / f".{path.name}.tmp").write_text("{")
        assert len(heads(library)) == 1
        assert count(library) == 1

    def test_a_copy_made_by_a_synchroniser_is_not_a_second_session(
        self, make: Make, library: Library
    ) -> None:
        path = make().path
        path.with_name(path.stem + " (conflicted copy 2026-11-22).json").write_bytes(path.read_bytes())
        assert [head.path for head in heads(library)] == [path]

    def test_find(self, make: Make, library: Library) -> None:
        for day, id_ in enumerate(("k3x9-7fq2-m8t4", "k3zz-0000-0000", "9999-k3x9-0000"), 1):
            make(
                a_session(
                    0,
                    id_,
                    created=f"2026-11-0{day}T09:00:00.000Z",
                    state="discarded" if day == 3 else "running",
                )
            )
        assert find(library, "last").id == "k3zz-0000-0000"
        assert find(library, "k3x9-7fq2-m8t4").id == "k3x9-7fq2-m8t4"
        assert find(library, " K3X97F ").id == "k3x9-7fq2-m8t4"
        assert find(library, "m8t4").id == "k3x9-7fq2-m8t4"
        assert find(library, "k3x9").id == "k3x9-7fq2-m8t4", (
            "what begins an id comes before what is inside one"
        )
        with pytest.raises(
            Unable, match=r"^“k3” fits 2 sessions \(k3zz-0000-0000, k3x9-7fq2-m8t4\); give more"
        ):
            find(library, "k3")
        with pytest.raises(Unable, match=r"^No session fits “zebra”"):
            find(library, "zebra")
        with pytest.raises(Unable, match="Which session"):
            find(library, " - ")

    def test_last_of_nothing(self, library: Library) -> None:
        with pytest.raises(Unable, match="There is no session in this library yet"):
            find(library, "last")

    def test_a_folder_that_is_gone_or_closed(self, library: Library) -> None:
        disk = FailingDisk()
        (library.sessions_folder / "library.json").unlink()
        library.sessions_folder.rmdir()
        with pytest.raises(Unable, match="can't be listed: the folder is gone"):
            heads(library, disk)


def test_listing_imports_nothing_heavy(make: Make, library: Library, places: Places) -> None:
    make(a_session(1))
    code = """
import sys
from kmfacilitate.store.library import Library
from kmfacilitate.store.shelf import heads, find
Library.open(sys.argv[2])
print(find(Library.open(sys.argv[1]), "last").id)
heavy = ("pydantic", "tinydb", "textual", "filelock", "jinja2", "rich", "babel")
print([name for name in heavy if name in sys.modules])
"""
    arguments = [str(library.folder), str(places.state.parent / "fresh")]
    said = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert said.stdout == "k3x9-7fq2-m8t4\n[]\n"
    assert json.loads((places.state.parent / "fresh/sessions/library.json").read_bytes())["settings"]
