from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.templates.load import TemplateError, check_file, load_template, read_template
from kmfacilitate.templates.model import Template

GOOD = """\
id: short-review
technique: after-action-review
title: Short review
learning: during
variants: {quick: 9, standard: 20}
stages:
  - id: actual
    title: What happened?
    minutes: {quick: 4, standard: 10}
    tips: Facts before opinions.
    questions:
      - id: timeline
        ask: What actually happened, in order?
        probes:
          - What came first?
        capture: {kind: event}
  - id: why
    title: Why?
    minutes: {quick: 5, standard: 10}
    protected: yes
    repeat: {of: choose, top: 2}
    questions:
      - id: choose
        ask: Which two matter most?
        once: Yes
        capture: {how: vote, of: timeline, dots: 2}
      - id: cause
        ask: Why was that?
        capture: {kind: cause}
"""


def refused(text: str) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        read_template(text, "t.yaml")
    return [str(problem) for problem in caught.value.problems]


def with_change(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_template_is_read_with_numbers_yes_and_short_forms():
    template = read_template(GOOD, "t.yaml")
    why = template.stages[1]
    assert template.variants == {"quick": 9, "standard": 20}
    assert template.stages[0].tips == ("Facts before opinions.",)
    assert why.minutes_in("quick") == 5
    assert why.protected is True
    assert why.questions[0].once is True
    assert why.repeat
    assert (why.repeat.of, why.repeat.top) == ("choose", 2)
    assert why.questions[0].capture.of
    assert why.questions[0].capture.of.question == "timeline"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "minutes: {quick: 5, standard: 10}",
            "minutes: ten",
            't.yaml:19: stage "Why?": minutes must be a whole number from 0 to 480, not "ten"',
        ),
        (
            "standard: 10}\n    tips",
            "standard: 1O}\n    tips",
            'minutes: standard must be a whole number from 0 to 480, not "1O"',
        ),
        ("quick: 5", "quick: 500", 'minutes: quick must be a whole number from 0 to 480, not "500"'),
        ("quick: 5", "quick: -5", 'whole number from 0 to 480, not "-5"'),
        ("quick: 5", "quick: 5.0", 'whole number from 0 to 480, not "5.0"'),
        ("quick: 5", "quick: 1_0", 'whole number from 0 to 480, not "1_0"'),
        ("quick: 5", "quick: ٥", 'whole number from 0 to 480, not "٥"'),
        ("dots: 2", "dots: -1", 'dots must be a whole number, 0 or more, not "-1"'),
        (
            "probes:",
            "probs:",
            't.yaml:14: stage "What happened?", question "timeline": '
            '"probs" is not known here; did you mean probes?',
        ),
        ("title: Short", "titel: x\ntitle: Short", "did you mean title?"),
        ("protected: yes", "protected: perhaps", 'protected must be yes or no, not "perhaps"'),
        ("how: vote", "how: votes", "how cannot be"),
        ("how: vote", "how: votes", "did you mean vote?"),
        ("learning: during", "learning: sometimes", "it is one of before, during, after"),
        (
            "- What came first?",
            "- Note: who was first",
            '"Note: who was first" has a colon in it; put the whole sentence in "quotes"',
        ),
        (
            "learning: during",
            "learning: during\npeople: {min: 2, who: Everyone, all of them}",
            't.yaml:5: people: "all of them" looks like part of a sentence; put the whole sentence in',
        ),
        (
            "learning: during",
            "learning: during\npeople: {who: Everyone, seniors}",
            '"seniors" looks like part of a sentence',
        ),
        ("title: Why?", "title: [Why, not]", "title is one text, not a list"),
        ("    title: Why?\n", "", 'stage "why": title is missing'),
        ("    title: Why?\n", "    title:\n", 'stage "why": title is missing'),
        ("        ask: Why was that?\n", "", 'question "cause": ask is missing'),
        ("title: Why?", "title: Why?\n    short: Why was that so", "short has at most 12 letters"),
        ("stages:\n", "origin: The army\nstages:\n", "origin is a list"),
        ("stages:\n", "people: all\nstages:\n", "people needs keys of its own: min, max, who"),
        ("{kind: cause}", "{kind: rating, scale: [1, 5, 10]}", "scale takes 2 numbers, as in [1, 5]"),
        ("{kind: cause}", "{kind: rating, scale: [1, many]}", 'scale must be a whole number, not "many"'),
        ("{kind: cause}", "{kind: rating, scale: [5, 1]}", "goes from the lower to the higher number"),
        ("{kind: cause}", "{kind: couse}", 'there is no kind "couse"; did you mean cause?'),
        ("of: timeline", "of: timelime", 'no earlier question is called "timelime"; did you mean timeline?'),
        ("of: choose", "of: later", 'repeat: no earlier question is called "later"'),
        (", of: timeline", "", "a vote works on something; say which question with of:"),
        ("id: cause", "id: choose", "the id choose is used twice"),
        ("id: why", "id: Why now", 'an id has small letters a-z, digits and hyphens; "Why now" has others'),
        ("{quick: 5, standard: 10}", "{quick: 5}", "the variant standard is missing"),
        ("{quick: 5, standard: 10}", "{quick: 5, standart: 10}", "did you mean standard?"),
        ("stages:\n", "drop_first: 7\nstages:\n", "there is no stage 7"),
        (
            "title: Why?",
            "title: Why?\n    cues: [{at: half, say: x}]",
            'must be a percentage from 0% to 100%, not "half"',
        ),
        ("{kind: cause}", "{how: complete, kind: risk, of: timeline, fields: [sing]}", "did you mean sign?"),
        ("{kind: cause}", "{how: review, of: timeline}", "a review needs its words"),
    ],
)
def test_an_error_says_where_and_what_to_do(old, new, says):
    text = with_change(old, new)
    assert any(says in problem for problem in refused(text)), refused(text)


