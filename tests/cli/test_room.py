"""`room` through the real command: what can be refused without a screen."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sittings import Room, command, environment

from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.store.library import Library
from kmfacilitate.verbs import enter


class Example(Room):
    """The example library as `demo` makes it, while its program runs."""

    @property
    def library(self) -> Library:
        self.folder.mkdir(exist_ok=True)
        return Library.open(self.folder / "example", places=self.places, now=self.time.now)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where examples stand, so that one which is really open on this machine is not seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_confidential_session_is_not_shown_without_a_yes(tmp_path: Path):
    room = Room(tmp_path)
    room.type("yes", ":quit", template="action-learning-set", people="Ana;Sam")
    said = command("room", "last", "--browser", folder=tmp_path)
    assert said.code == 1
    assert said.err.startswith(
        "This session is confidential; to show the room its clock all the same, add --yes"
    )


def test_without_a_terminal_a_window_cannot_be_shown(tmp_path: Path):
    Room(tmp_path).type(":quit")
    said = command("room", folder=tmp_path)
    assert said.code == 2
    assert said.err.startswith("The app needs a terminal.")
    assert not list((tmp_path / "state" / "room").glob("*.looks"))


def test_without_a_session_it_says_so(tmp_path: Path):
    assert command("room", folder=tmp_path).err.startswith("There is no session in this library yet.")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_the_page_ends_with_its_terminal_and_leaves_no_file_that_leads_to_it(tmp_path, sign):
    command("start", "pre-mortem", "--plain", "--title", "Launch", folder=tmp_path)
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\ncp "${{1#file://}}" "{tmp_path}/way-in"\n')
    browser.chmod(0o755)
    page = subprocess.Popen(
        [sys.executable, "-m", "kmfacilitate", "room", "last", "--browser"],
        env={**environment(tmp_path), "BROWSER": str(browser)}, stdout=subprocess.PIPE, cwd=tmp_path,
    )  # fmt: skip
    assert page.stdout is not None
    assert page.stdout.readline().startswith(b"http://127.0.0.1:")
    assert "url=http://127.0.0.1:" in (tmp_path / "way-in").read_text()
    page.send_signal(sign)
    assert page.wait(20) == 0
    page.stdout.close()
    assert not list(tmp_path.rglob("way-in.*.html"))


@contextmanager
def page(folder: Path, *more: str, browser: str = "true") -> Iterator[str]:
    """The address of the page of a room view that runs until the block ends."""
    program = subprocess.Popen(
        [sys.executable, "-m", "kmfacilitate", "room", *more, "--browser"],
        env={**environment(folder), "BROWSER": browser}, stdout=subprocess.PIPE, cwd=folder,
    )  # fmt: skip
    assert program.stdout is not None
    try:
        yield program.stdout.readline().decode().strip()
    finally:
        program.terminate()
        program.wait(20)
        program.stdout.close()


def read(address: str) -> str:
    """What the room reads, in words."""
    with urllib.request.urlopen(f"{address}room.html", timeout=10) as answer:
        return re.sub(r"<[^>]*>", " ", answer.read().decode())


def until(desk: Desk, address: str, words: str) -> str:
    """Wait until the room reads these words."""
    end = time.monotonic() + 30
    while words not in (seen := read(address)):
        assert time.monotonic() < end, seen
        desk.show_wall()
    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="processes are asked by their number")
def test_a_session_of_the_example_is_shown_though_nobody_names_its_library(tmp_path: Path, temporary: Path):
    Room(tmp_path).type(":quit", title="Our own")
    desk = Example(temporary / f"kmfacilitate-example-{os.getpid()}-x").open(title="The storm warning")
    os.utime(next((tmp_path / "state" / "draft").iterdir()), (0, 0))  # our own was left long ago
    with page(tmp_path) as address:
        assert "The storm warning" in until(desk, address, "The storm warning")
    desk.close()


def test_whoever_names_a_library_sees_no_example(tmp_path: Path, temporary: Path):
    desk = Example(temporary / f"kmfacilitate-example-{os.getpid()}-x").open()
    said = command("--library", str(tmp_path / "library"), "room", folder=tmp_path)
    assert said.err.startswith("There is no session in this library yet.")
    desk.close()


def test_a_view_that_is_there_first_shows_the_session_that_is_begun_then(tmp_path: Path):
    room = Room(tmp_path)
    room.type(":quit", title="Last week")
    with page(tmp_path) as address:
        assert "Last week" not in read(address)
        desk = room.open(title="Today")
        until(desk, address, "Today")
        desk.close()


def test_a_confidential_session_is_not_shown_by_itself(tmp_path: Path):
    room = Room(tmp_path)
    room.type(":quit", title="Last week")
    with page(tmp_path) as address:
        kept = room.open("action-learning-set", people="Ana;Sam", agreed=True)
        desk = room.open(title="Today")
        os.utime(next((tmp_path / "state" / "draft").glob(f"{kept.f.session.id}*")))
        until(desk, address, "Today")
        assert not list((tmp_path / "state" / "room").glob(f"{kept.f.session.id}*"))
        kept.close()
        desk.close()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are read from /proc")
def test_the_way_in_is_for_its_owner_alone_and_stands_in_no_list_of_processes(tmp_path: Path):
    Room(tmp_path).type(":quit")
    browser = tmp_path / "browser"
    browser.write_text(
        f'#!/bin/sh\nstat -c %a "${{1#file://}}" > "{tmp_path}/mode"\n'
        f'cat "${{1#file://}}" > "{tmp_path}/way"\n'
        f'cat /proc/*/cmdline 2>/dev/null | tr "\\0" "\\n" > "{tmp_path}/processes.part"\n'
        f'mv "{tmp_path}/processes.part" "{tmp_path}/processes"\n'
    )
    browser.chmod(0o755)
    with page(tmp_path, browser=str(browser)) as address:
        secret = address.split("/")[3]
        door = (tmp_path / "way").read_text().split("url=")[1].split("/")[3].partition('"')[0]
        processes = (tmp_path / "processes").read_text()
        assert "way-in." in processes  # the browser is led to a file
        assert len(secret) == len(door) == 24
        assert secret not in processes
        assert door not in processes
        assert secret not in (tmp_path / "way").read_text()
        assert (tmp_path / "mode").read_text().strip() == "600"
        folder = tmp_path / "state" / "room"
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not list(folder.glob("way-in.*"))


def test_what_the_room_may_not_see_is_never_sent(tmp_path: Path):
    room = Room(tmp_path)
    desk = room.open("pre-mortem", title="Launch", people="Ana;Sam")
    sent = set()
    with page(tmp_path) as address:
        until(desk, address, "Launch")
        for lines in (
            (":go 2", "~ zebra one"), ("? zebra two",), (":go 4", "zebra three", "zebra four"),
            ("~ zebra five",), (":hold",), (":reveal",), (":go 6", "zebra held"),
            (":show blank",), (":show question",),
        ):  # fmt: skip
            for line in lines:
                with suppress(Unable):
                    enter(desk, line)
                room.time.wait(0.1)
            desk.show_wall()
            for part in ("", "room.html", "room.js", "room.css"):
                with urllib.request.urlopen(address + part, timeout=10) as answer:
                    sent.add(str(answer.headers) + answer.read().decode())
    assert any("Launch" in each for each in sent)
    told = " ".join(sent)
    for kept in ("zebra one", "zebra two", "zebra five", "zebra held", str(tmp_path)):
        assert kept not in told
    desk.close()
