"""What is said at each step to whoever holds a session for the first time."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room, script
from walks import walk_through

from kmfacilitate.commands.keeping import before_yes
from kmfacilitate.errors import Unable
from kmfacilitate.language import _, speaking
from kmfacilitate.session import guide, walk
from kmfacilitate.session.answering import asking
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.staging import scene
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.verbs import enter

ALL = [title.id for title in TemplateShelf().titles()]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def now(f: Facilitation, page: int = 0) -> guide.Step:
    return guide.step(f, asking(f), page)


def test_every_question_of_a_first_session_has_words_of_its_own(room: Room):
    desk = room.open(guide.FIRST_TEMPLATE, variant=guide.FIRST_VARIANT)
    said = [now(desk.f).do]
    while desk.f.next() is not None:
        assert asking(desk.f).place.question in guide._BY_QUESTION
        said.append(now(desk.f).do)
    desk.close()
    assert len(set(said)) == len(said) > 12


@pytest.mark.parametrize("template", ALL)
def test_something_is_said_at_each_step_of_any_session(template: str):
    def look(f: Facilitation) -> None:
        said = now(f).do
        assert said.endswith((".", ":"))
        assert len(said) < 90

    walk_through(script(template), look=look)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whoever_types_what_is_proposed_comes_through(room: Room, language: str):
    with speaking(language):
        _typed_as_proposed(room)


def _typed_as_proposed(room: Room) -> None:
    desk = room.open(guide.FIRST_TEMPLATE, variant=guide.FIRST_VARIANT)
    desk.f.guided = True
    for _step in range(60):
        page = desk.close_page if desk.closing else 0
        if page == 2:
            break
        step, at, typed = now(desk.f, page), desk.f.here, 0
        while step.as_in and typed < 4:
            enter(desk, _(step.as_in))
            typed += 1
            if now(desk.f).as_in == step.as_in or desk.f.here != at:
                break
            step = now(desk.f)
        enter(desk, ":next")
    enter(desk, ":finish")
    kinds = {entry.kind for _, entry in desk.f.session.live()}
    desk.close()
    assert kinds >= {"check", "difference", "event", "parked", "vote", "cause", "lesson", "action", "rating"}
    assert desk.f.session.meeting.state == "finished"


def test_where_nothing_is_kept_nothing_is_to_be_typed(room: Room):
    desk = room.open("action-learning-set")
    desk.f.guided = True
    assert before_yes(desk, scene(desk.f)).guide == ""
    enter(desk, "yes")
    assert now(desk.f).do.startswith("Nothing is kept here")
    desk.close()


def test_steps_follow_what_was_answered(room: Room):
    desk = room.open(guide.FIRST_TEMPLATE, variant=guide.FIRST_VARIANT)
    desk.f.go(next(p for p in places(desk.f) if p.question == "timeline"))
    said = [now(desk.f).as_in]
    for line in ("18:30 = Guests came", "19:40 - The rice was burnt", "? Who buys the rice", "one more"):
        enter(desk, line)
        said.append(now(desk.f).as_in)
    desk.close()
    assert said == ["18:30 = Guests came", "19:40 - The rice was burnt", "? Who buys the rice", "", ""]


def test_it_is_in_the_scene_only_where_it_is_wanted(room: Room):
    desk = room.open(guide.FIRST_TEMPLATE)
    before = scene(desk.f)
    enter(desk, ":guide")
    after = scene(desk.f)
    assert (before.guide, before.placeholder) == ("", "yes or no, and a note")
    assert after.guide.startswith("Read the question aloud.")
    assert after.placeholder == "as in  yes"
    assert enter(desk, ":guide").says.startswith("No more is said")
    assert scene(desk.f) == before
    desk.close()


def test_it_goes_on_after_a_break_and_nothing_of_it_is_in_the_session(room: Room):
    desk = room.open(guide.FIRST_TEMPLATE)
    desk.f.guided = True
    enter(desk, "yes")
    desk.close()
    assert "guide" not in desk.file.path.read_text().casefold()
    again, _ = room.again()
    assert again.f.guided
    enter(again, ":guide")
    again.close()
    once_more, _ = room.again()
    assert not once_more.f.guided
    enter(once_more, ":finish")
    once_more.close()
    once_more.drop()
    assert not list(room.places.drafts.iterdir())


def places(f: Facilitation) -> list[walk.Place]:
    return [place for stage in f.session.plan for place in walk.places(f.session, stage, f.roster)]


def test_a_first_session_is_an_ordinary_one(room: Room):
    plan = guide.first_plan("Ana", "UTC")
    desk = room.open(guide.FIRST_TEMPLATE, title=plan.title)
    assert now(desk.f).do.startswith("Think of something small")
    desk.close()
    assert (plan.title, plan.variant, plan.facilitator, plan.people) == (
        "My first review",
        "quick",
        "Ana",
        (),
    )
    with pytest.raises(Unable, match="did you mean"):
        enter(room.open(), ":giude")
