"""First paint of Home with 200 sessions, beside a bare Textual app that shows one `OptionList`.

Each is started in a pseudo-terminal, by turns, and timed from its start to the first of its words on the
terminal. Prints both medians and their ratio; exits 1 above 1.3. Not on Windows, which has no such terminal.

    python benchmarks/first_paint.py [rounds]
"""

from __future__ import annotations

import datetime
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
from pathlib import Path

from _against import rounds, within

from kmfacilitate.desk import Desk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.store.library import Library
from kmfacilitate.templates.shelf import TemplateShelf

LIMIT = 1.3
SESSIONS = 200
ROWS, COLUMNS = 40, 120

BARE = """
from textual.app import App
from textual.widgets import OptionList

class Bare(App):
    def compose(self):
        yield OptionList(*(f"Session number {at}" for at in range(200)))

Bare().run()
"""
HOME = "import sys; sys.argv[1:] = []; from kmfacilitate.cli import main; main()"


def library(folder: Path) -> None:
    """Two hundred sessions: one that was really begun, and copies of it."""
    desk = Desk.begin(
        Library.open(folder),
        TemplateShelf().get("after-action-review"),
        Plan(title="Session number 0"),
    )
    desk.close()
    first = next(folder.glob("sessions/*/*--*.json"))
    own = first.stem.rpartition("--")[2]
    text = first.read_text(encoding="utf-8").replace('"state":"planned"', '"state":"finished"')
    first.write_text(text, encoding="utf-8")
    for at in range(1, SESSIONS):
        name = f"{at:04}"
        copy = text.replace(f'"session":"{own}-', f'"session":"{name}-').replace("number 0", f"number {at}")
        day = datetime.date(2018, 1, 1) + datetime.timedelta(days=3 * at)
        path = folder / "sessions" / f"{day.year}" / f"{day}-after-action-review-session-{at}--{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(copy, encoding="utf-8")


def seconds_to(words: bytes, program: str, environ: dict[str, str]) -> float:
    """Start a program in a terminal and wait for its words; seconds."""
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-c", program], environ)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    seen = b""
    try:
        while words not in seen:
            if time.perf_counter() - begun > 20 or not select.select([terminal], [], [], 20)[0]:
                raise TimeoutError(f"nothing of {words!r} after 20 seconds; last: {seen[-400:]!r}")
            try:
                seen += os.read(terminal, 65536)
            except OSError as error:  # the program ended
                raise RuntimeError(f"it ended without {words!r}; last: {seen[-400:]!r}") from error
        return time.perf_counter() - begun
    finally:
        os.kill(pid, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(pid, 0)


def main() -> int:
    """Print what was measured."""
    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as folder:
        library(Path(folder))
        environ = {
            **os.environ,
            "PYTHONPATH": str(root),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "KMFACILITATE_LIBRARY": folder,
            "KMFACILITATE_STATE": str(Path(folder) / "state"),
        }
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(rounds(15, 3) + 1):
            times = seconds_to(b"Recent", HOME, environ), seconds_to(b"Session", BARE, environ)
            if turn:  # the first turn writes bytecode
                ours.append(times[0])
                theirs.append(times[1])
    medians = statistics.median(ours), statistics.median(theirs)
    return within(f"Home, {SESSIONS} sessions", "a bare OptionList", medians, LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
