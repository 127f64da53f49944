"""`suggest`: by options, by questions, as JSON."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kmfacilitate.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMFACILITATE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "state"))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    with pytest.raises(SystemExit) as left:
        main(["suggest", *arguments])
    return int(left.value.code or 0)


def test_options_give_a_short_list_with_reasons(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--when", "before", "--people", "8", "--minutes", "60") == 0
    said = capsys.readouterr()
    assert "before-action-review  Before action review  (standard 60 min)\n" in said.out
    assert "for learning before; 3 to 12 people; 60 minutes" in said.out
    assert "kmfacilitate start" in said.err


def test_without_options_it_asks_and_asks_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, typed="\nbef\neight\n8\n\nopen\n") == 0
    said = capsys.readouterr()
    assert "“eight” is not understood; type a number." in said.err
    assert said.err.count("How many people?") == 2
    assert "for learning during" not in said.out


def test_an_end_of_input_means_that_nothing_matters(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch) == 0
    assert len(capsys.readouterr().out.splitlines()) == 10


def test_json_is_for_programs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "--json", "--purpose", "collect", "--when", "after") == 0
    said = capsys.readouterr()
    assert said.err == ""
    (first, *_) = json.loads(said.out)
    assert set(first) == {"id", "technique", "title", "variant", "minutes", "reasons", "but"}
    assert first["reasons"]


def test_wrong_words_are_wrong_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--when", "later") == 2
    assert "'later'" in capsys.readouterr().err
