"""Whatever is cut off, killed or put back to an older state: nothing that was acknowledged is missing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kmfacilitate.errors import Unable
from kmfacilitate.hub.connection import connect
from kmfacilitate.hub.memory import memory_path

from .cutting import Cut, wire_to
from .laptops import Laptop
from .server import Server, folder_for_a_server, make_roles, programs

Laptops = Callable[..., Laptop]


@pytest.fixture
def database(own_database: str) -> str:
    """The tests put databases back, each its own."""
    return own_database


def until_done(does: Callable[..., Any], cut: Callable[[int], Callable[[str], Any]]) -> int:
    """Do it again and again, lost at the first, second, third … statement; how often it was lost."""
    for at in range(1, 60):
        try:
            does(connected=cut(at))
        except Unable:
            continue
        return at - 1
    return pytest.fail("it never came to an end")


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_cut_at_every_statement_loses_nothing(laptop: Laptops, after: bool) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    one = ann.write("Clinic", {"text": "one"}, {"text": "two"})
    ann.write("Ward", {"text": "three"})
    assert until_done(ann.push, lambda at: lambda url: Cut(url, at, after)) >= 5
    assert until_done(ben.pull, lambda at: lambda url: Cut(url, at, after)) >= 5
    ann.settings.unshare(one)
    until_done(ann.push, lambda at: lambda url: Cut(url, at, after))
    until_done(ben.pull, lambda at: lambda url: Cut(url, at, after))
    ann.pull()
    assert ann.held() == ben.held()
    assert len(ben.held()) == 1


def test_a_wire_cut_at_any_byte_loses_nothing(laptop: Laptops, server: Server, tmp_path: Path) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", *({"text": f"line {n}"} for n in range(30)))
    folder, chance = Path(tempfile.mkdtemp(prefix="wire")), Random(7)
    try:
        with wire_to(folder, server.folder) as wire:
            for one, does in ((ann, "push"), (ben, "pull")):
                one.settings.url = one.settings.url.replace(str(server.folder), str(folder))
                before = len(wire.bytes)
                for _ in range(12):
                    wire.most = chance.randrange(200, 14_000)
                    try:
                        getattr(one, does)()
                    except Unable:
                        continue
                wire.most = None
                getattr(one, does)()
                assert len(wire.bytes) > before
            ann.pull()
    finally:
        shutil.rmtree(folder)
    assert ann.held() == ben.held() != {}


@pytest.mark.parametrize("after", [False, True])
def test_a_server_killed_in_the_middle_of_a_push_comes_back_with_all_it_acknowledged(
    laptop: Laptops, server: Server, after: bool
) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    for n in range(4):
        ann.write(f"Session {n}", {"text": f"line {n}"})

    def killed(_: object) -> None:
        server.stop()

    for at in (4, 6):  # in the middle of the sessions: the greeting takes three statements
        with pytest.raises(Unable, match="trying again goes on"):
            ann.push(connected=lambda url, at=at: Cut(url, at, after, killed))
        server.start()
    assert ann.push().sent > 0
    assert not ann.push().compared_again
    ben.pull()
    assert len(ben.held()) == 4


def test_a_hub_restored_from_an_older_dump_is_noticed_and_filled_again(
    laptop: Laptops, server: Server, database: str
) -> None:
    ann, ben, rob = laptop("ann"), laptop("ben"), laptop("rob")
    ann.write("Before", {"text": "one"})
    taken_back = ben.write("Taken back later", {"text": "three"})
    ann.push(), ben.push(), rob.pull()
    dump = server.dump(database)
    ann.write("Before", {"text": "one, better", "rev": 2})
    ann.write("After", {"text": "two"})
    ben.settings.unshare(taken_back)
    ann.push(), ben.push(), rob.pull()
    held = rob.held()
    server.restore(database, dump)
    assert ann.push().compared_again
    assert ben.push().withdrawn == 1
    rob.pull(), ann.pull()
    assert rob.held() == ann.held() == held
    assert taken_back not in held


def test_a_push_cut_off_before_the_hub_went_back_is_noticed_too(
    laptop: Laptops, server: Server, database: str
) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("First", {"text": "one"})
    ann.push()
    dump = server.dump(database)
    ann.write("Second", {"text": "two"})
    with pytest.raises(Unable):  # lost after put was acknowledged, in the middle of a push
        ann.push(connected=lambda url: Cut(url, 8, False))
    server.restore(database, dump)
    ann.push(), ben.pull()
    assert len(ben.held()) == 2


def test_a_dump_in_a_new_server_begins_a_new_era(laptop: Laptops, server: Server, database: str) -> None:
    """A new server counts its transactions from the start, below everything that laptops have read."""
    ann, ben = laptop("ann"), laptop("ben")
    with connect(server.url()) as admin:  # so that the other server is behind
        for _ in range(400):
            admin.execute("SELECT pg_current_xact_id()")
    ann.write("First", {"text": "one"})
    ann.push(), ben.pull()
    dump = server.dump(database)
    folder = folder_for_a_server()
    other = Server(folder, programs())
    other.make()
    try:
        make_roles(other)
        other.restore("moved", dump)
        for one in (ann, ben):
            one.settings.url = other.url(one.places.state.parent.name, "moved")
        ann.write("Second", {"text": "two"})
        ann.push()
        with connect(other.url()) as admin:  # now its count is past what ben had read
            for _ in range(1500):
                admin.execute("SELECT pg_current_xact_id()")
        told = ben.pull()
        assert not told.compared_again
        assert told.taken == 5
        assert len(ben.held()) == 2
    finally:
        other.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_what_a_laptop_remembers_may_be_lost_or_junk(laptop: Laptops) -> None:
    ann, ben = laptop("ann"), laptop("ben")
    ann.write("Clinic", {"text": "one"})
    ann.push(), ben.pull()
    held = ben.held()
    memory_path(ann.library, ann.places).write_bytes(b"junk" * 1000)
    memory_path(ben.library, ben.places).unlink()
    assert ann.push().sent == 5
    ben.pull()
    assert ben.held() == held


def test_two_windows_do_not_talk_at_once(laptop: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = laptop("ann")
    ann.write("Clinic", {"text": "one"})
    monkeypatch.setattr("kmfacilitate.hub.memory._PATIENCE", 0.0)

    def meanwhile(url: str) -> Any:
        with pytest.raises(Unable, match="Another window"):
            ann.push()
        return connect(url)

    assert ann.push(connected=meanwhile).sent == 5
