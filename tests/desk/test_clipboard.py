"""Copying: only a command of the desktop can be known to have worked."""

import sys
from pathlib import Path

import pytest

from kmfacilitate.desk import clipboard
from kmfacilitate.desk.clipboard import clipboard_command, put_on_clipboard


@pytest.mark.parametrize(
    ("environ", "platform", "there", "command"),
    [
        ({"WAYLAND_DISPLAY": "0", "DISPLAY": ":0"}, "linux", {"wl-copy", "xclip"}, "wl-copy"),
        ({"WAYLAND_DISPLAY": "0", "DISPLAY": ":0"}, "linux", {"xclip"}, "xclip"),
        ({"DISPLAY": ":0"}, "linux", {"xsel", "wl-copy"}, "xsel"),
        ({}, "linux", {"xsel", "wl-copy", "xclip"}, ""),
        ({"DISPLAY": ":0"}, "linux", set(), ""),
        ({}, "darwin", {"pbcopy"}, "pbcopy"),
        ({}, "win32", {"clip"}, "clip"),
    ],
)
def test_the_command_of_the_desktop_is_found(monkeypatch, environ, platform, there, command):
    monkeypatch.setattr("shutil.which", lambda name: name if name in there else None)
    assert next(iter(clipboard_command(environ, platform)), "") == command


def test_it_is_handed_the_whole_text(tmp_path: Path):
    to = tmp_path / "clipboard"
    code = f"import pathlib, sys; pathlib.Path({str(to)!r}).write_bytes(sys.stdin.buffer.read())"
    assert put_on_clipboard("Zoë\n漢字", (sys.executable, "-c", code))
    assert to.read_text("utf-8") == "Zoë\n漢字"


def test_what_did_not_work_is_not_said_to_have(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(clipboard, "SECONDS", 0.2)
    assert not put_on_clipboard("x", ())
    assert not put_on_clipboard("x", (sys.executable, "-c", "import sys; sys.exit(1)"))
    assert not put_on_clipboard("x", (str(tmp_path / "none"),))
    assert not put_on_clipboard("x", (sys.executable, "-c", "import threading; threading.Event().wait()"))
