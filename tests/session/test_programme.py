"""A programme as a record of rounds: forgetting somebody leaves it whole, and what is unknown stays."""

from __future__ import annotations

from kmfacilitate.session.pairs import Wishes
from kmfacilitate.session.programme import SOMEONE, Programme
from kmfacilitate.session.sign_up import Feedback

AT = "2026-11-22T09:50:00.000Z"
FIRST = (("Ana", "Zoe Lang"), ("Bo", "Cy", "Di"))
SECOND = (("Ana", "Bo"), ("Cy", "Zoe Lang"))


def two_rounds() -> Programme:
    apart = {frozenset(("Ana", "Cy")), frozenset(("Ana", "Nobody here"))}
    programme = Programme.begin("Coffee", AT, "0.1.0")
    programme = programme.with_round(FIRST, 7, 2, Wishes(avoid=("team",), apart=apart), AT)
    return programme.with_round(SECOND, 8, 2, Wishes(), AT)


def test_rounds_are_kept_as_drawn() -> None:
    first, second = two_rounds().rounds()
    assert (first.number, first.seed, first.tables, first.avoid) == (1, 7, FIRST, ("team",))
    assert (second.number, second.tables) == (2, SECOND)


def test_how_many_were_kept_apart_is_known_and_never_who() -> None:
    programme = two_rounds()
    assert [each.kept_apart for each in programme.rounds()] == [1, 0]
    assert "Nobody here" not in repr(programme.documents)


def test_forgetting_somebody_leaves_the_rounds_whole() -> None:
    quotes = ("zoe lang told me of her garden", "Zoe Langley did too", "nothing")
    said = Feedback(3, 3, (0, 0, 0, 0, 3), 0, 0, quotes)
    programme = two_rounds().with_feedback(1, said)
    assert programme.mentions("Zoe Lang") == 2
    after = programme.forget(" zoe lang ")
    assert after.mentions("Zoe Lang") == 0
    assert "Zoe Lang'" not in repr(after.documents)
    assert [raw["tables"] for raw in after.documents["rounds"].values()] == [
        raw["tables"] for raw in programme.documents["rounds"].values()
    ]
    assert after.rounds()[0].tables == (("Ana",), ("Bo", "Cy", "Di"))
    assert after.documents["feedback"]["1"]["quotes"] == [
        f"{SOMEONE} told me of her garden", "Zoe Langley did too", "nothing",
    ]  # fmt: skip
    assert all(raw["rev"] >= 1 for raw in after.documents["people"].values())


def test_two_who_were_forgotten_are_not_one_and_a_namesake_is_new() -> None:
    programme = two_rounds().forget("Zoe Lang").forget("Ana")
    names = [raw["name"] for raw in programme.documents["people"].values()]
    assert names.count(SOMEONE) == 2
    again = programme.with_round((("Ana", "Bo"),), 9, 2, Wishes(), AT)
    assert again.rounds()[-1].tables == (("Ana", "Bo"),)
    assert again.rounds()[1].tables == (("Bo",), ("Cy",))


def test_who_left_is_noted_and_the_tables_are_those_of_now() -> None:
    programme = two_rounds().without_leaver(2, "Cy", (("Ana", "Bo", "Zoe Lang"),))
    assert programme.rounds()[1].tables == (("Ana", "Bo", "Zoe Lang"),)
    assert len(programme.documents["rounds"]["2"]["left"]) == 1
    assert programme.documents["rounds"]["2"]["rev"] == 2


def test_what_a_newer_version_added_is_kept() -> None:
    documents = {**two_rounds().documents, "moods": {"1": {"rev": 1, "mood": "good"}}}
    after = Programme(documents).forget("Ana").with_round(FIRST, 1, 2, Wishes(), AT)
    assert after.documents["moods"] == {"1": {"rev": 1, "mood": "good"}}
    assert not after.is_newer
    assert Programme({"_meta": {"1": {"schema": 2}}}).is_newer
