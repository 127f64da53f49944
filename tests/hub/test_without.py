"""Without a hub, and with one that can't be reached, the program is as if there had never been one."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from sittings import Room, command, environment
from ui.conftest import seen

from kmfacilitate.errors import Unable
from kmfacilitate.hub.exchange import Exchange
from kmfacilitate.hub.settings import Settings, read_settings, write_settings
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.ui.facilitator import Facilitator

NOWHERE = "postgresql://ann@127.0.0.1:1/hub?connect_timeout=2"
_NO_NETWORK = """
import sys, socket
def never(*_): raise SystemExit("the network was asked")
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = never
from kmfacilitate.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*(one for one in sys.modules if one.startswith(("psycopg", "kmfacilitate.hub"))), file=sys.stderr)
"""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A library with a session, whose hub is not there."""
    room = Room(tmp_path)
    room.type(":go 3", "* Order a second key for the fridge", ":quit", title="Clinic")
    library, places = Library.open(room.folder / "library"), Places.here(environment(room.folder))
    settings = Settings.new(NOWHERE, "clinic", Random(1))
    write_settings(library, places, settings)
    return room


@pytest.mark.parametrize("words", [("list",), ("search", "fridge"), ("where",), ("show", "last")])
def test_no_command_but_its_own_knows_of_the_hub(room: Room, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _NO_NETWORK, *words],
        capture_output=True, text=True, env=environment(room.folder), cwd=room.folder, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert done.stdout


def test_a_hub_that_is_not_there_is_said_in_a_sentence(room: Room) -> None:
    said = command("hub", "sync", folder=room.folder)
    assert said.code == 1
    assert said.err.startswith("The hub could not be used: ")
    assert len(said.err.splitlines()) == 1
    assert command("hub", "status", folder=room.folder).code == 0  # asks nobody


def test_without_the_driver_one_sentence_says_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path, tmp_path / "cache", tmp_path / "config", tmp_path)
    library = Library.open(tmp_path / "library", places=places, chance=Random(1))
    with pytest.raises(Unable, match="This library has no hub"):
        read_settings(library, places)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Unable, match=r"pip install 'kmfacilitate\[hub\]'"):
        Exchange(library, places, Settings.new(NOWHERE, "clinic", Random(1))).pull()


async def test_the_app_opens_and_searches_without_asking_the_network(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: socket.socket, address: object) -> None:
        raise AssertionError(f"{address} was asked")

    for name in ("KMFACILITATE_LIBRARY", "KMFACILITATE_STATE"):
        monkeypatch.setenv(name, environment(room.folder)[name])
    monkeypatch.setattr(socket.socket, "connect", never)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    app = Facilitator(Library.open(room.folder / "library"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("l", *"fridge")
        for _ in range(200):
            assert app.index
            app.index.gatherer.wait(5)
            app.index.looker.wait(5)
            await pilot.pause()
            if "Order a second key for the fridge" in seen(app):
                break
        assert "Order a second key for the fridge" in seen(app)
