"""What later sessions say of a line is folded into it, in whichever order they are indexed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from remembered import entry, on

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.detail import whole
from kmfacilitate.library.found import Found
from kmfacilitate.session.ids import session_id_from

Write = Callable[..., Path]


def says(word: str, day: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "kind": "verdict", "on": on("First", number), "says": word, "at": f"{day}T12:00:00.000Z", **more,
    }  # fmt: skip


def first(ask: Ask, number: int = 1) -> Found:
    found = ask.line(session_id_from("First"), entry(number))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("own", "said", "state"),
    [
        ({}, [("done", "2026-02-01")], "done"),
        ({}, [("done", "2026-02-01"), ("still open", "2026-03-01")], "open"),
        ({}, [("dropped", "2026-02-01"), ("open", "2026-01-15")], "dropped"),
        ({"done": "2026-04-01"}, [("open", "2026-02-01")], "done"),
        ({"done": "2026-01-10"}, [("open", "2026-02-01")], "open"),
        ({}, [("applies", "2026-02-01")], "open"),
    ],
)
def test_an_action_is_as_the_latest_verdict_says(
    write: Write, ask: Callable[[], Ask], own: dict[str, Any], said: list[tuple[str, str]], state: str
) -> None:
    write({"kind": "action", "text": "zebra", **own}, title="First", day="2026-01-01")
    for at, (word, day) in enumerate(said):
        write(says(word, day), title=f"Later {at}", day=day)
    assert first(ask()).state == state


def test_whether_later_sessions_settled_an_action_is_up_to_the_newest_of_them(
    write: Write, ask: Callable[[], Ask]
) -> None:
    write({"kind": "action", "text": "zebra"}, title="First", day="2026-01-01")
    for day, word, settled in (
        ("2026-02-01", "done", True), ("2026-02-02", "applies", True), ("2026-02-03", "still open", False),
        ("2026-02-04", "dropped", True),
    ):  # fmt: skip
        write(says(word, day), title=f"Later {day}", day=day)
        found = first(asked := ask())
        assert whole(found, asked.said_of(found)).closed_later == settled


def test_the_order_in_which_sessions_come_does_not_matter(write: Write, ask: Callable[[], Ask]) -> None:
    sessions = [
        lambda: write({"kind": "action", "text": "zebra"}, title="First", day="2026-01-01"),
        lambda: write(says("done", "2026-02-01"), title="Second", day="2026-02-01"),
        lambda: write(says("open", "2026-03-01", reason="not yet"), title="Third", day="2026-03-01"),
    ]
    for order in permutations(sessions):
        paths = []
        for one in order:
            paths.append(one())
            ask()
        found = first(ask())
        assert (found.state, found.since, found.reason) == ("open", "2026-03-01", "not yet")
        for path in paths:
            path.unlink()
        assert ask().sessions() == ()


def test_a_verdict_that_is_taken_out_counts_no_more(write: Write, ask: Callable[[], Ask]) -> None:
    write({"kind": "action", "text": "zebra"}, title="First", day="2026-01-01")
    write(says("done", "2026-02-01"), title="Later", day="2026-02-01")
    assert first(ask()).state == "done"
    write(says("done", "2026-02-01", deleted=True), title="Later", day="2026-02-01", place="anew")
    assert first(ask()).state == "open"


def test_a_learned_lesson_that_happened_again_is_reopened(write: Write, ask: Callable[[], Ask]) -> None:
    learned = {
        "kind": "lesson", "text": "zebra", "state": "embedded",
        "history": [["2026-01-20T12:00:00.000Z", "embedded", "in the checklist"]],
    }  # fmt: skip
    write(learned, {"kind": "lesson", "text": "other"}, title="First", day="2026-01-01")
    write(
        says("again", "2026-02-01"), says("again", "2026-02-01", 2), says("applies", "2026-02-01"),
        says("partly", "2026-02-01"), says("no", "2026-02-01"), says("applies", "2026-02-02"),
        title="Later", day="2026-02-01",
    )  # fmt: skip
    found = first(ask())
    assert (found.state, found.since, found.learned) == ("reopened", "2026-02-01", False)
    assert (found.again, found.applied, found.partly, found.no) == (1, 2, 1, 1)
    assert (first(ask(), 2).state, first(ask(), 2).again) == ("captured", 1)


@pytest.mark.parametrize(
    ("own", "state"),
    [
        ({"replaced_by": "x/1"}, "superseded"),
        ({"route": "reject"}, "rejected"),
        ({"state": "merged", "replaced_by": "x/1"}, "merged"),
        ({"state": "validated"}, "validated"),
        ({}, "captured"),
    ],
)
def test_the_state_of_a_lesson(write: Write, ask: Callable[[], Ask], own: dict[str, Any], state: str) -> None:
    write({"kind": "lesson", "text": "zebra", **own}, title="First")
    assert first(ask()).state == state
    related = ask().related("zebra")
    assert len(related) == (state not in ("superseded", "rejected", "merged"))


def test_a_feared_risk_tells_whether_it_happened(write: Write, ask: Callable[[], Ask]) -> None:
    write({"kind": "risk", "text": "zebra"}, title="First", day="2026-01-01")
    write(says("nearly", "2026-02-01"), title="Later", day="2026-02-01")
    assert first(ask()).state == "nearly"


def test_that_an_action_is_done_is_known_from_a_session_that_shares_only_actions(
    write: Write, ask: Callable[[], Ask]
) -> None:
    write({"kind": "action", "text": "zebra"}, title="First", day="2026-01-01")
    write(says("done", "2026-02-01", reason="a private matter"), title="Later", share="actions")
    assert first(ask()).state == "done"
    assert [tuple(one)[1:4] for one in ask().said_of(first(ask()))] == [("done", "", "Later")]
    assert not ask().search("private matter").found
