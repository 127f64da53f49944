"""What is private is nowhere at the hub: not in a table, and not on the way there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kmfacilitate.hub.connection import connect

from .cutting import Wire, wire_to
from .laptops import Laptop
from .server import Server

Laptops = Callable[..., Laptop]
ENTRY = 10**18


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    folder = Path(tempfile.mkdtemp(prefix="wire"))
    with wire_to(folder, server.folder) as wire:
        yield wire
    shutil.rmtree(folder)


def over(wire: Wire, server: Server, laptop: Laptop) -> Laptop:
    """The laptop, reaching the hub over the wire."""
    laptop.settings.url = laptop.settings.url.replace(str(server.folder), str(wire.folder))
    return laptop


def everything_in(server: Server, database: str) -> str:
    with connect(server.url(database=database)) as admin:
        tables = admin.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        return "\n".join(
            row[0] for (table,) in tables for row in admin.execute(f"SELECT t::text FROM {table} t".encode())
        )


def test_nothing_private_is_on_the_wire_or_in_a_table(
    laptop: Laptops, server: Server, database: str, wire: Wire
) -> None:
    ann = over(wire, server, laptop("ann"))
    shared = ann.write("Clinic", {"text": "public"}, {"kind": "private", "text": "SECRET note"},
              {"text": "SECRET deleted", "deleted": True})  # fmt: skip
    confidential = ann.write("SECRET", {"text": "SECRET"}, confidential=True, family="confidential")
    nothing = ann.write("SECRET too", {"text": "SECRET"}, share="nothing")
    discarded = ann.write("SECRET three", {"text": "SECRET"}, state="discarded")
    unshared = ann.write("SECRET four", {"text": "SECRET"})
    ann.settings.unshare(unshared)
    ann.push(), ann.push(), ann.pull()
    on_the_wire, in_tables = wire.bytes.decode("utf-8", "replace"), everything_in(server, database)
    for words in (on_the_wire, in_tables):
        assert "public" in words
        assert shared in words
        assert "SECRET" not in words
        assert str(ENTRY + 2) not in words  # not even that there is a private note
        for bare_id in (confidential, nothing, discarded, unshared):
            assert bare_id not in words


def test_a_session_that_turns_confidential_is_taken_back(
    laptop: Laptops, server: Server, database: str
) -> None:
    home, work, ben = laptop("ann", "home"), laptop("ann", "work"), laptop("ben")
    id_ = home.write("Clinic", {"text": "SECRET"})
    work.write("Clinic", {"text": "SECRET"}, confidential=True, family="confidential")
    assert work.push().withdrawn == 0  # there is nothing there yet
    home.push(), ben.pull()
    assert list(ben.held()) == [id_]
    assert work.push().withdrawn == 1  # the other laptop had not heard of it
    assert "SECRET" not in everything_in(server, database)
    assert ben.pull().removed == 1
    assert home.push().sent == 0


def test_what_was_shared_more_widely_before_does_not_stay(
    laptop: Laptops, server: Server, database: str
) -> None:
    """Taken back and shared again with less before anybody looked: what leaves no more is nowhere."""
    ann, ben, rob = laptop("ann"), laptop("ben"), laptop("rob")
    id_ = ann.write("Clinic", {"text": "stays"}, {"kind": "point", "text": "SECRET"})
    ann.push(), ben.pull()
    assert b"SECRET" in ben.held()[id_]
    ann.settings.unshare(id_)
    ann.settings.share(id_)
    ann.write("Clinic", {"text": "stays"}, {"kind": "point", "text": "SECRET"}, share="summary", rev=1)
    ann.push()
    assert "SECRET" not in everything_in(server, database)
    ben.pull(), rob.pull()
    assert ben.held() == rob.held()
    assert b"SECRET" not in ben.held()[id_]
    assert b"stays" in ben.held()[id_]


def test_words_that_were_taken_back_leave_the_index_of_others_too(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    id_ = ann.write("Clinic", {"text": "Kaleidoscope"})
    ann.push(), ben.pull(), ben.ask()
    ann.settings.unshare(id_)
    ann.push(), ben.pull()
    for path in ben.places.cache.rglob("*"):
        assert path.is_dir() or b"aleidoscope" not in path.read_bytes().lower()
    assert ben.ask().lessons() == ()


def test_the_version_that_lost_goes_with_the_name_that_is_forgotten(
    laptop: Laptops, server: Server, database: str
) -> None:
    home, work = laptop("ann", "home"), laptop("ann", "work")
    home.write("Clinic", {"text": "Sam said so", "rev": 2})
    work.write("Clinic", {"text": "Sam did so", "rev": 2})
    home.push(), work.push()
    assert "Sam" in everything_in(server, database)
    for one in (home, work):
        one.write("Clinic", {"text": "someone said so", "rev": 3})
        one.push()
    assert "Sam" not in everything_in(server, database)


@pytest.mark.parametrize("where", ["home", "work"])
def test_narrower_settings_leave_nothing_of_the_wider_edition(
    laptop: Laptops, server: Server, database: str, where: str
) -> None:
    """Whichever machine narrows it, and whether that machine had ever sent the session or not."""
    home, work, ben = laptop("ann", "home"), laptop("ann", "work"), laptop("ben")
    wide = ({"text": "stays", "owner": "SECRET"}, {"kind": "point", "text": "SECRET"})
    id_ = home.write("Clinic", *wide)
    home.push(), ben.pull()
    narrows = home if where == "home" else work
    narrows.write("Clinic", *wide, rev=2, share="summary", names="none")
    assert narrows.push().conflicts == 0
    assert "SECRET" not in everything_in(server, database)
    ben.pull()
    assert b"SECRET" not in ben.held()[id_]
    assert b"stays" in ben.held()[id_]
    if narrows is work:  # the other machine has the wider settings still: it has not heard of the later ones
        home.write("Clinic", *wide, {"text": "one more"})
        assert home.push().older == 1
        assert "SECRET" not in everything_in(server, database)
        home.write("Clinic", *wide, {"text": "one more"}, rev=2, share="summary", names="none")
        assert home.push().sent > 0
        ben.pull()
        assert b"one more" in ben.held()[id_]


def test_a_line_that_leaves_no_more_goes_though_another_machine_had_sent_it(
    laptop: Laptops, server: Server, database: str
) -> None:
    home, work = laptop("ann", "home"), laptop("ann", "work")
    home.write("Clinic", {"kind": "quote", "text": "SECRET", "consent": "yes"}, {"text": "stays"})
    home.push()
    assert "SECRET" in everything_in(server, database)
    work.write("Clinic", {"kind": "quote", "text": "SECRET", "rev": 2, "consent": "no"}, {"text": "stays"})
    work.push()
    assert "SECRET" not in everything_in(server, database)


def test_what_one_machine_sent_is_sent_again_when_another_shares_anew(laptop: Laptops) -> None:
    home, work, ben = laptop("ann", "home"), laptop("ann", "work"), laptop("ben")
    id_ = home.write("Clinic", {"text": "one"}, {"text": "only at home"})
    work.write("Clinic", {"text": "one"})
    home.push(), work.push()
    work.settings.unshare(id_)
    work.settings.share(id_)
    work.push()
    home.push(), ben.pull()  # its file is as it was
    assert b"only at home" in ben.held()[id_]
