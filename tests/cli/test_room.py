"""`room` through the real command: what can be refused without a screen."""

from __future__ import annotations

from pathlib import Path

from sittings import Room, command


def test_a_confidential_session_is_not_shown_without_a_yes(tmp_path: Path):
    room = Room(tmp_path)
    room.type("yes", ":quit", template="action-learning-set", people="Ana;Sam")
    said = command("room", "last", "--browser", folder=tmp_path)
    assert said.code == 1
    assert said.err.startswith(
        "This session is confidential; to show the room its clock all the same, add --yes"
    )


def test_without_a_terminal_a_window_cannot_be_shown(tmp_path: Path):
    Room(tmp_path).type(":quit")
    said = command("room", folder=tmp_path)
    assert said.code == 2
    assert said.err.startswith("The app needs a terminal.")
    assert not list((tmp_path / "state" / "room").glob("*.looks"))


def test_without_a_session_it_says_so(tmp_path: Path):
    assert command("room", folder=tmp_path).err.startswith("There is no session in this library yet.")
