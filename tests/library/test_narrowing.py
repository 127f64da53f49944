"""Filters as they are typed, chosen and given: read the same way, and what is none is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.library.found import Filters
from kmfacilitate.library.narrowing import as_typed, both, day_of, fault_of, filters_of, read_typed


def test_what_is_typed_is_parted_into_words_and_filters():
    typed = read_typed("spare project:The_Clinic key: state:Open who:sam")
    assert typed.words == "spare key: who:sam"
    assert (typed.filters.project, typed.filters.states) == ("The Clinic", ("open",))
    assert not typed.faults


def test_a_value_in_quotation_marks_may_hold_spaces_and_be_half_typed():
    assert read_typed('project:"The Clinic" key').filters.project == "The Clinic"
    assert read_typed('key project:"The Cli').filters.project == "The Cli"


def test_the_space_after_the_last_word_stays_for_it_says_that_the_word_is_whole():
    assert read_typed("tag:keys spare ").words == "spare "


def test_identified_and_learned_are_words_for_states():
    assert read_typed("state:learned ").filters.states == ("embedded", "closed")
    assert "captured" in read_typed("state:identified ").filters.states
    assert not {"embedded", "merged"} & set(read_typed("state:identified ").filters.states)
    assert read_typed('state:"information only"').filters.states == ("information",)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("since:notaday", "since needs a day like 2026-11-22, a month or a year, not “notaday”."),
        ("until:2026-13 key", "until needs a day like 2026-11-22, a month or a year, not “2026-13”."),
        ("state:opne ", "state has no “opne”; did you mean open?"),
    ],
)
def test_a_filter_that_does_not_parse_is_said_and_left_out(typed: str, fault: str):
    found = read_typed(typed)
    assert found.faults == (fault,)
    assert found.filters == Filters()


@pytest.mark.parametrize(
    "typed", ["since:", "since:2", "since:2026-1", "until:2026-11-0", "state:cap", "state:"]
)
def test_nothing_is_said_while_it_may_only_be_begun(typed: str):
    assert read_typed(typed).faults == ()


def test_days_months_and_years():
    assert day_of("2026-02", last=False) == "2026-02-01"
    assert day_of("2026-02", last=True) == "2026-02-28"
    assert (day_of("2024", last=False), day_of("2024", last=True)) == ("2024-01-01", "2024-12-31")
    assert day_of("2026-1-5", last=True) == "2026-01-05"
    assert day_of("5 January", last=True) == ""


def test_what_is_typed_counts_before_what_was_chosen():
    assert both(Filters(project="A"), Filters(project="B", tag="keys")) == Filters(project="A", tag="keys")


@given(
    st.sampled_from(["project", "person", "tag"]),
    st.text(st.characters(codec="utf-8", exclude_characters='"')),
)
def test_as_typed_is_read_back(name: str, value: str):
    value = " ".join(value.split())
    found = read_typed(as_typed(name, value))
    if value and value.isprintable():
        assert found.said.get(name, "").replace("_", " ") == value.replace("_", " ")


@given(st.text())
def test_anything_may_be_typed(typed: str):
    found = read_typed(typed)
    assert not any(fault_of(name, value) for name, value in found.said.items())
    assert filters_of(found.said) == found.filters
