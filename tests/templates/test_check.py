from pathlib import Path

import pytest

from kmfacilitate.templates.check import check
from kmfacilitate.templates.load import check_file, read_template
from kmfacilitate.templates.model import Template
from kmfacilitate.templates.shelf import shipped_folder

CORE = ("after-action-review", "before-action-review", "pre-mortem", "retrospect")


def text_of(template_id: str = "after-action-review") -> str:
    return (shipped_folder() / f"{template_id}.yaml").read_text(encoding="utf-8")


def changed(old: str, new: str, template_id: str = "after-action-review") -> list[str]:
    text = text_of(template_id)
    assert old in text, old
    return [str(finding) for finding in check(read_template(text.replace(old, new, 1), "t.yaml"))]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "standard: 60",
            "standard: 61",
            "error: variants, standard: the stages of standard add up to 60 minutes, not 61",
        ),
        (
            "        ask: What actually happened, in order?",
            "        ask: " + "so " * 21,
            'question "timeline", ask: the question has 21 words; at most 20 fit',
        ),
        ("        ask: What actually happened, in order?", '        ask: " "', "the question is empty"),
        ("    close: yes\n", "", "no stage has close: yes"),
        (
            "    protected: yes\n    close: yes\n",
            "    close: yes\n",
            'advice: stage "Read back and close": protected: yes is missing',
        ),
        ("    protected: yes\n    least: 3\n", "", "it asks for actions; protected: yes"),
        (
            "    short: Learned\n",
            "",
            'stage "What have we learned?", title: give it a short title of at most 12 letters',
        ),
        ("drop_first: 4", "drop_first: 6", "stage 6 is protected"),
        (
            "tagline: Compare plan and outcome",
            "tagline: Compare the plan with the real outcome",
            "at most 5 words",
        ),
        ("technique: after-action-review", "technique: our-own-way", '"our-own-way" is none of the toolbox'),
        ("learning: during", "learning: after", "under learning during"),
        (
            "purpose: [collect, create]",
            "purpose: [collect, invent]",
            '"invent" is none of connect, collect, create',
        ),
        (
            "past: [risks, causes]",
            "past: [fears]",
            'error: stage "Why was there a difference?", past: "fears" cannot be brought in',
        ),
        ("      quiet: Ask each", "      silent: Ask each", "silent is never shown"),
        ("  max: 15", "  max: 1", "cannot both be"),
        ("    least: 4\n", "    least: 5\n", "5 minutes are more than the 4"),
        (
            "  Everyone did their best with",
            "  " + "Everyone did " * 20 + "best with",
            "words are long to read aloud",
        ),
    ],
)
def test_what_a_colleague_would_find(old: str, new: str, says: str):
    assert any(says in finding for finding in changed(old, new)), changed(old, new)


@pytest.mark.parametrize(
    "key", ["origin", "summary", "tagline", "pitfalls", "roles", "prepare", "outputs", "ground_rules"]
)
def test_what_is_missing_at_the_head_is_named(key: str):
    template = read_template(text_of(), "t.yaml")
    found = [
        str(finding) for finding in check(template.model_copy(update={key: type(getattr(template, key))()}))
    ]
    assert len(found) == 1
    assert f"{key} is missing" in found[0]


def test_unknown_verdicts_are_advised_against():
    found = changed("verdicts: [exceeded, met, partly, missed]", "verdicts: [good, bad]", "retrospect")
    assert any("reports know these sets of verdicts" in finding for finding in found)


def test_a_stage_that_says_or_asks_nothing_is_named():
    template = read_template(text_of(), "t.yaml")
    bare = template.stages[0].model_copy(update={"say": "", "questions": ()})
    found = [
        str(finding)
        for finding in check(template.model_copy(update={"stages": (bare, *template.stages[1:])}))
    ]
    assert any("say is missing" in finding for finding in found)
    assert any("it asks nothing" in finding for finding in found)


def test_minutes_of_questions_add_up_to_those_of_the_stage():
    found = changed("      - id: good\n", "      - id: good\n        minutes: 3\n")
    assert any("its questions add up to 3 minutes in extended, not 12" in finding for finding in found)


def test_findings_of_a_file_have_its_lines_and_its_order(tmp_path: Path):
    path = tmp_path / "t.yaml"
    text = text_of().replace("standard: 60", "standard: 61", 1).replace("    short: Learned\n", "", 1)
    path.write_text(text, encoding="utf-8")
    rows = text.splitlines()
    found = check_file(path)
    assert [finding.severity for finding in found] == ["error", "advice"]
    assert rows[found[0].line - 1].startswith("variants:")
    assert "What have we learned?" in rows[found[1].line - 1]


def test_a_template_made_in_code_is_checked_too():
    template = Template.model_validate(
        {"id": "X!", "technique": "t", "title": "T", "learning": "before", "stages": [], "variants": {}}
    )
    found = [str(finding) for finding in check(template)]
    assert any("there are no stages" in finding for finding in found)
    assert any("variants is missing" in finding for finding in found)
    assert any("has others" in finding for finding in found)
