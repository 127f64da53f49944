"""Every shipped script whole from a piped file: each question answered fitly, and every line found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room, entries, hold, script
from walks import PEOPLE, walk_through

from kmfacilitate.session.answering import asking
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.staging import room_scene, scene
from kmfacilitate.templates.shelf import shipped_folder

TEMPLATES = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
VARIANTS = [
    (name, variant) for name in TEMPLATES for variant in script(name).variants if variant != "standard"
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_runs_whole_from_a_piped_file(template: str, tmp_path: Path):
    room = Room(tmp_path)
    walk = walk_through(script(template))
    held = hold(room.open(template, people=";".join(PEOPLE), title="Walk"), walk.lines)
    assert (held.code, held.err) == (0, "")
    view = room.json()
    assert view["session"]["state"] == "finished"
    assert [stage["state"] for stage in view["session"]["stages"]] == ["done"] * len(script(template).stages)
    said = {str(entry.get("text", "")).partition(" -> ")[0] for entry in view["entries"]}
    assert [text for text in walk.texts if text not in said] == []
    assert ("report: " in held.out) == (script(template).family != "confidential")
    if script(template).family == "confidential":
        assert "nothing leaves this room" in held.out
    else:
        full = room.markdown("full")
        assert [text for text in walk.texts if text not in full] == []


@pytest.mark.parametrize("template", ["action-learning-set", "knowledge-cafe", "leaver-plan", "pre-mortem"])
def test_a_number_of_people_is_enough(template: str, tmp_path: Path):
    room = Room(tmp_path)
    walk = walk_through(script(template), people=())
    held = hold(room.open(template, head_count=len(PEOPLE)), walk.lines)
    assert (held.code, held.err) == (0, "")
    assert room.json()["session"]["state"] == "finished"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_place_can_be_shown_to_the_facilitator_and_to_the_room(template: str):
    confidential = script(template).family == "confidential"

    def look(f: Facilitation) -> None:
        shown = scene(f)
        assert shown.asked.ask
        assert all(note.lines for note in shown.only_you)
        wall = room_scene(f, "lines")
        assert bool(wall.ask) != confidential
        assert not (confidential and wall.rows)
        for row in () if asking(f).way == "pairs" else wall.rows:  # partners must find each other
            assert not any(name in f"{row.text} {row.facts} {row.under}" for name in PEOPLE)

    walk_through(script(template), look=look)


@pytest.mark.parametrize(("template", "variant"), VARIANTS)
def test_no_question_of_another_length_refuses_a_fitting_answer(template: str, variant: str):
    walk = walk_through(script(template), variant)
    assert walk.lines[-1] == ":finish"
    assert walk.lines.count(":next") >= len(script(template).stages) - 2


def test_tables_of_a_cafe_are_drawn_and_mixed(tmp_path: Path):
    room = Room(tmp_path)
    people = tuple(f"Guest {letter}" for letter in "ABCDEFGHIJKLMNOP")
    walk = walk_through(script("knowledge-cafe"), people=people)
    held = hold(room.open("knowledge-cafe", people=";".join(people), names="all"), walk.lines)
    assert (held.code, held.err) == (0, "")
    drawn = {entry["question"]: entry["tables"] for entry in entries(room.json(), "pairs")}
    assert [len(table) for table in drawn["pairs"]] == [2] * 8
    assert [len(table) for table in drawn["tables"]] == [4] * 4
    for first, second in (("tables", "mix-1"), ("mix-1", "mix-2"), ("tables", "mix-2")):
        assert all(len({*one} & {*other}) <= 2 for one in drawn[first] for other in drawn[second])
