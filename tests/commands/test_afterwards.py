"""What is said of a line after its session: one change to its own file, whoever else has it open."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.commands import afterwards
from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.session import Session
from kmfacilitate.store.session_file import SessionFile

LINES = (
    ":go 5",
    "The guard hands both keys over | happened: locked out | why: one key | rec: cut a second key today",
    "Ring before you come",
    "! order a key @zoe",
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.type(*LINES, ":finish", ":quit", title="Keys", people="Zoe Lang;Sam")
    return room


def say(room: Room, saying: afterwards.Saying) -> Outcome:
    assert room.path
    return afterwards.say_of(room.library, room.path, saying, places=room.places, time_=room.time)


def kept(room: Room, number: str) -> Lesson:
    assert room.path
    session = Session.read(SessionFile.open(room.path, places=room.places).documents)
    lesson = session.entries[session.numbered(number) or ""]
    assert isinstance(lesson, Lesson)
    return lesson


def test_one_change_is_on_the_disk_and_dated(room: Room):
    assert say(room, afterwards.lesson("5.1", "checked", "", {})).says == "5.1 is checked now"
    assert kept(room, "5.1").history == ((room.time.now().date().isoformat(), "checked", ""),)
    say(room, afterwards.route("5.1", "process"))
    assert [row[1:] for row in kept(room, "5.1").history] == [("checked", ""), ("changed", "route")]


def test_what_is_open_in_another_window_stays_and_learns_of_it(room: Room):
    assert room.path
    window, _ = Desk.resume(room.library, room.path, places=room.places, time_=room.time)
    say(room, afterwards.lesson("5.1", "checked", "", {}))
    window.f.do("edit", lambda session, now: _retitled(session))
    assert window.flush()
    window.take_news()
    lesson = window.f.session.entries[window.f.session.numbered("5.1") or ""]
    assert isinstance(lesson, Lesson)
    assert (lesson.state, lesson.tags) == ("checked", ("door",))
    window.close()
    assert (kept(room, "5.1").state, kept(room, "5.1").tags) == ("checked", ("door",))


def _retitled(session: Session):  # type: ignore[no-untyped-def]
    from kmfacilitate.session.edits import Change, change

    id_ = session.numbered("5.1") or ""
    return Change("tagged", (change("entries", id_, session.raw("entries", id_), {"tags": ["door"]}),))


def test_a_line_that_was_half_typed_is_still_there_afterwards(room: Room):
    assert room.path
    window, _ = Desk.resume(room.library, room.path, places=room.places, time_=room.time)
    window.draft.keep("half a li")
    window.flush()
    window.close()
    say(room, afterwards.lesson("5.1", "checked", "", {}))
    again, _ = Desk.resume(room.library, room.path, places=room.places, time_=room.time)
    assert again.half_typed is not None
    assert again.half_typed.text == "half a li"
    again.close()


def test_only_what_was_said_here_is_taken_back(room: Room):
    says = say(room, afterwards.lesson("5.2", "rejected", "no", {})).says
    with pytest.raises(Refused, match=r"Something else was said since: 5\.2 is rejected now"):
        say(room, afterwards.take_back("5.1 is checked now"))
    assert say(room, afterwards.take_back(says)).says == "took back: 5.2 is rejected now"
    assert kept(room, "5.2").state == ""


def test_a_lesson_that_a_later_session_reopened_goes_on_from_there(room: Room):
    for state, note, given in (
        ("checked", "", {}), ("validated", "", {"route": "process"}),
        ("assigned", "", {"owner": "Sam", "due": "2w", "target": "key list"}),
        ("actioned", "cut", {}), ("embedded", "list 3", {}),
    ):  # fmt: skip
        say(room, afterwards.lesson("5.1", state, note, given))
    say(room, afterwards.lesson("5.1", "checked", "", {}, reopened=True))
    assert [row[1] for row in kept(room, "5.1").history][-2:] == ["reopened", "checked"]


def test_the_other_lesson_may_be_of_another_session(room: Room):
    session = room.session().id
    other = Room(room.folder, path=None)
    other.type(":go 5", "Keys hang in the hall", ":finish", ":quit", title="Hall")
    newer = f"{other.session().id}/5.1"
    say(room, afterwards.lesson("5.2", "superseded", "", {"replaced_by": newer}))
    assert kept(room, "5.2").replaced_by.startswith(f"{other.session().id}/")
    with pytest.raises(Refused, match="can't take its own place"):
        say(room, afterwards.lesson("5.1", "merged", "", {"replaced_by": f"{session}/5.1"}))


def test_a_running_clock_is_left_to_its_window(tmp_path: Path):
    room = Room(tmp_path)
    desk = room.open()
    desk.f.start()
    desk.flush()
    with pytest.raises(Unable, match="clock of this session is running"):
        say(room, afterwards.lesson("1.1", "checked", "", {}))
    desk.close()
