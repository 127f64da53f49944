"""The shipped scripts: complete, adding up, fit for the room, and as techniques.md has them."""

import json
import re
from pathlib import Path

import pytest
import yaml

from kmfacilitate.templates import yaml_events
from kmfacilitate.templates.load import check_file, load_template
from kmfacilitate.templates.schema import schema_text
from kmfacilitate.templates.shelf import shipped_folder
from kmfacilitate.templates.words import LONGEST_QUESTION, TECHNIQUES

FILES = sorted(shipped_folder().glob("*.yaml"))

MINUTES = {
    "after-action-review": {
        "standard": [3, 7, 8, 15, 15, 10, 2],
        "quick": [1, 3, 4, 4, 4, 3, 1],
        "extended": [6, 12, 15, 22, 18, 13, 4],
    },
    "before-action-review": {"standard": [3, 8, 8, 12, 10, 7, 10, 2], "quick": [2, 5, 4, 6, 4, 3, 5, 1]},
    "pre-mortem": {
        "standard": [5, 8, 3, 7, 15, 7, 8, 17, 5],
        "quick": [3, 5, 2, 5, 10, 5, 5, 8, 2],
        "extended": [8, 12, 3, 8, 20, 12, 15, 32, 10],
    },
    "retrospect": {
        "standard": [10, 20, 20, 35, 50, 10, 55, 15, 20, 5],
        "quick": [5, 10, 10, 15, 25, 5, 25, 10, 12, 3],
    },
    "peer-assist": {
        "standard": [10, 15, 15, 25, 25, 10, 12, 5, 3],
        "quick": [5, 5, 8, 14, 12, 0, 8, 5, 3],
    },
    "community-launch": {"standard": [5, 15, 20, 15, 20, 12, 12, 6]},
    "community-meeting": {"standard": [5, 5, 25, 15, 7, 3]},
    "knowledge-cafe": {"standard": [5, 8, 10, 12, 2, 12, 2, 12, 3, 16, 8]},
    "coffee-break": {"standard": [5, 3, 2, 25, 7, 3]},
    "action-learning-set": {
        "quick": [10, 10, 5, 35, 8, 2],
        "standard": [10, 10, 5, 70, 8, 2],
        "extended": [10, 10, 5, 105, 8, 2],
    },
    "knowledge-asset": {"standard": [10, 20, 45, 15, 10, 12, 8]},
    "mentoring-agreement": {"standard": [15, 12, 8, 12, 8, 5]},
    "grow-conversation": {"standard": [5, 8, 15, 15, 12, 5]},
    "shadowing-debrief": {"standard": [2, 7, 7, 4]},
    "working-out-loud-session": {"standard": [5, 5, 5, 10, 10, 5, 5]},
    "working-out-loud-circle": {"standard": [15, 15, 25, 5]},
    "leaver-plan": {"standard": [5, 10, 8, 8, 9, 5]},
    "leaver-interview": {"standard": [5, 15, 20, 12, 13, 10, 7, 5, 3]},
    "leaver-audience": {"standard": [5, 20, 20, 10, 5]},
    "leaver-close-out": {"standard": [4, 8, 5, 3]},
}

WORTH = (
    "peer-assist", "before-action-review", "pre-mortem", "after-action-review", "community-launch",
    "community-meeting", "coffee-break", "knowledge-asset", "working-out-loud-session", "retrospect",
    "leaver-audience",
)  # fmt: skip
"""The techniques whose source ends in a rating of the session; what is confidential mostly rates nothing."""


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


def test_a_colleague_finds_nothing(path: Path):
    assert [str(finding) for finding in check_file(path)] == []


def test_every_variant_adds_up(path: Path):
    template = load_template(path)
    assert template.variants
    for name, total in template.variants.items():
        assert sum(stage.minutes_in(name) for stage in template.stages) == total


def test_every_question_fits_the_room_view(path: Path):
    for stage in load_template(path).stages:
        for question in stage.questions:
            assert 0 < len(question.ask.split()) <= LONGEST_QUESTION, question.ask


def test_every_stage_helps_the_facilitator(path: Path):
    for stage in load_template(path).stages:
        assert stage.say
        assert stage.tips
        assert stage.break_ or (stage.watch_for and stage.if_stuck)
        assert all(len(sentence.split()) <= 32 for sentence in re.split(r"[.?!] ", stage.say)), stage.say


def test_the_last_stage_closes(path: Path):
    close = load_template(path).stages[-1]
    assert close.close
    assert close.protected


