"""Sixteen laptops at once: edits, deletes and sessions taken back cross, and connections are cut at random.

Eight people have two laptops each, with a copy of their sessions on both; nobody but the hub brings these
together. `KMFACILITATE_FAULTS=long` runs 2,000 sessions a laptop in processes of their own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import pytest
from effort import LONG, times

from kmfacilitate.errors import Unable
from kmfacilitate.hub.connection import connect
from kmfacilitate.hub.memory import Memory, memory_path
from kmfacilitate.hub.settings import read_settings, write_settings

from .cutting import Cut
from .laptops import Laptop, laptop_at
from .server import Server

PEOPLE = 8
SESSIONS = int(os.environ.get("KMFACILITATE_SESSIONS", times(3, 2000)))
"""Of each laptop."""
ROUNDS = times(2, 4)
LINES = 4
SECRET = "SECRET"


class Own:
    """What one laptop has in its library, and does with it."""

    def __init__(self, laptop: Laptop, person: str, chance: Random) -> None:
        self.laptop, self.person, self.chance = laptop, person, chance
        self.lines: dict[str, list[dict[str, Any]]] = {}
        self.meetings: dict[str, dict[str, Any]] = {}
        for n in range(SESSIONS):
            title = f"{person} {n}"
            self.lines[title] = [{"text": f"{title} line {at}", "rev": 1} for at in range(LINES)]
            self.lines[title].append({"kind": "private", "text": SECRET, "rev": 1})
            self.meetings[title] = {}
            self.laptop.settings.share(self.write(title))

    def write(self, title: str) -> str:
        """Write the session as it is now; which sessions are shared stays as it is."""
        settings = self.laptop.settings
        shared, withdrawn = dict(settings.shared), dict(settings.withdrawn)
        id_ = self.laptop.write(title, *self.lines[title], rev=2, **self.meetings[title])
        settings.shared, settings.withdrawn = shared, withdrawn
        return id_

    def change(self) -> None:
        """A few sessions change: words, lines taken out, whole sessions taken back or made confidential."""
        titles = sorted(self.lines)
        for title in self.chance.sample(titles, max(1, len(titles) // 3)):
            for line in self.chance.sample(self.lines[title], 2):
                line["rev"] += 1
                if line.get("kind") == "private":
                    continue
                if self.chance.random() < 0.2:
                    line["deleted"] = True
                else:
                    line["text"] = f"{title} said {self.chance.random()}"
            fate = self.chance.random()
            if fate < 0.05:
                self.meetings[title] = {"confidential": True, "family": "confidential"}
                self.lines[title].append({"text": SECRET, "rev": 1})
            id_ = self.write(title)
            if 0.05 <= fate < 0.12:
                with contextlib.suppress(Unable):  # it was taken back before
                    self.laptop.settings.unshare(id_)


def live(home: Path, url: str, person: str, seed: str) -> int:
    """Some rounds of one laptop, pushed and pulled over connections that are cut; how often they were."""
    chance = Random(seed)
    laptop = laptop_at(home, url)
    own = Own(laptop, person, chance)
    cut = 0
    for _ in range(ROUNDS):
        own.change()
        for does in (laptop.push, laptop.pull):
            for _ in range(3):
                at, after = chance.randrange(2, 20 + 4 * SESSIONS), chance.random() < 0.5
                try:
                    does(connected=partial(Cut, at=at, after=after))
                except Unable:
                    cut += 1
                    continue
                break
    write_settings(laptop.library, laptop.places, laptop.settings)
    return cut


def settle(home: Path, url: str, does: str) -> str:
    """Push or pull without a fault; what the laptop holds then, as a digest."""
    laptop = laptop_at(home, url)
    laptop.settings = read_settings(laptop.library, laptop.places)
    getattr(laptop, does)()
    held = laptop.held()
    return hashlib.sha256(json.dumps([*map(str, held.items())]).encode()).hexdigest()


@pytest.fixture
def database(own_database: str) -> str:
    return own_database


def test_all_hold_the_same_nothing_is_missing_and_nothing_private_is_there(
    server: Server, database: str, tmp_path: Path
) -> None:
    with connect(server.url(database=database)) as admin:
        for n in range(PEOPLE):
            with contextlib.suppress(Exception):
                admin.execute(f"CREATE ROLE person{n} LOGIN".encode())
            admin.execute("INSERT INTO kmhub.members VALUES ('clinic', %s, 'contributor')", (f"person{n}",))
    homes = []
    for n in range(PEOPLE):
        for where in ("home", "work"):
            home = tmp_path / f"{n}-{where}"
            home.mkdir()
            homes.append((home, server.url(f"person{n}", database), f"person{n}"))
    pool: Executor = (
        ProcessPoolExecutor(len(homes), get_context("spawn")) if LONG else ThreadPoolExecutor(len(homes))
    )
    with pool:
        lives = [pool.submit(live, home, url, person, home.name) for home, url, person in homes]
        assert sum(one.result() for one in lives) > 0, "no connection was cut"
        for does in (
            "push",
            "push",
            "pull",
            "pull",
        ):  # a session one laptop took back, the other may have sent
            held = {one.result() for one in [pool.submit(settle, home, url, does) for home, url, _ in homes]}
    assert len(held) == 1, "all hold the same"
    with connect(server.url(database=database)) as admin:
        rows = {
            (session, f"{tab}/{id_}"): (rev, digest)
            for session, tab, id_, rev, digest in admin.execute(
                "SELECT session, tab, id, rev, digest FROM kmhub.entries"
            )
        }
        other = {
            (session, f"{tab}/{id_}", digest)
            for session, tab, id_, digest in admin.execute(
                "SELECT session, tab, id, digest FROM kmhub.conflicts"
            )
        }
        alive = {one for (one,) in admin.execute("SELECT session FROM kmhub.sessions WHERE NOT gone")}
        for table in ("entries", "conflicts", "sessions"):
            (secrets,) = admin.execute(
                f"SELECT count(*) FROM kmhub.{table} t WHERE t::text LIKE %s".encode(), (f"%{SECRET}%",)
            ).fetchone() or (1,)
            assert secrets == 0, table
    assert len(alive) > PEOPLE * SESSIONS // 2
    checked = 0
    for home, url, _ in homes:
        laptop = laptop_at(home, url)
        memory = Memory(memory_path(laptop.library, laptop.places))
        for session in alive:
            for name, (rev, digest) in memory.documents(session).items():
                stands = rows[session, name]
                assert stands[0] >= rev, "what was acknowledged is missing"
                if stands[0] == rev and digest:  # of two at once both are kept, unless one was taken out
                    assert stands[1] in (digest, "") or (session, name, digest) in other
                checked += 1
        memory.close()
    assert checked > PEOPLE * SESSIONS * LINES