def test_errors_are_free_of_the_words_of_libraries():
    text = (
        with_change("probes:", "probs:")
        .replace("protected: yes", "protected: 3")
        .replace("how: vote", "how: [x]")
    )
    said = " ".join(refused(text)).lower()
    for word in (
        "pydantic",
        "validation",
        "input",
        "literal",
        "bool",
        "str ",
        "int ",
        "tuple",
        "dict",
        "scalar",
    ):
        assert word not in said


def test_all_problems_are_found_at_once_in_the_order_of_the_file():
    text = with_change("probes:", "probs:").replace("protected: yes", "protected: 3")
    found = refused(text)
    assert [problem.split(":")[1] for problem in found] == ["14", "20"]
    with pytest.raises(TemplateError, match=r"\(and 1 more to put right\)$") as caught:
        read_template(text, "t.yaml")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 1


def test_a_misspelt_key_is_not_called_missing_too():
    assert len(refused(with_change("title: Why?", "titel: Why?"))) == 1
    assert refused(with_change("quick: 5,", "quick: ,"))[0].endswith("a whole number from 0 to 480")


def test_a_file_is_named_by_its_name(tmp_path: Path):
    path = tmp_path / "my.yaml"
    path.write_text(with_change("quick: 5", "quick: five"), encoding="utf-8")
    with pytest.raises(TemplateError, match=r'^my\.yaml:19: stage "Why\?": minutes: quick must be'):
        load_template(path)
    assert [(finding.severity, finding.line) for finding in check_file(path)] == [("error", 19)]


def test_a_template_that_cannot_be_read_is_one_finding(tmp_path: Path):
    path = tmp_path / "my.yaml"
    path.write_text("a: [", encoding="utf-8")
    (finding,) = check_file(path)
    assert finding.severity == "error"


def test_terminal_commands_in_a_template_reach_nobody():
    template = read_template(
        with_change("title: Short review", 'title: "Short\\e]52;c;eA==\\a review"'), "t.yaml"
    )
    assert template.title == "Short]52;c;eA== review"
    said = " ".join(refused(with_change("protected: yes", '"pro\\e[31mtected": yes')))
    assert "\x1b" not in said


def test_a_snapshot_from_a_newer_program_keeps_what_it_does_not_know():
    kept = read_template(GOOD, "t.yaml").model_dump(mode="json", by_alias=True)
    kept["rev"] = 1
    kept["mood"] = "calm"
    kept["stages"][0]["music"] = ["slow"]
    kept["stages"][0]["questions"][0]["capture"]["voice"] = "on"
    again = Template.model_validate(kept)
    dumped = again.model_dump(mode="json", by_alias=True)
    assert dumped["mood"] == "calm"
    assert dumped["stages"][0]["music"] == ["slow"]
    assert dumped["stages"][0]["questions"][0]["capture"]["voice"] == "on"


@given(st.text(max_size=300))
def test_any_text_is_a_template_or_a_template_error(text: str):
    try:
        read_template(text, "t.yaml")
    except TemplateError as error:
        problems = error.problems
    else:
        problems = ()
    assert all(str(problem).startswith("t.yaml") for problem in problems)


@given(st.data())
def test_a_damaged_template_is_read_or_refused_in_words(data: st.DataObject):
    at = data.draw(st.integers(0, len(GOOD)))
    until = data.draw(st.integers(at, min(len(GOOD), at + 20)))
    text = GOOD[:at] + data.draw(st.text(max_size=8)) + GOOD[until:]
    try:
        read_template(text, "t.yaml")
    except TemplateError as error:
        problems = error.problems
    else:
        problems = ()
    assert all(str(problem).startswith("t.yaml") for problem in problems)
