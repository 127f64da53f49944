"""What is said of a line after its session: one change to its own file, whoever else has it open."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sittings import Room, hold

from kmfacilitate.commands import afterwards
from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
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


def _retitled(session: Session):
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


def test_an_action_that_a_later_session_settled_is_opened_and_settled_again_and_the_newest_word_counts(
    tmp_path: Path,
):
    """Its own file knows nothing of the verdict, which stays where it was said."""
    first = Room(tmp_path)
    hold(first.open("community-meeting", project="North"), [":go 6", "! Ring the depot", ":finish"])
    later = Room(tmp_path, time=first.time, chance=first.chance)
    first.time.at += timedelta(days=1)
    hold(later.open("community-meeting", project="North"), [":go 2", "done", ":finish"])

    def stands() -> tuple[str, bool]:
        """Its state in the library, and whether the team's next session hears of it."""
        update(first.library, first.places)
        ask = Ask(first.library, first.places)
        (found,) = ask.actions()
        ask.close()
        next_ = later.open("community-meeting", project="North")
        next_.close()
        next_.file.path.unlink()
        return found.state, [line.text for line in next_.f.past] == ["Ring the depot"]

    first.time.at += timedelta(days=1)
    assert stands() == ("done", False)
    assert say(first, afterwards.action("6.1", "open", "", {})).says == "6.1 is open again"
    assert stands() == ("open", True)
    assert say(first, afterwards.take_back("6.1 is open again")).changed
    assert stands() == ("done", False)
    say(first, afterwards.action("6.1", "open", "", {}))
    first.time.at += timedelta(days=1)
    say(first, afterwards.action("6.1", "done", "", {}))
    assert stands() == ("done", False)
    say(first, afterwards.action("6.1", "open", "", {}, closed=True))  # whether it is done here and there
    assert stands() == ("open", True)
    assert len(first.session().of_kind("verdict")) == 1


def test_an_action_that_only_its_own_session_settled_needs_no_verdict(room: Room):
    say(room, afterwards.action("5.3", "done", "", {}))
    assert say(room, afterwards.action("5.3", "open", "", {})).says == "5.3 is open again"
    assert say(room, afterwards.action("5.3", "open", "", {})).says == "5.3 is open already"
    assert not room.session().of_kind("verdict")


def test_a_running_clock_is_left_to_its_window(tmp_path: Path):
    room = Room(tmp_path)
    desk = room.open()
    desk.f.start()
    desk.flush()
    with pytest.raises(Unable, match="clock of this session is running"):
        say(room, afterwards.lesson("1.1", "checked", "", {}))
    desk.close()
