"""What leaves the room and what stays."""

from __future__ import annotations

from typing import Any

import pytest
from meetings import AFTER, PREMORTEM, REVIEW, ROSTER, Meeting, hawaii

from kmfacilitate.errors import Unable
from kmfacilitate.report.deliver import deliver
from kmfacilitate.report.edition import Edition, edition
from kmfacilitate.report.redaction import Redaction
from kmfacilitate.report.still_open import still_open
from kmfacilitate.session.tidy import to_tidy


def everything(kept: Edition) -> str:
    """All that an edition says, in both formats."""
    return deliver(kept, AFTER).text + deliver(kept, AFTER, "json").text


def texts(kept: Edition) -> list[str]:
    return [entry.text for _, entry in kept.session.live()]


def test_a_summary_without_names_keeps_what_was_said_in_the_room() -> None:
    kept = edition(hawaii(share="summary", names="none").session(), "shared", ROSTER)
    said = everything(kept)
    for words in ("Require two people", "Communicate better", "Two-person confirmation",
                  "Stop no-notice drills", "publish which code to use", "FEMA"):  # fmt: skip
        assert words in said
    for words in ("Day officer", "Software lead", "Operations chief", "chief is angry", "real thing",
                  "Recording played", "test system", "callers"):  # fmt: skip
        assert words.lower() not in said.lower()


def test_the_full_edition_has_all_of_it_and_says_so() -> None:
    kept = edition(hawaii(share="summary", names="none").session(), "full")
    said = deliver(kept, AFTER)
    for words in ("Day officer", "Software lead", "chief is angry", "real thing", "Recording played"):
        assert words in said.text
    assert said.name == "2018-01-16-after-action-review-false-alert-FULL-not-for-sharing.md"
    body = said.text.split("---\n", 2)[2]
    assert body.lstrip().startswith("**Full edition, not for sharing")


def test_nothing_is_refused_but_for_the_facilitator() -> None:
    session = hawaii(share="nothing").session()
    with pytest.raises(Unable) as refused:
        edition(session)
    assert refused.value.exit_code == 1
    assert "Require two people" in everything(edition(session, "full"))


def test_actions_only_is_actions_only() -> None:
    said = everything(edition(hawaii(share="actions").session()))
    assert "Stop no-notice drills" in said
    for words in ("Require two people", "FEMA", "Recording", "answered", "took"):
        assert words not in said


def test_open_has_the_discussion_but_no_private_note_and_no_quote_without_consent() -> None:
    said = everything(edition(hawaii().session()))
    assert "Recording played" in said
    assert "Who pays for the separate test system?" in said
    assert "chief is angry" not in said
    assert "real thing" not in said


@pytest.mark.parametrize(
    ("names", "consent", "words", "name"),
    [("all", "yes", True, True), ("owners", "yes", True, False), ("none", "yes", True, False),
     ("all", "unnamed", True, False), ("all", "no", False, False), ("all", "", False, False)],
)  # fmt: skip
def test_a_quote_leaves_with_consent_and_its_name_only_if_names_do(
    names: str, consent: str, words: bool, name: bool
) -> None:
    m = Meeting(REVIEW, names=names)
    m.add("quote", "actual", "timeline", "We were never told", by="Priya", consent=consent)
    m.add("story", "actual", "timeline", "The keys were away", by="Priya", consent=consent)
    said = everything(edition(m.session()))
    assert ("We were never told" in said) is words
    assert ("The keys were away" in said) is words
    assert ("Priya" in said) is name


def test_who_said_a_line_is_in_the_full_edition_only() -> None:
    m = Meeting(REVIEW, names="all")
    m.person("Priya")
    m.add("point", "expected", "good", "The list was late", by="Priya", under="Priya")
    shared = edition(m.session())
    assert [entry.by for _, entry in shared.session.live()] == [""]
    assert deliver(shared, AFTER).text.count("Priya") == 1  # as somebody who took part
    assert "said by Priya" in deliver(edition(m.session(), "full"), AFTER).text


