"""Changing what was written: every act, what it keeps, and that it is taken back and brought back whole."""

from __future__ import annotations

import pytest
from support import entries_of, entry, go, numbers, room, texts, type_all, type_line

from kmfacilitate.session.acts import activities, correct
from kmfacilitate.session.answering import entry_named, room_at
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.line import read_line, write_line
from kmfacilitate.session.walk import Place


def timeline(*lines: str, names: str = "") -> Facilitation:
    f = room("after-action-review", "", "Ana", "Sam", names=names)
    go(f, "3")
    type_all(f, *(lines or ("08:05 doors opened", "08:06 - fridge alarm", "08:07 + second vaccinator")))
    return f


def reword(f: Facilitation, number: str, typed: str):
    id_ = entry_named(f, number)
    e = f.session.entries[id_]
    room_ = room_at(f, Place(e.stage, e.question, e.under), kind=e.kind)
    return f.do("edit", correct.reword(id_, read_line(typed, room_)))


def act(f: Facilitation, number: str, made, *args, **kw):
    return f.do("act", made(entry_named(f, number), *args, **kw))


def test_an_edit_without_a_change_is_no_step():
    f = timeline()
    id_ = entry_named(f, "3.2")
    before = f.steps()
    typed = write_line(f.session.entries[id_], room_at(f))
    assert reword(f, "3.2", typed).says == "3.2 stays as it was"
    assert f.steps() == before


def test_an_edit_clears_what_the_line_no_longer_says_and_keeps_the_rest():
    f = timeline("08:06 - fridge alarm #cold | but: a test")
    reword(f, "3.1", "08:06 fridge alarm twice")
    e = entry(f, "3.1")
    assert (e.text, e.when, e.outcome, e.tags, e.but) == ("fridge alarm twice", "08:06", "", (), "")
    assert e.edited
    f.undo()
    e = entry(f, "3.1")
    assert (e.outcome, e.tags, e.but, e.edited) == ("worse", ("cold",), "a test", "")


def test_retyping_keeps_unseen_fields_and_brings_them_back():
    f = timeline("08:06 - fridge alarm")
    act(f, "3.1", correct.retype, "lesson")
    assert entry(f, "3.1").kind == "lesson"
    act(f, "3.1", correct.fill, {"why": ["old seal"], "recommendation": "change it"})
    act(f, "3.1", correct.retype, "action")
    assert not hasattr(type(entry(f, "3.1")), "why")
    reword(f, "3.1", "change the seal @sam")
    reword(f, "3.1", "* change the seal")
    e = entry(f, "3.1")
    assert (e.why, e.recommendation) == (("old seal",), "change it")
    act(f, "3.1", correct.retype, "event")
    assert (entry(f, "3.1").when, entry(f, "3.1").outcome) == ("08:06", "worse")


def test_no_kind_is_made_of_a_vote_and_none_of_nothing():
    f = timeline()
    go(f, "4")
    type_line(f, "1")
    with pytest.raises(Refused):
        act(f, "4.1", correct.retype, "lesson")
    with pytest.raises(Refused):
        act(f, "4.1", correct.fill, {"owner": "Sam"}, kind="action")
    with pytest.raises(Refused):
        act(f, "3.1", correct.retype, "vote")
    with pytest.raises(Refused):
        act(f, "3.1", correct.retype, "sentence")
    with pytest.raises(Refused):
        reword(f, "4.1", "words")


def test_a_moved_line_gets_a_number_and_its_old_one_is_never_given_again():
    f = timeline()
    act(f, "3.3", correct.move, Place("learned", "lesson"))
    assert numbers(f) == ["3.1", "3.2", "5.1"]
    type_line(f, "08:10 queue gone")
    assert numbers(f) == ["3.1", "3.2", "5.1", "3.4"]
    f.undo()
    f.undo()
    assert numbers(f) == ["3.1", "3.2", "3.3"]
    go(f, "5")
    type_line(f, "keep: two vaccinators")
    assert f.session.number(list(f.session.entries)[-1]) == "5.2"


def test_a_moved_line_stands_after_another_wherever_that_is():
    f = timeline()
    act(f, "3.1", correct.move, Place(""), entry_named(f, "3.3"))
    assert entry(f, "3.1").after == entry_named(f, "3.3")
    go(f, "5")
    type_line(f, "keep: two vaccinators")
    act(f, "3.1", correct.move, Place(""), entry_named(f, "5.1"))
    assert entry(f, "5.2").stage == "learned"
    with pytest.raises(Refused):
        act(f, "5.1", correct.move, Place(""), entry_named(f, "5.1"))
    with pytest.raises(Refused):
        act(f, "5.1", correct.move, Place("nowhere"))


