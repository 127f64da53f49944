"""The example library: what it shows, that it is the same each time, and that nothing of it stays."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sittings import command

from kmfacilitate.errors import Unable
from kmfacilitate.example.playing import play_all
from kmfacilitate.example.script import read_script, scripts
from kmfacilitate.example.throwaway import example_library, keep_example
from kmfacilitate.session.lesson_life import ASIDE, ORDER
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.shelf import Head, heads
from kmfacilitate.templates.shelf import TemplateShelf

TODAY = date(2026, 11, 29)
FEW = ("alert-1-review", "baggage-1-premortem", "set")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return keep_example(tmp_path_factory.mktemp("example") / "here", TODAY)


@pytest.fixture(scope="module")
def held(library: Library) -> list[tuple[Head, Session]]:
    return [(head, Session.read(json.loads(head.path.read_text()))) for head in heads(library)]


def lines(held: list[tuple[Head, Session]], kind: str) -> Iterator[Any]:
    for _, session in held:
        yield from (entry for _, entry in session.of_kind(kind))


def test_there_is_a_finished_session_of_every_template(held: list[tuple[Head, Session]]):
    finished = {head.template for head, _ in held if head.state == "finished"}
    assert finished == {title.id for title in TemplateShelf().titles()}
    assert [head.title for head, _ in held if head.unfinished] == ["The storm warning that came late"]


def test_lessons_stand_in_every_state_on_their_way_and_some_are_set_aside(held: list[tuple[Head, Session]]):
    states = Counter(lesson.state for lesson in lines(held, "lesson"))
    assert set(ORDER) - {"actioned"} <= set(states)
    assert {"information", "stalled"} <= set(states)
    assert set(states) & set(ASIDE)


def test_there_are_verdicts_of_every_kind_and_actions_done_overdue_and_without_a_date(
    held: list[tuple[Head, Session]],
):
    says = {verdict.says for verdict in lines(held, "verdict")}
    assert {"done", "open", "dropped", "applies", "partly", "no", "happened", "nearly", "did-not"} <= says
    due = {action.due for action in lines(held, "action")}
    assert "" in due
    assert min(due - {""}) < TODAY.isoformat() < max(due)


def test_private_lines_leave_nothing_and_confidential_sessions_have_no_title_on_home(
    held: list[tuple[Head, Session]],
):
    assert any(lines(held, "private"))
    assert sum(head.confidential for head, _ in held) == 5
    assert all(head.date in head.path.name for head, _ in held)


def test_the_meetings_took_about_as_long_as_planned_and_never_overlap(held: list[tuple[Head, Session]]):
    spans = sorted((head.started, head.ended) for head, _ in held if head.ended)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))


def test_the_reports_are_written(library: Library, held: list[tuple[Head, Session]]):
    said = [head for head, session in held if session.meeting.share != "nothing" and head.state == "finished"]
    assert len(list((library.folder / "reports").glob("*.md"))) == len(said)


def test_the_same_day_makes_the_same_bytes(tmp_path: Path):
    made = []
    for name in ("one", "two"):
        state = tmp_path / f"state-{name}"
        places = Places(state, state / "cache", state / "config", state)
        library = Library.open(tmp_path / name, places=places)
        play_all(library, [s for s in scripts() if s.name in FEW], TODAY, zone="UTC", places=places)
        made.append({p.name: p.read_bytes() for p in library.sessions_folder.rglob("20*/*.json")})
    assert len(made[0]) == len(FEW)
    assert made[0] == made[1]


def test_a_line_that_cant_be_taken_is_named(tmp_path: Path):
    places = Places(tmp_path, tmp_path / "cache", tmp_path / "config", tmp_path)
    library = Library.open(tmp_path / "library", places=places)
    script = read_script("odd", "template: after-action-review\n\n== 1 mon 09:00\n[nowhere]\n")
    with pytest.raises(Unable, match=re.escape("Example odd, “[nowhere]”: no question of that name")):
        play_all(library, [script], TODAY, zone="UTC", places=places)


def test_nothing_of_a_throw_away_library_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(
        "kmfacilitate.example.throwaway.scripts", lambda: [s for s in scripts() if s.name in FEW]
    )
    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "own"))
    config = Places.here().config
    with example_library(TODAY) as library:
        assert (library.name, len(heads(library))) == ("example", len(FEW))
        assert Places.here().state.is_relative_to(library.folder.parent)
        assert Places.here().config == config
    assert os.environ["KMFACILITATE_STATE"] == str(tmp_path / "own")
    assert "KMFACILITATE_CONFIG" not in os.environ
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_one_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("kmfacilitate.example.throwaway.scripts", list)
    monkeypatch.setattr("kmfacilitate.example.running.alive", lambda pid: pid != "77")
    killed, running, other = (
        tmp_path / name for name in ("kmfacilitate-example-77-x", "kmfacilitate-example-78-y", "else-77-z")
    )
    for folder in (killed, running, other):
        (folder / "example").mkdir(parents=True)
    with example_library(TODAY):
        assert not killed.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((running.name, other.name))


def test_it_is_kept_only_in_an_empty_folder(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Unable, match="is not an empty folder"):
        keep_example(tmp_path, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_in_plain_mode_it_lists_its_sessions_and_goes_on_with_the_unfinished_one(tmp_path: Path):
    (tmp_path / "temporary").mkdir()
    said = command("demo", "--plain", given=b"09:00 + The last school is closed\n:quit\n", folder=tmp_path)
    assert said.code == 0
    assert said.lines[0] == "An example library, in a temporary folder: it is gone when you leave."
    assert "The storm warning that came late" in said.lines[1]
    assert any(line.endswith("The last school is closed") for line in said.lines)
    assert not any("resume" in line for line in said.lines)
    assert said.err.splitlines()[-1].startswith("The example library is gone.")
    assert not (tmp_path / "library").exists()


def test_without_a_terminal_nothing_is_made(tmp_path: Path):
    said = command("demo", folder=tmp_path)
    assert said.code == 2
    assert "needs a terminal" in said.err
    assert command("demo", "--plain", "--to", str(tmp_path / "x"), folder=tmp_path).code == 2
