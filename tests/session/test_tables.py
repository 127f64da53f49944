"""Drawing pairs and tables in a running session: shown, kept as far as names may be, mixed anew each time."""

from __future__ import annotations

import pytest
from support import HandClock, again, go, room, type_line

from kmfacilitate.report.deliver import deliver
from kmfacilitate.report.edition import edition
from kmfacilitate.session.acts.meeting import agree_sharing
from kmfacilitate.session.answering import asking
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.kinds.activities import Pairs
from kmfacilitate.session.pairs import Tables, met_before
from kmfacilitate.session.room_view import room_scene
from kmfacilitate.session.staging import scene
from kmfacilitate.session.tables import draw_here, drawn_at, tables_of

CAFE = """
id: small-cafe
technique: knowledge-cafe
title: Small café
learning: during
family: conversation
variants: {standard: 20}
stages:
  - id: warm
    title: Warm up
    minutes: 5
    questions:
      - id: pairs
        ask: Who meets whom?
        capture: {how: pairs, size: 2}
  - id: sit
    title: Sit down
    minutes: 5
    questions:
      - id: tables
        ask: Which table is yours?
        capture: {how: pairs, size: 3}
  - id: move
    title: Move
    minutes: 10
    questions:
      - id: mix
        ask: Where do you sit now?
        capture: {how: pairs, size: 3}
"""
PEOPLE = ("Ana", "Bo", "Cy", "Di", "Eve", "Flo", "Gus", "Hal", "Ida")


def cafe(*people: str, names: str = "owners", head_count: int = 0) -> Facilitation:
    return room(CAFE, "", *people, names=names, head_count=head_count)


def drawn(f: Facilitation) -> Tables:
    found = drawn_at(f, f.here)
    assert found is not None
    return tables_of(f, *found)


def stored(f: Facilitation) -> str:
    return repr(f.session.documents)


def test_the_room_sees_who_is_with_whom_and_the_facilitator_the_seed() -> None:
    f = cafe(*PEOPLE)
    assert scene(f).activity is not None
    assert scene(f).activity.words[0].text == "nothing drawn yet"
    made = draw_here(f, f.here, 7)
    assert made.says == "3 pairs and 1 trio drawn, seed 7"
    shown = [row.text for row in room_scene(f, "question").rows]
    assert sorted(name for line in shown for name in line.split(", ")) == sorted(PEOPLE)
    assert [row.text for row in scene(f).rows] == shown
    assert scene(f).activity.right.startswith("seed 7")


def test_names_that_may_not_be_kept_are_nowhere_in_the_session() -> None:
    for names in ("owners", "none"):
        f = cafe(*PEOPLE, names=names)
        draw_here(f, f.here, 7)
        assert not any(name in stored(f) for name in PEOPLE)
        (entry,) = [e for _, e in f.session.live() if isinstance(e, Pairs)]
        assert (entry.seed, sorted(entry.sizes)) == (7, [2, 2, 2, 3])
        later = again(f, HandClock(), *PEOPLE)
        assert drawn(later) == ()
        assert scene(later).activity.words[0].text == "the names were not kept"


def test_names_that_may_be_kept_are_there_again_until_the_room_says_otherwise() -> None:
    f = cafe(*PEOPLE, names="all")
    draw_here(f, f.here, 7)
    assert drawn(again(f, HandClock())) == drawn(f)
    f.settle(agree_sharing(names="owners"))
    assert not any(e.tables for _, e in f.session.live() if isinstance(e, Pairs))


def test_people_move_to_tables_where_they_meet_others() -> None:
    f = cafe(*PEOPLE)
    tables = []
    for stage in ("1", "2", "3"):
        go(f, stage)
        draw_here(f, f.here, 7)
        tables.append(drawn(f))
    met = met_before(tables)
    assert [len(table) for table in tables[2]] == [3, 3, 3]
    assert sum(1 for times in met.values() if times > 1) <= 4  # the warm-up left a trio
    assert max(met_before(tables[1:]).values()) == 1


def test_drawing_again_replaces_and_undo_brings_back() -> None:
    f = cafe(*PEOPLE)
    draw_here(f, f.here, 7)
    first = drawn(f)
    draw_here(f, f.here, 8)
    assert drawn(f) != first
    assert len([e for _, e in f.session.live() if isinstance(e, Pairs)]) == 1
    f.undo()
    assert drawn(f) == first
    draw_here(f, f.here, 7)
    assert drawn(f) == first


def test_a_number_of_people_is_enough() -> None:
    f = cafe(head_count=12)
    draw_here(f, f.here, 7)
    assert sorted(seat for table in drawn(f) for seat in table) == [f"{n:02}" for n in range(1, 13)]
    assert drawn(again(f, HandClock())) == drawn(f)


def test_a_seed_is_made_up_and_said() -> None:
    f = cafe(*PEOPLE)
    assert "seed " in draw_here(f, f.here).says


def test_one_person_alone_draws_nothing() -> None:
    f = cafe("Ana")
    with pytest.raises(Refused, match="takes two"):
        draw_here(f, f.here)


def test_the_room_sees_the_number_of_each_table_and_is_not_asked_whether_it_said_that() -> None:
    f = cafe(*PEOPLE)
    go(f, "2")
    draw_here(f, f.here, 7)
    shown = room_scene(f, "question")
    assert [row.number for row in shown.rows] == ["1", "2", "3"]
    assert shown.drawn


def test_words_are_not_taken_where_pairs_are_drawn() -> None:
    f = cafe(*PEOPLE)
    assert asking(f).way == "pairs"
    with pytest.raises(Refused, match=":draw"):
        type_line(f, "Ana and Bo")


def test_colleagues_are_not_paired_where_the_template_says_so() -> None:
    f = room(CAFE.replace("size: 2", "size: 2, avoid: [team]"), "", *PEOPLE[:6])
    f.about = {name: {"team": "AAABBC"[at]} for at, name in enumerate(PEOPLE[:6])}
    for seed in range(6):
        assert not draw_here(f, f.here, seed).notes
    f.about = {name: {"team": "A"} for name in PEOPLE[:6]}
    assert draw_here(f, f.here, 7).notes == ("3 pairs share a team; it could not be avoided",)
    assert "share a team" in scene(f).activity.words[1].text


def test_the_report_says_who_was_with_whom_only_where_names_leave() -> None:
    for names, said in (("all", "Ana"), ("owners", "3 × 3 people")):
        f = cafe(*PEOPLE, names=names)
        go(f, "2")
        draw_here(f, f.here, 7)
        text = deliver(edition(f.session, "shared"), f.moment(), "md").text
        assert said in text
        assert ("Ana" in text) == (names == "all")


def test_a_second_draw_at_a_question_is_another_round_of_it():
    f = cafe(*PEOPLE[:8])
    tables = []
    for seed in (None, None, None):
        draw_here(f, f.here, seed)
        tables.append(drawn(f))
    assert max(met_before(tables).values()) == 1
    (seed,) = {entry.seed for _, entry in f.session.live() if isinstance(entry, Pairs)}
    go(f, "2")
    draw_here(f, f.here)
    assert max(met_before([*tables, drawn(f)]).values()) == 1
    go(f, "1")
    first = cafe(*PEOPLE[:8])
    draw_here(first, first.here, seed)
    again_ = drawn(first)
    draw_here(first, first.here, seed)
    assert drawn(first) == again_, "a seed draws the same again"
