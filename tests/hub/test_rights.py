"""Who may do what is up to the database: here the program is gone round, with plain SQL."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.hub.asking import Hub
from kmfacilitate.hub.connection import connect

from .laptops import Laptop
from .server import Server

Laptops = Callable[..., Laptop]
_NOT_ALLOWED = psycopg.errors.InsufficientPrivilege
ENTRY = str(10**18 + 1)


@pytest.fixture
def clinic(laptop: Laptops) -> tuple[str, Laptop]:
    """Ann's session with one lesson, at the hub."""
    ann = laptop("ann")
    id_ = ann.write("Clinic", {"text": "Order a second key", "owner": "Sam"})
    ann.push()
    return id_, ann


@pytest.mark.parametrize("table", ["sessions", "entries", "conflicts", "decisions", "kept", "organisations"])
def test_who_is_no_member_sees_nothing(clinic: tuple[str, Laptop], laptop: Laptops, table: str) -> None:
    assert laptop("eve").plainly(f"SELECT count(*) FROM kmhub.{table}") == [(0,)]


def test_who_is_no_member_writes_and_asks_nothing(clinic: tuple[str, Laptop], laptop: Laptops) -> None:
    eve = laptop("eve")
    with pytest.raises(Unable, match="no member"):
        eve.pull()
    for sql in (
        "INSERT INTO kmhub.sessions (org, session, year, generation) VALUES ('clinic', 'x', 2026, 1)",
        "INSERT INTO kmhub.receipts (org, laptop) VALUES ('clinic', 'x')",
        "INSERT INTO kmhub.members VALUES ('clinic', 'eve', 'keeper')",
        "INSERT INTO kmhub.organisations VALUES ('eves')",
        "SELECT * FROM kmhub.search('clinic', 'key')",
        "SELECT * FROM kmhub.alike('clinic', 'order a second key')",
        "SELECT kmhub.open_year('clinic', 1999)",
        "SELECT kmhub.archive_year(2026)",
    ):
        with pytest.raises(_NOT_ALLOWED):
            eve.plainly(sql)


def test_a_reader_reads_and_writes_nothing(clinic: tuple[str, Laptop], laptop: Laptops) -> None:
    rob = laptop("rob")
    rob.pull()
    assert len(rob.held()) == 1
    rob.write("Other", {"text": "two"})
    with pytest.raises(Unable, match="does not let you"):
        rob.push()
    assert rob.plainly("DELETE FROM kmhub.entries") == [(0,)]
    assert rob.plainly("UPDATE kmhub.sessions SET gone = true") == [(0,)]
    with pytest.raises(_NOT_ALLOWED):
        rob.plainly("SELECT kmhub.decide('clinic', %s, %s, 'validated', '', '')", clinic[0], ENTRY)


def test_a_contributor_writes_only_what_is_theirs(clinic: tuple[str, Laptop], laptop: Laptops) -> None:
    id_, ann = clinic
    ben = laptop("ben")
    for sql in (
        'UPDATE kmhub.entries SET json = json || \'{"text": "mine"}\' WHERE session = %s',
        "DELETE FROM kmhub.entries WHERE session = %s",
        "UPDATE kmhub.sessions SET gone = true WHERE session = %s",
        "UPDATE kmhub.sessions SET owner = 'ben' WHERE session = %s",
    ):
        assert ben.plainly(sql, id_) == [(0,)]
    for sql in (
        "INSERT INTO kmhub.entries (org, year, session, tab, id, rev, cut, digest, json) "
        "VALUES ('clinic', 2026, %s, 'entries', '7', 1, 1, '', '{}')",
        "INSERT INTO kmhub.conflicts (org, session, tab, id, digest, rev) "
        "VALUES ('clinic', %s, 'entries', '7', '', 1)",
        "INSERT INTO kmhub.sessions (org, session, owner, year, generation) "
        "VALUES ('clinic', 'new' || %s, 'ann', 2026, 1)",
        "INSERT INTO kmhub.decisions (org, session, id, n, says) VALUES ('clinic', %s, '7', 1, 'validated')",
        "INSERT INTO kmhub.members VALUES ('clinic' || left(%s, 0), 'ben', 'keeper')",
    ):
        with pytest.raises(_NOT_ALLOWED):
            ben.plainly(sql, id_)
    # An insert that comes to nothing must not do anything on its way there.
    ben.plainly(
        "INSERT INTO kmhub.sessions (org, session, year, generation, gone) "
        "VALUES ('clinic', %s, 2026, 99, true) ON CONFLICT DO NOTHING", id_,
    )  # fmt: skip
    assert ann.plainly("SELECT count(*) FROM kmhub.entries") == [(5,)]


