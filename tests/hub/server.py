"""A PostgreSQL of our own in a temporary folder, for tests and benchmarks."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from kmfacilitate.hub.connection import connect, set_up

ROLES = {"ann": "contributor", "ben": "contributor", "kim": "keeper", "rob": "reader"}
"""Members of the clinic; eve is none."""


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
        self.options = "-c fsync=off"
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            import pwd

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
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} {self.options}"
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
