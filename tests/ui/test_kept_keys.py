"""Where a terminal keeps a key for itself, the footer offers the word."""

from __future__ import annotations

import pytest
from sittings import Room

from kmfacilitate.ui.kept_keys import kept_keys

from .running import running


@pytest.mark.parametrize(
    ("environ", "kept"),
    [
        ({}, set()),
        ({"GNOME_TERMINAL_SCREEN": "/org/gnome/Terminal/screen/1"}, {"F1", "F10"}),
        ({"TERM_PROGRAM": "iTerm.app"}, set()),
    ],
)
def test_the_keys_a_terminal_is_known_to_keep(environ, kept):
    assert kept_keys(environ) == kept


async def test_the_footer_shows_the_word_instead(tmp_path, monkeypatch):
    monkeypatch.setenv("TERM_PROGRAM", "vscode")
    async with running(Room(tmp_path).open(), size=(120, 40)) as hands:
        assert ":clock start" in hands.footer
        assert "? help" in hands.footer
        assert "F2 next" in hands.footer
