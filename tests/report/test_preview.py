"""What is left out can be seen beforehand, by whoever sends it."""

from __future__ import annotations

from meetings import hawaii

from kmfacilitate.report.edition import edition
from kmfacilitate.report.preview import preview


def test_each_line_that_stays_is_named_with_the_reason() -> None:
    m = hawaii(share="summary", names="none", facilitator="Ada")
    m.person("Day officer")
    m.add("point", "actual", "timeline", "unopened zebra", slip=True)
    m.add("rating", "open", "safe", "zebra", values=[1, 5], complete=True, private="yes")
    m.add("point", "actual", "timeline", "struck", deleted=True)
    session = m.session()
    groups = {group.title: group for group in preview(session, edition(session))}
    assert groups["Only you: never shared"].lines == ("p1 the chief is angry",)
    assert groups["Quotes: no consent"].lines == ("3.6 I thought it was the real thing",)
    assert groups["Events: not shared as summary"].count == 7
    assert groups["Lines that were taken out"].count == 1
    assert groups["Who took part"].lines == ("Day officer",)
    assert groups["About the meeting"].lines == ("facilitator: “Ada” → left out",)
    assert "6.1 Two-person confirmation switched on | owner: “Software lead” → “owner agreed”" in (
        groups["Stands there otherwise"].lines
    )
    assert (groups["Slips not opened"].count, groups["The safety check"].count) == (1, 1)
    assert not any("zebra" in line for group in groups.values() for line in group.lines)


def test_words_left_out_are_shown_where_they_stood() -> None:
    session = hawaii().session()
    groups = {g.title: g for g in preview(session, edition(session, "full", without=("telephone",)))}
    assert list(groups) == ["Stands there otherwise"]
    assert (
        "[left out], television and radio" not in groups["Stands there otherwise"].lines[0].partition("→")[0]
    )
    assert groups["Stands there otherwise"].count == 1


def test_of_the_full_edition_nothing_is_left_out() -> None:
    session = hawaii().session()
    assert preview(session, edition(session, "full")) == ()
