"""`settings`: listing, setting, and what a broken file does to the other commands."""

import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from sittings import Said, command_here

Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return lambda *words, **more: command_here(*words, folder=tmp_path, **more)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "state" / "config" / "settings.toml"
    path.parent.mkdir(parents=True)
    return path


def test_one_is_set_shown_and_given_back(run: Run, file: Path):
    assert run("settings", "--path").out.strip() == str(file)
    assert run("settings", "theme", "paper").code == 0
    assert run("settings", "theme").out == "paper\n"
    found = json.loads(run("settings", "--json").out)
    assert found["theme"] == "paper"
    assert found["keys"]["next"] == ["f2", "ctrl+n"]
    run("settings", "theme", "--unset")
    assert run("settings", "theme").out == "auto\n"


def test_keys_are_given_and_a_clash_is_said_before_it_is_taken(run: Run, file: Path):
    said = run("settings", "keys.next", "f5")
    assert said.code == 1
    assert "F5 is given to both “next” and “clock”" in said.err
    assert not file.exists()
    run("settings", "keys.clock", "-")
    assert run("settings", "keys.next", "F5").code == 0
    assert run("settings", "keys.next").out.split() == ["keys.next", "f5"]
    assert run("settings", "keys.clock", "--unset").code == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("them", "ink"), "did you mean theme?"),
        (("theme", "blue"), "auto, ink, paper or contrast"),
        (("keys.nxt", "f2"), "did you mean next?"),
        (("keys", "f2"), "Name the verb"),
        (("--unset",), "Name what to unset"),
    ],
)
def test_wrong_use_is_said(run: Run, words: tuple[str, ...], why: str):
    said = run("settings", *words)
    assert said.code == 2
    assert why in said.err
    assert said.out == ""


def test_what_is_wrong_with_the_file_is_listed(run: Run, file: Path):
    file.write_text('theme = "blue"\n[keys]\nnext = "f5"\nnxt = "f2"\n')
    said = run("settings")
    assert said.code == 1
    assert [line.split(": ")[0] for line in said.err.splitlines()] == [f"{file}:{n}" for n in (1, 4, 3)]


def test_a_broken_file_stops_nothing_and_is_said_once(run: Run, file: Path):
    file.write_text("theme = ")
    said = run("start", "after-action-review", "--title", "Clinic", "--plain", given=b":quit\n")
    assert said.code == 0
    assert said.err.count("settings.toml") == 1
    assert run("list").err == ""


def test_name_and_length_are_those_of_the_settings(run: Run, file: Path):
    file.write_text('name = "Ana"\nvariant = "quick"\n')
    run("start", "after-action-review", "--title", "Clinic", "--plain", given=b":quit\n")
    shown = json.loads(run("show", "last", "--json").out)
    assert shown["session"]["facilitator"] == "Ana"
    assert shown["session"]["variant"] == "quick"


def test_days_and_times_are_written_as_set(run: Run, file: Path):
    file.write_text('language = "fr_FR"\nclock = "12"\n')
    lines = b"! call Sam ^2031-03-02\n:time\n:quit\n"
    said = run("start", "after-action-review", "--title", "Clinic", "--plain", given=b":start\n" + lines)
    assert "2 mars 2031" in said.out
    assert re.search(r"Fin prévue à [0-9]+:[0-9]+ [ap]m", said.out)


def test_the_library_of_the_settings_is_opened_where_none_is_named(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    elsewhere = tmp_path / "mine"
    file.write_text(f"library = {json.dumps(str(elsewhere))}\n")
    monkeypatch.setattr("sittings.environment", _without_library(tmp_path))
    assert str(elsewhere) in command_here("where", folder=tmp_path).out
    file.write_text(f"library = {json.dumps(str(tmp_path / 'no' / 'such'))}\n")
    said = command_here("where", folder=tmp_path)
    assert said.code == 0
    assert "The library of your settings" in said.err


def _without_library(folder: Path) -> Callable[[Path], dict[str, str]]:
    import sittings

    real = sittings.environment

    def environment(of: Path) -> dict[str, str]:
        found = real(of)
        del found["KMFACILITATE_LIBRARY"]
        return found | {"XDG_DOCUMENTS_DIR": str(folder / "documents")}

    return environment


def test_where_it_is_heard_a_setting_is_said_as_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("kmfacilitate.cli.settings"), "is_heard", lambda: True)
    assert run("settings", "clock", "24").out == "clock is now: 24.\n"
    assert run("settings", "clock", "--unset").out == "clock is now: auto.\n"
