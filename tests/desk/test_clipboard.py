"""Copying: only a command of the desktop can be known to have worked."""

import sys
from pathlib import Path

import pytest

from kmfacilitate.desk import clipboard
from kmfacilitate.desk.clipboard import clipboard_command, handed_on, not_copied, put_on_clipboard


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
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", {"pbcopy"}, ""),
        ({"SSH_CONNECTION": "1 2 3 4"}, "win32", {"clip"}, ""),
        ({"SSH_TTY": "x", "WAYLAND_DISPLAY": "0", "DISPLAY": ":0"}, "linux", {"wl-copy", "xclip"}, ""),
        ({"SSH_TTY": "x", "DISPLAY": "localhost:10.0"}, "linux", {"xclip"}, "xclip"),
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


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "if nothing is there, the terminal does not allow it"),
        ({"TMUX": "/tmp/tmux-0/default,1,0"}, "only with: set -g set-clipboard on"),
        ({"STY": "1.pts-0"}, "screen passes nothing on"),
    ],
)
def test_what_is_sent_to_the_terminal_is_not_said_to_be_there(environ: dict[str, str], words: str):
    assert words in handed_on(environ)


@pytest.mark.parametrize(
    ("environ", "there", "words"),
    [
        ({}, set(), "there is no wl-copy, xclip, xsel, pbcopy or clip here"),
        ({"SSH_TTY": "x"}, {"wl-copy", "xclip"}, "another machine than the one you sit at"),
        ({"DISPLAY": ":7"}, {"xclip"}, "xclip did not do it"),
    ],
)
def test_why_nothing_was_copied_is_true(monkeypatch, environ: dict[str, str], there: set[str], words: str):
    monkeypatch.setattr("shutil.which", lambda name: name if name in there else None)
    assert words in not_copied(environ, "linux")
