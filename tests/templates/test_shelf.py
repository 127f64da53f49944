import subprocess
import sys
from pathlib import Path

import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.templates.problem import TemplateError
from kmfacilitate.templates.shelf import TemplateShelf, read_title, shipped_folder

HEAD = """\
id: {id}
technique: pre-mortem
title: {title}
learning: before
purpose: collect
variants: {{standard: 10}}
stages:
  - id: one
    title: One
    minutes: 10
    questions:
      - {{id: q, ask: What?}}
"""


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_templates_stand_in_the_order_of_the_toolbox():
    titles = TemplateShelf().titles()
    core = [
        title.id
        for title in titles
        if title.id in {"before-action-review", "pre-mortem", "after-action-review", "retrospect"}
    ]
    assert core == ["before-action-review", "pre-mortem", "after-action-review", "retrospect"]
    assert all(not title.problem for title in titles)


def test_a_head_has_what_home_shows():
    title = next(title for title in TemplateShelf().titles() if title.id == "after-action-review")
    assert title.title == "After action review"
    assert title.tagline == "Compare plan and outcome"
    assert title.learning == "during"
    assert title.purpose == ("collect", "create")
    assert title.variants == {"quick": 20, "standard": 60, "extended": 90}
    assert title.default_variant == "standard"
    assert title.path == shipped_folder() / "after-action-review.yaml"


def test_titles_are_read_without_pydantic_or_textual():
    code = (
        "import sys\n"
        "from kmfacilitate.templates.shelf import TemplateShelf\n"
        "assert TemplateShelf().titles()\n"
        "heavy = {'pydantic', 'textual', 'tinydb', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "TemplateShelf().get('pre-mortem')\n"
        "assert 'pydantic' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_librarys_own_template_takes_the_place_of_a_shipped_one(tmp_path: Path):
    own = put(tmp_path / "session_templates", "ours.yaml", HEAD.format(id="pre-mortem", title="Our own"))
    shelf = TemplateShelf.for_library(tmp_path)
    assert [title.path for title in shelf.titles() if title.id == "pre-mortem"] == [own]
    assert shelf.get("pre-mortem").title == "Our own"


def test_a_library_without_templates_of_its_own_has_the_shipped_ones(tmp_path: Path):
    assert TemplateShelf.for_library(tmp_path).titles() == TemplateShelf().titles()
    assert TemplateShelf.for_library(None).titles() == TemplateShelf().titles()
    assert TemplateShelf.for_library(shipped_folder().parent).titles() == TemplateShelf().titles()


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(Unable, match='no template "premortem"; did you mean pre-mortem'):
        TemplateShelf().get("premortem")
    with pytest.raises(Unable, match="did you mean after-action-review"):
        TemplateShelf().get("After action review")
    with pytest.raises(Unable, match=r"there are .*retrospect"):
        TemplateShelf().get("zzz")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: mine\n\ttitle: x\n", "mine.yaml:2: a tab"),
        ("a: " + "[" * 30_000, "more than 12 levels"),
        ("id: mine\n", "technique is missing"),
        (
            HEAD.format(id="Mine!", title="x"),
            'an id has small letters a-z, digits and hyphens; "Mine!" has others',
        ),
        (HEAD.format(id="mine", title="x").replace("learning: before", "learning: later"), 'not "later"'),
        (
            HEAD.format(id="mine", title="x").replace("standard: 10}\ns", "standard: ten}\ns"),
            'minutes, not "ten"',
        ),
        (
            HEAD.format(id="mine", title="x").replace("{standard: 10}", "60"),
            "variants are names with minutes",
        ),
        (HEAD.format(id="mine", title="[x, y]"), "title is one text"),
        (
            HEAD.format(id="mine", title="x").replace("title:", "titel:", 1),
            'title is missing; did you mean it by "titel"?',
        ),
    ],
)
def test_a_broken_template_is_listed_and_hides_no_other(tmp_path: Path, text: str, says: str):
    put(tmp_path, "fine.yaml", HEAD.format(id="fine", title="Fine"))
    put(tmp_path, "mine.yaml", text)
    shelf = TemplateShelf(tmp_path)
    assert [(title.id, bool(title.problem)) for title in shelf.titles()] == [("fine", False), ("mine", True)]
    assert says in shelf.titles()[1].problem
    assert shelf.get("fine").title == "Fine"
    with pytest.raises(Unable, match="put it right, or move the file away"):
        shelf.get("mine")


def test_what_is_broken_below_the_head_is_said_when_it_is_opened(tmp_path: Path):
    put(tmp_path, "mine.yaml", HEAD.format(id="mine", title="x").replace("minutes: 10", "minutes: ten"))
    shelf = TemplateShelf(tmp_path)
    assert not shelf.titles()[0].problem
    with pytest.raises(TemplateError, match='stage "One": minutes must be'):
        shelf.get("mine")


def test_two_files_with_one_id_are_both_listed(tmp_path: Path):
    put(tmp_path, "a.yaml", HEAD.format(id="same", title="A"))
    put(tmp_path, "b.yaml", HEAD.format(id="same", title="B"))
    first, second = TemplateShelf(tmp_path).titles()
    assert (first.id, first.problem) == ("same", "")
    assert "the id same is that of a.yaml too" in second.problem


def test_missing_folders_and_stray_files_are_nothing(tmp_path: Path):
    put(tmp_path, ".hidden.yaml", "x")
    put(tmp_path, "notes.txt", "x")
    assert TemplateShelf(tmp_path, tmp_path / "gone").titles() == []


def test_terminal_commands_in_a_head_are_taken_out(tmp_path: Path):
    path = put(tmp_path, "mine.yaml", HEAD.format(id="mine", title='"x\\e]52;c;eA==\\a"'))
    assert read_title(path).title == "x]52;c;eA=="
