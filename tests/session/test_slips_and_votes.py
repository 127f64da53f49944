"""A pre-mortem from slips to risks: nothing traced, nothing shown too early, and every number right."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from random import Random

import pytest
from support import HandClock, entry, go, numbers, room, texts, type_all, type_line

from kmfacilitate.session.acts import activities, correct, meeting, reviews, voting
from kmfacilitate.session.answering import entry_named, next_field
from kmfacilitate.session.edits import Now, Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.material import material, members, totals, vote_at
from kmfacilitate.session.staging import room_scene, scene
from kmfacilitate.session.walk import Place

EIGHT = (
    "Project manager", "Airline lead", "Contractor", "Software", "Mechanical", "Operations", "City engineer",
    "Finance",
)  # fmt: skip
SLIPS = (
    "The software was never tested at full load",
    "The track does not fit the building as built",
    "Airlines kept changing what they wanted",
    "The city's opening date was a promise, not a plan",
    "Power dips stop the carts",
    "Line balancing starves the far gates",
    "No backup for a single bag",
    "The one contractor who could do it was asked too late",
    "Nobody dared say the date was impossible",
    "The chief engineer left and knew everything",
    "Bags jam and are torn at transfer",
)
GROUPS = {
    "Schedule set from outside": (4, 8, 9),
    "Untested complexity": (1, 6, 11),
    "Building and power": (2, 5),
    "Changing requirements": (3,),
    "No way back": (7,),
    "Key person": (10,),
}
BALLOTS = ("2 2 1", *["2 1 5"] * 5, "2 3 4", "2 3 6")
SLIPS_PLACE = Place("slips", "slips")


def with_slips(seed: int = 7, *, names: str = "") -> Facilitation:
    time = HandClock()
    f = room("pre-mortem", "", *EIGHT, clock=time, seed=seed, names=names)
    go(f, "4")
    for slip in SLIPS:
        time.on(seconds=20)
        type_line(f, slip)
    time.on(minutes=1)
    return f


def grouped() -> Facilitation:
    f = with_slips()
    f.do("reveal", activities.reveal_slips(f.here))
    go(f, "6")
    number = {e.text: f.session.number(id_) for id_, e in f.session.of_kind("cause")}
    for name, slips in GROUPS.items():
        type_line(f, f"{' '.join(number[SLIPS[s - 1]] for s in slips)} {name}")
    return f


def seen(f: Facilitation) -> str:
    """All that any view shows but the panel for the facilitator alone."""
    shown = asdict(scene(f))
    shown.pop("only_you")
    return repr(shown) + repr([asdict(room_scene(f, mode)) for mode in ("question", "lines", "blank")])


def test_slips_are_counted_and_not_shown_before_they_are_revealed():
    f = with_slips(names="all")
    assert numbers(f) == [""] * 11
    assert {e.by for _, e in f.session.live()} == {""}
    assert not [slip for slip in SLIPS if slip in seen(f)]
    assert scene(f).activity.words[0].text == "11"
    with pytest.raises(Refused, match="hidden"):
        f.do("edit", correct.retype(next(iter(f.session.entries)), "risk"))
    assert material(f.session, "slips") == ()


def test_the_last_slip_is_seen_by_the_facilitator_alone():
    f = with_slips()
    last = [note for note in scene(f).only_you if note.title == "Last slip"]
    assert last[0].lines == (SLIPS[-1],)


def test_revealed_slips_cannot_be_traced():
    f = with_slips()
    originals = list(f.session.entries)
    f.undo()
    f.redo()
    says = f.do("reveal", activities.reveal_slips(f.here)).says
    live = list(f.session.live())
    assert sorted(e.text for _, e in live) == sorted(SLIPS)
    assert [e.text for _, e in live] != list(SLIPS)
    assert [e.n for _, e in live] == list(range(1, 12))
    assert len({e.at for _, e in live}) == 1
    assert not {e.by or e.edited or e.slip for _, e in live} - {"", False}
    for id_ in originals:
        assert set(f.session.documents["entries"][id_]) <= {"rev", "kind", "stage", "deleted", "forgotten"}
    assert not [slip for slip in SLIPS if slip in repr(f.steps())]
    assert f.undo() == f"{says}: that can't be taken back"
    assert sorted(texts(f)) == sorted(SLIPS)
    with pytest.raises(Refused, match="no slips"):
        f.do("reveal", activities.reveal_slips(SLIPS_PLACE))


def test_a_slip_that_was_taken_back_is_forgotten_with_the_others():
    f = with_slips()
    f.undo()
    f.do("reveal", activities.reveal_slips(f.here))
    assert SLIPS[-1] not in repr(f.session.documents) + repr(f.steps())
    with pytest.raises(Refused):
        f.redo()


def test_a_late_slip_after_the_reveal_is_an_ordinary_line():
    f = with_slips()
    f.do("reveal", activities.reveal_slips(f.here))
    type_line(f, "one more, said aloud")
    assert (entry(f, "4.12").text, entry(f, "4.12").slip) == ("one more, said aloud", False)


def test_each_slip_is_first_as_often_as_any_other():
    session = with_slips().session
    first: Counter[str] = Counter()
    for run in range(2000):
        ids = iter(range(10**18, 10**18 + 100))
        now = Now(HandClock().at, HandClock().at.date(), lambda ids=ids: str(next(ids)), Random(run))
        change = activities.reveal_slips(SLIPS_PLACE)(session, now)
        first[change.edits[0].after["text"]] += 1
    assert set(first) == set(SLIPS)
    assert all(122 <= count <= 242 for count in first.values()), first


def test_groups_hold_their_lines():
    f = grouped()
    heads = f.session.of_kind("theme")
    assert [e.text for _, e in heads] == list(GROUPS)
    for id_, e in heads:
        assert sorted(f.session.entries[i].text for i in members(f.session, id_)) == sorted(
            SLIPS[s - 1] for s in GROUPS[e.text]
        )
    assert material(f.session, "groups") == tuple(id_ for id_, _ in heads)


def test_a_deleted_group_gives_its_lines_back_to_the_board():
    f = grouped()
    f.do("delete", correct.delete(f.session.of_kind("theme")[0][0]))
    free = [row.text for row in scene(f).rows]
    assert {SLIPS[3], SLIPS[7], SLIPS[8]} <= set(free)
    assert len(material(f.session, "groups")) == 5 + 3


def test_ballots_are_typed_as_they_come_and_counted_when_all_are_in():
    f = grouped()
    go(f, "7")
    for slip in BALLOTS[:7]:
        assert "6" not in type_line(f, slip).says.replace("slip 6", "")
    vote = vote_at(f.session, "votes")
    assert vote is not None
    assert not vote[1].complete
    assert "vote" not in " ".join(fact.text for row in scene(f).rows for fact in row.facts)
    assert material(f.session, "votes") == ()
    for mode in ("question", "lines"):
        assert not [fact for row in room_scene(f, mode).rows for fact in row.facts]
    with pytest.raises(Refused, match="For words, F2 goes on"):
        type_line(f, "2 1 7 words")
    with pytest.raises(Refused, match="no 7 on the ballot"):
        type_line(f, "2 1 7")
    with pytest.raises(Refused, match="3 dots each"):
        type_line(f, "2 1 3 4")
    assert type_line(f, BALLOTS[7]).says == "slip 8 of 8 in, all in"
    vote = vote_at(f.session, "votes")
    assert vote is not None
    assert list(totals(vote[1]).values()) == [6, 9, 2, 1, 5, 1]
    ranked = [(row.text, row.facts[0].text) for row in room_scene(f, "lines").rows]
    assert ranked[:3] == [
        ("Untested complexity", "9 votes"), ("Schedule set from outside", "6 votes"),
        ("No way back", "5 votes"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="All slips are in"):
        type_line(f, "1")
    f.undo()
    assert not vote_at(f.session, "votes")[1].complete


def test_blank_slips_count_and_reveal_ends_a_vote():
    f = grouped()
    go(f, "7")
    with pytest.raises(Refused, match="No slip is in"):
        f.do("reveal", voting.reveal_vote(f.here))
    type_all(f, "0", "1 1 1")
    f.do("reveal", voting.reveal_vote(f.here))
    vote = vote_at(f.session, "votes")
    assert vote is not None
    assert (vote[1].voters, vote[1].complete, totals(vote[1])[vote[1].over[0]]) == (2, True, 3)


def test_who_comes_during_a_vote_counts_from_the_next_one():
    f = grouped()
    go(f, "7")
    type_line(f, "1")
    f.do("who", meeting.add_person("Late"))
    for _ in range(6):
        type_line(f, "2")
    assert type_line(f, "2").says == "slip 8 of 8 in, all in"


def test_totals_by_ballot_number_or_number_of_the_line():
    f = grouped()
    go(f, "7")
    type_line(f, "6.1=6, 2=9 3=2,4=1 5=5 6=1")
    vote = vote_at(f.session, "votes")
    assert list(totals(vote[1]).values()) == [6, 9, 2, 1, 5, 1]
    for typed in ("1=5 1=6", "9=1", "4.1=3"):
        with pytest.raises(Refused):
            type_line(f, typed)


def test_what_is_taken_out_during_a_vote_keeps_the_ballot_numbers():
    f = grouped()
    go(f, "7")
    type_line(f, "2 2 1")
    f.do("delete", correct.delete(f.session.of_kind("theme")[1][0]))
    assert [row.text for row in scene(f).rows][1] == "(a line that was taken out)"
    type_line(f, "3 2 1")
    f.do("reveal", voting.reveal_vote(f.here))
    assert [f.session.entries[i].text for i in material(f.session, "votes")] == [
        "Schedule set from outside", "Building and power",
    ]  # fmt: skip


def test_three_risks_come_out_with_the_groups_numbers():
    f = grouped()
    go(f, "7")
    with pytest.raises(Refused, match="nothing to score"):
        type_line(f, "5 5", Place("rank", "score"))
    type_all(f, *BALLOTS)
    f.next()
    type_line(f, "2=5,5 1=4,5 5=3,5")
    with pytest.raises(Refused, match="All are scored"):
        type_line(f, "5 5")
    with pytest.raises(Refused):
        type_line(f, "2=6,5")
    go(f, "8")
    fields = (
        "first full-load rehearsal date slips twice", "one concourse live six months before",
        "tugs and carts",
        "Software", "1993-01-31",
    )  # fmt: skip
    type_all(f, *fields)
    for line in (
        "opening invitations printed before the test report", "opening date depends on a passed rehearsal",
        "phased opening", "Project manager", "1992-09-30", "manual backup still unfunded",
        "fund conventional conveyor now", "rent tugs", "Finance", "1992-10-15",
    ):  # fmt: skip
        type_line(f, line)
    assert next_field(f, f.here) is None
    with pytest.raises(Refused, match="Everything is filled in"):
        type_line(f, "more")
    risks = sorted(f.session.of_kind("risk"), key=lambda r: -r[1].score)
    vote = vote_at(f.session, "votes")
    assert vote is not None
    assert [(f.session.number(i), e.text, e.score, totals(vote[1])[i]) for i, e in risks] == [
        ("6.2", "Untested complexity", 25, 9), ("6.1", "Schedule set from outside", 20, 6),
        ("6.5", "No way back", 15, 5),
    ]  # fmt: skip
    top = risks[0][1]
    assert (top.sign, top.prevention, top.fallback, top.owner, top.due) == fields
    assert len(members(f.session, risks[0][0])) == 3
    assert [e.text for _, e in f.session.of_kind("theme")] == [
        "Building and power", "Changing requirements", "Key person",
    ]  # fmt: skip
    assert len(f.session.of_kind("cause")) == 11
    while f.can_undo and "slips" not in f.can_undo:
        f.undo()
    assert not f.session.of_kind("risk", "theme", "vote")


def test_only_lines_of_the_room_are_scored_ranked_and_chosen():
    f = grouped()
    type_line(f, "~ the chief is angry")
    note = entry_named(f, "p1")
    gone = f.session.of_kind("theme")[0][0]
    f.do("delete", correct.delete(gone))
    for id_ in (note, gone):
        for act in (
            voting.score(Place("rank", "score"), {id_: (5, 5)}),
            voting.rank(Place("rank", "votes"), [id_]),
            reviews.review(Place("rank", "votes"), id_, "done"),
        ):
            with pytest.raises(Refused):
                f.do("act", act)
    assert f.session.entries[note].kind == "private"
    with pytest.raises(Refused):
        f.do("act", voting.rank(f.here, []))
    kept = f.session.of_kind("theme")[0][0]
    with pytest.raises(Refused, match="twice"):
        f.do("act", voting.rank(f.here, [kept, kept]))
    f.do("act", voting.rank(f.here, [kept]))
    f.do("act", voting.rank(f.here, [kept]))
    assert len(f.session.of_kind("vote")) == 1


def test_going_on_with_other_lines_than_the_count_says():
    f = grouped()
    go(f, "7")
    with pytest.raises(Refused, match="voted"):
        f.do("choose", voting.choose(f.here, []))
    type_line(f, "1=6 2=9")
    heads = [i for i, _ in f.session.of_kind("theme")]
    f.do("choose", voting.choose(f.here, [heads[5], heads[0]]))
    assert material(f.session, "votes") == (heads[5], heads[0])
    assert [row.text for row in scene(f).rows if any(f.text == "taken on" for f in row.facts)] == [
        "Schedule set from outside", "Key person",
    ]  # fmt: skip
