"""Scenarios 6, 7 and 8 of the acceptance page by way of the words, with a time set by hand and no screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sittings import BEGAN, Room, Said, entries, hold

from kmfacilitate.commands.outcome import Outcome
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.staging import room_scene
from kmfacilitate.verbs import enter

EIGHT = (
    "Project manager;Navigation lead;Operations navigation;Spacecraft engineer;Attitude control;"
    "Small forces;Systems engineer;Chief engineer"
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_twenty_minutes_late_with_a_hard_end(room: Room):
    desk = room.open(hard_end=BEGAN + timedelta(minutes=40), people="Ana;Sam")
    enter(desk, ":start")

    def minutes() -> list[int]:
        return [stage.record.minutes for stage in desk.f.session.plan]

    whole = [3, 7, 8, 15, 15, 10, 2]
    offered = enter(desk, ":fit")
    assert "20 minutes behind" in enter(desk, ":time").says
    assert "it would end at 10:50, not 10:30, the hard end" in enter(desk, ":time").says
    assert [line.split(":")[1] for line in offered.lines] == ["fit skip", "fit variant", "fit shrink"]
    shrunk = offered.lines[2]
    assert shrunk.endswith("4 Why 9 instead of 15, 5 Learned 9 instead of 15; it ends at 10:30")
    assert offered.lines[1].endswith("it ends at 10:10")
    assert minutes() == whole
    with pytest.raises(Refused, match="extend is not offered"):
        enter(desk, ":fit extend")
    assert enter(desk, ":fit shrink").says.endswith("ends at 10:30")
    assert minutes() == [2, 4, 4, 9, 9, 10, 2]
    enter(desk, ":undo")
    assert minutes() == whole
    desk.close()


def test_fire_alarm_sleep_two_afternoons_a_late_arrival_reopened(room: Room):
    plan = {"people": EIGHT, "names": "all", "hard_end": BEGAN + timedelta(minutes=240)}
    desk = room.open("retrospect", **plan)
    for line in (":start", ":go 2", "Orbit insertion", ":go 3", "missed closest approach 57 km", ":go 5"):
        enter(desk, line)
    room.time.wait(12)
    for line in ("one", "two", "three"):
        enter(desk, line)
    assert enter(desk, ":pause fire alarm").says == "paused: fire alarm"
    room.time.wait(18)
    enter(desk, ":start")
    enter(desk, ":who +Thermal engineer")
    assert enter(desk, ":who").says.endswith("Chief engineer, Thermal engineer")
    room.time.wait(5)
    room.time.sleep(40)
    assert desk.tick() == "40 minutes without the program were not counted. :away counts them."
    room.time.wait(3)
    assert enter(desk, ":quit").front == "quit"
    desk.close()
    typed_before = room.json()["entries"]

    room.time.wait(22 * 60)
    desk, notes = room.again()
    notes = (*notes, *desk.go_on(BEGAN + timedelta(hours=30, minutes=40)))
    assert notes == ("hard end 16:30",)
    stages = [f":go {number}" for number in range(6, 10)]
    second = hold(desk, [":start", *stages, ":rate 4 4 5", ":finish"], notes)
    assert (second.code, second.err) == (0, "")
    room.time.wait(60)
    third = room.go_on(":lesson Own the contingency burn | why: nobody did", ":finish")
    assert third.lines[0] == "reopened"

    view, full = room.json(), room.markdown("full")
    met = full.partition("## When we met")[2].partition("\n## ")[0]
    reasons = [line.rpartition("— ")[2] for line in met.strip().splitlines()]
    assert reasons == ["fire alarm", "sleep", "end of day", "end", "end"]
    assert "20 of 240 minutes" in full
    assert "8 people, later 9" in full
    assert "22 November 2026" in full
    assert "23 November 2026" in full
    assert "missed, closest approach 57 km" in full
    assert "Own the contingency burn" in full
    assert [row[1] for row in view["session"]["history"]] == ["reopened"]
    assert view["entries"][: len(typed_before)] == typed_before


def test_the_newcomer_speaks_last(room: Room):
    desk = room.open("retrospect", people="Ana;Sam", names="all")
    for line in (":start", ":go 5", "one", ":who +Lee", "two"):
        enter(desk, line)
    assert enter(desk, "three").entry
    assert [e.by for _, e in desk.f.session.of_kind("cause")] == ["Ana", "Sam", "Lee"]
    assert "round is done" in refused(desk, ":pass")
    desk.close()


def refused(desk: object, line: str) -> str:
    with pytest.raises(Refused) as found:
        enter(desk, line)
    return str(found.value)


def in_the_room(desk, mode: str) -> str:
    outcome: Outcome = enter(desk, f":show {mode}")
    assert outcome.front == "room"
    return str(room_scene(desk.f, desk.room_mode))


def test_the_room_sees_only_what_it_may(room: Room):
    desk = room.open(people="Ana;Sam;Priya", title="Clinic")
    lines = (":start", ":go 3", "08:05 - Keys were locked in", "09:00 = Keys found", "~ Sam looked upset",
             "? who tells HR about Kate", ":go 4", "1")  # fmt: skip
    for line in lines:
        enter(desk, line)
    for mode in ("question", "lines", "blank"):
        seen = in_the_room(desk, mode)
        for word in ("upset", "HR", "Kate", "vote", str(room.folder)):
            assert word not in seen
        for tip in desk.f.stage.script.tips:
            assert tip not in seen
    enter(desk, ":go 3")
    assert "Keys were locked in" not in in_the_room(desk, "question")
    assert "What actually happened" in in_the_room(desk, "question")
    assert "Keys were locked in" in in_the_room(desk, "lines")
    assert "Sam looked upset" in " ".join(enter(desk, ":stuck").lines)
    assert "upset" not in " ".join(enter(desk, ":list").lines)
    desk.close()


def test_plain_mode_says_what_the_room_would_see(room: Room):
    said: Said = room.type(
        ":go 3", "08:05 - Keys were locked in", "~ Sam looked upset", ":show lines", ":show off"
    )
    at = said.lines.index("Plain mode has no window for the room. It would see:")
    assert said.lines[at + 1 : at + 4] == [
        "What actually happened, in order?",
        "08:05 worse: Keys were locked in",
        "room view off",
    ]
    assert entries(room.json(), "private")
