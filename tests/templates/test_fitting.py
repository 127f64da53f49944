"""What a careful colleague finds between the parts of a template."""

import pytest

from kmfacilitate.templates.check import check
from kmfacilitate.templates.load import read_template
from kmfacilitate.templates.shelf import shipped_folder


def changed(template_id: str, old: str, new: str) -> list[str]:
    text = (shipped_folder() / f"{template_id}.yaml").read_text(encoding="utf-8")
    assert old in text, old
    return [str(finding) for finding in check(read_template(text.replace(old, new, 1), "t.yaml"))]


@pytest.mark.parametrize(
    ("template_id", "old", "new", "says"),
    [
        (
            "leaver-audience",
            "          - Who does it from now on?\n        capture: {kind: point}",
            "        capture: {kind: none}",
            'error: stage "What must we keep?", question "votes", capture, of: a vote on nothing: '
            "the question keep keeps nothing",
        ),
        (
            "leaver-plan",
            "          of: {kind: gap}",
            "          of: {kind: risk}",
            "a vote on nothing: no earlier question gives a risk",
        ),
        (
            "shadowing-debrief",
            "  - Promises of what the learner will try next",
            "  - Lessons for all",
            'advice: outputs: "Lessons for all" is promised, and no question captures a lesson',
        ),
        (
            "knowledge-cafe",
            "capture: {kind: commitment, how: round, keep: ask}",
            "capture: {kind: commitment, how: round}",
            "a conversation keeps nothing",
        ),
        (
            "coffee-break",
            "capture: {kind: none}",
            "capture: {kind: none, keep: no}",
            "kind: none keeps nothing, so there is nothing to ask",
        ),
        (
            "peer-assist",
            "capture: {kind: contact}",
            "capture: {kind: contact, dots: 3}",
            "only how: vote reads dots; here answers arrive by list",
        ),
        (
            "community-meeting",
            "  - id: asks\n",
            "  - id: asks\n    repeat: people\n",
            None,
        ),
        (
            "peer-assist",
            "  - id: options\n",
            "  - id: options\n    repeat: people\n",
            "each person has a turn and no turn has a clock",
        ),
        (
            "after-action-review",
            "repeat: {of: choose, top: 3}",
            "repeat: {of: choose, top: 3, called: line}",
            "seats and called are for people",
        ),
    ],
)
def test_what_does_not_fit_together(template_id: str, old: str, new: str, says: str | None):
    found = changed(template_id, old, new)
    assert found == [] if says is None else any(says in finding for finding in found), found


def test_a_session_without_a_protected_stage():
    text = (shipped_folder() / "shadowing-debrief.yaml").read_text(encoding="utf-8")
    found = check(read_template(text.replace("    protected: yes\n", ""), "t.yaml"))
    assert any("no stage is protected, so all may be cut" in str(each) for each in found)


def test_questions_of_a_turn_add_up_over_all_turns():
    found = changed("action-learning-set", "standard: 105", "standard: 104")
    assert any("the stages of standard add up to 105 minutes, not 104" in each for each in found)
    found = changed("action-learning-set", "seats: {quick: 1, standard: 2,", "seats: {quick: 1, standard: 3,")
    assert found == [
        'error: stage "A presenter’s turn", minutes: its questions, 3 turns of 35, add up to 105 minutes in '
        "standard, not 70"
    ]
