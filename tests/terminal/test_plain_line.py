"""The line of plain mode in a real terminal: what is due is said beside it, and no letter is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from terminal.window import Window

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal of POSIX")

TYPING = """
import sys
from pathlib import Path
from kmfacilitate.plain.listening import Typed

due, every = Path(sys.argv[1]), float(sys.argv[2])

def meanwhile():
    words = due.read_text().splitlines() if due.exists() else []
    if "always" not in words:
        due.unlink(missing_ok=True)
    return words

typed, recalled = Typed(every), ""
while heard := typed.hear("1: ", recalled=recalled, meanwhile=meanwhile):
    print(f"heard {heard.text}.", flush=True)
    recalled = heard.text
print("the end", flush=True)
"""


class Line(Window):
    """A window with nothing but the line in it."""

    program = ("-c", TYPING)


def line(folder: Path, every: float) -> tuple[Line, Path]:
    due = folder / "due"
    window = Line(folder, str(due), str(every))
    window.until("1: ")
    return window, due


def test_what_is_due_stands_on_a_line_of_its_own_and_what_was_typed_below_it(tmp_path: Path):
    window, due = line(tmp_path, 0.02)
    try:
        window.type("half a")
        window.until("half a")
        (tmp_path / "new").write_text("Time is up.\n")
        (tmp_path / "new").replace(due)
        window.until("\r\nTime is up.\r\n1: half a")
        window.line(" line", "heard half a line.\r\n1: ")
        window.press("up")
        window.until("half a line")
        window.line("!", "heard half a line!.\r\n1: ")
        window.type("\x04")
        window.until("the end")
        assert window.wait() == 0
    finally:
        window.close()


def test_no_line_is_lost_however_often_something_is_due(tmp_path: Path):
    (tmp_path / "due").write_text("always\n")
    window, _ = line(tmp_path, 0.002)
    try:
        for number in range(60):
            window.line(f"line {number}", f"heard line {number}.")
        assert window.raw.count(b"heard line") == 60
    finally:
        window.close()


class Dumb(Window):
    """A terminal that can only take lines."""

    term = "dumb"


def heard(folder: Path, *arguments: str) -> list[str]:
    window = Dumb(folder, *arguments)
    try:
        assert window.wait() == 0
    finally:
        window.close()
    assert b"\x1b" not in window.raw
    return window.raw.decode().splitlines()


def test_where_the_terminal_cannot_draw_all_goes_line_by_line(tmp_path: Path):
    home = heard(tmp_path)
    assert home[0] == "0 sessions in this library."
    assert home[-1] == "kmfacilitate --help names every command."
    window = Dumb(tmp_path, "start", "after-action-review", "--title", "Clinic", "--with", "Ana;Sam")
    try:
        window.until("After action review: Clinic", "1: ")
        window.line(":go 5", "5a: ")
        window.line("keep: Two keys | why: one was sick", "5.1 lesson keep: Two keys; why: one was sick")
        window.line(":quit", "Saved and paused.")
        assert window.wait() == 0
    finally:
        window.close()
    assert any(line.startswith("Not finished: after-action-review, Clinic, ") for line in heard(tmp_path))
    [session] = heard(tmp_path, "list")
    assert session.startswith("Clinic, after-action-review, ")
    [lesson, _counted] = heard(tmp_path, "lessons")
    assert lesson.startswith("lesson 5.1 of Clinic, ")
    assert "Why: one was sick" in heard(tmp_path, "show", "last")
