"""A field that holds a list becomes a list."""

from __future__ import annotations

import pytest

from kmfacilitate.report.blocks import Bullet
from kmfacilitate.report.points import pointed


@pytest.mark.parametrize(
    ("text", "said", "points"),
    [
        ("One sentence", "One sentence", ()),
        ("- 5 °C, said the log", "- 5 °C, said the log", ()),
        ("Two\nlines", "Two\nlines", ()),
        (
            "- Count the keys\n- Ring\n  the depot\n\nGo home",
            "",
            ("Count the keys", "Ring the depot", "Go home"),
        ),
        ("First:\n1. Count\n2) Ring", "First:", ("Count", "Ring")),
    ],
)
def test_points_stand_below_their_label(text: str, said: str, points: tuple[str, ...]) -> None:
    assert pointed(text, 0, "Why") == [Bullet(said, 0, label="Why"), *(Bullet(point, 1) for point in points)]


def test_points_without_a_label_stand_in_its_place() -> None:
    assert pointed("* a\n* b", 0) == [Bullet("a", 0), Bullet("b", 0)]
