"""Methods that are not in the toolbox, and scripts in other languages, run without a word of code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sittings import Room, hold
from walks import PEOPLE, walk_through

from kmfacilitate.desk import Desk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.templates.blank import copy_of
from kmfacilitate.templates.load import check_file
from kmfacilitate.templates.model import Template
from kmfacilitate.templates.shelf import FOLDER, TemplateShelf, shipped_folder

OUTSIDE = sorted((Path(__file__).parent / "outside").glob("*.yaml"))
WELSH = {
    "After action review": "Adolygiad wedi gweithredu",
    "What actually happened?": "Beth ddigwyddodd mewn gwirionedd?",
    "What actually happened, in order?": "Beth ddigwyddodd, yn ei drefn?",
    "Read back and close": "Darllen yn ôl a chau",
}
FRENCH = {
    "After action review": "Retour d’expérience",
    "What actually happened?": "Que s’est-il passé ?",
    "What actually happened, in order?": "Que s’est-il passé, dans l’ordre ?",
    "Read back and close": "Relecture et clôture",
}


def own_library(room: Room, file: str, text: str) -> Template:
    """Put a template into the library's own folder, and take it from the shelf by its id."""
    folder = room.library.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    assert [str(f) for f in check_file(folder / file) if f.severity == "error"] == []
    return TemplateShelf.for_library(room.library.folder).get(Path(file).stem)


def open_own(room: Room, template: Template) -> Desk:
    plan = Plan(people=PEOPLE, title="Walk")
    desk = Desk.begin(room.library, template, plan, time_=room.time, chance=room.chance, places=room.places)
    room.path = desk.file.path
    return desk


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path.stem)
def test_a_method_that_is_not_in_the_toolbox(path: Path, tmp_path: Path):
    room = Room(tmp_path)
    template = own_library(room, path.name, path.read_text(encoding="utf-8"))
    walk = walk_through(template)
    held = hold(open_own(room, template), walk.lines)
    assert (held.code, held.err) == (0, "")
    full = room.markdown("full")
    assert walk.texts
    assert [text for text in walk.texts if text not in full] == []


@pytest.mark.parametrize(("language", "words"), [("cy", WELSH), ("fr", FRENCH)], ids=["cy", "fr"])
def test_translating_a_template_is_copying_a_file(language: str, words: dict[str, str], tmp_path: Path):
    room = Room(tmp_path)
    text = (shipped_folder() / "after-action-review.yaml").read_text(encoding="utf-8")
    text = copy_of(text, "after-action-review", language=language)
    for english, other in words.items():
        text = re.sub(rf"((?:title|ask): ){re.escape(english)}$", rf"\g<1>{other}", text, flags=re.MULTILINE)
    template = own_library(room, "after-action-review.yaml", text)
    assert (template.language, template.title) == (language, words["After action review"])
    walk = walk_through(template)
    held = hold(open_own(room, template), walk.lines)
    assert (held.code, held.err) == (0, "")
    assert words["What actually happened, in order?"] in held.out
    view = room.json()
    assert view["session"]["language"] == language
    said = {str(entry.get("text", "")).partition(" -> ")[0] for entry in view["entries"]}
    assert [line for line in walk.texts if line not in said] == []
    assert words["What actually happened?"] in room.markdown("full")


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path.stem)
def test_a_colleague_finds_only_that_it_is_not_in_the_toolbox(path: Path):
    own = f'advice: technique: "{path.stem}" is none of the toolbox; it is listed as your own'
    assert [str(finding) for finding in check_file(path)] == [own]


def test_the_example_of_the_handbook_runs(tmp_path: Path):
    handbook = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml title=\"[^\"]+\"\n(.*?)```", handbook, re.DOTALL)
    room = Room(tmp_path)
    template = own_library(room, "monday-look-back.yaml", example)
    walk = walk_through(template)
    held = hold(open_own(room, template), walk.lines)
    assert (held.code, held.err) == (0, "")
    assert "report: " in held.out
