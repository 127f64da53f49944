"""The report for the ear: parts by number, and lines without marks."""

from __future__ import annotations

from kmfacilitate.report.aloud import all_lines, contents, left_out_lines, part_lines, part_named
from kmfacilitate.report.blocks import Bullet, Heading, Outline, Paragraph, Section, Table
from kmfacilitate.report.preview import Group

REPORT = Outline(
    "After action review: Clinic",
    ("22 November 2026 · 7 people",),
    (
        Section("lessons", "Lessons identified", (
            Heading("Two keys", number="1"),
            Bullet("one was sick", label="Why"),
            Bullet("", facts=("type change", "status captured"), number="5.1"),
        ), 1),
        Section("timeline", "Timeline", (
            Bullet("Keys locked in", lead="08:05", facts=("worse",), number="3.1"),
            Bullet("it was open", depth=1, label="But"),
        ), 1),
        Section("ranking", "Ranking", (
            Paragraph("By votes."),
            Table(("", "Line", "Votes"), (("1", "Keys locked in", "6"), ("2", "Late", ""))),
        )),
    ),
    (),
)  # fmt: skip


def test_the_contents_are_numbered_and_have_no_marks():
    assert list(contents(REPORT)) == [
        "After action review: Clinic",
        "22 November 2026, 7 people",
        "3 parts:",
        "1 Lessons identified: 1",
        "2 Timeline: 1",
        "3 Ranking",
    ]


def test_a_part_is_found_by_its_number_or_the_beginning_of_its_title():
    assert part_named(REPORT, "2") == part_named(REPORT, "time") == REPORT.sections[1]
    assert part_named(REPORT, "0") is part_named(REPORT, "4") is part_named(REPORT, "") is None


def test_each_kind_of_block_is_a_line_that_can_be_followed():
    assert list(part_lines(REPORT.sections[0])) == [
        "Lessons identified: 1",
        "1 Two keys",
        "Why: one was sick",
        "5.1 type change, status captured",
    ]
    assert list(part_lines(REPORT.sections[1]))[1:] == [
        "3.1 08:05 Keys locked in, worse",
        "  But: it was open",
    ]
    assert list(part_lines(REPORT.sections[2]))[1:] == [
        "By votes.",
        "1, Line: Keys locked in, Votes: 6",
        "2, Line: Late",
    ]


def test_a_part_without_lines_says_so():
    assert list(part_lines(Section("actions", "Actions", ()))) == ["Actions", "Nothing stands here."]


def test_all_of_it_is_the_contents_and_then_each_part():
    lines = list(all_lines(REPORT))
    assert lines[:6] == list(contents(REPORT))
    assert lines[-3:] == list(part_lines(REPORT.sections[2]))[1:]


def test_what_is_left_out_is_said_in_words_not_arrows():
    groups = (Group("Stands there otherwise", 1, ("6.1 Keys | owner: “Sam” → “owner agreed”",)),)
    assert list(left_out_lines(groups)) == [
        "Stands there otherwise: 1",
        "  6.1 Keys | owner: “Sam”, then “owner agreed”",
    ]
