"""The program left open and untouched: processor time and bytes to the terminal, beside a bare Textual clock.

Home, a session whose clock runs, the same with the library asked once (so that its threads are there), a long
one that is late, a conversation with its large clock, and the room's window on a session are each left alone
in a pseudo-terminal of their own, together with an app that shows nothing but the time once a second. Prints
what each took; exits 1 where one of ours took more than 0.7 % of a core or 1 KB/s. Linux only, for the
processor time is read from /proc.

    python benchmarks/idle.py [seconds]
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from _made_up import fill
from _page import size

from kmfacilitate.desk import Desk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.store.library import Library
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.verbs import enter

MOST_PERCENT = 0.7
MOST_BYTES = 1024
SESSIONS = 200
START_CLOCK, NEXT, FIND, BACK = "\x1b[15~", "\x1bOQ", "\x06", "\x1b"
ROWS, COLUMNS = 40, 120
SETTLES = 8.0
"""Seconds after the last key before it counts: what is done once is not idling."""

BARE = """
from datetime import datetime
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static()

    def on_mount(self):
        self.set_interval(1, lambda: self.query_one(Static).update(f"{datetime.now():%H:%M:%S}"))

Bare().run()
"""
MAIN = "import sys; sys.argv = ['kmfacilitate', *sys.argv[1:]]; from kmfacilitate.cli import main; main()"
START = ("start", "after-action-review", "--title", "Left open", "--with", "Ana;Sam;Priya")
CAFE = ("start", "knowledge-cafe", "--title", "Left open", "--people", "20")
LINES = 200


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, name: str, program: str, *arguments: str, environ: dict[str, str]) -> None:
        self.name = name
        self.read = 0
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-c", program, *arguments], environ)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def press(self, keys: str) -> None:
        """Type keys."""
        os.write(self.terminal, keys.encode())

    def seconds(self) -> float:
        """Processor time that it took so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def read_for(terminals: list[Terminal], seconds: float) -> None:
    """Take in what they draw for so long."""
    by_file = {terminal.terminal: terminal for terminal in terminals}
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for file in select.select(list(by_file), [], [], left)[0]:
            by_file[file].read += len(os.read(file, 65536))


def environ_of(folder: Path) -> dict[str, str]:
    """An environment with a library and a state of its own."""
    return {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "KMFACILITATE_LIBRARY": str(folder / "library"),
        "KMFACILITATE_STATE": str(folder / "state"),
    }


def opened(folder: Path) -> list[Terminal]:
    """All that is measured, each where it is left alone."""
    here = [environ_of(folder / name) for name in ("home", "session", "asked", "late", "cafe")]
    for environ in here:
        Path(environ["KMFACILITATE_STATE"]).mkdir(parents=True)
        fill(Path(environ["KMFACILITATE_LIBRARY"]), SESSIONS)
    terminals = [
        Terminal("a bare clock in Textual", BARE, environ=here[0]),
        Terminal("Home", MAIN, environ=here[0]),
        Terminal("a session, its clock running", MAIN, *START, environ=here[1]),
        Terminal("the same, the library asked", MAIN, *START, environ=here[2]),
        Terminal(f"a late one with {LINES} lines", MAIN, "resume", late_in(folder / "late"), environ=here[3]),
        Terminal("a conversation, in large type", MAIN, *CAFE, environ=here[4]),
    ]
    read_for(terminals, SETTLES)
    for at in (2, 3, 4, 5):
        terminals[at].press(START_CLOCK)
    terminals[5].press(NEXT)
    asked = terminals[3]
    for keys in (FIND, "rota", BACK, BACK):  # the first clears the words, the second goes back
        asked.press(keys)
        read_for(terminals, 2)
    terminals.append(Terminal("the room's window", MAIN, "room", environ=here[1]))
    read_for(terminals, SETTLES)
    return terminals


def late_in(folder: Path) -> str:
    """A review that has to end in a few minutes, with many lines; its id."""
    plan = Plan(title="Left open", hard_end=datetime.now(UTC) + timedelta(minutes=5))
    library = Library.open(folder / "library")
    desk = Desk.begin(library, TemplateShelf().get("after-action-review"), plan)
    enter(desk, ":go 3")
    for at in range(LINES):
        enter(desk, f"08:07 (-) Live alert sent to every phone and television, said line {at}")
    desk.close()
    return desk.f.session.id


def main() -> int:
    """Print what was measured."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else size(60.0, 5.0)
    with tempfile.TemporaryDirectory() as folder:
        terminals = opened(Path(folder))
        try:
            before = [(terminal.seconds(), terminal.read) for terminal in terminals]
            read_for(terminals, seconds)
            after = [(terminal.seconds(), terminal.read) for terminal in terminals]
        finally:
            for terminal in terminals:
                terminal.close()
    print(f"left alone for {seconds:.0f} s                 of a core    bytes/s")
    much = False
    for place, (terminal, then, now) in enumerate(zip(terminals, before, after, strict=True)):
        percent, bytes_ = 100 * (now[0] - then[0]) / seconds, (now[1] - then[1]) / seconds
        much = much or (place > 0 and (percent > MOST_PERCENT or bytes_ > MOST_BYTES))
        print(f"{terminal.name:<32} {percent:6.2f} %     {bytes_:8.0f}")
    print(f"at most                          {MOST_PERCENT:6.2f} %     {MOST_BYTES:8}")
    return 1 if much else 0


if __name__ == "__main__":
    raise SystemExit(main())
