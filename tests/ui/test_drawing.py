"""What a row does where there is no room: whole words, whole facts, and a sign that something is missing."""

from __future__ import annotations

import pytest

from kmfacilitate.ui.drawing import Piece, fitted, joined
from kmfacilitate.ui.glyphs import UNICODE

FACTS = joined(
    [(Piece(fact),) for fact in ("change", "due Wed 16 Dec 2026", "Second rehearsal at full load")], UNICODE
)


def at(width: int, row: tuple[Piece, ...] = FACTS) -> str:
    return "".join(piece.text for piece in fitted(row, width, UNICODE))


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (64, "change  ·  due Wed 16 Dec 2026  ·  Second rehearsal at full load"),
        (60, "change  ·  due Wed 16 Dec 2026  ·  Second rehearsal at full…"),
        (59, "change  ·  due Wed 16 Dec 2026  ·  Second rehearsal at…"),
        (46, "change  ·  due Wed 16 Dec 2026…"),
        (33, "change  ·  due Wed 16 Dec 2026…"),
        (29, "change  ·  due Wed 16 Dec…"),
        (24, "change…"),
        (18, "change…"),
        (4, "cha…"),
        (0, ""),
    ],
)
def test_of_a_fact_that_does_not_fit_no_letters_and_no_dot_are_left(width: int, shown: str) -> None:
    assert at(width) == shown


def test_space_at_the_end_is_not_missed() -> None:
    assert at(5, (Piece("any"), Piece(" "), Piece("day"), Piece("   "))) == "any…"
    assert at(7, (Piece("any"), Piece(" "), Piece("day"), Piece("   "))) == "any day"


def test_what_has_no_spaces_is_cut_anywhere() -> None:
    assert at(17, (Piece("x"), Piece("  警報が全国の電話とテレビ"))) == "x  警報が全国の…"
