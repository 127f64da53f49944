"""Lines fit the terminal, and stay whole in a pipe."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sittings import AtKeyboard, Room, hold_typed

from kmfacilitate.plain.wrapping import cells, terminal_width, wrapped

WORD = st.text(st.characters(blacklist_categories=("Z", "C")), min_size=1, max_size=30)


@given(st.lists(WORD, min_size=1, max_size=30), st.integers(20, 100), st.integers(0, 4))
def test_no_word_is_lost_and_a_row_is_no_longer_than_it_must(words: list[str], width: int, lead: int):
    text = f"{' ' * lead}{' '.join(words)}"
    rows = list(wrapped(text, width))
    assert " ".join(row.strip(" ") for row in rows) == " ".join(words)
    for row in rows:
        assert cells(row) <= width or " " not in row.strip(" ")
        assert row.startswith(" " * lead)


def test_in_a_pipe_a_line_stays_a_line():
    assert terminal_width() == 0
    assert list(wrapped("word " * 100, 0)) == ["word " * 100]


def test_wide_letters_count_twice():
    assert list(wrapped("会議の記録 会議の記録", 12)) == ["会議の記録", "会議の記録"]


def test_plain_mode_says_its_lines_in_the_width_of_the_terminal(tmp_path, monkeypatch):
    monkeypatch.setattr("kmfacilitate.plain.wrapping.terminal_width", lambda: 40)
    said = hold_typed(Room(tmp_path).open(), AtKeyboard(":go 3", ":quit"))
    assert max(map(cells, said.lines[:-1])) <= 40
    assert "Say: Thank you for coming. We are here" in said.lines
