"""The union with a hub: the same for everybody, whatever is cut off, crosses, or comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from effort import times
from hypothesis import given, settings
from hypothesis import strategies as st

from kmfacilitate.hub.connection import connect
from kmfacilitate.library.index import health, update

from .laptops import Laptop
from .server import Server

Laptops = Callable[..., Laptop]


def test_the_same_again_sends_and_brings_nothing(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", {"text": "Order a second key"})
    assert ann.push().sent == 5
    assert ann.push().sent == 0
    assert ben.pull().taken == 5
    assert ben.pull().taken == 0
    assert b"second key" in b"".join(ben.held().values())


def test_edits_and_deletes_that_cross_end_alike(laptop: Laptops) -> None:
    home, work = laptop("ann", "home"), laptop("ann", "work")
    home.write("Clinic", {"text": "one"}, {"text": "two"})
    work.write("Clinic", {"text": "one, better", "rev": 2}, {"text": "two", "rev": 2, "deleted": True})
    work.push()
    home.push()
    for one in (home, work):
        one.pull()
    assert home.held() == work.held()
    assert b"one, better" in b"".join(home.held().values())
    assert b'"two"' not in b"".join(home.held().values())


VERSIONS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(["", "a", "b", "c"])),
    min_size=2,
    max_size=5,
)
"""Revision, state of the session and digest; an empty digest: the line was taken out."""


@given(VERSIONS, st.randoms(use_true_random=False))
@settings(max_examples=times(12, 300))
def test_versions_unite_to_the_same_in_any_order(server: Server, versions: list[Any], chance: Any) -> None:
    with connect(server.url("ann", "shared")) as hub:
        stood = []
        for _ in range(2):
            session = str(uuid4())
            hub.execute("SELECT kmhub.share('clinic', %s, 2026, 'simple', 1, 'x')", (session,))
            for rev, cut, digest in [*versions, chance.choice(versions)]:
                row = {"tab": "entries", "id": "5", "rev": rev, "digest": digest, "deleted": not digest,
                       "json": {"text": digest} if digest else None}  # fmt: skip
                hub.execute("SELECT kmhub.put('clinic', %s, %s, %s, 'x')", (session, cut, json.dumps([row])))
            stood.append(
                hub.execute(
                    "SELECT rev, cut, digest, json FROM kmhub.entries WHERE session = %s", (session,)
                ).fetchall()
            )
            chance.shuffle(versions)
    assert stood[0] == stood[1]


def test_one_line_changed_in_two_places_keeps_both(laptop: Laptops) -> None:
    home, work = laptop("ann", "home"), laptop("ann", "work")
    home.write("Clinic", {"text": "said at home", "rev": 2})
    work.write("Clinic", {"text": "said at work", "rev": 2})
    home.push()
    assert work.push().conflicts == 1
    with connect(home.settings.url) as connection:
        lost = connection.execute("SELECT json->>'text' FROM kmhub.conflicts").fetchall()
        won = connection.execute("SELECT json->>'text' FROM kmhub.entries WHERE tab = 'entries'").fetchall()
    assert {*lost, *won} == {("said at home",), ("said at work",)}


def test_a_transaction_that_commits_late_is_not_skipped(laptop: Laptops) -> None:
    ann, ben, rob = laptop("ann"), laptop("ben"), laptop("rob")
    with connect(ann.settings.url) as slow:
        slow.execute("SELECT kmhub.open_year('clinic', 2026)")
    with connect(ann.settings.url) as slow, slow.transaction():
        slow.execute("SELECT kmhub.share('clinic', 's10w-s10w-s10w', 2026, 'simple', 1, 'x')")
        slow.execute(
            'SELECT kmhub.put(\'clinic\', \'s10w-s10w-s10w\', 1, \'[{"tab": "entries", "id": "5", "rev": 1, '
            '"digest": "d", "deleted": false, "json": {"text": "late"}}]\', \'x\')'
        )
        ben.write("Quick", {"text": "two"})
        ben.push()  # began later, and is done first
        assert rob.pull().waiting
        assert rob.held() == {}
    assert not rob.pull().waiting
    assert len(rob.held()) == 2


def test_what_is_taken_back_leaves_the_hub_and_the_others(laptop: Laptops) -> None:
    home, work, ben = laptop("ann", "home"), laptop("ann", "work"), laptop("ben")
    id_ = home.write("Clinic", {"text": "one"})
    work.write("Clinic", {"text": "one, later", "rev": 9})
    home.push()
    ben.pull()
    home.settings.unshare(id_)
    home.push()
    assert work.push().gone == 1  # it knows nothing of that, and has a later revision
    assert ben.pull().removed == 1
    assert ben.held() == {}
    with connect(home.settings.url) as connection:
        assert connection.execute("SELECT count(*) FROM kmhub.entries").fetchone() == (0,)
    home.settings.share(id_)
    home.push()
    ben.pull()
    assert list(ben.held()) == [id_]


def test_a_purged_session_is_taken_back(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    id_ = ann.write("Clinic", {"text": "one"})
    ann.push()
    ben.pull()
    ann.places.purged.mkdir(parents=True)
    (ann.places.purged / id_).touch()
    assert ann.push().withdrawn == 1
    ben.pull()
    assert ben.held() == {}


def test_the_teams_lessons_are_found_offline(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", {"text": "Order a second fridge key"})
    ann.push()
    ben.pull()
    assert update(ben.library, ben.places) == 1
    assert health(ben.library, ben.places).lines == 1
    assert update(ben.library, ben.places) == 0


def test_a_file_that_cannot_be_read_stops_nothing_else(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    old = ann.write("Old", {"text": "one"})
    ann.push()
    bad = ann.write("Bad", {"text": "two"})
    ann.write("New", {"text": "three"})
    (path,) = ann.library.sessions_folder.rglob(f"*{bad}.json")
    path.write_bytes(path.read_bytes().replace(b'"lesson"', b'"lesson', 1))
    ann.settings.unshare(old)
    told = ann.push()
    assert (told.withdrawn, told.sent, len(told.unread)) == (1, 5, 1)
    assert bad in told.unread[0]
    ben.pull()
    assert len(ben.held()) == 1
