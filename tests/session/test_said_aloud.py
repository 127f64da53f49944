"""A session for the ear: the time in minutes, whose turn it is, and what can be typed, in sentences."""

from __future__ import annotations

import pytest
from support import HandClock, go, room, type_line

from kmfacilitate.session import aloud
from kmfacilitate.session.answering import asking
from kmfacilitate.session.facilitation import Facilitation


def told(f: Facilitation, time: HandClock) -> str:
    return " ".join(aloud.time_words(f, time.at))


def started(*people: str) -> tuple[Facilitation, HandClock]:
    time = HandClock()
    f = room("after-action-review", "", *people, clock=time)
    f.start()
    return f, time


def test_a_clock_that_has_not_started_says_how_to_start_it():
    time = HandClock()
    assert told(room("after-action-review", clock=time), time) == (
        "The clock has not started: :start, or :next. 1 Open: 3 minutes. It would end at 10:50."
    )


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        (0, "1 Open: 3 minutes of 3 are left."),
        (1.5, "1 Open: 1 minute of 3 is left."),
        (2.5, "1 Open: less than a minute is left of 3."),
        (3, "1 Open: its 3 minutes are over."),
        (5, "1 Open: over its 3 minutes by 2 minutes."),
    ],
)
def test_what_is_left_of_a_stage_is_said_in_minutes(minutes: float, says: str):
    f, time = started()
    time.on(minutes=minutes)
    assert told(f, time).startswith(says)


def test_late_early_and_standing_still():
    f, time = started()
    time.on(minutes=11)
    assert told(f, time).endswith("8 minutes behind: it would end at 10:58, not 10:50. :fit catches up.")
    f.pause("fire alarm")
    assert told(f, time).startswith("The clock stands still: fire alarm. :start goes on. 1 Open: over")
    early, time = started()
    go(early, "3")
    assert told(early, time).endswith("3 minutes ahead: it would end at 10:47, not 10:50.")
    early.finish()
    assert told(early, time) == "The session is finished."


def test_whose_turn_it_is_in_a_round_and_when_it_is_done():
    f, _ = started("Ana", "Sam")
    go(f, "2")

    def says() -> str:
        return aloud.activity_words(f, asking(f))

    assert says() == "Round: Ana next, 1 to go after that."
    type_line(f, "a drill")
    assert says() == "Round: Sam next, the last one."
    type_line(f, "another")
    assert says() == "The round is done. :next goes on, :turn and a name gives another turn."


def test_no_sentence_has_a_key_a_drawing_or_a_clock_of_seconds():
    f, time = started("Ana", "Sam")
    for stage in "1234567":
        go(f, stage)
        words = " ".join((*aloud.here_words(f), told(f, time)))
        assert not any(sign in words for sign in ("F2", "Tab", "·", "→", "  ")), words
