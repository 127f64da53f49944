"""What Home counts as waiting, and what a later session settled."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path

from sittings import Room, command, hold

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.library.place import forget_index, team_folder
from kmfacilitate.store.shelf import heads
from kmfacilitate.ui.facilitator import Facilitator
from kmfacilitate.ui.glyphs import UNICODE
from kmfacilitate.ui.home_waiting import Counted, counted, what_waits

from .conftest import seen
from .running import until


def due(room: Room) -> list[str]:
    """The words of the actions due."""
    waiting = what_waits(heads(room.library), date(2026, 12, 24))
    return [text for each in waiting if each.title == "Actions due" for text, _ in each.lines]


def test_an_action_that_a_later_session_found_done_or_dropped_is_due_no_more(tmp_path: Path) -> None:
    room = Room(tmp_path)
    lines = (":go 6", "Ring the depot @ana ^fri", "Book a room @sam ^fri", "Cut a key @sam ^fri", ":finish")
    hold(room.open(project="Clinic"), lines)
    assert due(room) == ["Ring the depot", "Book a room", "Cut a key"]
    room.time.at += timedelta(days=7)
    hold(room.open("retrospect", project="Clinic"), ("done", "dropped too late", "open"))
    assert due(room) == ["Cut a key"], "it counts while that session is not finished yet, too"


def test_the_whole_library_is_counted_by_its_index(tmp_path: Path) -> None:
    room = Room(tmp_path)
    hold(
        room.open(project="Clinic"), (":go 5", "keep: Two keys", ":go 6", "Ring @ana ^2020-01-01", ":finish")
    )
    hold(room.open(share="nothing"), (":go 6", "Secret @ana ^2020-01-01", ":finish"))
    for day in range(22):  # the newest sessions, which alone are read as files
        room.time.at += timedelta(days=1)
        hold(room.open(title=f"Day {day}", project="Other"), (":go 6", "Later @sam ^2099-01-01", ":finish"))
    newest = heads(room.library)[:20]
    today = date(2026, 12, 24)
    assert not [each for each in what_waits(newest, today) if each.title == "Actions due"]
    forget_index(room.library, room.places)
    ask = Ask(room.library, room.places)
    assert counted(ask, today) is None, "there is no index yet"
    update(room.library, room.places)
    known = counted(ask, today)
    ask.close()
    assert known == Counted(1, 23, 1, (("Ring", "2020-01-01"),), ("Two keys",))
    due, routeless = what_waits(newest, today, known)
    assert (due.count, due.of, [text for text, _ in due.lines]) == (1, "of 23 open", ["Ring"])
    assert (routeless.count, routeless.words) == (1, "lesson without a route")


def test_what_was_imported_and_what_the_team_does_waits_for_nobody_here(tmp_path: Path) -> None:
    room = Room(tmp_path)
    note = tmp_path / "review.md"
    note.write_text("---\ntitle: Storage outage\n---\nNobody had a list.\n", "utf-8")
    assert command("import", str(note), folder=tmp_path).code == 0
    hold(room.open(), (":go 6", "Ring @ana ^2020-01-01", ":finish"))
    assert room.path is not None
    team = team_folder(room.library, room.places) / "sessions"
    team.mkdir(parents=True)
    room.path.rename(team / "theirs.json")
    update(room.library, room.places)
    ask = Ask(room.library, room.places)
    assert counted(ask, date(2026, 12, 24)) == Counted(0, 0, 0, (), ())
    assert what_waits(heads(room.library), date(2026, 12, 24)) == ()
    ask.close()


async def test_home_shows_the_counts_of_the_index_and_the_lines_on_request(tmp_path: Path) -> None:
    room = Room(tmp_path)
    hold(room.open(project="Clinic"), (":go 6", "Ring the depot @ana ^2020-01-01", ":finish"))
    app = Facilitator(room.library, theme="ink", glyphs=UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: getattr(app.screen, "counted", False))
        await pilot.pause()
        assert "1 action due" in seen(app)
        assert "Ring the depot" not in seen(app)
        await pilot.press("space")
        assert "Ring the depot" in seen(app)
        assert app.index is not None
        await asyncio.to_thread(app.index.close)