def test_a_contact_leaves_only_with_consent() -> None:
    m = Meeting(REVIEW)
    m.add("contact", "close", "worth", "Zoe Lang", reach="555", consent="yes")
    m.add("contact", "close", "worth", "Max Hart", reach="556")
    said = everything(edition(m.session()))
    assert "Zoe Lang" in said
    assert "Max Hart" not in said


def test_deleted_lines_are_in_no_edition_but_full_json() -> None:
    m = Meeting(REVIEW)
    m.add("point", "expected", "good", "struck out", deleted=True)
    full = edition(m.session(), "full")
    assert "struck out" not in everything(edition(m.session()))
    assert "struck out" not in deliver(full, AFTER).text
    assert "struck out" in deliver(full, AFTER, "json").text


def test_the_safety_check_is_in_no_edition() -> None:
    m = Meeting(REVIEW)
    m.add("rating", "open", "safe", "zebra", values=[1, 2, 5, 5], complete=True, private="yes")
    m.add("rating", "open", "safe", "zebra", values=[1, 2, 5, 5], complete=True)
    for which in ("shared", "full"):
        kept = edition(m.session(), which)
        assert not kept.session.entries
        assert "zebra" not in everything(kept)


@pytest.mark.parametrize("share", ["open", "summary"])
def test_few_numbers_give_only_how_many(share: str) -> None:
    m = Meeting(REVIEW, share=share)
    id_ = m.add("rating", "close", "worth", "", values=[1, 5, 4], scale=[1, 5], complete=True)
    shared = edition(m.session())
    assert shared.spreads[id_].count == 3
    assert shared.spreads[id_].lowest is None
    assert "3 of 7 answered (7.1)" in deliver(shared, AFTER).text
    assert '"values"' not in deliver(shared, AFTER, "json").text
    full = edition(m.session(), "full")
    assert (full.spreads[id_].lowest, full.spreads[id_].highest) == (1, 5)


def test_a_vote_that_is_not_complete_shows_no_number_anywhere() -> None:
    m = Meeting(REVIEW)
    event = m.add("event", "actual", "timeline", "Bell rang")
    vote = m.add("vote", "why", "choose", "", over=[event], tally=[[event, 97]], voters=7)
    assert vote not in edition(m.session()).session.entries
    full = edition(m.session(), "full")
    assert "97" not in everything(full).replace(vote, "").replace(event, "")
    assert vote in full.session.entries


def sealed(n: int = 3) -> Meeting:
    m = Meeting(PREMORTEM)
    for i in range(n):
        m.add("risk", "write", "slips", f"zebra {i}", slip=True)
    m.add("risk", "write", "slips", "zebra taken back", slip=True, deleted=True)
    return m


def test_sealed_slips_are_a_number() -> None:
    m = sealed()
    id_ = next(iter(m.documents["entries"]))
    conflict = {"rev": 1, "table": "entries", "id": id_, "field": "text", "other": "zebra hidden"}
    m.documents["conflicts"]["7"] = conflict
    for which in ("shared", "full"):
        kept = edition(m.session(), which)
        assert dict(kept.sealed) == {"write": 3}
        assert "zebra" not in everything(kept)
        assert "3 slips not opened yet" in deliver(kept, AFTER).text


def test_names_in_texts_go_where_no_names_leave() -> None:
    m = Meeting(REVIEW, names="none", title="Handover of Sam Lee")
    m.person("Sam Lee")
    m.add("lesson", "learned", "lesson", "SAM LEE's key was lost, not Samantha's", why=["sam  lee slept"],
          tags=["sam-lee", "keys"])  # fmt: skip
    m.add("action", "actions", "action", "Ring Priya", owner="Priya")
    kept = edition(m.session())
    assert "sam lee" not in everything(kept).lower()
    assert "sam-lee" not in deliver(kept, AFTER).name
    lesson, action = (entry for _, entry in kept.session.live())
    assert lesson.text == "[name]'s key was lost, not Samantha's"
    assert lesson.tags == ("keys",)
    assert action.text == "Ring [name]"
    assert getattr(action, "owner", "") == "owner agreed"
    assert "Sam Lee" in m.session().meeting.title


