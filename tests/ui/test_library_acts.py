"""What is said of a line of the library by one key: on the disk, dated, shown, and taken back."""

from __future__ import annotations

from pathlib import Path
from threading import current_thread

import pytest

from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.hub.team import Decision, Team
from kmfacilitate.library.index import update
from kmfacilitate.library.place import team_folder
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.screens.library import LibraryScreen
from kmfacilitate.ui.screens.library_pages import LineScreen

from .conftest import seen
from .shelves import Shelf, find, said, until

SIREN = (":go 5", "Two people must agree before a live alert leaves the console", ":finish", ":quit")


async def test_the_next_state_asks_what_it_needs_and_undo_takes_it_back(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(120, 40)) as pilot:
        await find(app, pilot, "ring")
        assert "N next: checked" in said(app)
        await pilot.press("n")
        await until(app, pilot, lambda: "checked 1/3 What happened?" in said(app))
        await pilot.press(*"late", "enter", *"nobody called", "enter")
        await until(app, pilot, lambda: "3/3 What exactly should someone do?" in said(app))
        await pilot.press(*"ring before ten", "enter")
        await until(app, pilot, lambda: "5.2 is checked now. ^Z takes it back." in said(app))
        await until(app, pilot, lambda: "✓ checked" in said(app))
        lesson = shelf.lesson("5.2")
        assert (lesson.state, lesson.happened, lesson.why) == ("checked", "late", ("nobody called",))
        assert lesson.history[-1][1:] == ("checked", "")
        await pilot.press("z")
        await until(app, pilot, lambda: "took back: 5.2 is checked now" in said(app))
        assert shelf.lesson("5.2").state == ""


async def test_a_route_is_one_key_and_an_owner_with_a_day_two_lines(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(120, 40)) as pilot:
        await find(app, pilot, "agree")
        await pilot.press("p")
        await until(app, pilot, lambda: "5.1 goes to: process" in said(app))
        assert shelf.lesson("5.1").route == "process"
        assert shelf.lesson("5.1").history[-1][1:] == ("changed", "route")
        await pilot.press("p")
        await until(app, pilot, lambda: "5.1 goes to process already." in said(app))
        assert "^Z takes it back" not in said(app)
        await pilot.press("o")
        await until(app, pilot, lambda: "Who takes it on?" in said(app))
        await pilot.press(*"Sam", "enter", *"frday", "enter")
        await until(app, pilot, lambda: "No date in frday" in said(app))
        await pilot.press("ctrl+u", *"2026-12-24", "enter")
        await until(app, pilot, lambda: "filled in 5.1" in said(app))
        assert (shelf.lesson("5.1").owner, shelf.lesson("5.1").due) == ("Sam", "2026-12-24")


