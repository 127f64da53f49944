"""The schema: keyed by organisation, migrated, archived by year, and versions that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.hub import connection, pulling
from kmfacilitate.hub.asking import Hub
from kmfacilitate.hub.connection import connect, rules, schema_files, set_up

from .laptops import Laptop
from .server import Server

Laptops = Callable[..., Laptop]


@pytest.fixture
def database(own_database: str) -> str:
    """The tests change the schema, each its own."""
    return own_database


OF_NO_ORGANISATION = {"about", "archived"}
"""A row or two for the whole hub: copied to every server where the others are distributed."""
_OLD = Path(__file__).parent / "old" / "version_1.sql"


def test_every_key_and_reference_holds_the_organisation(server: Server, database: str) -> None:
    """What a distributed PostgreSQL asks of tables that are spread by a column."""
    with connect(server.url(database=database)) as admin:
        tables = admin.execute(
            "SELECT c.oid, c.relname FROM pg_class c "
            "WHERE relnamespace = 'kmhub'::regnamespace AND relkind IN ('r', 'p')"
        ).fetchall()
        assert {name for _, name in tables} >= OF_NO_ORGANISATION | {"entries", "sessions", "decisions"}
        for oid, name in tables:
            if name in OF_NO_ORGANISATION:
                continue
            unique = admin.execute(
                "SELECT i.indexrelid::regclass::text, array_agg(a.attname::text ORDER BY k.n) "
                "FROM pg_index i "
                "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, n) "
                "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
                "WHERE i.indrelid = %s AND i.indisunique GROUP BY 1", (oid,),
            ).fetchall()  # fmt: skip
            assert unique, f"{name} has no key"
            for index, columns in unique:
                assert columns[0] == "org", (index, columns)
            for definition, target in admin.execute(
                "SELECT pg_get_constraintdef(oid), confrelid::regclass::text FROM pg_constraint "
                "WHERE conrelid = %s AND contype = 'f'", (oid,),
            ):  # fmt: skip
                assert "(org" in definition.split(" REFERENCES ")[0], definition
                assert "(org" in definition.split(" REFERENCES ")[1], definition
                assert target.removeprefix("kmhub.") not in OF_NO_ORGANISATION
            (kind,) = admin.execute(
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
                "WHERE attrelid = %s AND attname = 'org'",
                (oid,),
            ).fetchone() or ("",)
            assert kind == "text", f"{name} would not lie beside the others"


def test_every_function_that_a_laptop_calls_takes_the_organisation_first(
    server: Server, database: str
) -> None:
    with connect(server.url(database=database)) as admin:
        functions = admin.execute(
            "SELECT proname, proargnames[1], provolatile FROM pg_proc "
            "WHERE pronamespace = 'kmhub'::regnamespace AND prorettype <> 'trigger'::regtype "
            "AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
        ).fetchall()
    without = {name for name, first, _ in functions if first != "of_org"}
    assert without == {"mine", "server", "likeness", "by_trigrams", "archive_year"}


def test_a_hub_of_version_1_is_brought_up_to_date_with_what_it_holds(
    laptop: Laptops, server: Server, database: str
) -> None:
    with connect(server.url(database=database)) as admin:
        admin.execute("DROP SCHEMA kmhub CASCADE")
        admin.execute(_OLD.read_bytes())
        admin.execute("INSERT INTO kmhub.organisations VALUES ('clinic')")
        admin.execute(
            "INSERT INTO kmhub.members VALUES ('clinic', 'ann', 'contributor'), ('clinic', 'ben', 'reader')"
        )
    old = connect(server.url("ann", database))
    old.execute("SELECT kmhub.open_year(2026)")
    old.execute("SELECT kmhub.set_session('clinic', 's10w-s10w-s10w', 2026, 'english', 1, false)")
    old.execute(
        'SELECT kmhub.put(\'clinic\', \'s10w-s10w-s10w\', 1, \'[{"tab": "entries", "id": "5", "rev": 1, '
        '"digest": "d", "deleted": false, "json": {"kind": "lesson", "text": "Older keys"}}]\')'
    )
    old.close()
    ann, ben = laptop("ann"), laptop("ben")
    with pytest.raises(Unable, match="older version"):
        ben.pull()
    with connect(server.url(database=database)) as admin:
        admin.execute("INSERT INTO kmhub.members VALUES ('clinic', 'admin', 'keeper')")
        set_up(admin, "clinic")
    ben.pull()
    assert list(ben.held()) == ["s10w-s10w-s10w"]
    ann.write("Clinic", {"text": "Newer keys"})
    ann.push(), ben.pull()
    assert len(ben.held()) == 2
    assert {hit.text for hit in Hub(ben.settings).search("key")} == {"Older keys", "Newer keys"}


def test_an_upgraded_hub_is_as_a_new_one(server: Server, database: str) -> None:
    shape = (
        "SELECT table_name, column_name, data_type, column_default, is_nullable "
        "FROM information_schema.columns WHERE table_schema = 'kmhub' ORDER BY 1, 2"
    )
    rights = "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"
    grants = (
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE table_schema = 'kmhub' ORDER BY 1, 2, 3"
    )
    functions = (
        "SELECT oid::regprocedure::text, prosrc FROM pg_proc "
        "WHERE pronamespace = 'kmhub'::regnamespace ORDER BY 1"
    )
    with connect(server.url(database=database)) as admin:
        fresh = [admin.execute(sql.encode()).fetchall() for sql in (shape, rights, grants, functions)]
        admin.execute("DROP SCHEMA kmhub CASCADE")
        admin.execute(_OLD.read_bytes())
        set_up(admin, "clinic")
        assert [admin.execute(sql.encode()).fetchall() for sql in (shape, rights, grants, functions)] == fresh


def test_an_administrator_may_run_the_files_by_hand_and_the_rules_again(
    server: Server, database: str
) -> None:
    with connect(server.url(database=database)) as admin:
        admin.execute("DROP SCHEMA kmhub CASCADE")
        for _, text in schema_files():
            admin.execute(text.encode())
        for _ in range(2):
            admin.execute(rules().encode())
        assert set_up(admin, "clinic")  # only the organisation was missing
        assert not set_up(admin, "clinic")


def test_who_may_not_make_a_hub_is_told(laptop: Laptops, server: Server, database: str) -> None:
    with connect(server.url(database=database)) as admin:
        admin.execute("DROP SCHEMA kmhub CASCADE")
    with pytest.raises(Unable, match="no hub in this database yet"):
        laptop("ann").push()
    with connect(server.url("ann", database)) as plain, pytest.raises(psycopg.errors.InsufficientPrivilege):
        set_up(plain, "clinic")


def test_a_newer_hub_is_left_alone(laptop: Laptops, server: Server, database: str) -> None:
    ann = laptop("ann")
    ann.write("Clinic", {"text": "one"})
    with connect(server.url(database=database)) as admin:
        admin.execute("UPDATE kmhub.about SET version = 99")
        for does in (
            ann.push,
            ann.pull,
            lambda: Hub(ann.settings).search("x"),
            lambda: set_up(admin, "clinic"),
        ):
            with pytest.raises(Unable, match="newer version"):
                does()
    assert ann.plainly("SELECT count(*) FROM kmhub.sessions") == [(0,)]


def test_a_laptop_with_a_newer_schema_leaves_an_older_hub_alone(
    laptop: Laptops, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = laptop("ann")
    monkeypatch.setattr(connection, "VERSION", connection.VERSION + 1)
    with pytest.raises(Unable, match="older version; whoever looks after it"):
        ann.push()


def test_a_session_of_a_newer_program_is_kept_whole_and_harms_nothing(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    id_ = ann.write("Clinic", {"text": "Order a second key"})
    ann.push()
    ann.plainly(
        "SELECT * FROM kmhub.put('clinic', %s, 9, %s::jsonb, 'newer')", id_,
        '[{"tab": "entries", "id": "7", "rev": 1, "digest": "a", "deleted": false, "json": '
        '{"kind": "lesson", "text": "Label the boxes", "mood": {"of": ["a", 7]}}}, '
        '{"tab": "entries", "id": "junk", "rev": 1, "digest": "b", "deleted": false, "json": {}}, '
        '{"tab": "moods", "id": "1", "rev": 1, "digest": "c", "deleted": false, "json": {"new": "table"}}, '
        '{"tab": "session", "id": "1", "rev": 2, "digest": "d", "deleted": false, "json": '
        '{"schema": 99, "title": "Clinic", "template": "after-action-review", "rev": 2}}]',
    )  # fmt: skip
    ben.pull()
    assert b'"mood": {"of": ["a", 7]}' in ben.held()[id_]
    assert b'"moods": {"1": {"new": "table"}}' in ben.held()[id_]
    assert {found.text for found in ben.ask().lessons()} == {"Order a second key", "Label the boxes"}


def test_a_year_is_put_away(laptop: Laptops, server: Server, database: str) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    old = ann.write("Old", {"text": "old key"}, created="2019-03-01T12:00:00.000Z")
    ann.write("New", {"text": "new key"})
    ann.push(), ben.pull()
    with connect(server.url(database=database)) as admin:
        admin.execute("SELECT kmhub.archive_year(2019)")
        assert admin.execute("SELECT count(*) FROM kmhub.archived_2019").fetchone() == (5,)
        ann.write("Old", {"text": "old key, changed", "rev": 2}, created="2019-03-01T12:00:00.000Z")
        ann.write("Also old", {"text": "older key"}, created="2019-04-01T12:00:00.000Z")
        assert ann.push().archived == 2
        ben.pull()
        assert len(ben.held()) == 2  # who has it keeps it
        assert [hit.text for hit in Hub(ben.settings).search("key")] == ["new key"]
        ann.settings.unshare(old)
        ann.push(), ben.pull()
        assert len(ben.held()) == 1
        assert admin.execute("SELECT count(*) FROM kmhub.archived_2019").fetchone() == (0,)


def test_a_pull_reads_by_its_index_under_row_level_security(laptop: Laptops) -> None:
    """What a pull costs is what changed: every condition of it is looked up, none is tried row by row."""
    ann = laptop("ann")
    ann.write("Clinic", {"text": "one"})
    ann.push()
    with connect(ann.settings.url) as hub:
        hub.execute("SET enable_seqscan = off")
        plan = "\n".join(
            row[0]
            for row in hub.execute(
                b"EXPLAIN " + pulling._ENTRIES.encode(), ("clinic", 5, "a", "b", "c", 9, 1000)
            )
        )
    assert "Seq Scan" not in plan
    assert "Sort" not in plan.replace("Sort Key", "")  # the index gives the order too
    assert "ROW(changed, session, tab, id) > ROW(" in plan.split("Index Cond: ")[1].split("\n")[0]
    assert "(changed < " in plan.split("Index Cond: ")[1].split("\n")[0]
