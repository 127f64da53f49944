"""The real command in a process of its own: killed, interrupted, twice at once, without its streams."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from sittings import environment

from kmfacilitate.session import clock
from kmfacilitate.session.session import Session
from kmfacilitate.store.session_file import SessionFile

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals and closed streams are those of POSIX"
)

COMMAND = (sys.executable, "-m", "kmfacilitate")
START = ("start", "after-action-review", "--plain", "--title", "Clinic")


def _heeds_ctrl_c() -> None:
    """A shell has what it runs in the background ignore it, and that is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """A plain session with its pipe kept open."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment(folder),
            preexec_fn=_heeds_ctrl_c if os.name == "posix" else None,
        )

    def type(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def until(self, words: str) -> str:
        """Read what is said until a line holds these words."""
        for line in self._lines(self.process.stdout):
            if words in line:
                return line
        raise AssertionError(f"{words} was never said")

    def _lines(self, stream: IO[bytes] | None) -> Iterator[str]:
        assert stream
        for line in stream:
            yield line.decode().rstrip("\n")

    def end(self) -> int:
        _, self.err = self.process.communicate(timeout=30)
        return self.process.returncode


def session_in(folder: Path) -> Session:
    [path] = (folder / "library" / "sessions").glob("*/*.json")
    return Session.read(SessionFile.open(path).documents)


def texts(folder: Path) -> list[str]:
    return [entry.text for _, entry in session_in(folder).live()]


def test_every_line_that_was_acknowledged_is_there_after_kill_9(tmp_path: Path):
    running = Running(tmp_path, *START)
    running.type(":go 3")
    for number in range(1, 6):
        running.type(f"line {number}")
        assert running.until(f"line {number}") == f"3.{number} event: line {number}"
    assert running.process.stdin
    running.process.stdin.write(b"half a li")
    running.process.stdin.flush()
    running.process.kill()
    running.end()
    assert texts(tmp_path) == [f"line {number}" for number in range(1, 6)]

    one = Running(tmp_path, "resume", "--plain")
    two = Running(tmp_path, "resume", "--plain")
    for number in range(6, 9):
        one.type(f"line {number} of one")
        two.type(f"line {number} of two")
    for number in range(6, 9):
        one.until(f"line {number} of one")
        two.until(f"line {number} of two")
    assert one.end() == two.end() == 0
    more = [f"line {n} of {who}" for n in range(6, 9) for who in ("one", "two")]
    assert sorted(texts(tmp_path)[5:]) == more
    session = session_in(tmp_path)
    numbers = [session.number(id_) for id_, _ in session.live()]
    assert len(set(numbers)) == len(numbers) == 11


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_ctrl_c_or_a_closed_terminal_saves_and_leaves(tmp_path: Path, name: str):
    running = Running(tmp_path, *START)
    running.type(":go 3")
    running.type("line 1")
    running.until("line 1")
    running.process.send_signal(getattr(signal, name))
    assert running.end() == 0
    assert b"Leaving; everything is saved." in running.err
    assert b"Traceback" not in running.err
    assert texts(tmp_path) == ["line 1"]
    assert clock.state(session_in(tmp_path)) == "paused"


def test_without_its_streams_a_session_is_kept_all_the_same(tmp_path: Path):
    """Standard output closed; a reader that has enough after one line."""
    lines = tmp_path / "lines.txt"
    lines.write_text(":go 3\n" + "".join(f"line {n}\n" for n in range(20)))
    python = f"'{sys.executable}' -m kmfacilitate"
    start = f"{python} start after-action-review --plain"
    shell = f"""
        {start} --title two < lines.txt >&- 2>&- ; echo "two $?"
        {start} --title three < lines.txt 2>errors | head -n 1 ; echo "three ${{PIPESTATUS[0]}}"
        {python} show last --json 2>>errors | head -n 1 ; echo "four ${{PIPESTATUS[0]}}"
    """
    done = subprocess.run(
        ["bash", "-c", shell], cwd=tmp_path, env=environment(tmp_path), capture_output=True, timeout=60
    )
    said = done.stdout.decode()
    for word in ("two 0", "three 0", "four 0"):
        assert word in said
    assert (tmp_path / "errors").read_text().count("\n") == 1
    assert b"Traceback" not in done.stderr
    paths = (tmp_path / "library" / "sessions").glob("*/*.json")
    lengths = [len(SessionFile.open(path).documents.get("entries", {})) for path in paths]
    assert lengths == [20, 20]
