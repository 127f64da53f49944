"""A PostgreSQL of the tests' own, and laptops that share through it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kmfacilitate.hub.connection import connect

from .laptops import Laptop, laptop_at
from .server import Server, admit, folder_for_a_server, installed, make_hub, make_roles

pytest.importorskip("psycopg", reason="psycopg is not installed: the extra [hub] brings it")


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


@pytest.fixture
def laptop(server: Server, database: str, tmp_path: Path) -> Callable[..., Laptop]:
    def laptop(user: str, name: str = "") -> Laptop:
        home = tmp_path / (name or user)
        home.mkdir()
        return laptop_at(home, server.url(user, database))

    return laptop
