"""The report as a whole: what stands where, for every kind, with any text."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, ClassVar

import pytest
import yaml
from hostile import HOSTILE, every_field
from markdown_it import MarkdownIt
from meetings import AFTER, BEGAN, PREMORTEM, REVIEW, ROSTER, Meeting, hawaii

from kmfacilitate.errors import Unable
from kmfacilitate.report.blocks import Bullet, Outline
from kmfacilitate.report.dates import day_in_words
from kmfacilitate.report.deliver import deliver, slug
from kmfacilitate.report.edition import edition
from kmfacilitate.report.markdown import markdown
from kmfacilitate.report.outline import outline
from kmfacilitate.session.kinds import KINDS, Entry, Says

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def told(m: Meeting, which: str = "shared") -> Outline:
    return outline(edition(m.session(), which), AFTER)


def lines(report: Outline, key: str) -> list[str]:
    section = report.section(key)
    assert section is not None
    return [block.text for block in section.blocks if isinstance(block, Bullet)]


def test_the_hawaii_review_stands_in_its_order() -> None:
    report = told(hawaii())
    assert [section.title for section in report.sections] == [
        "Lessons identified", "Actions", "For others", "Timeline", "Ranking", "Causes", "Ratings",
        "Parking lot", "Discussion", "Not discussed", "Still open",
    ]  # fmt: skip
    assert report.about[0] == "16 January 2018, 09:30 to 10:31 · 61 of 60 minutes · 7 people"
    events = report.section("event")
    assert events is not None
    assert [(b.lead, b.number) for b in events.blocks if isinstance(b, Bullet) and not b.depth] == [
        ("08:01", "3.8"), ("08:05", "3.1"), ("08:06", "3.2"), ("08:07", "3.3"), ("", "3.4"), ("", "3.5"),
        ("", "3.9"),
    ]  # fmt: skip
    assert lines(report, "event")[-1] == "Correction posted on social media at 08:20"
    text = markdown(report)
    assert (
        "- **08:06** Day officer took it as real — unclear (3.2)\n  - **But:** others heard an exercise\n"
        in text
    )
    assert "callers could not get through" in text
    assert "- [ ] Two-person confirmation switched on — Software lead, due 30 January 2018 (6.1)\n" in text
    assert "- [ ] Stop no-notice drills — Operations chief, no date (6.2)\n" in text
    assert "### 3 What actually happened? (planned 8 min, took 9)\n" in text
    assert "7 answered, 2 to 5 on a scale of 1 to 5" in text
    assert (
        "  - Test and live looked alike (4.2)\n    - **Because:** same menu, same confirmation text\n" in text
    )


def test_the_front_matter_is_yaml_whatever_the_title() -> None:
    title = '"a": - # [b]\n--- \U0001f468 *c'
    text = deliver(edition(hawaii(title=title, project="clinic: 26").session()), AFTER).text
    _, front, _ = text.split("---\n", 2)
    fields = yaml.safe_load(front)
    assert fields["title"] == f"After action review: {title}".replace("\n", " ")
    assert fields["project"] == "clinic: 26"
    assert str(fields["date"]) == "2018-01-16"
    assert fields["started"] == "2018-01-16T09:30:00-10:00"
    assert fields["tags"] == ["after-action-review", "alerting", "two-person-rule"]
    assert (fields["lessons"], fields["actions"], fields["status"], fields["edition"]) == (
        2,
        2,
        "complete",
        "shared",
    )
    assert all(not isinstance(value, dict) for value in fields.values())


def test_the_same_session_gives_the_same_bytes() -> None:
    one, other = (deliver(edition(hawaii().session(), "full"), AFTER + timedelta(days=n)) for n in (0, 400))
    assert one == other


def test_risks_are_ranked_and_all_causes_named_in_the_appendix() -> None:
    m = Meeting(PREMORTEM)
    slips = [m.add("risk", "write", "slips", f"slip {i}") for i in range(1, 6)]
    group = {"likelihood": 4, "impact": 5, "sign": "invitations printed", "owner": "Ana", "due": "1992-09-30"}
    schedule = m.add("risk", "write", "slips", "Schedule set outside", **group)
    untested = m.add("risk", "write", "slips", "Untested", likelihood=5, impact=5)
    power = m.add("theme", "write", "slips", "Power")
    for slip, head in zip(slips, (schedule, schedule, untested, power, ""), strict=True):
        m.documents["entries"][slip]["group"] = head
    m.add("vote", "rank", "vote", "", over=[schedule, untested, power],
          tally=[[schedule, 6], [untested, 9], [power, 2]], complete=True)  # fmt: skip
    text = markdown(told(m))
    ranked, appendix = text.index("## Ranked risks"), text.index("## Appendix: all causes named")
    assert ranked < text.index("### 1 Untested") < text.index("### 2 Schedule set outside") < appendix
    assert (
        "- **Votes:** 6\n- **Likelihood × impact:** 4 × 5 = 20\n- **First sign:** invitations printed\n"
        in text
    )
    assert "- **Who, by when:** Ana, due 30 September 1992\n" in text
    assert "| Untested (1.7) | 9 |" in text
    assert "Power — 2 votes (1.8)\n  - slip 4 (1.4)\n" in text[appendix:]
    assert all(f"slip {i}" in text[appendix:] for i in range(1, 6))
    assert text.count("Power") == 2  # in the ranking and in the appendix


def test_slips_kept_as_causes_stand_in_the_appendix_too() -> None:
    m = Meeting(PREMORTEM)
    slips = [m.add("cause", "write", "slips", f"slip {i}") for i in range(1, 4)]
    risk = m.add("risk", "write", "slips", "Untested", likelihood=5, impact=5)
    theme = m.add("theme", "write", "slips", "Power")
    for slip, head in zip(slips, (risk, theme, ""), strict=True):
        m.documents["entries"][slip]["group"] = head
    m.add("vote", "prevent", "fill", "", method="score", over=[risk], scores=[[risk, 5, 5]], complete=True)
    report = told(m)
    assert lines(report, "causes-named") == ["slip 3", "Untested", "slip 1", "Power", "slip 2"]
    assert report.section("cause") is None
    assert report.section("vote") is None
    m.documents["session"]["1"]["share"] = "summary"
    assert lines(told(m), "causes-named") == ["Power"]


def test_gaps_and_expectations_are_tables() -> None:
    m = Meeting(REVIEW)
    m.add("gap", "expected", "plan", "Who | what?", importance=2, owner="Ana")
    m.add("gap", "expected", "plan", "How many beds?", importance=5, due="2018-02-01")
    m.add("difference", "expected", "plan", "Ten minutes", actual="Fifty", outcome="worse")
    text = markdown(told(m))
    assert "|  | Question | Importance | Owner | Due |\n" in text
    assert text.index("How many beds?") < text.index(r"Who \| what?")
    assert "| 2.3 | Ten minutes | Fifty | worse |\n" in text


def test_verdicts_on_earlier_sessions_are_carried_over_and_own_ones_are_what_was_achieved() -> None:
    m = Meeting(REVIEW)
    own = m.add("text", "expected", "good", "Orbit insertion")
    m.add("verdict", "actual", "timeline", "", on=f"k3x9-7fq2-m8t4/{own}", says="missed", reason="57 km")
    m.add("verdict", "open", "safe", "", on="other/1", says="done", what="Publish the list")
    m.add("verdict", "open", "safe", "", on="other/2", says="open")
    report = told(m)
    assert lines(report, "verdicts") == ["Orbit insertion"]
    assert lines(report, "carried-over") == ["Publish the list", "(a line that was taken out)"]
    text = markdown(report)
    assert "Orbit insertion — missed, 57 km" in text
    assert "See What was achieved (1)." in text
    assert "- [x] Publish the list — done" in text


def test_lessons_learned_stand_apart_from_those_identified() -> None:
    m = Meeting(REVIEW)
    m.add("lesson", "learned", "lesson", "Still to do")
    m.add("lesson", "learned", "lesson", "Done for good", state="embedded")
    text = markdown(told(m))
    assert text.index("## Lessons identified") < text.index("Still to do") < text.index("## Lessons learned")
    assert text.index("## Lessons learned") < text.index("Done for good")


def test_groups_stand_over_their_lines_and_items_of_a_repeat_over_theirs() -> None:
    m = Meeting(REVIEW)
    theme = m.add("theme", "expected", "good", "Keys")
    m.add("point", "expected", "good", "One key only", group=theme)
    m.add("point", "expected", "good", "Nobody asked", under=theme)
    text = markdown(told(m))
    assert "- Keys (2.1)\n  - One key only (2.2)\n- **About:** Keys\n  - Nobody asked (2.3)\n" in text


def test_all_sittings_are_told_and_the_reopening_too() -> None:
    m = Meeting(REVIEW, head_count=8, later_count=9,
                history=[["2018-01-23T20:02:00.000Z", "reopened"]])  # fmt: skip
    for minutes, where, fields in (
        (0, "stage", {"stage": "actual"}), (12, "pause", {"reason": "fire alarm"}),
        (18, "stage", {"stage": "actual"}),
        (60, "away", {"reason": "left"}), (22 * 60, "stage", {"stage": "why"}), (30, "end", {}),
    ):  # fmt: skip
        m.wait(minutes)
        m.mark(where, **fields)
    text = markdown(outline(edition(m.session()), m.at))
    assert "- 16 January 2018, 09:30 to 09:42 — fire alarm\n" in text
    assert "- 16 January 2018, 10:00 to 11:00 — end of day\n- 17 January 2018, 09:00 to 09:30 — end\n" in text
    assert "102 of 60 minutes · 8 people, later 9" in text
    assert "- **23 January 2018, 10:02** reopened\n" in text


def test_a_report_half_way_says_so() -> None:
    m = Meeting(REVIEW, state="running", ended="")
    m.mark("stage", "open")
    text = deliver(edition(m.session()), BEGAN + timedelta(minutes=2)).text
    assert "Written while the session was still running." in text
    assert "status: running" in text
    assert "ended:" not in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_carries_any_text_in_every_field(kind: str) -> None:
    def report(texts: tuple[str, ...]) -> str:
        m = Meeting(REVIEW, title=texts[0], project=texts[1], place=texts[2])
        for words in texts:
            m.add(kind, "expected", "plan", words, **every_field(KINDS[kind], words))
        return markdown(told(m, "full"))

    def shape(text: str) -> list[str]:
        return [token.type for token in READER.parse(text.split("---\n", 2)[2])]

    written = report(HOSTILE)
    assert shape(written) == shape(report(("plain",) * len(HOSTILE)))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", written)
    assert "7 * 7" in written or kind in ("rating", "vote", "check")
    assert "x" * 20_000 in written or kind in ("rating", "vote", "check")


def test_a_new_kind_prints_from_its_class_alone() -> None:
    class Decision(Entry):
        """What was decided."""

        name: ClassVar[str] = "decision"
        label: ClassVar[str] = "decision"
        plural: ClassVar[str] = "decisions"
        heading: ClassVar[str] = "Decisions"

        whose: Annotated[str, Says("decided by", "Who decides?", "@")] = ""
        grounds: Annotated[str, Says("grounds", "On what grounds?")] = ""

    try:
        m = Meeting(REVIEW)
        m.add("decision", "actions", "action", "Move", whose="Ana", grounds="the rent", tags=["site"])
        text = markdown(told(m))
    finally:
        del KINDS["decision"]
    assert "## Decisions\n\n- Move — decided by Ana, tags site (6.1)\n  - **Grounds:** the rent\n" in text


def test_a_layout_of_ones_own_escapes_too_and_runs_in_a_sandbox(tmp_path: Path) -> None:
    layout = tmp_path / "ours.md.jinja"
    layout.write_text("# {{ title }}\n{% for s in sections %}{{ s.title }};{% endfor %}", encoding="utf-8")
    report = told(hawaii(title="<b> *x*"))
    assert markdown(report, layout=layout).startswith(
        "# After action review: &lt;b> \\*x\\*\nLessons identified;"
    )
    for mistake in (
        "{{ title.__class__.__mro__ }}",
        "{% for %}",
        "{{ nothing_of_the_kind }}",
        "{{ title | safe }}",
    ):
        layout.write_text(mistake, encoding="utf-8")
        with pytest.raises(Unable, match=r"ours\.md\.jinja"):
            markdown(report, layout=layout)
    with pytest.raises(Unable, match="can't be read"):
        markdown(report, layout=tmp_path / "none")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("False alert, 13 January", "false-alert-13-january"),
        ("../../etc/passwd", "etc-passwd"),
        ("Überprüfung im März", "uberprufung-im-marz"),
        ("صباح", ""),
        ("x" * 60, "x" * 40),
        ("The false missile alert of 13 January 2018", "the-false-missile-alert-of-13-january"),
    ],
)
def test_a_title_as_part_of_a_file_name(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_confidential_file_has_no_title_in_its_name() -> None:
    session = hawaii(confidential=True, title="Zebra").session()
    assert deliver(edition(session), AFTER).name == "2018-01-16-after-action-review.md"


def test_days_are_said_in_the_language_of_the_meeting() -> None:
    assert day_in_words("2026-11-27") == "27 November 2026"
    assert day_in_words("2026-11-27", "de") == "27. November 2026"
    assert day_in_words("2026-11-27", "tlh") == "27 November 2026"
    assert day_in_words("soon") == "soon"


def test_who_took_part_is_named_only_where_names_may_leave() -> None:
    for names, there in (("all", True), ("owners", False), ("none", False)):
        m = hawaii(names=names)
        for name in ROSTER:
            m.person(name)
        assert (told(m).section("people") is not None) is there


def test_what_was_only_expected_is_a_list_and_a_stage_told_elsewhere_says_where_in_one_line() -> None:
    m = Meeting(REVIEW)
    m.add("difference", "actual", "expected", "everyone trained")
    m.add("event", "actual", "timeline", "the generator failed", when="08:05")
    text = markdown(outline(edition(m.session()), m.at))
    assert "## Expected\n\n- everyone trained (" in text
    assert "| Expected" not in text
    assert "See Expected (1), Timeline (1).\n" in text
    assert "####" not in text


def test_minutes_are_told_against_those_that_were_promised() -> None:
    m = Meeting(REVIEW, length=75)
    m.mark("stage", "actual")
    m.wait(20)
    m.mark("end")
    assert "20 of 75 minutes" in markdown(outline(edition(m.session()), m.at))
