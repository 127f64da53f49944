"""Scenario 9 of the acceptance page: an action learning set keeps nothing it should not."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sittings import Room, Said, command, hold

from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.desk import Desk
from kmfacilitate.session import clock
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.staging import room_scene
from kmfacilitate.verbs import enter

STEPS = (3, 6, 14, 2, 5, 3, 2)
"""Minutes of the seven steps of a presenter's turn."""


def found_in(folder: Path, words: str) -> set[str]:
    """Every word that fits, in any file below a folder."""
    return {
        match
        for path in folder.rglob("*")
        if path.is_file()
        for match in re.findall(words, path.read_text(errors="replace"))
    }


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def presented(desk: Desk, room: Room, *actions: str, answer: str) -> Outcome:
    """One presenter's turn, each step as long as planned; returns what came of the answer."""
    said = Outcome()
    for step, minutes in enumerate(STEPS):
        if step == 5:
            for action in actions:
                enter(desk, action)
            said = enter(desk, answer)
        if step == 6:
            enter(desk, "4 4 5")
        room.time.wait(minutes)
        enter(desk, ":next")
    return said


def test_an_action_learning_set_keeps_nothing_it_should_not(room: Room, tmp_path: Path):
    cards = tmp_path / "cards"
    cards.mkdir()
    desk = room.open("action-learning-set", head_count=6)

    with pytest.raises(Refused, match=":here says again what is kept"):
        enter(desk, ":next")  # nothing begins without a yes
    enter(desk, "yes")
    enter(desk, ":start")
    with pytest.raises(Refused, match="Nothing is kept here"):
        enter(desk, "zebra1 I slept badly")
    for line in (":next", "yes", ":next", ":next", "~ zebra2 the quarrel in the ward", ":next"):
        enter(desk, line)
    assert desk.f.here.under == "presenter 1"

    seen = room_scene(desk.f, "lines")
    assert (seen.ask, seen.rows, seen.subject) == ("", (), "")
    assert seen.stage == "A presenter’s turn"
    with pytest.raises(Refused, match="show lines yes"):
        enter(desk, ":show lines")

    first = presented(desk, room, "zebra3 talk to her ^fri", "zebra3 write it down", answer=f"no {cards}")
    assert first.says == "forgotten; left is presenter 1: 2 actions"
    assert desk.f.here.under == "presenter 2"
    second = presented(desk, room, "zebra4 ask for a day off ^mon", answer=f"yes {cards}")
    assert second.says == "kept: presenter 2: 1 action"

    for presenter in ("presenter 1", "presenter 2"):
        at = desk.f.moment()
        assert clock.used_at(desk.f.session, at, "turn", under=presenter) == 35 * 60
        questions = [q.id for q in desk.f.session.template.stages[3].questions]
        steps = [clock.used_at(desk.f.session, at, "turn", question=q, under=presenter) for q in questions]
        assert steps == [minutes * 60 for minutes in STEPS]

    for line in (":next", "yes 20 December", ":finish"):
        enter(desk, line)
    assert desk.close() is None
    desk.drop()

    kept = tmp_path / "library"
    assert found_in(kept, r"zebra\d") | found_in(tmp_path / "state", r"zebra\d") == {"zebra4"}
    assert desk.file.path.name == f"2026-11-22--{desk.f.session.id[:4]}.json"
    written = {path.name: found_in(path.parent, r"zebra\d") for path in cards.iterdir()}
    assert set(written) == {f"2026-11-22-presenter-{n}-action-card.md" for n in (1, 2)}
    assert found_in(cards, r"zebra\d") == {"zebra3", "zebra4"}

    asked = (
        ["list"],
        ["list", "--json"],
        ["search", "zebra4"],
        ["actions"],
        ["export", "--all", "--to", str(cards)],
    )
    for words in asked:
        said = command(*words, folder=tmp_path)
        assert "zebra" not in said.out + said.err
    assert command("export", "last", "--to", "-", folder=tmp_path).code == 1
    log = command("export", "last", "--artefact", "--edition", "full", "--to", "-", folder=tmp_path)
    assert "presenter 1: 2 actions" in log.out
    assert "zebra4" in log.out

    room.time.at += timedelta(days=30)
    following = room.open("action-learning-set", head_count=6)
    said = hold(following, ["yes", ":go 2", "done", "still open", ":go 6", "yes", ":finish"])
    assert (said.code, said.err) == (0, "")
    assert "1 presenter 1: 2 actions, 22 Nov" in said.lines
    assert any(line.startswith("2 zebra4 ask for a day off") for line in said.lines)
    assert [v["says"] for v in room.json()["entries"] if v["kind"] == "verdict"] == ["done", "open"]
    assert "zebra" not in room.path.read_text()  # the words stay in the one file they were kept in


def test_another_set_or_team_never_sees_it(room: Room):
    desk = room.open("action-learning-set", head_count=6, project="North")
    for line in ("yes", ":go 4f", "zebra4 ask ^mon", "yes", ":go 6", ":finish"):
        enter(desk, line)
    desk.close()
    room.time.wait(60)
    for template, project in (("action-learning-set", "South"), ("community-meeting", "North")):
        other = room.open(template, head_count=6, project=project)
        assert other.f.past == ()
        other.close()
    room.time.wait(60)
    same = room.open("action-learning-set", head_count=6, project="North")
    assert [line.text for line in same.f.past] == ["zebra4 ask"]
    same.close()


def test_what_nobody_decided_about_is_asked_for_before_the_end(room: Room):
    desk = room.open("action-learning-set", head_count=6)
    for line in ("yes", ":go 4f", "zebra3 ask ^mon", ":go 6"):
        enter(desk, line)
    with pytest.raises(Refused, match=r"presenter 1 \(4f, 1 action\)"):
        enter(desk, ":finish")
    enter(desk, ":finish yes")
    desk.close()
    assert "zebra3" not in room.path.read_text()


def test_a_refused_card_keeps_the_lines(room: Room, tmp_path: Path):
    desk = room.open("action-learning-set", head_count=6)
    for line in ("yes", ":go 4f", "zebra3 ask ^mon"):
        enter(desk, line)
    for answer, why in (
        ("no", "Where does the card go"),
        (f"no {tmp_path}/nowhere", "There is no folder"),
        (f"no {room.library.folder}", "in the library"),
    ):
        with pytest.raises(Refused, match=why):
            enter(desk, answer)
    assert [entry.text for _, entry in desk.f.session.live()] == ["zebra3 ask"]
    desk.close()


def test_the_real_command_takes_the_yes_as_its_first_line(tmp_path: Path):
    given = b"yes\nzebra1 hello\n:go 6\nyes\n:finish\n"
    said = command("start", "action-learning-set", "--plain", "--people", "6", given=given, folder=tmp_path)
    assert "Type yes to begin" in said.out
    assert "Nothing is kept here" in said.err
    assert found_in(tmp_path, "zebra1") == set()
    agreed = command("start", "action-learning-set", "--plain", "--yes", given=b":finish\n", folder=tmp_path)
    assert (agreed.code, "Type yes" in agreed.out) == (0, False)


def test_without_a_yes_nothing_begins(room: Room):
    said: Said = hold(room.open("mentoring-agreement"), ["no", "zebra1 my goal", ":start", ":quit"])
    assert said.code == 1
    assert room.session().entries == {}
    assert room.session().clock == {}