def test_private_notes_are_numbered_apart_whichever_way_they_came():
    f = timeline()
    type_line(f, "~ chief is angry")
    reword(f, "3.3", "~ second vaccinator was late")
    assert numbers(f) == ["3.1", "3.2", "p2", "p1"]
    type_line(f, "08:11 queue gone")
    assert numbers(f)[-1] == "3.4"
    act(f, "p2", correct.retype, "point")
    assert numbers(f) == ["3.1", "3.2", "3.5", "p1", "3.4"]
    type_line(f, "~ another")
    assert numbers(f)[-1] == "p3"


def test_deleting_and_restoring():
    f = timeline()
    act(f, "3.2", correct.delete)
    assert texts(f) == ["doors opened", "second vaccinator"]
    with pytest.raises(Refused, match=r"restore 3\.2"):
        act(f, "3.2", correct.delete)
    type_line(f, "08:12 more")
    assert numbers(f)[-1] == "3.4"
    act(f, "3.2", correct.restore)
    assert "fridge alarm" in texts(f)
    assert act(f, "3.2", correct.restore).says == "3.2 was never taken out"


def test_joining_hands_over_words_tags_empty_fields_and_lines():
    f = timeline("08:05 doors #queue", "forty people #staff | but: thirty")
    act(f, "3.2", correct.merge, entry_named(f, "3.1"))
    e = entry(f, "3.2")
    assert (e.text, e.tags, e.but, e.when) == ("forty people; doors", ("staff", "queue"), "thirty", "08:05")
    assert numbers(f) == ["3.2"]
    with pytest.raises(Refused):
        act(f, "3.2", correct.merge, entry_named(f, "3.2"))
    f.undo()
    assert numbers(f) == ["3.1", "3.2"]


def test_joined_groups_keep_their_lines():
    f = timeline()
    here = Place("actual", "timeline")
    f.do("group", activities.group(here, [entry_named(f, "3.1")], "Doors"))
    f.do("group", activities.group(here, [entry_named(f, "3.2")], "Cold"))
    act(f, "3.4", correct.merge, entry_named(f, "3.5"))
    assert entry(f, "3.2").group == entry_named(f, "3.4")


def test_a_private_note_is_joined_to_no_line_of_the_room():
    f = timeline()
    type_line(f, "~ chief is angry")
    for one, other in (("3.1", "p1"), ("p1", "3.1")):
        with pytest.raises(Refused):
            act(f, one, correct.merge, entry_named(f, other))


@pytest.mark.parametrize(
    ("text", "at", "parts"),
    [
        ("Doors late; queue long", "", ["Doors late", "queue long"]),
        ("Doors late. Queue long", "", ["Doors late.", "Queue long"]),
        ("Doors late and queue long", "queue", ["Doors late and", "queue long"]),
        ("Straße zu UND Bus weg", "und bus", ["Straße zu", "UND Bus weg"]),
    ],
)
def test_splitting(text: str, at: str, parts: list[str]):
    f = timeline(text + " #late")
    act(f, "3.1", correct.split, at)
    assert texts(f) == parts
    assert numbers(f) == ["3.1", "3.2"]
    assert entry(f, "3.2").tags == ("late",)
    f.undo()
    assert texts(f) == [text]


@pytest.mark.parametrize("at", ["", "nowhere", "One"])
def test_what_has_no_second_part_is_not_split(at: str):
    f = timeline("One sentence")
    with pytest.raises(Refused, match="Say where"):
        act(f, "3.1", correct.split, at)


def test_striking_leaves_no_word_anywhere_and_undo_says_so():
    f = timeline("I swapped the shift with Kamala", "another")
    id_ = entry_named(f, "3.1")
    reword(f, "3.1", "I swapped it with Kamala")
    act(f, "3.1", correct.delete)
    act(f, "3.1", correct.restore)
    act(f, "3.1", correct.retype, "point")
    with pytest.raises(Refused, match=r"strike 3\.1 yes"):
        act(f, "3.1", correct.strike, False)
    assert "Kamala" in repr(f.steps())
    said = act(f, "3.1", correct.strike, True).says
    assert said == "3.1 struck at a participant's request"
    assert "Kamala" not in repr(f.session.documents) + repr(f.steps()) + repr(f.session)
    assert numbers(f) == ["3.2"]
    assert f.undo() == f"{said}: that can't be taken back"
    assert f.session.entries[id_].forgotten
    for made in (correct.restore, correct.delete):
        with pytest.raises(Refused, match="gone for good"):
            f.do("act", made(id_))
    assert f.undo() == "took back: added 3.2"
    with pytest.raises(Refused):
        f.undo()
    type_line(f, "a third")
    assert numbers(f) == ["3.3"]


def test_striking_takes_verdicts_and_lost_values_along():
    f = room("retrospect")
    go(f, "2")
    type_line(f, "Kamala leads the orbit insertion")
    go(f, "3")
    type_line(f, "missed by far")
    documents = dict(f.session.documents)
    lost = {"rev": 1, "table": "entries", "id": entry_named(f, "2.1"), "field": "text", "other": "Kamala led"}
    documents["conflicts"] = {"1779760801775616009": lost}
    f.absorb(documents)
    act(f, "2.1", correct.strike, True)
    assert "Kamala" not in repr(f.session.documents) + repr(f.steps())