def test_a_name_stays_known_after_its_line_became_another_kind() -> None:
    m = Meeting(REVIEW, names="none")
    m.add("lesson", "learned", "lesson", "Ask Zoe first")
    m.add("point", "actions", "action", "Order a key", owner="Zoe")
    assert "Zoe" not in everything(edition(m.session()))


def test_a_line_that_was_a_private_note_does_not_tell() -> None:
    m = Meeting(REVIEW)
    m.add("point", "actual", "timeline", "Said aloud after all", earlier=[["private", 4]])
    assert "earlier" not in deliver(edition(m.session()), AFTER, "json").text


def test_owners_keep_their_names_and_others_have_none() -> None:
    m = Meeting(REVIEW, names="owners")
    m.person("Ana")
    m.add("action", "actions", "action", "Order a key", owner="Sam")
    said = everything(edition(m.session()))
    assert "Sam" in said
    assert "Ana" not in said


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sam Lee and Sam", "[name] and [name]"),
        ("Samuel saw same", "Samuel saw same"),
        ("O'Brien's van", "[name]'s van"),
        ("Jose\u0301 was there", "[name] was there"),
        ("José was there", "[name] was there"),
        ("анна пришла", "[name] пришла"),
        ("_Sam_", "_[name]_"),
    ],
)
def test_names_are_whole_words_longest_first_however_capitalised(text: str, left: str) -> None:
    assert Redaction(["Sam", "Sam Lee", "O'Brien", "José", "Анна", "", "-"]).text(text) == left


def test_what_is_left_out_is_said_to_the_person_who_saves() -> None:
    kept = edition(hawaii(share="summary", names="none").session())
    assert [(line.what, line.amount) for line in kept.left_out] == [
        ("Lines of discussion", "8"), ("Names", "all"), ("Private notes", "1"), ("Quotes", "1"),
        ("Parked lines", "1"), ("Marks one by one", "7"),
    ]  # fmt: skip
    said = {line.what: line.amount for line in edition(hawaii(share="actions").session()).left_out}
    assert said["Lessons"] == "2"
    assert edition(hawaii().session(), "full").left_out == ()


def test_what_is_missing_is_counted_in_words() -> None:
    m = hawaii()
    m.add("recommendation", "actions", "action", "shorten the path")
    assert [str(line) for line in still_open(m.session())] == [
        "2 lessons without a route", "1 lesson without a why", "1 action without a date",
        "1 line without a carrier",
    ]  # fmt: skip
    assert len(to_tidy(m.session())) == 7  # these five, the parked line, and a quote without consent


def test_what_was_not_asked_is_listed() -> None:
    m = Meeting(REVIEW, share="summary")
    stages: dict[str, dict[str, Any]] = m.documents["stages"]
    stages["2"]["asked"] = ["plan"]
    stages["3"] |= {"state": "skipped", "reason": "no time", "asked": []}
    stages["6"] |= {"state": "", "asked": []}
    kept = edition(m.session())
    assert [(left.stage, left.question, left.reason) for left in kept.not_discussed] == [
        ("2 What was expected?", "What would good have looked like?", ""),
        ("3 What actually happened?", "", "no time"),
        ("6 What will we do about it?", "", "not reached"),
    ]


def test_a_question_asked_of_each_person_is_asked() -> None:
    m = Meeting(REVIEW)
    m.documents["stages"]["2"]["asked"] = ["plan/Ana", "good/Ana"]
    assert edition(m.session()).not_discussed == ()


def test_a_line_of_a_kind_this_version_does_not_know_stays() -> None:
    m = Meeting(REVIEW)
    m.add("rumour", "actual", "timeline", "zebra")
    assert "zebra" not in everything(edition(m.session()))
    assert "zebra" in deliver(edition(m.session(), "full"), AFTER).text