@pytest.mark.parametrize("template_id", WORTH)
def test_the_close_asks_what_it_was_worth(template_id: str):
    close = load_template(shipped_folder() / f"{template_id}.yaml").stages[-1]
    assert [q.capture.scale for q in close.questions if q.capture.becomes == "rating"] == [(1, 5)]


def test_the_file_is_named_by_its_id(path: Path):
    assert load_template(path).id == path.stem


def test_both_parsers_of_pyyaml_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch):
    one = yaml_events.read_file(path)
    monkeypatch.setattr(yaml_events, "_Loader", yaml.BaseLoader)
    other = yaml_events.read_file(path)
    assert one.root == other.root
    assert one.lines == other.lines


@pytest.mark.parametrize("template_id", MINUTES)
def test_stages_have_the_minutes_of_the_technique(template_id: str):
    template = load_template(shipped_folder() / f"{template_id}.yaml")
    assert {
        name: [stage.minutes_in(name) for stage in template.stages] for name in template.variants
    } == MINUTES[template_id]


def test_a_short_review_keeps_actions_and_close_when_it_is_made_shorter():
    template = load_template(shipped_folder() / "after-action-review.yaml")
    least = [stage.least for stage in template.stages]
    assert all(few <= kept for few, kept in zip(least, [2, 4, 4, 9, 9, 10, 2], strict=True))
    assert [stage.id for stage in template.stages if stage.protected] == ["act", "close"]


def test_a_retrospect_is_longer_with_more_people_and_has_a_break():
    template = load_template(shipped_folder() / "retrospect.yaml")
    assert template.per_head == 30
    assert [stage.id for stage in template.stages if stage.break_] == ["break"]


def test_the_safety_check_is_optional_and_private_wherever_it_is_asked(path: Path):
    question = load_template(path).question("safety")
    if question:
        assert question.optional
        assert question.capture.private


def test_the_schema_for_editors_is_not_stale():
    """If this fails: `kmfacilitate templates schema > session_templates/template.schema.json`."""
    assert (shipped_folder() / "template.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_knows_every_key_that_is_used(path: Path):
    schema = json.loads(schema_text())

    def keys_of(name: str) -> set[str]:
        return set((schema["$defs"][name] if name != "Template" else schema)["properties"])

    tree = yaml_events.read_file(path).root
    stages = tree["stages"]
    assert set(tree) <= keys_of("Template")
    for stage in stages:
        assert set(stage) <= keys_of("Stage")
        for question in stage.get("questions", ()):
            assert set(question) <= keys_of("Question")
            assert set(question.get("capture", ())) <= keys_of("Capture")


def test_the_example_of_the_handbook_is_a_template(tmp_path: Path):
    handbook = Path(__file__).parents[2] / "docs" / "templates.md"
    (example,) = re.findall(
        r"```yaml title=\"(?:[^\"]+)\"\n(.*?)```", handbook.read_text(encoding="utf-8"), re.DOTALL
    )
    path = tmp_path / "check-in.yaml"
    path.write_text(example, encoding="utf-8")
    assert [str(finding) for finding in check_file(path)] == []
    assert load_template(path).id == "monday-look-back"


def test_every_technique_of_the_toolbox_has_a_script():
    assert {load_template(path).technique for path in FILES} == set(TECHNIQUES)


def test_a_conversation_keeps_only_what_somebody_wants_kept(path: Path):
    template = load_template(path)
    for stage in template.stages:
        for question in stage.questions:
            if template.family == "conversation" and question.capture.becomes in ("point", "commitment"):
                assert question.capture.keep == "ask", question.id


def test_an_action_learning_set_keeps_no_words_but_the_actions_a_presenter_wants_kept():
    template = load_template(shipped_folder() / "action-learning-set.yaml")
    kept = {q.id: q.capture.becomes for stage in template.stages for q in stage.questions}
    assert set(kept.values()) == {"none", "check", "verdict", "action", "rating"}
    action = template.question("action")
    assert action
    assert action.capture.keep == "ask"


def test_each_presenter_has_thirty_five_minutes():
    turn = load_template(shipped_folder() / "action-learning-set.yaml").stage("turn")
    assert turn
    assert turn.repeat
    assert [turn.repeat.seats_in(name) for name in ("quick", "standard", "extended")] == [1, 2, 3]
    assert [question.minutes for question in turn.questions] == [3, 6, 14, 2, 5, 3, 2]


def test_a_circle_has_time_slots_only():
    """Its guides may not be adapted."""
    template = load_template(shipped_folder() / "working-out-loud-circle.yaml")
    assert {q.capture.kind for stage in template.stages for q in stage.questions} == {"none"}
    assert template.origin[0].url == "https://workingoutloud.com"