def test_grouping_ungrouping_and_what_becomes_of_the_lines():
    f = timeline()
    here = f.here
    ids = [entry_named(f, n) for n in ("3.1", "3.2")]
    assert f.do("group", activities.group(here, ids, "Cold chain")).says == "2 lines in group 3.4"
    assert f.do("group", activities.group(here, [entry_named(f, "3.3")], "cold CHAIN")).entry == entry_named(
        f, "3.4"
    )
    act(f, "3.4", correct.retype, "risk")
    assert [entry(f, n).group for n in ("3.1", "3.2", "3.3")] == [entry_named(f, "3.4")] * 3
    act(f, "3.1", activities.ungroup)
    assert entry(f, "3.1").group == ""
    act(f, "3.4", correct.retype, "theme")
    with pytest.raises(Refused, match="ungroup"):
        act(f, "3.4", correct.retype, "private")
    act(f, "3.4", activities.ungroup)
    assert [e.group for _, e in f.session.live()] == ["", "", ""]
    f.undo()
    assert entry(f, "3.2").group == entry_named(f, "3.4")
    with pytest.raises(Refused):
        act(f, "3.1", activities.ungroup)


def test_what_is_private_or_taken_out_is_not_grouped():
    f = timeline()
    type_line(f, "~ chief is angry")
    act(f, "3.2", correct.delete)
    for number in ("p1", "3.2"):
        with pytest.raises(Refused):
            f.do("group", activities.group(f.here, [entry_named(f, number)], "Mixed"))


def test_undo_says_what_it_takes_back_and_redo_brings_it_back():
    f = timeline()
    with pytest.raises(Refused):
        f.redo()
    before = entries_of(f)
    assert f.can_undo == "added 3.3"
    assert f.undo() == "took back: added 3.3"
    assert f.can_redo == "added 3.3"
    assert f.redo() == "done again: added 3.3"
    assert entries_of(f) == before
    f.undo()
    type_line(f, "08:20 something new")
    assert f.can_redo is None
    while f.can_undo:
        f.undo()
    with pytest.raises(Refused):
        f.undo()
    assert texts(f) == []


def test_a_value_that_no_field_can_hold_is_refused_and_nothing_changes():
    f = timeline("! order a key @sam")
    before = f.session
    with pytest.raises(Refused):
        act(f, "3.1", correct.fill, {"due": "soon"})
    with pytest.raises(Refused):
        act(f, "3.1", correct.fill, {"sign": "smoke"})
    assert f.session is before


def test_with_fewer_names_who_spoke_is_not_kept():
    f = timeline("08:05 doors", '"We were never told" @Ana', names="none")
    assert entry(f, "3.2").by == ""
    assert "We were never told" in texts(f)
    with pytest.raises(Refused):
        act(f, "3.2", correct.fill, {"by": "Ana"})
    reword(f, "3.2", '"Never told" @Ana')
    assert (entry(f, "3.2").text, entry(f, "3.2").by) == ("Never told", "")


@pytest.mark.parametrize(
    ("typed", "kind", "read"),
    [
        ("08:05 - fridge alarm", "event", {"when": "08:05", "outcome": "worse", "text": "fridge alarm"}),
        ("keep: two people count", "lesson", {"type": "keep", "text": "two people count"}),
        (
            "Head office: publish the rota",
            "recommendation",
            {"to": "Head office", "text": "publish the rota"},
        ),
        ("08:05", "event", {"when": "", "text": "08:05"}),
    ],
)
def test_a_line_made_another_kind_is_read_as_that_kind_reads_its_beginning(typed: str, kind: str, read):
    f = room("after-action-review", "", "Ana", "Sam")
    go(f, "2")
    type_line(f, typed)
    act(f, "2.1", correct.retype, kind)
    assert {name: getattr(entry(f, "2.1"), name) for name in read} == read
    f.undo()
    assert entry(f, "2.1").text == typed


def test_a_plain_line_moved_becomes_what_is_asked_for_there_and_one_with_more_stays_what_it_is():
    f = room("after-action-review", "", "Ana", "Sam")
    go(f, "2")
    type_all(f, "08:05 - fridge alarm", "doors open at nine | actual: at ten", "! order a key", "? who pays")
    there = Place("actual", "timeline")
    for number in ("2.1", "2.2", "2.3", "2.4"):
        act(f, number, correct.move, there)
    moved = [entry(f, f"3.{n}") for n in (1, 2, 3, 4)]
    assert [e.kind for e in moved] == ["event", "difference", "action", "parked"]
    assert (moved[0].when, moved[0].text) == ("08:05", "fridge alarm")
