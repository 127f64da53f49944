"""What `lessons --check` says about the lessons of a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.cli.checking import say_advice


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "state"))


def test_each_lesson_with_something_to_ask_is_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    room = Room(tmp_path)
    room.type(":go 5", "Better lists", ":quit", names="none")
    assert say_advice(room.library) == 1
    said = capsys.readouterr()
    assert said.out.startswith(f"{room.session().id}/5.1  Better lists  Who does what, when? What exactly")
    assert said.err == "1 lesson to look at again.\n"
    assert say_advice(room.library, ()) == 0


def test_as_json_each_question_has_its_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    room = Room(tmp_path)
    room.type(":go 5", "Better lists", ":quit")
    say_advice(room.library, as_json=True)
    lesson = json.loads(capsys.readouterr().out)[0]
    assert lesson["number"] == "5.1"
    assert [one["field"] for one in lesson["advice"]] == ["text", "recommendation", "why", "route"]


def test_what_is_not_shared_is_left_alone(tmp_path: Path):
    room = Room(tmp_path)
    room.type(":go 5", "Better lists", ":quit", share="nothing")
    assert say_advice(room.library) == 0
