"""Lines in a running session: typed, corrected, marked, filled in, pasted, never lost."""

from __future__ import annotations

import pytest
from sittings import Room

from .running import running

TIMELINE = ("08:05 - Recording played", "08:06 ? Officer took it as real", "08:07 (-) Live alert sent")


@pytest.fixture
def room(tmp_path) -> Room:
    return Room(tmp_path)


def texts(desk, kind: str = "event") -> list[str]:
    return [entry.text for _, entry in desk.f.session.of_kind(kind)]


async def test_what_is_typed_is_captured_and_saved(room):
    async with running(room.open(people="Ana;Sam")) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await hands.saved()
        assert texts(hands.desk) == ["Recording played", "Officer took it as real", "Live alert sent"]
        assert "3.3   08:07  − Live alert sent" in hands.seen
        assert "✓ saved 09:50:00" in hands.seen


async def test_a_line_is_brought_in_changed_and_kept_or_left(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await hands.type("half a thought")
        await hands.press(*("backspace",) * 14, "up", "up", "enter")
        assert hands.runner.line.text == "08:06 ? Officer took it as real"
        assert "Enter keep   Esc leave as it was" in hands.footer
        await hands.type(" at once")
        await hands.press("enter")
        assert texts(hands.desk)[1] == "Officer took it as real at once"
        await hands.press("enter", "x", "escape")
        assert texts(hands.desk)[1] == "Officer took it as real at once"
        assert hands.runner.line.text == ""


async def test_a_half_typed_line_waits_beside_an_edit(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await hands.type("half a thought")
        hands.runner.bring_in(hands.desk.f.session.of_kind("event")[0][0])
        await hands.pilot.pause()
        assert hands.runner.line.text == "08:05 - Recording played"
        await hands.press("enter")
        assert hands.runner.line.text == "half a thought"


async def test_emptying_an_edit_with_backspace_never_deletes_the_line(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", "+ ok")
        await hands.press("up", "enter", *("backspace",) * 8, "escape")
        assert texts(hands.desk) == ["ok"]


async def test_marked_lines_are_joined_and_grouped_without_numbers(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await hands.press("up", "space", "up", "space")
        assert "Marked: 3.3, 3.2" in hands.seen
        assert "& join   ( group" in hands.footer
        await hands.line(":group The alarm")
        assert texts(hands.desk, "theme") == ["The alarm"]
        await hands.press("ctrl+z", "up", "space", "up", "space")
        await hands.line(":merge")
        assert texts(hands.desk) == ["Recording played", "Officer took it as real; Live alert sent"]
        assert hands.runner.marked == ()


async def test_marked_lines_are_joined_grouped_and_split_with_one_key(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await hands.press("up", "&")
        assert "Mark two or more" in hands.seen
        await hands.press("space", "up", "space", "&")
        assert texts(hands.desk) == ["Recording played", "Officer took it as real; Live alert sent"]
        await hands.press("up", "slash")
        assert texts(hands.desk)[1:] == ["Officer took it as real", "Live alert sent"]
        await hands.press("up", "space", "up", "space", "(")
        await hands.line("The alarm")
        assert texts(hands.desk, "theme") == ["The alarm"]


async def test_a_line_without_an_end_of_sentence_is_split_where_one_says(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", "Keys locked in and nobody had a spare")
        await hands.press("up", "slash")
        assert "Say where" in hands.seen
        assert hands.runner.pen.text == ":split 3.1 "
        await hands.line("and nobody")
        assert texts(hands.desk) == ["Keys locked in", "and nobody had a spare"]


async def test_handing_over_the_keyboard_folds_only_you_and_hides_the_notes(room):
    async with running(room.open()) as hands:
        await hands.lines("~ Sam looked upset", ":scribe Ana")
        assert "Ana types now" in hands.seen
        assert "looked upset" not in hands.seen
        await hands.press("f9", "pagedown")
        assert "1 from before" in hands.seen
        assert "looked upset" not in hands.seen
        await hands.line(":scribe back")
        await hands.press("pagedown")
        assert "looked upset" in hands.seen


async def test_what_is_read_out_stays_and_is_paged_by_keyboard(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *(f"line {number}" for number in range(40)), ":list")
        assert "line 0" in hands.seen
        assert "more below  PgDn" in hands.seen
        hands.runner._tick()
        await hands.pilot.pause()
        assert "line 0" in hands.seen
        await hands.press(*("pagedown",) * 5)
        assert "line 39" in hands.seen
        assert "more above  PgUp" in hands.seen
        assert "more below" not in hands.seen


async def test_delete_undo_and_redo(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await hands.press("up", "delete")
        assert len(texts(hands.desk)) == 2
        await hands.press("ctrl+z")
        assert len(texts(hands.desk)) == 3
        await hands.press("ctrl+y")
        assert len(texts(hands.desk)) == 2


async def test_f4_changes_the_kind_of_the_picked_line_and_of_the_typed_one(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", *TIMELINE)
        await hands.press("up", "f4")
        assert "What is 3.3?" in hands.seen
        assert "Enter choose" in hands.footer
        await hands.press("l")
        assert texts(hands.desk, "lesson") == ["Live alert sent"]
        await hands.press("escape")
        await hands.type("order a key")
        await hands.press("f4")
        await hands.press("a")
        assert hands.runner.line.text == "! order a key"


async def test_next_twice_within_a_second_counts_once_and_a_third_counts_again(room):
    async with running(room.open(people="Ana;Sam")) as hands:
        await hands.line(":go 2")
        await hands.press("f2")
        room.time.wait(0.6 / 60)
        await hands.press("f2")
        assert "Twice within a second counts once." in hands.seen
        assert "What did good look like" in hands.seen
        room.time.wait(0.6 / 60)
        await hands.press("f2")
        assert "What actually happened" in hands.seen


async def test_a_half_typed_line_belongs_to_where_it_was_begun(room):
    async with running(room.open()) as hands:
        await hands.line(":go 3")
        await hands.type("08:09 + Governor told")
        await hands.next()
        assert "for 3a" in hands.seen
        await hands.press("enter")
        ((_, entry),) = hands.desk.f.session.of_kind("event")
        assert entry.question == hands.desk.f.session.stage(entry.stage).script.questions[0].id


async def test_an_unknown_word_stays_in_the_line_with_the_nearest_one(room):
    async with running(room.open()) as hands:
        await hands.line(":nxt")
        assert hands.runner.line.text == ":nxt"
        assert "did you mean :next?" in hands.seen


async def test_tab_completes_as_far_as_names_agree(room):
    async with running(room.open(people="Ana;Sam;Sam Lee")) as hands:
        await hands.type("! order a key @sa")
        await hands.press("tab")
        assert hands.runner.line.text == "! order a key @Sam"
        assert "@Sam  @Sam Lee" in hands.seen


async def test_several_pasted_lines_are_asked_about(room):
    async with running(room.open()) as hands:
        await hands.line(":go 3")
        await hands.type("- one\n2. two\n! three")
        assert "3 lines:  Enter as lines   1 as one   Esc leave it" in hands.seen
        await hands.press("enter")
        assert texts(hands.desk) == ["one", "two", "! three"]


async def test_pasted_lines_that_are_not_taken_stay_in_the_line(room):
    async with running(room.open()) as hands:
        await hands.line(":go 7")
        await hands.type("one\ntwo")
        await hands.press("enter")
        assert hands.runner.line.text == "one two"
        assert "0 of 2 lines added. Nothing is kept here." in hands.seen


async def test_fields_are_asked_for_one_by_one(room):
    async with running(room.open(people="Ana;Sam")) as hands:
        await hands.lines(":go 6", "Buy a lock", ":form")
        assert "Fill in 6.1" in hands.seen
        assert "Enter keep   Tab leave it empty   Esc no more fields" in hands.footer
        await hands.line("Sam")
        await hands.line("tomorrow")
        ((_, action),) = hands.desk.f.session.of_kind("action")
        assert (action.owner, action.due) == ("Sam", "2026-11-23")
        await hands.press("escape")
        assert "Fill in" not in hands.seen


async def test_a_line_with_a_sign_is_captured_while_fields_are_asked_for(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 6", "Buy a lock", ":form", "~ Sam upset")
        assert texts(hands.desk, "private") == ["Sam upset"]


async def test_words_do_not_fit_a_ballot_and_stay(room):
    async with running(room.open(head_count=2)) as hands:
        await hands.lines(":go 3", *TIMELINE, ":go 4", "the second one")
        assert hands.runner.line.text == "the second one"
        assert "A slip is numbers" in hands.seen


async def test_no_count_is_seen_before_the_last_slip(room):
    async with running(room.open(head_count=2), size=(120, 40)) as hands:
        await hands.lines(":go 3", *TIMELINE, ":go 4", "1 2")
        assert "1 of 2" in hands.seen
        assert "vote" not in hands.seen.replace("votes", "vote").split("differences")[1].split("Slips in")[0]
        await hands.line("1")
        assert "2 votes" in hands.seen


async def test_a_sentence_that_is_long_is_shown_whole(room):
    notes = ("90 seconds without the program were counted as meeting. :away takes them out.",)
    async with running(room.open(), size=(60, 20), notes=notes) as hands:
        assert "90 seconds without the program were counted as" in hands.seen
        assert "F10 takes them out." in hands.seen


async def test_the_clock_starts_only_when_said(room):
    async with running(room.open()) as hands:
        assert "not started  F5 start" in hands.seen
        await hands.press("f5")
        room.time.wait(1)
        await hands.press("f5")
        assert "paused  F5 go on" in hands.seen
        assert "F5 go on" in hands.footer


async def test_leaving_is_asked_for_while_the_clock_runs(room):
    async with running(room.open()) as hands:
        await hands.press("f5", "ctrl+q")
        assert "Leave the room? Everything is saved; the clock stops." in hands.seen
        assert hands.app.desk is not None
        await hands.press("ctrl+q")
        await hands.until(lambda: hands.app.desk is None)


async def test_a_line_brought_in_goes_to_another_stage_with_its_number_before_it(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 2", "08:05 - Recording played")
        await hands.press("up", "enter", "home")
        await hands.type(":3 ")
        assert "To stage 3" in hands.seen
        await hands.press("enter")
        assert "moved 2.1, now 3.1" in hands.seen
        assert [(e.when, e.text) for _, e in hands.desk.f.session.of_kind("event")] == [
            ("08:05", "Recording played")
        ]
        assert hands.runner.line.text == ""


async def test_marked_lines_are_moved_together_and_without_a_number_the_last_one(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 2", "first thing", "second thing", "third thing")
        await hands.press("up", "space", "up", "space")
        await hands.press("escape")
        await hands.lines(":move 3")
        assert "moved 2.3, now 3." in hands.seen
        assert texts(hands.desk) == ["third thing"]
        await hands.press("up", "space", "up", "space")
        await hands.lines(":move 3")
        assert sorted(texts(hands.desk)) == ["first thing", "second thing", "third thing"]


async def test_the_key_that_opens_a_list_closes_it(room):
    async with running(room.open()) as hands:
        await hands.press("f6")
        assert "Go to which stage?" in hands.seen
        await hands.press("f6")
        assert "Go to which stage?" not in hands.seen
        await hands.type("doors open")
        assert hands.runner.line.text == "doors open"


async def test_another_kind_begins_with_the_one_that_is_asked_for(room):
    async with running(room.open()) as hands:
        await hands.lines(":go 3", ":point the lights went out")
        await hands.press("up", "f4", "enter")
        assert texts(hands.desk) == ["the lights went out"]


async def test_what_to_say_that_has_no_height_left_says_that_more_follows(room):
    async with running(room.open(), size=(80, 24)) as hands:
        await hands.lines(":go 5", *(f"change: number {n} | why: so | rec: do it" for n in range(1, 4)))
        await hands.lines(":go 6")
        say = [line for line in hands.seen.splitlines() if line.strip()]
        at = next(i for i, line in enumerate(say) if line.strip().startswith("Say"))
        shown = [line for line in say[at:] if line.startswith("            ") or "Say" in line]
        assert shown[-1].rstrip().endswith("…")
        await hands.lines(":go 1")
        assert "…" not in "".join(hands.seen.split("Then ask")[1:])


async def test_a_line_that_is_refused_where_it_was_begun_goes_along_and_glues_to_nothing(room):
    async with running(room.open(head_count=2)) as hands:
        await hands.lines(":go 3", *TIMELINE, ":go 4", "One person could send alone")
        assert "A slip is numbers" in hands.seen
        await hands.next()
        assert "for 4a" not in hands.seen
        assert "A slip is numbers" not in hands.seen
        await hands.press("enter")
        assert texts(hands.desk, "cause") == ["One person could send alone"]
        assert hands.runner.line.text == ""


async def test_a_slip_typed_too_late_still_belongs_to_its_vote(room):
    async with running(room.open(head_count=2)) as hands:
        await hands.lines(":go 3", *TIMELINE, ":go 4")
        await hands.type("2")
        await hands.next()
        assert "for 4a" in hands.seen


@pytest.mark.parametrize(("typed", "meant"), [(":late", "fit"), (":people", "who"), (":resume", "start")])
async def test_words_that_somebody_may_try_are_answered_with_the_word_meant(room, typed, meant):
    async with running(room.open()) as hands:
        await hands.line(typed)
        assert f"did you mean :{meant}?" in hands.seen


async def test_slips_left_hidden_are_not_forgotten_at_the_next_questions(room):
    async with running(room.open("pre-mortem")) as hands:
        await hands.lines(":go 4", "The track does not fit", "Nobody dared say it")
        for _question in range(2):
            await hands.next()
            assert "2 slips are still hidden.  :reveal shuffles and shows them." in hands.seen
        await hands.line(":reveal")
        assert "still hidden" not in hands.seen


async def test_ctrl_c_copies_nothing_and_says_how_to_leave(room):
    async with running(room.open()) as hands:
        await hands.type("half a line")
        await hands.press("ctrl+c")
        (said,) = [note.message for note in hands.app._notifications]
        assert "^Q leaves" in said
        assert hands.runner.line.text == "half a line"
