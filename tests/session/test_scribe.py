"""Handing the keyboard to a scribe: earlier notes stay out of sight, the history says who typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.desk import Desk
from kmfacilitate.session.acts.redact import without_name
from kmfacilitate.session.answering import asking
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.staging import only_you
from kmfacilitate.verbs import enter


def opened(tmp_path: Path, names: str = "owners") -> tuple[Room, Desk]:
    room = Room(tmp_path)
    desk = room.open(people="Ana;Sam", names=names)
    enter(desk, "~ Sam looked upset")
    room.time.wait(1)
    return room, desk


def notes(desk: Desk) -> str:
    found = only_you(desk.f, asking(desk.f), desk.f.moment())
    return " / ".join(line for note in found if note.title == "Your notes" for line in note.lines)


def test_notes_from_before_are_out_of_sight_until_the_facilitator_takes_the_keyboard_back(tmp_path):
    room, desk = opened(tmp_path)
    said = enter(desk, ":scribe Ana")
    assert (said.says, said.front) == ("Ana types now", "fold")
    assert said.notes == ("1 note of yours is out of sight; :scribe back shows all of yours",)
    room.time.wait(1)
    enter(desk, "~ ask about the rota")
    assert notes(desk) == "1 from before  :scribe back shows all of yours / p2  ask about the rota"
    assert enter(desk, ":list private").lines == ("p2 ask about the rota",)
    for typed in (":edit p1", ":kind p1 point", ":copy p1", ":delete p1"):
        with pytest.raises(Refused, match="noted before somebody else took the keyboard"):
            enter(desk, typed)
    assert enter(desk, ":scribe back").front == "only-you"
    assert notes(desk) == "p1  Sam looked upset / p2  ask about the rota"
    with pytest.raises(Refused, match="The keyboard is yours"):
        enter(desk, ":scribe back")


def test_they_stay_out_of_sight_after_a_crash(tmp_path):
    room, desk = opened(tmp_path)
    enter(desk, ":scribe Ana")
    desk.close()
    again, _ = room.again()
    assert "Sam looked upset" not in notes(again)
    again.close()


@pytest.mark.parametrize(
    ("names", "who"), [("all", "Ana types from here"), ("owners", "somebody else types from here")]
)
def test_the_history_says_who_types_where_names_may_be_kept(tmp_path, names, who):
    room, desk = opened(tmp_path, names)
    enter(desk, ":scribe Ana")
    enter(desk, ":scribe back")
    rows = [what for _, what in desk.f.session.meeting.history]
    assert rows == [who, "the facilitator types again"]
    enter(desk, ":share names owners")
    assert desk.f.session.meeting.history[0][1] == "somebody else types from here"
    desk.close()
    assert "Ana" not in room.markdown("full").partition("History")[2]


def test_asked_alone_it_says_who_types(tmp_path):
    _, desk = opened(tmp_path)
    assert enter(desk, ":scribe").says == "you type; :scribe Ana hands over"
    enter(desk, ":scribe Ana")
    assert enter(desk, ":scribe").says == "a scribe types; :scribe back takes over"


def test_a_person_forgotten_goes_out_of_the_history_too(tmp_path):
    _, desk = opened(tmp_path, "all")
    enter(desk, ":scribe Ana")
    edits = without_name(desk.f.session, "Ana", "someone", desk.f.now())
    after, _ = desk.f.session.with_edits(edits)
    assert [what for _, what in after.meeting.history] == ["someone types from here"]
