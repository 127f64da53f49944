"""Which field a column of somebody else's table is."""

from __future__ import annotations

import pytest

from kmfacilitate.errors import WrongUse
from kmfacilitate.intake.columns import field_of, matched, read_map
from kmfacilitate.session.kinds.insights import Lesson


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Title", "text"),
        ("SUBJECT", "text"),
        ("Driving Event", "happened"),
        ("Lesson(s) Learned", "recommendation"),
        ("Recommendation(s)", "recommendation"),
        ("root_causes", "why"),
        ("Date lesson occurred", "day"),
        ("Keywords", "tags"),
        ("reccomendation", "recommendation"),
        ("Evidence of Recurrence Control Effectiveness", "evidence"),
        ("titel", "text"),
        ("product", ""),
        ("Wibble", ""),
        ("", ""),
        ("…", ""),
    ],
)
def test_what_lessons_systems_call_a_field_is_known(column: str, field: str):
    assert field_of(column) == field


@pytest.mark.parametrize("field", sorted(Lesson.fields()))
def test_our_own_names_are_known(field: str):
    assert field_of(field) == ("tags" if field == "tags" else field)


@pytest.mark.parametrize("field", sorted(Lesson.fields()))
def test_our_own_labels_are_known(field: str):
    assert field_of(Lesson.speech(field).label) == field


def test_what_was_said_of_a_column_goes_before_its_name():
    assert matched(["Title", "Wibble"], {"title": "context", "Wibble": "text"}) == {
        "Title": "context",
        "Wibble": "text",
    }


def test_without_a_title_the_lesson_learned_is_the_lesson():
    assert matched(["Lesson Learned", "Recommendation"]) == {
        "Lesson Learned": "text",
        "Recommendation": "recommendation",
    }


def test_a_map_is_read_and_a_wrong_one_is_named():
    assert read_map(["Impact (EUR)=keep", "a=b=why"]) == {"Impact (EUR)": "keep", "a=b": "why"}
    with pytest.raises(WrongUse, match="There is no field wibble"):
        read_map(["Title=wibble"])
    with pytest.raises(WrongUse, match="COLUMN=FIELD"):
        read_map(["Title"])
