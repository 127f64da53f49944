"""A report is written over the one before, and never over what somebody made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.store.places import Places
from kmfacilitate.store.written import Written

FIRST, SECOND = b"# Report\n", b"# Report\n\nOne line more.\n"


def test_the_report_of_a_session_takes_the_place_of_its_earlier_one(tmp_path: Path, places: Places) -> None:
    path = tmp_path / "reports" / "review.md"
    assert Written(places).write(path, FIRST, "aaaa") == path
    assert Written(places).write(path, SECOND, "aaaa") == path
    assert path.read_bytes() == SECOND
    assert [file.name for file in path.parent.iterdir()] == ["review.md"]


def test_what_somebody_changed_stays_and_the_next_stands_beside_it(tmp_path: Path, places: Places) -> None:
    path = tmp_path / "review.md"
    written = Written(places)
    written.write(path, FIRST, "aaaa")
    path.write_bytes(FIRST + b"My own words.\n")
    beside = tmp_path / "review-2.md"
    assert written.write(path, SECOND, "aaaa") == beside
    assert written.write(path, FIRST, "aaaa") == beside
    assert path.read_bytes() == FIRST + b"My own words.\n"
    assert beside.read_bytes() == FIRST


def test_a_report_from_another_machine_or_session_stays(tmp_path: Path, places: Places) -> None:
    path = tmp_path / "review.md"
    path.write_bytes(FIRST)
    assert Written(places).write(path, FIRST, "aaaa").name == "review-2.md"
    assert Written(places).write(path, FIRST, "bbbb").name == "review-3.md"
    assert path.read_bytes() == FIRST


def test_no_words_of_a_report_are_in_the_state_folder(tmp_path: Path, places: Places) -> None:
    Written(places).write(tmp_path / "review.md", SECOND, "aaaa")
    notes = list(places.written.iterdir())
    assert len(notes) == 1
    assert b"line" not in notes[0].read_bytes()
    assert "review" not in notes[0].name


def test_it_says_where_it_cannot_write(tmp_path: Path, places: Places) -> None:
    (tmp_path / "reports").write_bytes(b"a file, no folder")
    with pytest.raises(Unable):
        Written(places).write(tmp_path / "reports" / "review.md", FIRST, "aaaa")