async def test_reject_asks_why_and_escape_leaves_everything(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(app, pilot, "ring")
        await pilot.press("r")
        await until(app, pilot, lambda: "Why is it not right" in said(app))
        await pilot.press(*"no", "escape")
        assert isinstance(app.screen, LibraryScreen)
        assert shelf.lesson("5.2").state == ""
        await pilot.press("r", *"we have no office", "enter")
        await until(app, pilot, lambda: "5.2 is rejected now" in said(app))
        assert shelf.lesson("5.2").history[-1][1:] == ("rejected", "we have no office")


async def test_lessons_most_like_it_are_offered_to_be_merged_into(shelf: Shelf):
    shelf.add(20, SIREN, title="Siren test")
    update(shelf.library, Places.here())
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(app, pilot, "must agree")
        await pilot.press("m")
        await until(app, pilot, lambda: "Which lesson says the same?" in said(app))
        assert "Two people agree before a live alert" in said(app)
        await pilot.press("enter")
        await until(app, pilot, lambda: "5.1 is merged now" in said(app))
        merged = shelf.lesson("5.1", session=1)
        kept = Session.read(SessionFile.open(shelf.paths[0]).documents)
        assert (merged.state, merged.replaced_by) == ("merged", f"{kept.id}/{kept.numbered('5.1')}")
        assert shelf.lesson("5.1").state == ""


async def test_any_state_that_follows_is_chosen_from_a_list(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(app, pilot, "ring")
        await pilot.press("s")
        await until(app, pilot, lambda: "Which state?" in said(app))
        await pilot.press(*"stal", "enter")
        await until(app, pilot, lambda: "5.2 is stalled now" in said(app))
        assert shelf.lesson("5.2").state == "stalled"


async def test_it_happened_again_is_counted(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(app, pilot, "ring")
        await pilot.press("a", *"in May", "enter")
        await until(app, pilot, lambda: "5.2 happened again (1 time)" in said(app))
        assert shelf.lesson("5.2").history[-1][1:] == ("again", "in May")
        await pilot.press("e", *"quicker", "enter", "enter")
        await until(app, pilot, lambda: "its effect shows once it is embedded" in said(app))


async def test_an_action_is_done_dropped_opened_and_given_a_new_day(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(app, pilot, "switch")
        await pilot.press("d")
        await until(app, pilot, lambda: "5.3 is done" in said(app))
        assert shelf.action("5.3").state == "done"
        await until(app, pilot, lambda: "B open again" in said(app))
        await pilot.press("b")
        await until(app, pilot, lambda: "5.3 is open again" in said(app))
        await until(app, pilot, lambda: "X drop" in said(app))
        await pilot.press("x", *"no second key", "enter")
        await until(app, pilot, lambda: "5.3 is dropped" in said(app))
        assert shelf.action("5.3").dropped == "no second key"
        await pilot.press("z")
        await until(app, pilot, lambda: "took back: 5.3 is dropped" in said(app))
        await pilot.press("w", *"2027-01-15", "enter")
        await until(app, pilot, lambda: "filled in 5.3" in said(app))
        assert (shelf.action("5.3").state, shelf.action("5.3").due) == ("open", "2027-01-15")


async def test_the_page_of_a_lesson_takes_the_same_keys(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(60, 20)) as pilot:
        await find(app, pilot, "agree")
        await pilot.press("enter")
        await until(app, pilot, lambda: isinstance(app.screen, LineScreen) and "N next: checked" in said(app))
        await pilot.press("n")
        await until(app, pilot, lambda: "5.1 is checked now" in said(app))
        assert shelf.lesson("5.1").state == "checked"
        await pilot.press("r", "escape")
        assert isinstance(app.screen, LineScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_letters_are_text_in_the_box_and_nothing_in_the_filters(shelf: Shelf):
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", *"route")
        await pilot.press("f3", *"ptk")
        await pilot.pause()
        assert not app.screen.query_one("Prompt").has_class("-open")
        assert (shelf.lesson("5.1").route, shelf.lesson("5.2").route) == ("", "")


async def test_a_session_that_is_open_here_is_changed_at_its_desk(shelf: Shelf):
    desk, _ = Desk.resume(shelf.library, shelf.paths[0])
    app = Facilitator(shelf.library, desk=desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+f", *"office")
        await until(app, pilot, lambda: "Ring the office first" in said(app) and "2 found" in said(app))
        await pilot.press("down", "t")
        await until(app, pilot, lambda: "5.2 goes to: tell" in said(app))
        lesson = desk.f.session.entries[desk.f.session.numbered("5.2") or ""]
        assert isinstance(lesson, Lesson)
        assert lesson.route == "tell"
        assert desk.f.can_undo == "5.2 goes to: tell"
    desk.close()


@pytest.fixture
def zoo(shelf: Shelf, tmp_path: Path) -> Path:
    """A session of the team's, as it was pulled."""
    folder = team_folder(shelf.library, Places.here()) / "sessions"
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    lines = (":go 5", "Zebras need two keepers", "Zebras need keepers by two", ":finish", ":quit")
    path = Shelf(tmp_path / "elsewhere").add(9, lines, title="Zoo")
    path.rename(folder / "zoo.json")
    update(shelf.library, Places.here())
    return folder / "zoo.json"


async def test_a_lesson_of_the_team_is_theirs_and_what_happened_is_said_in_a_session_of_ours(
    shelf: Shelf, zoo: Path
):
    theirs = Session.read(SessionFile.open(zoo).documents).id
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(app, pilot, "zebras need two")
        assert "the team’s" in said(app)
        assert "N next" not in said(app)
        before = zoo.read_bytes()
        await pilot.press("p")
        await until(app, pilot, lambda: "theirs to change" in said(app))
        await pilot.press("a")
        await until(app, pilot, lambda: "In which of your sessions was it seen again?" in said(app))
        assert "Zoo" not in said(app).partition("seen again?")[2].partition("Esc")[0]
        await pilot.press("enter", *"at the gate", "enter")
        await until(app, pilot, lambda: "happened again: Zebras need two keepers" in said(app))
        assert zoo.read_bytes() == before
    session = Session.read(SessionFile.open(shelf.paths[0]).documents)
    (verdict,) = (entry for _, entry in session.of_kind("verdict"))
    assert getattr(verdict, "on", "").startswith(f"{theirs}/")
    assert (getattr(verdict, "says", ""), getattr(verdict, "reason", "")) == ("again", "at the gate")


class StandIn:
    """A hub of the tests: what was decided at it, and what it answers."""

    def __init__(self) -> None:
        self.decided: list[tuple[str, ...]] = []
        self.refuses = ""
        self.threads: set[str] = set()

    def decide(
        self, library: Library, places: Places, lesson: str, says: str, into: str, note: str, *, called: str
    ) -> str:
        self.threads.add(current_thread().name)
        if self.refuses:
            raise Unable(self.refuses)
        self.decided.append((lesson.partition("/")[2], says, into.partition("/")[2], note))
        session = lesson.partition("/")[0]
        decision = Decision(
            session, self.decided[-1][0], len(self.decided), says, into, note, "kim", "2026-11-20"
        )
        Team(library, places).decide([decision])
        return f"{called} is {says}."


@pytest.fixture
def hub(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A hub at which whoever uses the library is a keeper."""
    (zoo.parent.parent / "keeper").touch()
    stand_in = StandIn()
    monkeypatch.setattr("kmfacilitate.hub.deciding.decide", stand_in.decide)
    return stand_in


async def test_a_keeper_decides_of_a_lesson_of_the_team_with_the_same_keys(
    shelf: Shelf, zoo: Path, hub: StandIn
):
    before = zoo.read_bytes()
    session = Session.read(SessionFile.open(zoo).documents)
    first, second = (session.numbered(number) or "" for number in ("5.1", "5.2"))
    app = Facilitator(shelf.library)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(app, pilot, "zebras need two")
        await until(app, pilot, lambda: "N next: checked" in said(app))
        await pilot.press("n")
        await until(app, pilot, lambda: "Why? The whole team reads it." in said(app))
        await pilot.press("escape", "n", "enter")
        await until(app, pilot, lambda: "5.1 is checked." in said(app) and "N next: validated" in said(app))
        hub.refuses = "The hub can’t be reached."
        await pilot.press("r", "enter", *"not for us", "enter")
        await until(app, pilot, lambda: "The hub can’t be reached." in said(app))
        assert "not for us" in said(app)  # what was typed stays, and Enter tries again
        hub.refuses = ""
        await pilot.press("enter")
        await until(app, pilot, lambda: "5.1 is rejected." in said(app))
        await pilot.press("m")
        await until(app, pilot, lambda: "Which lesson says the same?" in said(app))
        assert "live alert" not in said(app)  # of a session that the team does not have
        await pilot.press("enter")
        await until(app, pilot, lambda: "merged  Why?" in seen(app))
        await pilot.press("enter")
        await until(app, pilot, lambda: "5.1 is merged." in said(app))
        await pilot.press("s")
        await until(app, pilot, lambda: "What do you decide as a keeper?" in said(app))
        await pilot.press(*"inform", "enter", *"known", "enter")
        await until(app, pilot, lambda: "5.1 is information." in said(app))
        await pilot.press("u")
        await until(app, pilot, lambda: "Which lesson stands in its place?" in said(app))
        await pilot.press(*"another", "enter", "enter")
        await until(app, pilot, lambda: "2/2 Its session and number" in said(app))
        hub.refuses = "No lesson is meant."
        await pilot.press(*"x/9.9", "enter")
        await until(app, pilot, lambda: "No lesson is meant." in said(app))
        hub.refuses = ""
        await pilot.press("ctrl+u", *"x/5.2", "enter")
        await until(app, pilot, lambda: "5.1 is superseded." in said(app))
        await pilot.press("z")
        await until(app, pilot, lambda: "Nothing was said here that could be taken back." in said(app))
    assert hub.decided == [
        (first, "checked", "", ""), (first, "rejected", "", "not for us"), (first, "merged", second, ""),
        (first, "information", "", "known"), (first, "superseded", "5.2", ""),
    ]  # fmt: skip
    assert current_thread().name not in hub.threads
    assert zoo.read_bytes() == before


async def test_home_counts_anew_when_one_comes_back_from_chasing_an_action(shelf: Shelf):
    lines = (":go 6", "Ring the depot @Ana ^2020-01-01", "Book a room @Sam ^2020-01-01", ":finish", ":quit")
    shelf.add(3, lines, title="Clinic")
    update(shelf.library, Places.here())
    app = Facilitator(shelf.library)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(app, pilot, lambda: "2 actions due" in said(app))
        await find(app, pilot, "depot")
        await pilot.press("d")
        await until(app, pilot, lambda: "is done" in said(app))
        await pilot.press("escape", "escape", "escape")
        await until(app, pilot, lambda: "1 action due" in said(app))
