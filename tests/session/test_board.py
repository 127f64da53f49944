"""What stands on the board: what a question goes on from, what is read back, and what is still to be said."""

from __future__ import annotations

from support import entry, go, room, type_all, type_line

from kmfacilitate.session.acts import activities
from kmfacilitate.session.acts.meeting import choose_questions
from kmfacilitate.session.answering import entry_named
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.staging import room_scene, scene


def board(f: Facilitation) -> list[str]:
    return [row.text for row in scene(f).rows]


def premortem() -> Facilitation:
    f = room("pre-mortem", "", "Ana", "Sam")
    f.start()
    go(f, "4")
    type_all(f, "No time to test", "One supplier")
    return f


def test_a_round_that_asks_what_is_missing_shows_what_is_there():
    f = premortem()
    go(f, "5")
    assert board(f) == []  # sealed until they are shown
    go(f, "4")
    f.do("reveal", activities.reveal_slips(f.here))
    go(f, "5")
    assert board(f)[0] == "Go on from"
    assert set(board(f)[1:]) == {"No time to test", "One supplier"}
    assert not scene(f).answered
    type_line(f, "Late changes")
    assert board(f)[-2:] == ["Said here", "Late changes"]
    assert scene(f).answered
    assert {row.text for row in room_scene(f, "lines").rows} >= {"No time to test", "Late changes"}


def test_actions_are_agreed_with_the_lessons_in_sight():
    f = room("after-action-review", "", "Ana", "Sam")
    f.start()
    go(f, "5")
    type_line(f, "keep: Ring first | why: it was quick")
    go(f, "6")
    assert board(f) == ["Go on from", "Ring first"]


def test_the_vote_of_a_review_is_over_surprises_too():
    f = room("after-action-review", "", "Ana", "Sam")
    f.start()
    go(f, "3")
    type_line(f, "08:05 - Doors opened late")
    go(f, "3b")
    type_line(f, "08:10 + Neighbours helped")
    go(f, "4")
    assert board(f) == ["Doors opened late", "Neighbours helped"]
    assert not scene(f).answered
    type_line(f, "1 2 2")
    assert scene(f).answered


def test_the_close_reads_back_what_the_script_made():
    f = premortem()
    go(f, "4")
    f.do("reveal", activities.reveal_slips(f.here))
    go(f, "7")
    type_line(f, "1=2 2=1")
    go(f, "7b")
    type_all(f, "5 5", "4 4")
    go(f, "9")
    headings = [row.text for row in scene(f).rows if row.heading]
    assert headings == ["Actions", "Risks", "Leaves the room"]


def leaver() -> Facilitation:
    f = room("leaver-plan", "", "Maria", "Ben")
    f.start()
    go(f, "2")
    type_all(f, "Ordering at year end", "Whom to ring on a Sunday")
    go(f, "4")
    type_all(f, "1 1 2", "1 2 2")
    return f


def test_at_the_close_too_one_sees_what_is_filled_in():
    f = leaver()
    go(f, "6")
    now = scene(f)
    assert [row.text for row in now.rows][:2] == ["Ordering at year end", "Whom to ring on a Sunday"]
    assert [row.text for row in now.rows].count("Ordering at year end") == 1
    assert "Gaps" not in [row.text for row in now.rows]
    go(f, "6b")
    assert board(f)[:2] == ["Actions", "Gaps"]


def test_one_field_is_asked_for_in_the_words_of_its_question():
    f = leaver()
    go(f, "5")
    now = scene(f)
    assert now.placeholder == "How is it best passed on?"
    assert not now.answered
    type_line(f, "shadowing")
    assert entry(f, "2.1").method == "shadowing"
    assert scene(f).answered
    go(f, "6")
    assert scene(f).placeholder == "Who will do it? One name."


def test_importance_can_be_seen():
    f = leaver()
    go(f, "4b")
    type_line(f, "5")
    first = scene(f).rows[0]
    assert [fact.text for fact in first.facts] == ["importance 5"]


def test_where_nothing_stands_one_reads_what_to_type():
    f = room("grow-conversation", "", "Hanna", "Tom")
    f.start()
    go(f, "3")
    assert scene(f).empty.startswith("Only you see this.")
    go(f, "5b")
    assert scene(f).empty.startswith("No marks yet.")
    assert type_line(f, "8").says == "1 of 2 marks kept, 8"
    assert scene(f).empty == "1 of 2 marks, 8. F2 goes on."
    go(f, "6b")
    assert scene(f).empty.startswith("No answer yet.")


def test_a_group_made_before_the_vote_stands_in_the_ballot_alone():
    f = room("after-action-review", "", "Ana", "Sam")
    f.start()
    go(f, "3")
    type_all(f, "08:05 - Doors late", "08:06 - Keys lost", "08:07 + Neighbours helped")
    go(f, "4")
    lines = [entry_named(f, number) for number in ("3.1", "3.2")]
    f.do("group", activities.group(f.here, lines, "Locked out"))
    assert board(f) == ["Locked out", "Neighbours helped"]


def test_an_optional_question_brings_its_minutes_and_takes_them_away_again():
    assert room("after-action-review", optional=("safety",)).session.stage("open").record.minutes == 6
    f = room("after-action-review")
    before = f.session.meeting.length
    f.settle(choose_questions("open", ("safety",)))
    assert (f.session.stage("open").record.minutes, f.session.meeting.length) == (6, before + 3)
    f.settle(choose_questions("open", ()))
    assert (f.session.stage("open").record.minutes, f.session.meeting.length) == (3, before)
