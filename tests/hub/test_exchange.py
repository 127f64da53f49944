"""The union with a hub: the same for everybody, whatever is cut off, crosses, or comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.hub.connection import connect
from kmfacilitate.library.index import health, update

from .conftest import Laptop, Server

Laptops = Callable[..., Laptop]


class Cut:
    """A connection that is lost at its n-th statement, before or after the server did it."""

    def __init__(self, url: str, at: int, after: bool) -> None:
        self._inner, self._left, self._after = connect(url), at, after

    def execute(self, *words: Any) -> Any:
        self._left -= 1
        if self._left == 0:
            if self._after:
                self._inner.execute(*words)
            self._inner.close()
            raise psycopg.OperationalError("the connection was lost")
        return self._inner.execute(*words)

    def close(self) -> None:
        self._inner.close()


def test_the_same_again_sends_and_brings_nothing(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", {"text": "Order a second key"})
    assert ann.exchange().push().sent == 5
    assert ann.exchange().push().sent == 0
    assert ben.exchange().pull().taken == 5
    assert ben.exchange().pull().taken == 0
    assert b"second key" in b"".join(ben.held().values())


def test_edits_and_deletes_that_cross_end_alike(laptop: Laptops) -> None:
    home, work = laptop("ann", "home"), laptop("ann", "work")
    home.write("Clinic", {"text": "one"}, {"text": "two"})
    work.write("Clinic", {"text": "one, better", "rev": 2}, {"text": "two", "rev": 2, "deleted": True})
    work.exchange().push()
    home.exchange().push()
    for one in (home, work):
        one.exchange().pull()
    assert home.held() == work.held()
    assert b"one, better" in b"".join(home.held().values())
    assert b'"two"' not in b"".join(home.held().values())


def test_one_line_changed_in_two_places_keeps_both(laptop: Laptops) -> None:
    home, work = laptop("ann", "home"), laptop("ann", "work")
    home.write("Clinic", {"text": "said at home", "rev": 2})
    work.write("Clinic", {"text": "said at work", "rev": 2})
    home.exchange().push()
    assert work.exchange().push().conflicts == 1
    with connect(home.settings.url) as connection:
        lost = connection.execute("SELECT json->>'text' FROM kmhub.conflicts").fetchall()
        won = connection.execute("SELECT json->>'text' FROM kmhub.entries WHERE tab = 'entries'").fetchall()
    assert {*lost, *won} == {("said at home",), ("said at work",)}


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_cut_at_every_statement_loses_nothing(laptop: Laptops, after: bool) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", {"text": "one"}, {"text": "two"})
    for does in ("push", "pull"):
        for at in range(1, 40):
            one = ann if does == "push" else ben
            try:
                getattr(one.exchange(connected=lambda url, at=at: Cut(url, at, after)), does)()
            except Unable:
                continue
            break
        else:
            pytest.fail("it never came to an end")
    ann.exchange().pull()
    assert ann.held() == ben.held() != {}


def test_a_server_that_is_killed_comes_back_with_all_it_acknowledged(laptop: Laptops, server: Server) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("First", {"text": "one"})
    ann.exchange().push()
    ann.write("Second", {"text": "two"})

    def killed(url: str) -> Any:
        connection = connect(url)
        server.stop()
        return connection

    with pytest.raises(Unable):
        ann.exchange(connected=killed).push()
    server.start()
    ann.exchange().push()
    ben.exchange().pull()
    assert len(ben.held()) == 2


def test_a_transaction_that_commits_late_is_not_skipped(laptop: Laptops) -> None:
    ann, ben, rob = laptop("ann"), laptop("ben"), laptop("rob")
    ann.write("Early", {"text": "one"})
    slow = connect(ann.settings.url)
    slow.execute("BEGIN")
    slow.execute("SELECT kmhub.open_year(2026)")
    slow.execute("COMMIT")
    slow.execute("BEGIN")
    slow.execute("SELECT kmhub.set_session('clinic', 's10w-s10w-s10w', 2026, 'simple', 1, false)")
    slow.execute(
        "SELECT kmhub.put('clinic', 's10w-s10w-s10w', 1, "
        '\'[{"tab":"entries","id":"5","rev":1,"digest":"d","deleted":false,"json":{"text":"late"}}]\')'
    )
    ben.write("Quick", {"text": "two"})
    ben.exchange().push()
    rob.exchange().pull()
    assert rob.held() == {}
    slow.execute("COMMIT")
    slow.close()
    rob.exchange().pull()
    assert len(rob.held()) == 2


def test_a_hub_from_an_older_backup_is_noticed_and_filled_again(laptop: Laptops, server: Server) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", {"text": "one"})
    ann.exchange().push()
    with connect(server.url(database=ann.settings.url.split("@/")[1].split("?")[0])) as admin:
        admin.execute("TRUNCATE kmhub.entries, kmhub.sessions, kmhub.receipts")
    told = ann.exchange().push()
    assert told.compared_again
    assert told.sent == 5
    ben.exchange().pull()
    assert len(ben.held()) == 1


def test_what_is_taken_back_leaves_the_hub_and_the_others(laptop: Laptops) -> None:
    home, work, ben = laptop("ann", "home"), laptop("ann", "work"), laptop("ben")
    id_ = home.write("Clinic", {"text": "one"})
    work.write("Clinic", {"text": "one, later", "rev": 9})
    home.exchange().push()
    ben.exchange().pull()
    home.settings.unshare(id_)
    home.exchange().push()
    assert work.exchange().push().gone == 1  # it knows nothing of that, and has a later revision
    assert ben.exchange().pull().removed == 1
    assert ben.held() == {}
    with connect(home.settings.url) as connection:
        assert connection.execute("SELECT count(*) FROM kmhub.entries").fetchone() == (0,)
    home.settings.share(id_)
    home.exchange().push()
    ben.exchange().pull()
    assert list(ben.held()) == [id_]


def test_a_newer_hub_is_left_alone(laptop: Laptops, server: Server, database: str) -> None:
    ann = laptop("ann")
    with connect(server.url(database=database)) as admin:
        admin.execute("UPDATE kmhub.about SET version = 99")
    with pytest.raises(Unable, match="newer version"):
        ann.exchange().push()


def test_nothing_private_is_on_the_server(laptop: Laptops, server: Server, database: str) -> None:
    ann = laptop("ann")
    ann.write("Clinic", {"text": "public"}, {"kind": "private", "text": "SECRET note"},
              {"text": "SECRET deleted", "deleted": True})  # fmt: skip
    ann.write("SECRET", {"text": "SECRET"}, confidential=True, family="confidential")
    ann.exchange().push()
    with connect(server.url(database=database)) as admin:
        tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'kmhub'").fetchall()
        rows = [
            row
            for (table,) in tables
            for row in admin.execute(f"SELECT t::text FROM kmhub.{table} t".encode())
        ]
    words = "\n".join(row[0] for row in rows)
    assert "public" in words
    assert "SECRET" not in words
    assert str(10**18 + 2) not in words  # not even that there is a private note


def test_the_database_says_who_may_do_what(laptop: Laptops) -> None:
    ann, ben, kim, rob, eve = map(laptop, ("ann", "ben", "kim", "rob", "eve"))
    id_ = ann.write("Clinic", {"text": "one"})
    ann.exchange().push()
    with pytest.raises(Unable, match="no member"):
        eve.exchange().pull()
    rob.write("Other", {"text": "two"})
    with pytest.raises(Unable, match="does not let you"):
        rob.exchange().push()
    reworded = 'UPDATE kmhub.entries SET json = json || \'{"text": "mine"}\' WHERE session = %s'
    state = 'UPDATE kmhub.entries SET json = json || \'{"state": "validated"}\' WHERE session = %s'
    with connect(ben.settings.url) as connection:
        assert connection.execute(reworded.encode(), (id_,)).rowcount == 0
    with connect(kim.settings.url) as connection:
        assert connection.execute(state.encode(), (id_,)).rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(reworded.encode(), (id_,))
    with connect(eve.settings.url) as connection:
        assert connection.execute("SELECT count(*) FROM kmhub.entries").fetchone() == (0,)


def test_a_purged_session_is_taken_back(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    id_ = ann.write("Clinic", {"text": "one"})
    ann.exchange().push()
    ben.exchange().pull()
    ann.places.purged.mkdir(parents=True)
    (ann.places.purged / id_).touch()
    assert ann.exchange().push().withdrawn == 1
    ben.exchange().pull()
    assert ben.held() == {}


def test_the_teams_lessons_are_found_offline(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", {"text": "Order a second fridge key"})
    ann.exchange().push()
    ben.exchange().pull()
    assert update(ben.library, ben.places) == 1
    assert health(ben.library, ben.places).lines == 1
    assert update(ben.library, ben.places) == 0
