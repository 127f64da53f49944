"""A new template: commented, without a finding as it is, and a copy that keeps its comments."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kmfacilitate.cli.commands import cli
from kmfacilitate.errors import WrongUse
from kmfacilitate.templates.blank import blank, copy_of
from kmfacilitate.templates.check import check
from kmfacilitate.templates.load import check_file, read_template
from kmfacilitate.templates.model import Part, Stage, Template
from kmfacilitate.templates.shelf import shipped_folder


def test_a_new_template_can_be_run_as_it_is():
    text = blank("ward-round-review")
    template = read_template(text, "new.yaml")
    assert (template.id, template.title) == ("ward-round-review", "Ward round review")
    assert check(template) == []
    assert sum(line.lstrip().startswith("#") for line in text.splitlines()) > 20


@pytest.mark.parametrize(
    "title", ["Ward: the review", "# Review", "[draft]", "yes", "L’après-midi", '"Quoted"']
)
def test_any_title_will_do(title: str):
    assert read_template(blank("review", title), "new.yaml").title == title


def test_a_new_template_shows_most_keys():
    text = blank("review")

    def shown_keys(part: type[Part], besides: set[str]) -> set[str]:
        names = {field.alias or name for name, field in part.model_fields.items()}
        return {name for name in names - besides if f"{name}:" not in text}

    assert shown_keys(Template, {"per_head"}) == set()
    assert shown_keys(Stage, {"repeat", "break"}) == set()


@pytest.mark.parametrize("wrong", ["My Review", "über", "a_b", "", "../x", "a\nb"])
def test_an_id_that_is_none_is_refused_with_one_that_would_do(wrong: str):
    with pytest.raises(WrongUse, match="An id has small letters"):
        blank(wrong)


def test_a_copy_keeps_its_comments_and_all_else():
    text = (shipped_folder() / "peer-assist.yaml").read_text(encoding="utf-8")
    copy = copy_of(text, "cymorth", language="cy")
    assert copy == text.replace("id: peer-assist", "id: cymorth", 1).replace("language: en", "language: cy")
    with pytest.raises(WrongUse, match="A language is a code"):
        copy_of(text, "cymorth", language="cy: x")


def run(*arguments: str, library: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--library", str(library), "templates", *arguments])
    return done.exit_code, done.stdout


def test_the_command_writes_into_the_library_and_never_over_a_file(tmp_path: Path):
    code, out = run("new", "ward-round", "--title", "Ward round", library=tmp_path)
    path = Path(out.strip())
    assert (code, path) == (0, tmp_path / "session_templates" / "ward-round.yaml")
    assert check_file(path) == []
    assert json.loads((path.parent / "template.schema.json").read_text(encoding="utf-8"))["title"]
    assert "ward-round  Ward round" in run("list", library=tmp_path)[1]
    assert run("new", "ward-round", library=tmp_path)[0] != 0
    assert run("new", "ward-round", "--force", library=tmp_path)[0] == 0
    assert run("new", "Ward Round", library=tmp_path)[0] != 0


def test_a_copy_with_the_same_id_takes_the_place_of_the_shipped_one(tmp_path: Path):
    assert run("new", "peer-assist", "--copy", "peer-assist", "--title", "Ours", library=tmp_path)[0] == 0
    titles = json.loads(run("list", "--json", library=tmp_path)[1])
    assert [each["title"] for each in titles if each["id"] == "peer-assist"] == ["Ours"]
    elsewhere = tmp_path / "elsewhere"
    assert run("new", "brief", "--copy", "peer-assist", "--to", str(elsewhere), library=tmp_path)[0] == 0
    assert (elsewhere / "brief.yaml").is_file()
    assert run("new", "brief", "--copy", "peer-asist", library=tmp_path)[0] != 0
