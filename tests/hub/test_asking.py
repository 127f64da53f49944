"""Search and near-duplicates at the hub, and what keepers decide, as others see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kmfacilitate.hub.asking import Hub
from kmfacilitate.hub.connection import connect, rules
from kmfacilitate.library.earlier import EarlierSessions
from kmfacilitate.library.index import update
from kmfacilitate.session.session import Session
from kmfacilitate.store.encoding import decode_tables

from .laptops import Laptop
from .server import Server

Laptops = Callable[..., Laptop]
ENTRY = str(10**18 + 1)


def test_a_search_finds_other_forms_in_the_language_of_the_lesson(laptop: Laptops) -> None:
    ann, rob = laptop("ann"), laptop("rob")
    ann.write("Keys", {"text": "Ordering a second key took weeks"})
    ann.write("Schlüssel", {"text": "Die Häuser brauchen Schlüssel"}, language="de")
    ann.write("Quiet", {"text": "Nothing of that"}, {"text": "key of another kind", "kind": "action"})
    ann.push()
    hub = Hub(rob.settings)
    assert [hit.text for hit in hub.search("orders keys")] == ["Ordering a second key took weeks"]
    assert [hit.title for hit in hub.search("Haus Schlüssel")] == ["Schlüssel"]
    assert {hit.kind for hit in hub.search("key")} == {"lesson", "action"}
    assert {hit.kind for hit in hub.search("key", "action")} == {"action"}
    assert hub.search("giraffe") == hub.search("the of") == hub.search("'\\ & | ! <->") == []


@pytest.mark.parametrize("by_trigrams", [True, False])
def test_lessons_that_say_nearly_the_same_are_found(
    laptop: Laptops, server: Server, database: str, by_trigrams: bool, request: pytest.FixtureRequest
) -> None:
    if not by_trigrams:
        with connect(server.url(database=database)) as admin:
            admin.execute("DROP EXTENSION pg_trgm")
            without = rules().replace("CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE EXTENSION not_there")
            admin.execute(without.encode())
        request.addfinalizer(lambda: connect(server.url(database=database)).execute(rules().encode()))
    ann = laptop("ann")
    ann.write("One", {"text": "Order a second key for the fridge"}, {"text": "Ask the porter about parking"})
    ann.write("Two", {"text": "Order second keys for the fridge early"})
    ann.push()
    hits, trigrams = Hub(ann.settings).alike("Order a second key for the fridge!", "english")
    assert trigrams == by_trigrams
    assert [hit.title for hit in hits] == ["One", "Two"]
    assert hits[0].fit > hits[1].fit >= 0.3
    assert Hub(ann.settings).alike("'\\ giraffes & | !")[0] == []


def test_a_decision_of_a_keeper_is_with_the_owner_after_a_pull(laptop: Laptops) -> None:
    ann, ben, kim = laptop("ann"), laptop("ben"), laptop("kim")
    id_ = ann.write("Clinic", {"text": "Order a second key"})
    ann.push()
    hub = Hub(kim.settings)
    (hit,) = hub.search("second key")
    hub.decide(hit.on, "validated", note="agreed at the ward round")
    assert ann.pull().decided == ben.pull().decided == 1
    for one in (ann, ben):
        (found,) = one.ask().lessons()
        assert found.state == "validated"
        assert "kim" in found.reason
        assert "ward round" in found.reason
    hub.decide(hit.on, "merged", other=f"{id_}/5")
    ann.pull()
    assert ann.pull().decided == 0
    assert [found.state for found in ann.ask().lessons()] == ["merged"]
    ann.settings.unshare(id_)
    ann.push(), ann.pull()
    assert [found.state for found in ann.ask().lessons()] == ["captured"]


def test_a_verdict_of_another_team_is_folded_into_our_lesson(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    id_ = ann.write("Clinic", {"text": "Order a second key", "state": "embedded"})
    ann.push(), ben.pull()
    (theirs,) = ben.ask().lessons()
    ben.write("Before action", {"kind": "verdict", "on": theirs.on, "says": "again"},
              {"kind": "verdict", "on": theirs.on, "says": "applies"})  # fmt: skip
    ben.push(), ann.pull()
    (ours,) = ann.ask().lessons()
    assert (ours.session, ours.again, ours.applied, ours.state) == (id_, 1, 1, "reopened")


def test_clocks_that_disagree_by_a_day_change_nothing(laptop: Laptops) -> None:
    ann, ben, kim = laptop("ann"), laptop("ben"), laptop("kim")
    yesterday, tomorrow = "2020-11-21T12:00:00.000Z", "2096-11-23T12:00:00.000Z"
    ann.write("Clinic", {"text": "late clock", "at": tomorrow, "edited": tomorrow})
    ben.write("Ward", {"text": "early clock", "at": yesterday, "edited": yesterday})
    ann.push(), ben.push()
    ann.write("Clinic", {"text": "late clock, set right", "at": yesterday, "edited": yesterday, "rev": 2})
    ann.push()
    for hit in Hub(kim.settings).search("clock"):
        Hub(kim.settings).decide(hit.on, "validated")
    for one in (ann, ben):
        one.pull()
        assert {found.text: found.state for found in one.ask().lessons()} == {
            "late clock, set right": "validated", "early clock": "validated",
        }  # fmt: skip


def test_a_lesson_of_the_team_comes_in_where_earlier_lessons_do(laptop: Laptops) -> None:
    ann, ben, kim = laptop("ann"), laptop("ben"), laptop("kim")
    for title in ("Clinic", "Ward"):
        ann.write(title, {"text": f"Order a second key for the fridge of the {title}"})
    ann.push()
    (first, _) = Hub(kim.settings).search("second key")
    Hub(kim.settings).decide(first.on, "rejected", note="not for us")
    ben.pull()
    ours = ben.write("Before action", {"text": "Something else"})
    update(ben.library, ben.places)
    (path,) = ben.library.sessions_folder.rglob(f"*{ours}.json")
    before = EarlierSessions(ben.library, Session.read(decode_tables(path.read_bytes(), path)), ben.places)
    found = before.lessons_like("the key of the fridge is missing")
    assert [line.id for line in found] == [
        hit.on for hit in Hub(kim.settings).search("key") if hit.on != first.on
    ]
