"""`room` through the real command: what can be refused without a screen."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sittings import Room, command, environment


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
