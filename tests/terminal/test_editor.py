"""The user's own editor gets the terminal, and the program has it back afterwards."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .conftest import Opening

pytestmark = pytest.mark.terminal


@pytest.fixture(autouse=True)
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that reads a key from the terminal and writes it into the file."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "said = input('EDITING ')\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text('utf-8').strip() + ' ' + said, 'utf-8')\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")


def test_the_app_is_drawn_again_after_the_editor(opened: Opening, tmp_path: Path):
    window = opened("start", "after-action-review", "--title", "Keys")
    window.until("F1")
    window.type(":go 3\r")
    window.until("actually")
    window.type("one")
    window.until("one")
    window.type("\x0f")
    window.until("EDITING")
    window.type("two\n")
    window.until("Enter adds it")
    assert any("one two" in row for row in window.screen())
    window.type("\r")
    window.until("3.1")
    assert list((tmp_path / "state" / "editing").iterdir()) == []


def test_plain_mode_gives_the_line_to_the_editor_and_takes_it(opened: Opening, tmp_path: Path):
    window = opened("start", "after-action-review", "--title", "Keys", "--plain")
    window.until("1: ")
    window.type(":go 3\n")
    window.until("3a: ")
    window.type(":editor\n")
    window.until("EDITING")
    window.type("first\n")
    window.until("3.1", "first")
    window.type(":editor 3.1\n")
    window.until("EDITING")
    window.type("and more\n")
    window.until("first and more")
    assert list((tmp_path / "state" / "editing").iterdir()) == []
