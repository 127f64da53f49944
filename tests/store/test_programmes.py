"""Programmes on the disk: one file each, TinyDB's own layout, never half, never by a path from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB

from kmfacilitate.errors import Unable
from kmfacilitate.session.pairs import Wishes
from kmfacilitate.session.programme import Programme
from kmfacilitate.store import programmes
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

AT = "2026-11-22T09:50:00.000Z"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "s", tmp_path / "s" / "c", tmp_path / "s" / "f", tmp_path / "d")


@pytest.fixture
def library(tmp_path: Path, places: Places) -> Library:
    return Library.open(tmp_path / "library", environ={}, places=places)


def drawn(name: str = "Coffee") -> Programme:
    return Programme.begin(name, AT, "0.1.0").with_round((("Ana", "Zoe Lang"),), 7, 2, Wishes(), AT)


def test_what_is_written_is_read_again_by_us_and_by_stock_tinydb(library: Library) -> None:
    path = programmes.path_of(library, "Coffee")
    programmes.write(path, drawn())
    assert programmes.read_all(library)[path].rounds() == drawn().rounds()
    with TinyDB(path) as stock:
        assert [person["name"] for person in stock.table("people")] == ["Ana", "Zoe Lang"]


def test_no_name_leads_out_of_the_folder(library: Library) -> None:
    folder = library.sessions_folder / "programmes"
    for name in ("../../x", "/etc/passwd", "кофе", "..", "", "a" * 300):
        path = programmes.path_of(library, name)
        assert path.parent == folder
        assert len(path.name) < 60
    assert programmes.path_of(library, "кофе") != programmes.path_of(library, "чай")


def test_a_programme_that_can_not_be_read_stops_the_draw(library: Library) -> None:
    path = programmes.path_of(library, "Coffee")
    path.parent.mkdir()
    for text in ("", "{", '{"_meta": {"1": {"what": "session"}}}'):
        path.write_text(text, "utf-8")
        with pytest.raises(Unable, match=r"coffee\.json"):
            programmes.read_all(library)
        assert path.read_text("utf-8") == text


def test_one_of_a_newer_version_is_not_written_over(library: Library) -> None:
    newer = Programme({**drawn().documents, "_meta": {"1": {"schema": 2, "what": "programme"}}})
    with pytest.raises(Unable, match="update"):
        programmes.write(programmes.path_of(library, "Coffee"), newer)


def test_forgetting_reaches_every_programme(library: Library, places: Places) -> None:
    for name in ("Coffee", "Lunch"):
        programmes.write(programmes.path_of(library, name), drawn(name))
    assert programmes.mentions(library, "zoe lang") == {"Coffee": 1, "Lunch": 1}
    assert programmes.forget(library, "Zoe Lang", places) == 2
    assert not programmes.mentions(library, "Zoe Lang")
    for path in (library.sessions_folder / "programmes").iterdir():
        assert "Zoe" not in path.read_text("utf-8")
    assert programmes.forget(library, "Zoe Lang", places) == 0