def test_somebody_elses_session_is_not_sent_and_said(clinic: tuple[str, Laptop], laptop: Laptops) -> None:
    ben = laptop("ben")
    ben.write("Clinic", {"text": "A copy of the folder", "rev": 9})
    ben.write("Own", {"text": "two"})
    told = ben.push()
    assert (told.others, told.sent) == (1, 5)
    assert clinic[1].plainly("SELECT json->>'text' FROM kmhub.entries WHERE tab = 'entries' ORDER BY 1") == [
        ("Order a second key",), ("two",),
    ]  # fmt: skip


def test_a_keeper_decides_and_changes_no_word(clinic: tuple[str, Laptop], laptop: Laptops) -> None:
    id_, ann = clinic
    kim = laptop("kim")
    assert kim.plainly("UPDATE kmhub.entries SET json = '{}' WHERE session = %s", id_) == [(0,)]
    assert Hub(kim.settings).decide(f"{id_}/{ENTRY}", "validated").n == 1
    assert Hub(kim.settings).decide(f"{id_}/{ENTRY}", "rejected", note="not for us").n == 2
    with pytest.raises(Unable, match="no lesson"):
        Hub(kim.settings).decide(f"{id_}/7", "validated")
    with pytest.raises(Unable, match="does not let you"):
        Hub(ann.settings).decide(f"{id_}/{ENTRY}", "validated")
    for one, sql in (  # not even the owner of the lesson, nor the keeper, takes it back silently
        (ann, "DELETE FROM kmhub.decisions"),
        (kim, "UPDATE kmhub.decisions SET says = 'checked'"),
        (kim, "INSERT INTO kmhub.decisions (org, session, id, n, says, keeper) "
              "VALUES ('clinic', 'x', '7', 1, 'validated', 'ann')"),
    ):  # fmt: skip
        with pytest.raises(_NOT_ALLOWED):
            one.plainly(sql)


def test_members_see_themselves_and_a_keeper_sees_all(laptop: Laptops) -> None:
    assert laptop("ann").plainly("SELECT member::text FROM kmhub.members") == [("ann",)]
    assert len(laptop("kim").plainly("SELECT member FROM kmhub.members")) == 5  # who made it is one too


def test_one_organisation_sees_nothing_of_another(
    clinic: tuple[str, Laptop], laptop: Laptops, server: Server, database: str
) -> None:
    with connect(server.url(database=database)) as admin:
        admin.execute("INSERT INTO kmhub.organisations VALUES ('school')")
        admin.execute("INSERT INTO kmhub.members VALUES ('school', 'eve', 'keeper')")
    eve = laptop("eve")
    eve.settings.organisation = "school"
    eve.write("School", {"text": "Order a second key for the gym"})
    eve.push(), eve.pull()
    assert [hit.text for hit in Hub(eve.settings).search("keys")] == ["Order a second key for the gym"]
    assert eve.plainly("SELECT count(*) FROM kmhub.sessions") == [(1,)]
    decided = "SELECT kmhub.decide('clinic', %s, %s, 'validated', '', '')"
    assert eve.plainly(decided, clinic[0], ENTRY) == [(None,)]  # there is no such lesson for her


def test_sessions_of_one_transaction_belong_to_who_is_logged_in(
    clinic: tuple[str, Laptop], laptop: Laptops, server: Server, database: str
) -> None:
    """`SET ROLE` gives nobody another's sessions: the one who logged in counts."""
    with connect(server.url(database=database)) as admin:
        admin.execute("GRANT ann TO ben")
    ben = laptop("ben")
    with connect(ben.settings.url) as connection:
        connection.execute("SET ROLE ann")
        assert connection.execute("UPDATE kmhub.sessions SET gone = true").rowcount == 0
    with connect(server.url(database=database)) as admin:
        admin.execute("REVOKE ann FROM ben")
