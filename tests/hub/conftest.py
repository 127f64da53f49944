"""A PostgreSQL of the tests' own, and laptops that share through it."""

from __future__ import annotations

import json
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
from kmfacilitate.hub.told import Told
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.session.ids import session_id_from
from kmfacilitate.store.encoding import Lines
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

pytest.importorskip("psycopg", reason="psycopg is not installed: the extra [hub] brings it")


def installed() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def programs() -> Path:
    found = installed()
    assert found is not None
    return found


def folder_for_a_server() -> Path:
    """In memory, where there is enough of it; a short name, since a socket's path has 107 letters at most."""
    memory = Path("/dev/shm")
    is_roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    return Path(tempfile.mkdtemp(prefix="hub", dir=memory if is_roomy else None))


class Server:
    """A server in a temporary folder, reached by a socket alone."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self._programs = folder, programs
        self.databases = 0
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

    def dump(self, database: str) -> Path:
        file = self.folder / f"{database}.dump"
        self.run("pg_dump", "-Fc", "-h", str(self.folder), "-U", "admin", "-f", str(file), database)
        return file

    def restore(self, database: str, file: Path) -> None:
        """Put a database back as it was in a dump, as an administrator does."""
        with connect(self.url()) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
            admin.execute(f"CREATE DATABASE {database}".encode())
        self.run("pg_restore", "-h", str(self.folder), "-U", "admin", "-d", database, str(file))

    def url(self, user: str = "admin", database: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = installed()
    if found is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    folder = folder_for_a_server()
    try:
        server = Server(folder, found)
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    server.make()
    make_roles(server)
    make_hub(server, "pattern")
    make_hub(server, "shared")
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


ROLES = {"ann": "contributor", "ben": "contributor", "kim": "keeper", "rob": "reader"}
"""Members of the clinic; eve is none."""


def make_roles(server: Server) -> None:
    """Roles of the database, for whoever may connect."""
    with connect(server.url()) as admin:
        for member in (*ROLES, "eve"):
            admin.execute(f"CREATE ROLE {member} LOGIN".encode())


def make_hub(server: Server, database: str) -> None:
    """A hub with the clinic in it."""
    with connect(server.url()) as admin:
        admin.execute(f"CREATE DATABASE {database}".encode())
    with connect(server.url(database=database)) as admin:
        set_up(admin, "clinic")
        admin.execute("DELETE FROM kmhub.members")
        admit(admin)


def admit(admin: Any) -> None:
    """Make everybody a member of the clinic, by their roles."""
    for member, role in {"admin": "keeper", **ROLES}.items():
        admin.execute("INSERT INTO kmhub.members VALUES ('clinic', %s, %s)", (member, role))


@pytest.fixture
def database(server: Server) -> str:
    """An empty hub, with members ann, ben (contributors), kim (keeper) and rob (reader)."""
    with connect(server.url(database="shared")) as admin:
        admin.execute("TRUNCATE kmhub.organisations, kmhub.receipts, kmhub.entries, kmhub.conflicts CASCADE")
        admin.execute("INSERT INTO kmhub.organisations VALUES ('clinic')")
        admit(admin)
    return "shared"


@pytest.fixture
def own_database(server: Server) -> str:
    """As `database`, for a test that changes the database itself."""
    server.databases += 1
    name = f"hub{server.databases}"
    with connect(server.url()) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE pattern".encode())
    return name


@dataclass
class Laptop:
    """A library of one person, and its hub."""

    library: Library
    places: Places
    settings: Settings

    def exchange(self, **more: Any) -> Exchange:
        return Exchange(self.library, self.places, self.settings, **more)

    def push(self, **more: Any) -> Told:
        return self.exchange(**more).push()

    def pull(self, **more: Any) -> Told:
        return self.exchange(**more).pull()

    def ask(self) -> Ask:
        """Ask the index, brought up to date."""
        update(self.library, self.places)
        return Ask(self.library, self.places)

    def plainly(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Go round the program: plain SQL, in this person's name; how many rows, where none come back."""
        with connect(self.settings.url) as connection:
            done = connection.execute(sql.encode(), values)
            return done.fetchall() if done.description else [(done.rowcount,)]

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
        """The team's sessions as they are here, without the notes of how they came."""
        team = Team(self.library, self.places)
        held = {}
        for session in sorted(team.sessions()):
            tables = json.loads(team.path(session).read_bytes())
            del tables["hub"]
            held[session] = json.dumps(tables, sort_keys=True).encode()
        return held


@pytest.fixture
def laptop(server: Server, database: str, tmp_path: Path) -> Callable[..., Laptop]:
    def laptop(user: str, name: str = "") -> Laptop:
        home = tmp_path / (name or user)
        home.mkdir()
        places = Places(home / "state", home / "cache", home / "config", home / "documents")
        library = Library.open(home / "library", places=places, chance=Random(home.name))
        return Laptop(library, places, Settings.new(server.url(user, database), "clinic", Random(home.name)))

    return laptop
