"""Text that carries terminal commands reaches the terminal only cleaned, on every screen."""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.terminal

HOSTILE = (
    "copy \x1b]52;c;aGVsbG8=\x07 this",
    "clear \u009b2J\u009d0;title\u009c that",
    "turn \u202edesrever\u202c round",
    "[/foo] [bold]x[/bold] <script>",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467 \u05e9\u05dc\u05d5\u05dd",
    "# not a heading",
    "=1+1 | a | b |",
)
"""Words before and after, so that it is known when each was drawn."""
FORBIDDEN = (b"\x1b]52", "\u009b".encode(), "\u009d".encode(), "\u202e".encode(), b"\x9b2J")


def test_hostile_text_reaches_the_terminal_only_cleaned(opened, tmp_path):
    window = opened("start", "after-action-review", "--title", HOSTILE[0], "--with", f"Ana;{HOSTILE[2]}")
    window.until("Can we all work", "F1")
    window.line(":go 3", "What actually happened")
    for number, text in enumerate(HOSTILE, 1):
        window.paste(text.replace("\x1b", ""))  # terminals take it out of what is pasted
        window.press("enter")
        window.until(f"added 3.{number}")
    window.paste("x" * 20_000)
    window.press("enter")
    window.until("added 3.8")
    window.paste("\n".join(HOSTILE).replace("\x1b", ""))
    window.until("7 lines")
    window.press("enter")
    window.until("7 lines added")
    window.press("up", "enter")
    window.until("Edit 3.15")
    window.press("escape")
    time.sleep(0.5)  # a key right behind Esc is read as one with Alt; nothing else tells the two apart
    window.line(":list 3", "back to the lines")
    window.press("f7")
    window.line(":show lines", "not a heading")
    window.press("f7")
    window.until("Enter")
    window.line(":report", "Save report")
    window.press("escape")
    window.until("F7")
    window.press("f8")
    window.until("Save report")
    window.press("escape")
    window.until("Recent sessions")
    window.press("space", "ctrl+q")
    assert window.wait() == 0
    assert not [bad for bad in FORBIDDEN if bad in window.raw]
