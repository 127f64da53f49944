"""From Enter to "saved": a line in a session of 30 and of 300 entries, beside stock TinyDB and a bare append.

All are measured in turn, one line each, so that whatever else the machine does falls on all alike. Read the
ratios: milliseconds say more of the disk than of the program.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from _page import size
from tinydb import TinyDB

from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import create
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.writer import Writer

FIRST_ID = 1779758667127538240
WORDS = (
    "The second vaccinator arrived at eleven because the rota still showed the old site, and nobody at the "
    "door had the key of the fridge; the queue was sent to the hall, where it was warm, and came back late."
)


def entry(number: int) -> dict[str, Any]:
    """A line of about 600 bytes, an ordinary lesson."""
    return {
        "kind": "lesson",
        "stage": "learned",
        "question": "lesson",
        "n": number,
        "text": f"{number}. {WORDS}",
        "at": "2026-11-22T09:46:12.508Z",
        "why": ["the rota was printed before the change", "nobody owns it"],
        "recommendation": "Print the rota on the morning itself, from the list that the desk keeps",
        "tags": ["rota", "keys", "staffing"],
    }


def a_session(entries: int, session: str) -> Documents:
    """A session of so many entries."""
    return {
        "_meta": {"1": {"session": session}},
        "session": {"1": {"rev": 1, "title": "Benchmark", "created": "2026-11-22T09:20:00.000Z"}},
        "entries": {str(FIRST_ID + number): {"rev": 1, **entry(number)} for number in range(entries)},
    }


def lines_of(entries: int, folder: Path, each: int) -> Iterator[dict[str, float]]:
    """Seconds to save a line, by way of saving, for `each` lines from a session of so many entries."""
    state = folder / "state"
    places = Places(state, state, state, folder)
    library = Library.open(folder / "library", places=places)

    def make(session: str) -> SessionFile:
        return SessionFile.create(library, a_session(entries, session), places=places)

    saved = threading.Event()
    writer = Writer(make("aaaa-0000-0000"), lambda: datetime.now(UTC), on_saved=lambda *_: saved.set())
    direct = make("bbbb-0000-0000")
    stock = TinyDB(make("cccc-0000-0000").path)
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def through_writer(number: int) -> None:
        saved.clear()
        writer.put([create("entries", str(FIRST_ID + number), entry(number))])
        saved.wait()

    def through_file(number: int) -> None:
        direct.commit([create("entries", str(FIRST_ID + number), entry(number))])

    def through_stock(number: int) -> None:
        stock.table("entries").insert({"rev": 1, **entry(number)})

    def append(number: int) -> None:
        os.write(bare, f"{number:600d}".encode())
        os.fsync(bare)

    ways: dict[str, Callable[[int], None]] = {
        "append 600 bytes + fsync": append,
        "stock TinyDB insert": through_stock,
        "SessionFile.commit": through_file,
        "Writer: Enter to saved": through_writer,
    }
    for number in range(entries, entries + each):
        took = {}
        for name, way in ways.items():
            start = time.perf_counter()
            way(number)
            took[name] = time.perf_counter() - start
        yield took
    writer.close()
    stock.close()
    os.close(bare)


def measure(entries: int, rounds: int, each: int, where: Path | None) -> None:
    """Measure and print one table."""
    samples: list[dict[str, float]] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(dir=where) as folder:
            samples += list(lines_of(entries, Path(folder), each))[1:]  # the first line warms up
    print(f"\n{entries} entries, {len(samples)} lines each\n")
    print(f"| {'way':26} | p50 ms | p95 ms | x append | x stock |")
    print(f"|{'-' * 28}|-------:|-------:|---------:|--------:|")
    middle = {name: statistics.median(took[name] for took in samples) for name in samples[0]}
    bare, stock, *_ = middle.values()
    for name, seconds in middle.items():
        late = statistics.quantiles((took[name] for took in samples), n=20)[-1]
        figures = f"{seconds * 1e3:6.2f} | {late * 1e3:6.2f} | {seconds / bare:8.2f} | {seconds / stock:7.2f}"
        print(f"| {name:26} | {figures} |")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    entries = size([30, 300], [30])
    parser.add_argument("--entries", type=int, nargs="+", default=entries, help="sizes of the session")
    parser.add_argument("--rounds", type=int, default=size(10, 2), help="fresh sessions a size")
    parser.add_argument("--each", type=int, default=20, help="lines a session")
    parser.add_argument("--in", dest="where", type=Path, help="a folder on the disk to measure")
    options = parser.parse_args()
    for entries in options.entries:
        measure(entries, options.rounds, options.each, options.where)


if __name__ == "__main__":
    main()
