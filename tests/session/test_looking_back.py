"""What a stage opens with of earlier sessions, how it is judged, and what is made of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import room, template, texts, type_line

from kmfacilitate.language import speaking
from kmfacilitate.session import walk
from kmfacilitate.session.acts.meeting import open_with
from kmfacilitate.session.answering import asking
from kmfacilitate.session.earlier import Earlier, by_likeness, to_open_with
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.looking_back import looks_back_on
from kmfacilitate.session.past import current, past_at, pick
from kmfacilitate.session.verdicts import in_words, kept_as, verdict_in
from kmfacilitate.templates.words import VERDICTS

EARLIER = "aaaa-bbbb-cccc"


def left(kind: str, *words: str, **fields: object) -> tuple[Earlier, ...]:
    entry = kind_class(kind).model_validate({"kind": kind, **fields})
    return tuple(Earlier(f"{EARLIER}/{kind}{n}", kind, text, entry) for n, text in enumerate(words))


def opened(name: str, *past: Earlier) -> Facilitation:
    f = room(name)
    f.past = past
    f.settle(open_with(to_open_with(f.session, past)))
    return f


def verdicts(f: Facilitation) -> list[tuple[str, str, str]]:
    return [(e.on.partition("/")[2], e.says, e.reason) for _, e in f.session.of_kind("verdict")]


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("after-action-review", {"open": ("actions", "parked"), "why": ("risks", "causes")}),
        ("before-action-review", {"open": ("actions", "parked"), "have": ("lessons",)}),
        ("community-meeting", {}),
        ("action-learning-set", {}),
        ("knowledge-cafe", {}),
    ],
)
def test_what_a_script_looks_back_on(name: str, stages: dict[str, tuple[str, ...]]) -> None:
    assert looks_back_on(template(name)) == stages


def test_a_stage_opens_with_it_only_where_there_is_something() -> None:
    empty = opened("after-action-review")
    assert asking(empty).question.id == "rules"
    f = opened("after-action-review", *left("action", "Ring the depot"))
    assert [q.id for q in walk.asked_questions(f.session.plan[0])] == ["earlier-actions", "rules"]
    assert asking(f).question.id == "earlier-actions"
    assert not f.session.stage("why").record.past


def test_nothing_turns_up_in_a_stage_that_was_come_to() -> None:
    f = room("after-action-review")
    f.next()
    assert to_open_with(f.session, left("action", "Ring the depot")) == {}


def test_verdicts_are_kept_in_the_words_of_the_file() -> None:
    f = opened("after-action-review", *left("action", "One", "Two", "Three"))
    for line in ("done on Monday", "open", "dropped nobody needs it"):
        type_line(f, line)
    assert verdicts(f) == [("action0", "done", "on Monday"), ("action1", "open", ""),
                           ("action2", "dropped", "nobody needs it")]  # fmt: skip
    with pytest.raises(Refused, match="Every line has its verdict"):
        type_line(f, "done")


def test_a_picked_line_is_judged_once_and_then_the_next_without_a_verdict() -> None:
    f = opened("after-action-review", *left("action", "One", "Two", "Three"))
    assert pick(f, f.here, f"{EARLIER}/action2")
    type_line(f, "done")
    assert current(f, f.here) == f"{EARLIER}/action0"
    assert not pick(f, f.here, f"{EARLIER}/none")


def test_a_line_with_a_sign_is_captured_as_always() -> None:
    f = opened("after-action-review", *left("action", "One"))
    type_line(f, "! Two keys @ana")
    assert texts(f, "action") == ["Two keys"]
    assert verdicts(f) == []


def test_something_is_made_of_a_lesson_and_points_back_to_it() -> None:
    lessons = left("lesson", "Two hold keys", "Count twice", recommendation="cut two")
    f = opened("before-action-review", *lessons)
    f.go(walk.named(f.session, "4"))
    type_line(f, "action")
    type_line(f, "plan Counting takes two hours")
    made = {e.text: e for _, e in f.session.of_kind("action", "text")}
    assert set(made) == {"cut two", "Counting takes two hours"}
    sources = [f.session.entries[e.source].on for e in made.values()]
    assert sources == [f"{EARLIER}/lesson0", f"{EARLIER}/lesson1"]
    assert {says for _, says, _ in verdicts(f)} == {"applies"}
    f.undo()
    assert len(verdicts(f)) == 1, "one step: the verdict and what was made of it"


def test_a_promise_is_made_into_nothing() -> None:
    f = opened("after-action-review", *left("action", "One"))
    with pytest.raises(Refused, match="Begin with one of: done, still open, dropped"):
        type_line(f, "action Two")


def test_what_happened_unforeseen_is_kept_or_marked() -> None:
    f = opened("after-action-review", *left("risk", "It rains"))
    f.go(walk.named(f.session, "3"))
    type_line(f, "The lift stood still")
    f.go(walk.named(f.session, "4"))
    type_line(f, "unforeseen 3.1")
    type_line(f, "unforeseen The lights went out")
    assert [(e.text, e.tags) for _, e in f.session.of_kind("event")] == [
        ("The lift stood still", ("unforeseen",)), ("The lights went out", ("unforeseen",)),
    ]  # fmt: skip
    with pytest.raises(Refused, match=r"^3\.1 is marked unforeseen already\.$"):
        type_line(f, "unforeseen the lift stood still")
    type_line(f, "unforeseen 3.1")
    assert f.session.entries[f.session.numbered("3.1")].tags == ()
    type_line(f, "no we had a tent")
    type_line(f, "unforeseen the lift stood still")  # it stands there already, and is marked
    assert [e.tags for _, e in f.session.of_kind("event")] == [("unforeseen",), ("unforeseen",)]
    assert verdicts(f) == [("risk0", "did-not", "we had a tent")]


def test_lessons_keep_their_order_while_they_are_gone_through() -> None:
    lessons = left("lesson", "Count the vaccine", "Hold two keys", "Ring the depot")
    f = opened("before-action-review", *lessons)
    f.go(walk.named(f.session, "2"))
    type_line(f, "Everybody has keys")
    f.go(walk.named(f.session, "4"))
    assert current(f, f.here) == f"{EARLIER}/lesson1"
    type_line(f, "* The depot is far | why: it is")
    assert current(f, f.here) == f"{EARLIER}/lesson1"


def test_related_lessons_of_the_library_come_first() -> None:
    near, far = left("lesson", "Near"), left("lesson", "Far", "Farther")
    f = opened("before-action-review", *far)
    asked: list[str] = []
    near = (Earlier(f"{EARLIER}/near", "lesson", "Near", near[0].entry),)
    f.related = lambda text: (asked.append(text), near)[1]
    f.go(walk.named(f.session, "4"))
    assert current(f, f.here) == f"{EARLIER}/near"
    assert len(asked) == 1


def test_where_the_library_knows_some_that_fit_other_teams_lessons_that_do_not_are_left_out() -> None:
    strange = tuple(replace(line, here=False) for line in left("lesson", "Of others"))
    f = opened(
        "before-action-review", *strange, *(replace(line, id="ours/1") for line in left("lesson", "Ours"))
    )
    f.related = lambda text: left("lesson", "Unused", "Near")[1:]
    f.go(walk.named(f.session, "4"))
    assert [line.text for line in past_at(f, f.here)] == ["Near", "Ours"]


def test_likeness_weighs_rare_words_and_leaves_the_rest_as_it_came() -> None:
    lessons = left("lesson", "The team met", "The team rang the depot", "The team waited")
    assert [line.text for line in by_likeness("our depot and our team", lessons)] == [
        "The team rang the depot", "The team met", "The team waited",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "allowed", "verdict"),
    [
        ("open", ("done", "still open", "dropped"), ("still open", "")),
        ("d", ("done", "still open", "dropped"), None),
        ("dr: too late", ("done", "still open", "dropped"), ("dropped", "too late")),
        ("no", ("happened", "nearly", "did not"), ("did not", "")),
        ("n", ("happened", "nearly", "did not"), ("nearly", "")),
        ("did not, by luck", ("happened", "nearly", "did not"), ("did not", "by luck")),
        ("", ("applies", "partly", "no"), None),
    ],
)
def test_a_verdict_is_known_by_the_beginning_of_any_of_its_words(words, allowed, verdict) -> None:
    if verdict is None:
        with pytest.raises(Refused, match="Begin with one of"):
            verdict_in(words, allowed)
    else:
        assert verdict_in(words, allowed) == verdict


@pytest.mark.parametrize(
    ("words", "allowed", "verdict"),
    [
        ("en partie, faute de temps", ("exceeded", "met", "partly", "missed"), ("partly", "faute de temps")),
        ("Encore ouvert", ("done", "still open", "dropped"), ("still open", "")),
        ("n’est pas arrivé | par chance", ("happened", "nearly", "did not"), ("did not", "par chance")),
        ("partly faute de temps", ("exceeded", "met", "partly", "missed"), ("partly", "faute de temps")),
        ("met", ("exceeded", "met", "partly", "missed"), ("met", "")),
    ],
)
def test_a_verdict_is_taken_in_the_language_of_the_session_too(words, allowed, verdict) -> None:
    assert verdict_in(words, allowed, "fr") == verdict


def test_a_verdict_can_be_typed_as_it_is_read_in_french() -> None:
    with speaking("fr"):
        for allowed in VERDICTS:
            for word in {"exceeded", "met", "partly", "missed", "done", "still open", "dropped", "not"} & {
                *allowed
            }:
                assert verdict_in(in_words(kept_as(word)), allowed) == (word, "")


def test_words_of_the_file_are_read_back_in_words() -> None:
    assert [in_words(kept_as(word)) for word in ("still open", "did not", "met")] == [
        "still open", "did not happen", "met",
    ]  # fmt: skip
