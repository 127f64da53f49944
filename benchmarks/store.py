"""The store beside a bare append, SQLite and stock TinyDB: what a saved line costs, and what it grows with.

Each table is made by one run in which all take turns, line by line, so that whatever else the machine does
falls on all alike. Read the ratios: milliseconds say more of the disk than of the program. With --write the
tables go to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import orjson
from _against import seconds
from _page import size
from enter_to_saved import FIRST_ID, a_session, entry
from tinydb import TinyDB

from kmfacilitate.session.edits import Work, create
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import count, newest
from kmfacilitate.store.writer import Writer

DOCS = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
Samples = dict[str, list[float]]


@contextmanager
def a_library(where: Path | None, sessions: int = 0) -> Iterator[tuple[Library, Places, Path]]:
    """A library in a folder that is thrown away, with so many other sessions in it."""
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name)
        places = Places(*[folder / "state"] * 4)
        library = Library.open(folder / "library", places=places)
        if sessions:
            made = SessionFile.create(library, a_session(30, "0000-0000-0000"), places=places).path
            data = made.read_bytes()
            for number in range(1, sessions):
                session = f"{number:04d}-0000-0000"
                day = date(2026, 11, 22) - timedelta(days=number // 3)
                path = made.with_name(f"{day}-benchmark-{number}--{session[:4]}.json")
                path.write_bytes(data.replace(b"0000-0000-0000", session.encode()))
        yield library, places, folder


def timed(samples: Samples, name: str, work: Callable[..., object], *on: object) -> None:
    """Do something with these, and note how many seconds it took."""
    samples.setdefault(name, []).append(seconds(work, *on))


def _note_time(times: list[float], _: object) -> None:
    times.append(time.perf_counter())


def table(title: str, samples: Samples, against: list[str]) -> str:
    """A table in Markdown: median, 95th percentile, and the ratios to some of the rows."""
    middle = {name: statistics.median(each) for name, each in samples.items()}
    rows = [
        f"### {title}",
        "",
        "| way | p50 ms | p95 ms | " + " | ".join(f"× {name}" for name in against) + " |",
    ]
    rows.append("|---|--:|--:|" + "--:|" * len(against))
    for name, each in samples.items():
        late = statistics.quantiles(each, n=20)[-1]
        ratios = " | ".join(f"{middle[name] / middle[other]:.2f}" for other in against)
        rows.append(f"| {name} | {middle[name] * 1e3:.3f} | {late * 1e3:.3f} | {ratios} |")
    return "\n".join(rows) + "\n"


def saving(entries: int, lines: int, where: Path | None) -> str:
    """One line more in a session of so many entries: until it is acknowledged, and until all is written."""
    samples: Samples = {}
    with a_library(where) as (library, places, folder):
        file = SessionFile.create(library, a_session(entries, "aaaa-0000-0000"), places=places)
        file.prepare()
        stock = TinyDB(SessionFile.create(library, a_session(entries, "bbbb-0000-0000"), places=places).path)
        sqlite = sqlite3.connect(folder / "sqlite", isolation_level=None)
        sqlite.execute("pragma journal_mode=wal")
        sqlite.execute("pragma synchronous=full")
        sqlite.execute("create table lines (id integer primary key, document text)")
        bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for number in range(entries, entries + lines):
            document = {"rev": 1, **entry(number)}
            whole = orjson.dumps(document)
            edits = Work((create("entries", str(FIRST_ID + number), document),))

            def append(whole: bytes = whole) -> None:
                os.write(bare, whole + b"\n")
                os.fsync(bare)

            def insert(whole: bytes = whole) -> None:
                sqlite.execute("insert into lines (document) values (?)", (whole.decode(),))

            timed(samples, "bare append + fsync", append)
            timed(samples, "SQLite, WAL, FULL", insert)
            timed(samples, "stock TinyDB", stock.table("entries").insert, document)
            start = time.perf_counter()
            acknowledged: list[float] = []
            file.commit_all([edits], partial(_note_time, acknowledged))
            end = time.perf_counter()
            samples.setdefault("here: acknowledged", []).append(acknowledged[0] - start)
            samples.setdefault("here: whole save", []).append(end - start)
        file.close()
        stock.close()
    return table(
        f"One more line in a session of {entries}",
        samples,
        ["bare append + fsync", "SQLite, WAL, FULL", "stock TinyDB"],
    )


def growth(sizes: tuple[int, ...], lines: int, where: Path | None) -> str:
    """A whole save and an opening, with few and with many other sessions in the library."""
    samples: Samples = {}
    with a_library(where, sizes[0]) as few, a_library(where, sizes[1]) as many:
        files = []
        for library, places, _ in (few, many):
            file = SessionFile.create(library, a_session(30, "aaaa-0000-0000"), places=places)
            file.prepare()
            files.append((file, places))
        for number in range(30, 30 + lines):
            for size, (file, _) in zip(sizes, files, strict=True):
                edit = create("entries", str(FIRST_ID + number), entry(number))
                timed(samples, f"save among {size} sessions", file.commit, [edit])
        for file, _ in files:
            file.close()
        for _ in range(lines):
            for size, (file, places) in zip(sizes, files, strict=True):
                timed(
                    samples,
                    f"open among {size} sessions",
                    partial(SessionFile.open, file.path, places=places),
                )
    return table("Does the size of the library matter?", samples, [f"save among {sizes[0]} sessions"])


def start(sessions: int, rounds: int, where: Path | None) -> str:
    """A warm start: open the library, count, and read the heads of the newest twenty."""
    samples: Samples = {}
    with a_library(where, sessions) as (library, places, _):

        def scan() -> None:
            for folder in library.sessions_folder.iterdir():
                if folder.is_dir():
                    with os.scandir(folder) as found:
                        for each in found:
                            each.stat()

        def begin() -> None:
            opened = Library.open(library.folder, places=places)
            count(opened)
            newest(opened, 20)

        for _ in range(rounds):
            timed(samples, "scandir + stat", scan)
            timed(samples, "here: warm start", begin)
    return table(f"A start with {sessions} sessions", samples, ["scandir + stat"])


async def _delays(writer: Writer | None, long: float, first: int) -> list[float]:
    """How much later than due a tick of 5 ms comes, while a line is saved every 100 ms."""
    found = []
    number = first
    ticks = 0
    until = time.perf_counter() + long
    while time.perf_counter() < until:
        due = time.perf_counter() + 0.005
        await asyncio.sleep(0.005)
        found.append(time.perf_counter() - due)
        ticks += 1
        if writer is not None and ticks % 20 == 0:
            writer.put([create("entries", str(FIRST_ID + number), entry(number))])
            number += 1
    return found


def felt(entries: int, seconds: float, where: Path | None) -> str:
    """How much the event loop is held up while lines of a session are saved in the writer thread."""
    samples: dict[str, list[float]] = {"idle": [], "saving": []}
    with a_library(where) as (library, places, _):
        file = SessionFile.create(library, a_session(entries, "aaaa-0000-0000"), places=places)
        writer = Writer(file, lambda: datetime.now(UTC))
        number = entries
        for _ in range(4):
            samples["idle"] += asyncio.run(_delays(None, seconds / 8, 0))
            samples["saving"] += asyncio.run(_delays(writer, seconds / 8, number))
            number += 1000
        writer.close()
    rows = [
        f"### Delay of a 5 ms tick while saving, {entries} entries",
        "",
        "| | p50 ms | p99 ms | max ms |",
        "|---|--:|--:|--:|",
    ]
    for name, each in samples.items():
        p99 = statistics.quantiles(each, n=100)[-1]
        rows.append(
            f"| {name} | {statistics.median(each) * 1e3:.2f} | {p99 * 1e3:.2f} | {max(each) * 1e3:.2f} |"
        )
    return "\n".join(rows) + "\n"


def main() -> None:
    """Read the options, measure, and print or write the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=size(150, 40), help="lines a table")
    entries = size([30, 300, 1000], [30])
    parser.add_argument("--entries", type=int, nargs="+", default=entries, help="sizes of the session")
    sessions = size([5, 5000], [5, 500])
    parser.add_argument("--sessions", type=int, nargs=2, default=sessions, help="sizes of the library")
    parser.add_argument("--seconds", type=float, default=size(16.0, 4.0), help="how long delays are measured")
    parser.add_argument("--in", dest="where", type=Path, help="a folder on the disk to measure")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    tables = [saving(entries, options.lines, options.where) for entries in options.entries]
    tables.append(growth((options.sessions[0], options.sessions[1]), options.lines, options.where))
    tables.append(start(options.sessions[1], 15, options.where))
    tables.append(felt(300, options.seconds, options.where))
    print("\n".join(tables))
    if options.write:
        machine = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        total = shutil.disk_usage(options.where or tempfile.gettempdir()).total >> 30
        _, comment, rest = DOCS.read_text("utf-8").partition("<!--")
        others = f"\n{comment}{rest}" if comment else ""
        DOCS.write_text(
            "# What saving costs\n\nMade by `python benchmarks/store.py --write` on "
            f"{datetime.now(UTC):%Y-%m-%d} ({machine}, a disk of {total} GB). All ways took turns in "
            "one run; read the ratios, since the milliseconds are those of the disk.\n\n"
            + "\n".join(tables)
            + others,
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
