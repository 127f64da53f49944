"""A review of earlier lines when none were brought in."""

from __future__ import annotations

from sittings import script
from walks import walk_through

from kmfacilitate.session.answering import asking
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.staging import scene


def test_it_says_that_f2_goes_on() -> None:
    said: list[str] = []

    def look(f: Facilitation) -> None:
        if asking(f).way == "review":
            said.append(scene(f).empty)

    walk_through(script("action-learning-set"), look=look)
    assert said
    assert all("F2 goes on" in words for words in said)
