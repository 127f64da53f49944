"""A record from elsewhere as a lesson of ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.intake.columns import matched
from kmfacilitate.intake.lessons import Taken, day_in, lesson_of
from kmfacilitate.intake.records import Record, Source
from kmfacilitate.intake.sentences import LONGEST_TITLE
from kmfacilitate.session.kinds.insights import Lesson

HERE = Source("old.csv", 2, 0)


def taken(**fields: Any) -> Taken:
    record = Record(HERE, {name.replace("_", " "): said for name, said in fields.items()})
    found = lesson_of(record, matched(record.fields))
    assert isinstance(found, Taken), found
    return found


def test_known_fields_go_where_they_belong_and_others_stay_under_their_names():
    found = taken(
        Title="Check units", Driving_Event="Too low", Root_causes="- no spec\n- no test",
        Recommendation="Name the unit", Keywords="software; small forces", Status="Closed", Severity="high",
        Impact="4", Due="3 March 2020", Date="1999-09-23", Project="MCO", Type="Good practice",
    )  # fmt: skip
    assert found.fields == {
        "kind": "lesson", "text": "Check units", "happened": "Too low", "why": ["no spec", "no test"],
        "recommendation": "Name the unit", "tags": ["software", "small-forces"], "state": "closed",
        "Severity": "high", "impact": 4, "due": "2020-03-03", "type": "notable",
        "at": "1999-09-23T12:00:00.000Z",
    }  # fmt: skip
    assert found.meeting == {"day": "1999-09-23", "project": "MCO"}
    assert (found.kept, found.unfit) == (("Severity",), ())


def test_what_does_not_fit_its_field_is_kept_as_it_stands():
    found = taken(Title="x", State="wibbled", Impact="huge", Due="soon", Date="one day")
    assert found.unfit == ("State", "Impact", "Due", "Date")
    assert {found.fields[name] for name in ("State", "Impact", "Due", "Date")} == {
        "wibbled", "huge", "soon", "one day",
    }  # fmt: skip
    assert "state" not in found.fields


@pytest.mark.parametrize("name", ["kind", "n", "stage", "rev", "deleted", "number", "id", "group", "at"])
def test_a_name_that_means_something_here_is_kept_under_another(name: str):
    found = taken(**{"title": "x", name: "theirs"})
    assert "theirs" not in [found.fields.get(own) for own in Lesson.model_fields]
    assert "theirs" in found.fields.values()


def test_a_long_lesson_gets_its_first_sentence_as_title_and_loses_nothing():
    long = "Check the units of every number. " + "More words about it. " * 40
    found = taken(title=long)
    assert found.fields["text"] == "Check the units of every number."
    assert found.fields["recommendation"] == long.strip()


def test_a_title_made_of_markdown_reads_without_its_markup():
    body = "A typing error in *boot.cfg* stopped the [installer](https://example.org/why).\n\nMore."
    found = taken(body=body, company="Acme")
    assert found.fields["text"] == "A typing error in boot.cfg stopped the installer."
    assert found.fields["context"] == body


def test_when_it_happened_goes_before_when_it_was_written_down_and_neither_is_lost():
    found = taken(published="2013-01-02", title="T", start_time="2012-07-30T02:33:00Z")
    assert found.meeting["day"] == "2012-07-30"
    assert (found.fields["published"], found.kept, found.unfit) == ("2013-01-02", ("published",), ())


def test_without_any_words_it_is_no_lesson():
    assert lesson_of(Record(HERE, {"Severity": "high"}), {}) == "there is no text that says the lesson"


def test_one_record_gets_one_id_wherever_the_file_lies_and_another_gets_another():
    first, same = taken(title="x"), taken(title="y")
    assert first.id == same.id != taken(title="x", id="7").id
    assert int(first.id) < 10**18
    other = lesson_of(Record(Source("old.csv", 3, 1), {"title": "x"}), {"title": "text"})
    assert isinstance(other, Taken)
    assert other.id != first.id


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-05-14", "2021-05-14"), ("2021-05-14T10:00:00Z", "2021-05-14"), ("2021/05/14", "2021-05-14"),
        ("14 May 2021", "2021-05-14"), ("May 14, 2021", "2021-05-14"), ("14.5.2021", "2021-05-14"),
        ("14/05/2021", "2021-05-14"), ("2021-05", "2021-05-01"), ("1999", "1999-01-01"),
        ("14 May", ""), ("next week", ""), ("2021-02-31", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_day_needs_its_year(text: str, day: str):
    assert day_in(text) == day


@given(
    st.dictionaries(st.text(min_size=1, max_size=12), st.one_of(st.text(), st.tuples(st.text(), st.text())))
)
def test_any_record_is_a_valid_lesson_or_refused_and_no_word_is_lost(fields: dict[str, Any]):
    record = Record(HERE, fields)
    found = lesson_of(record, matched(fields))
    if isinstance(found, Taken):
        lesson = Lesson.model_validate(found.fields)
        assert 0 < len(lesson.text) <= LONGEST_TITLE
