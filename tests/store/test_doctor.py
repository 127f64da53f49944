"""The doctor: what is well, what is not, and what it mends."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from failing_disk import FailingDisk
from made_up import a_session, add, texts

from kmfacilitate.store.doctor import Finding, examine
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

Make = Callable[..., SessionFile]


@pytest.fixture
def look_over(library: Library, places: Places) -> Callable[..., list[Finding]]:
    def look_over(**named: bool) -> list[Finding]:
        return list(examine(Library.open(library.folder, places=places), places=places, **named))

    return look_over


def of(grade: str, findings: list[Finding]) -> list[str]:
    return [finding.says for finding in findings if finding.grade == grade]


def test_all_is_well(make: Make, look_over: Callable[..., list[Finding]]) -> None:
    make(a_session(2)).close()
    found = look_over()
    assert of("damaged", found) == []
    assert "1 session is whole." in of("well", found)


def test_what_was_recovered_is_told(
    make: Make, look_over: Callable[..., list[Finding]], disk: FailingDisk
) -> None:
    disk.fails = lambda number, name: 28 if name == "replace" else 0
    file = make(a_session(2), disk=disk)
    file.commit([add(3)])
    file.close()
    assert "1 line was brought back" in of("note", look_over())[0]


def test_damage_is_named_and_mended(make: Make, again: Make, look_over: Callable[..., list[Finding]]) -> None:
    file = make(a_session(2))
    file.commit([add(3)])
    file.close()
    half = file.path.read_bytes()[:500]
    file.path.write_bytes(half)
    [damaged] = of("damaged", look_over())
    assert "is damaged: it is cut off" in damaged
    assert "--repair" in damaged
    assert file.path.read_bytes() == half, "looking changes nothing"
    mended = look_over(repair=True)
    assert of("damaged", mended) == []
    assert any("made again from the journal, with 3 lines" in said for said in of("note", mended))
    assert len(texts(again(file).documents)) == 3
    assert of("damaged", look_over()) == []


def test_what_cannot_be_mended_is_said(
    library: Library, make: Make, look_over: Callable[..., list[Finding]]
) -> None:
    make(a_session(1)).close()
    (library.sessions_folder / "2026" / "2026-11-22-notes--abcd.json").write_bytes(b"{")
    assert len(of("damaged", look_over(repair=True))) == 1


def test_copies_are_named_and_taken_in(make: Make, look_over: Callable[..., list[Finding]]) -> None:
    file = make(a_session(1))
    file.close()
    copy = file.path.with_name(f"{file.path.stem}-LAPTOP.json")
    copy.write_bytes(file.path.read_bytes())
    assert any("1 copy of a synchroniser" in said for said in of("note", look_over()))
    assert copy.exists()
    look_over(repair=True)
    assert not copy.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions on Windows")
def test_folders_that_others_can_look_into_are_closed(
    make: Make, places: Places, look_over: Callable[..., list[Finding]]
) -> None:
    make(a_session(1)).close()
    places.locks.chmod(0o755)
    assert any("can look into" in said for said in of("note", look_over()))
    look_over(repair=True)
    assert places.locks.stat().st_mode & 0o777 == 0o700


def test_little_space_is_said(
    library: Library, places: Places, disk: FailingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "free", lambda folder: 150 << 20)
    found = list(examine(library, places=places, disk=disk))
    assert any(said.startswith("Only 150 MB are free") for said in of("note", found))
