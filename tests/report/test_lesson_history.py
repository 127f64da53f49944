"""What became of a lesson, as the report tells it."""

from __future__ import annotations

from meetings import AFTER, Meeting
from test_report import REVIEW

from kmfacilitate.report.edition import edition
from kmfacilitate.report.markdown import markdown
from kmfacilitate.report.outline import outline


def told(m: Meeting, which: str = "shared") -> str:
    return markdown(outline(edition(m.session(), which), AFTER))


def lesson(m: Meeting, text: str, **fields: object) -> str:
    return m.add("lesson", "learned", "lesson", text, **fields)


def test_the_history_is_told_by_days_and_changes_of_one_day_together():
    m = Meeting(REVIEW)
    lesson(
        m, "Two keys", state="embedded", effect="no keys lost", review="2027-06-01",
        history=[
            ["2018-01-16", "checked", ""], ["2026-12-03", "changed", "owner, due"],
            ["2026-12-03", "changed", "due, target"], ["2026-12-09", "embedded", "key list 3"],
            ["2027-01-05", "again", ""],
        ],
    )  # fmt: skip
    text = told(m)
    assert (
        "- **History:** checked 16 January 2018; changed on 3 December 2026: owner, due, target; "
        "embedded 9 December 2026: key list 3; happened again on 5 January 2027\n"
    ) in text
    assert "- **Effect:** no keys lost\n" in text
    assert "- **To be looked at again:** 1 June 2027\n" in text
    assert "status embedded" in text


def test_what_stands_in_the_place_of_a_lesson_is_named_where_it_may_be():
    m = Meeting(REVIEW)
    kept = lesson(m, "Three keys")
    lesson(m, "Two keys", state="superseded", replaced_by=f"k3x9-7fq2-m8t4/{kept}")
    lesson(m, "A key", state="merged", replaced_by="abcd-efgh-jkmn/1")
    lesson(m, "No keys", state="rejected", history=[["2018-01-17", "rejected", "doors need them"]])
    text = told(m)
    assert text.index("## Lessons identified") < text.index("Three keys") < text.index("## Lessons set aside")
    assert "- **Superseded by:** Three keys (" in text
    assert "- **Merged into:** a lesson of session abcd-efgh-jkmn\n" in text
    assert "- **History:** rejected 17 January 2018: doors need them\n" in text
    assert "\n1 lesson identified, 0 learned yet, 3 set aside\n" in text


def test_identified_and_learned_are_counted_apart_in_front_matter_and_in_words():
    m = Meeting(REVIEW)
    lesson(m, "Two keys")
    lesson(m, "Three keys", state="closed")
    text = told(m)
    assert "\nlessons: 2\nlessons_learned: 1\n" in text
    assert "\n1 lesson identified, 1 learned\n" in text


def test_under_actions_no_lesson_is_counted():
    m = Meeting(REVIEW, share="actions")
    lesson(m, "Two keys", state="closed")
    assert "learned" not in told(m)


def test_a_line_changed_after_its_session_says_when():
    m = Meeting(REVIEW)
    m.add("point", "expected", "good", "One key", edited="2018-02-01T08:00:00.000Z")
    m.add("point", "expected", "good", "Two keys", edited="2018-01-16T19:50:00.000Z")
    lesson(m, "Three keys", edited="2018-02-02T08:00:00.000Z")
    text = told(m)
    assert "- One key — changed on 1 February 2018 (2.1)\n" in text
    assert "- Two keys (2.2)\n" in text
    assert "- **History:** changed on 2 February 2018\n" in text


def test_names_in_a_history_do_not_leave_where_no_names_do():
    m = Meeting(REVIEW, names="none")
    lesson(m, "Two keys", owner="Kate", state="stalled", history=[["2018-01-17", "stalled", "Kate is away"]])
    assert "Kate" not in told(m)
