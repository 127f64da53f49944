"""A PostgreSQL of the tests' own, and laptops that share through it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kmfacilitate.hub.connection import connect, set_up
from kmfacilitate.hub.exchange import Exchange
from kmfacilitate.hub.settings import Settings
from kmfacilitate.hub.team import Team
from kmfacilitate.session.ids import session_id_from
from kmfacilitate.store.encoding import Lines
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

pytest.importorskip("psycopg", reason="psycopg is not installed: the extra [hub] brings it")


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Server:
    """A server in a temporary folder, reached by a socket alone."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self._programs = folder, programs
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self._programs / program, *words], check=True, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, **self._as,
        )  # fmt: skip

    def make(self) -> None:
        self.run("initdb", "-D", str(self.folder / "data"), "-U", "admin", "-A", "trust", "-N", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", how, "stop")

    def url(self, user: str = "admin", database: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    folder = Path(tempfile.mkdtemp(prefix="hub"))  # short: a socket's path has 107 letters at most
    try:
        server = Server(folder, programs)
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    server.make()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(server: Server, request: pytest.FixtureRequest) -> str:
    """A hub of the test's own, with members ann, ben (contributors), kim (keeper) and rob (reader)."""
    name = f"t{abs(hash(request.node.name)) % 10**9}"
    admin = connect(server.url())
    admin.execute(f"CREATE DATABASE {name}".encode())
    for member in ("ann", "ben", "kim", "rob", "eve"):
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (member,)).fetchone():
            admin.execute(f"CREATE ROLE {member} LOGIN".encode())
    admin.close()
    admin = connect(server.url(database=name))
    set_up(admin, "clinic")
    for member, role in {
        "ann": "contributor",
        "ben": "contributor",
        "kim": "keeper",
        "rob": "reader",
    }.items():
        admin.execute("INSERT INTO kmhub.members VALUES ('clinic', %s, %s)", (member, role))
    admin.close()
    return name


@dataclass
class Laptop:
    """A library of one person, and its hub."""

    library: Library
    places: Places
    settings: Settings

    def exchange(self, **more: Any) -> Exchange:
        return Exchange(self.library, self.places, self.settings, **more)

    def write(self, title: str, *lines: dict[str, Any], rev: int = 1, **meeting: Any) -> str:
        """Write a session and share it; the same title again is the same session, written over."""
        id_ = session_id_from(title)
        noon = "2026-11-22T12:00:00.000Z"
        documents = {
            "_meta": {"1": {"schema": 1, "what": "session", "session": id_}},
            "session": {"1": {"rev": rev, "title": title, "template": "after-action-review", "language": "en",
                              "technique": "after-action-review", "state": "finished", "created": noon,
                              "names": "all", **meeting}},
            "stages": {"1": {"rev": 1, "stage": "actual", "minutes": 12}},
            "entries": {str(10**18 + n): {"rev": 1, "kind": "lesson", "stage": "actual", "n": n, "at": noon,
                                           **line}
                        for n, line in enumerate(lines, 1)},
            "template": {"1": {"rev": 1, "id": "after-action-review",
                               "stages": [{"id": "actual", "title": "What?"}]}},
        }  # fmt: skip
        path = self.library.sessions_folder / "2026" / f"2026-11-22-{id_}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Lines().encode(documents))
        self.settings.share(id_)
        return id_

    def held(self) -> dict[str, bytes]:
        """The team's sessions as they are here."""
        team = Team(self.library, self.places)
        return {session: team.path(session).read_bytes() for session in sorted(team.sessions())}


@pytest.fixture
def laptop(server: Server, database: str, tmp_path: Path) -> Callable[..., Laptop]:
    def laptop(user: str, name: str = "") -> Laptop:
        home = tmp_path / (name or user)
        home.mkdir()
        places = Places(home / "state", home / "cache", home / "config", home / "documents")
        library = Library.open(home / "library", places=places, chance=Random(home.name))
        return Laptop(library, places, Settings.new(server.url(user, database), "clinic", Random(home.name)))

    return laptop
