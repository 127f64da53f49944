"""The program left open and untouched: processor time and bytes to the terminal, beside a bare Textual clock.

Each place where the program can be left is left alone in a pseudo-terminal of its own, together with an app
that shows nothing but the time once a second. All are looked at over the same few windows of time, and of
each the median counts: other programs on the machine make everything dearer for a while (caches, the clock of
the processor), the bare app as well. So the last column says more than the first: ours beside the bare one in
the same window. Exits 1 where one of ours took more than 0.7 % of a core or 1 KB/s. Linux only, for the clock
of another process is read.

    python benchmarks/idle.py [seconds [windows]]
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
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
START_CLOCK, NEXT, REPORT, FIND, PALETTE, BACK = "\x1b[15~", "\x1bOQ", "\x1b[19~", "\x06", "\x10", "\x1b"
WIDE, USUAL = (40, 120), (24, 80)
"""Rows and columns."""
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
LINES, ROUNDS = 200, 8
"""Of the late session: its lines, and how often the room went through its stages, which marks the time."""


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, program: str, *arguments: str, folder: Path, size: tuple[int, int] = WIDE) -> None:
        self.read = 0
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-c", program, *arguments], environ_of(folder))
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    def press(self, keys: str) -> None:
        """Type keys."""
        os.write(self.terminal, keys.encode())

    def seconds(self) -> float:
        """Processor time that it took so far, all threads: the clock of a process, numbered as in Linux."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


@dataclass(frozen=True)
class Place:
    """Where the program is left alone: the words it is begun with, and the keys that lead there."""

    name: str
    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    library: str = ""
    """Whose library it is in, where another place has it open too; empty: one of its own."""
    late: bool = False
    """Whether it resumes the session that has to end soon."""


RUNNING, ROOM = "a session, its clock running", "the room's window"
PLACES = (
    Place("Home"),
    Place("the library, asked", keys=(FIND, "rota")),
    Place("a session, not begun", START),
    Place(RUNNING, START, (START_CLOCK,)),
    Place("at 80 by 24", START, (START_CLOCK,), USUAL),
    Place("paused", START, (START_CLOCK, START_CLOCK)),
    Place("under the list of commands", START, (START_CLOCK, PALETTE)),
    Place("the library asked and left", START, (START_CLOCK, FIND, "rota", BACK, BACK)),
    Place("over, its report shown", START, (START_CLOCK, ":finish yes\r")),
    Place(f"late, {LINES} lines", ("resume",), (START_CLOCK,), late=True),
    Place("at 80 by 24", ("resume",), (START_CLOCK,), USUAL, late=True),
    Place("a conversation in large type", CAFE, (START_CLOCK, NEXT)),
    Place(ROOM, ("room",), library=RUNNING),
    Place("the room's page", ("room", "--browser"), library=RUNNING),
)


def read_for(terminals: list[Terminal], seconds: float) -> None:
    """Take in what they draw for so long."""
    by_file = {terminal.terminal: terminal for terminal in terminals}
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for file in select.select(list(by_file), [], [], left)[0]:
            by_file[file].read += len(os.read(file, 65536))


def environ_of(folder: Path) -> dict[str, str]:
    """An environment with a library and a state of its own, and a browser that shows nothing."""
    return {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "BROWSER": "true",
        "KMFACILITATE_LIBRARY": str(folder / "library"),
        "KMFACILITATE_STATE": str(folder / "state"),
    }


def opened(folder: Path) -> list[Terminal]:
    """The bare clock, then each place, all left alone."""
    terminals = [Terminal(BARE, folder=folder)]
    for at, place in enumerate(PLACES):
        own = folder / str(at)
        if not place.library:
            (own / "state").mkdir(parents=True)
            fill(own / "library", SESSIONS)
        else:
            own = folder / str(next(n for n, each in enumerate(PLACES) if each.name == place.library))
        words = (*place.words, late_in(own)) if place.late else place.words
        terminals.append(Terminal(MAIN, *words, folder=own, size=place.size))
        read_for(terminals, 0.5)
    read_for(terminals, SETTLES)
    for step in range(max(len(place.keys) for place in PLACES)):
        for place, terminal in zip(PLACES, terminals[1:], strict=True):
            if step < len(place.keys):
                terminal.press(place.keys[step])
        read_for(terminals, 2)
    read_for(terminals, SETTLES)
    return terminals


def late_in(folder: Path) -> str:
    """A review that has to end in a few minutes, with many lines and much to and fro; its id."""
    plan = Plan(title="Left open", hard_end=datetime.now(UTC) + timedelta(minutes=5))
    library = Library.open(folder / "library")
    desk = Desk.begin(library, TemplateShelf().get("after-action-review"), plan)
    enter(desk, ":start")
    for _ in range(ROUNDS):
        for stage in range(1, 8):
            enter(desk, f":go {stage}")
    enter(desk, ":go 3")
    for at in range(LINES):
        enter(desk, f"08:07 (-) Live alert sent to every phone and television, said line {at}")
    desk.close()
    return desk.f.session.id


def measured(terminals: list[Terminal], seconds: float) -> list[tuple[float, float]]:
    """What each took in a window of so many seconds: percent of a core, bytes a second."""
    began = time.monotonic()
    before = [(terminal.seconds(), terminal.read) for terminal in terminals]
    read_for(terminals, seconds)
    took = time.monotonic() - began
    return [
        (100 * (terminal.seconds() - used) / took, (terminal.read - read) / took)
        for terminal, (used, read) in zip(terminals, before, strict=True)
    ]


def main() -> int:
    """Print what was measured."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else size(12.0, 5.0)
    windows = int(sys.argv[2]) if len(sys.argv) > 2 else size(5, 1)
    with tempfile.TemporaryDirectory() as folder:
        terminals = opened(Path(folder))
        try:
            found = [measured(terminals, seconds) for _ in range(windows)]
        finally:
            for terminal in terminals:
                terminal.close()
    median = statistics.median
    print(
        f"left alone, {windows} windows of {seconds:.0f} s    of a core    bytes/s    beside the bare clock"
    )
    much = False
    for at, name in enumerate(("a bare clock in Textual", *(place.name for place in PLACES))):
        percent, bytes_ = (median(window[at][what] for window in found) for what in (0, 1))
        ratio = median(window[at][0] / window[0][0] for window in found)
        much = much or (at > 0 and (percent > MOST_PERCENT or bytes_ > MOST_BYTES))
        print(f"{name:<32} {percent:6.2f} %   {bytes_:8.0f}    {ratio:8.2f}")
    print(f"{'at most':<32} {MOST_PERCENT:6.2f} %   {MOST_BYTES:8}")
    return 1 if much else 0


if __name__ == "__main__":
    raise SystemExit(main())
