"""The index at 5,000 sessions and 150,000 lessons: building, searching letter by letter, related lessons.

Beside raw FTS5 over the same text with the same query, asked by turns in one run; beside ripgrep and grep
over the sessions exported as Markdown. Times of searching are of the processor this thread had, so that a
busy machine changes little; others are by the clock. Prints a table; exits 1 where a limit of the full size
is broken.

    python benchmarks/library.py [SESSIONS] [--write]
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from _made_up import MadeUp, fill
from _page import part, size
from first_paint import HOME, seconds_to

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.cache import open_writing
from kmfacilitate.library.gather import differences
from kmfacilitate.library.index import update
from kmfacilitate.library.place import index_path
from kmfacilitate.library.words import all_of, words_of
from kmfacilitate.store.encoding import Lines, decode_tables
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.ui.open import TURN

SEARCH_MS, SEARCH_RATIO, KEY_MS, MEMORY_MB, PAINT = 5.0, 2.0, 2.0, 40.0, 1.1
QUERIES = 60
LINES, KINDS = 40, ("lesson", "lesson", "lesson", "lesson", "action")
"""Lines of a session, and what they are: four fifths of 190,000 are lessons."""
ROOT = Path(__file__).resolve().parent.parent
_MEMORY = """
import sys
from datetime import date
from pathlib import Path
from kmfacilitate.library.index import Index
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
folder, cache = map(Path, sys.argv[1:3])
places = Places(cache, cache / "cache", cache / "config", cache)
index = Index.open(Library.open(folder, places=places), places)
index.gatherer.wait(600)
for typed in sys.argv[3].split("|"):
    for at in range(1, len(typed) + 1):
        index.ask.search(typed[:at])
    index.ask.related(typed)
index.ask.due_counts(date(2026, 1, 1)), index.ask.people(), index.ask.tags(), index.ask.sessions()
print(int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20)
"""


def spread(times: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and the greatest, in milliseconds."""
    ordered = [1000 * one for one in sorted(times)]
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1]


def say(name: str, *figures: float | str) -> None:
    """A row of the table."""
    print(
        f"{name:48}" + "".join(f"{one:>10.2f}" if isinstance(one, float) else f"{one:>10}" for one in figures)
    )


def typed_letter_by_letter(made: MadeUp, texts: Sequence[str]) -> list[str]:
    """What stands in the search box after each key, for words that come one after another in lines."""
    found = []
    for _ in range(QUERIES):
        words = made.chance.choice(texts).replace("->", " ").split()
        many = made.chance.choice((1, 2, 2, 3))
        start = made.chance.randrange(max(1, len(words) - many))
        whole = " ".join(words[start : start + many])
        found += [whole[:at] for at in range(1, len(whole) + 1) if whole[at - 1] != " "]
    return found


def searches(ask: Ask, raw: sqlite3.Connection, typed: Sequence[str]) -> bool:
    """Search, and raw FTS5, by turns; whether the limits are kept."""
    ours: list[float] = []
    theirs: list[float] = []
    wall: list[float] = []
    ask.search("warm")
    for each in typed:
        expression = all_of(words_of(each), last_begins=True)
        begun = time.thread_time()
        raw.execute(
            "SELECT rowid, text FROM raw WHERE raw MATCH ? ORDER BY rowid DESC LIMIT 50", (expression,)
        ).fetchall()
        theirs.append(time.thread_time() - begun)
        at, begun = time.perf_counter(), time.thread_time()
        ask.search(each)
        ours.append(time.thread_time() - begun)
        wall.append(time.perf_counter() - at)
    say("search, letter by letter", *spread(ours))
    say("  the same by the clock", *spread(wall))
    say("  raw FTS5, newest first", *spread(theirs))
    ratio = spread(ours)[1] / spread(theirs)[1]
    say("  p95 in times of raw FTS5", f"{ratio:.2f}", f"(≤ {SEARCH_RATIO})", f"(≤ {SEARCH_MS} ms)")
    for length in (1, 2, 3, 4):
        some = [t for t, q in zip(ours, typed, strict=True) if min(4, len(words_of(q)[-1])) == length]
        say(f"  last word of {length}{'+' if length == 4 else ''} letters", *spread(some))
    ranked = []
    for each in random.Random(1).sample(list(typed), 40):
        begun = time.thread_time()
        raw.execute(
            "SELECT rowid FROM raw WHERE raw MATCH ? ORDER BY rank LIMIT 50",
            (all_of(words_of(each), last_begins=True),),
        ).fetchall()
        ranked.append(time.thread_time() - begun)
    say("  raw FTS5, by bm25 (40 of them)", *spread(ranked))
    return spread(ours)[1] <= SEARCH_MS and ratio <= SEARCH_RATIO


def delay_of_keys(work: Callable[[], object]) -> float:
    """How much later a 5 ms tick comes at most (p99) while another thread works, in milliseconds."""

    def ticks(busy: threading.Event | None) -> list[float]:
        late = []
        for _ in range(300):
            due = time.perf_counter() + 0.005
            time.sleep(0.005)
            late.append(time.perf_counter() - due)
        if busy is not None:
            busy.set()
        return sorted(late)

    sys.setswitchinterval(TURN)  # as in the app
    idle = ticks(None)
    done = threading.Event()

    def run() -> None:
        while not done.is_set():
            work()

    thread = threading.Thread(target=run)
    thread.start()
    worked = ticks(done)
    thread.join()
    return max(0.0, 1000 * (worked[297] - idle[297]))


def memory(folder: Path, cache: Path, asked: str) -> float:
    """Megabytes a process holds that has a library's index open and asked it much."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", _MEMORY, str(folder), str(cache), asked]
    return float(subprocess.run(words, env=environ, capture_output=True, text=True, check=True).stdout)


def raw_table(path: Path, index: Path) -> sqlite3.Connection:
    """The same text in an FTS5 table of its own, as one would make it by hand."""
    raw = sqlite3.connect(path)
    raw.execute("ATTACH ? AS ours", (str(index),))
    raw.execute("CREATE VIRTUAL TABLE raw USING fts5(text, more, prefix='1 2 3')")
    with raw:
        raw.execute("INSERT INTO raw (rowid, text, more) SELECT id, text, more FROM ours.lines ORDER BY id")
        raw.execute("INSERT INTO raw (raw) VALUES ('optimize')")
    raw.execute("DETACH ours")
    return raw


def first_paint(folder: Path, few: Path) -> float:
    """How many times longer Home takes to its first paint with many sessions than with five."""
    times: dict[Path, list[float]] = {folder: [], few: []}
    for turn in range(9):
        for one, taken in times.items():
            environ = {
                **os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor",
                "LANG": "C.UTF-8", "KMFACILITATE_LIBRARY": str(one), "KMFACILITATE_STATE": str(few / "state"),
            }  # fmt: skip
            seconds = seconds_to(b"Recent", HOME, environ)
            if turn:  # the first turn writes bytecode
                taken.append(seconds)
    for one, taken in times.items():
        say(f"first paint of Home, {'many' if one == folder else 'five'} sessions", *spread(taken))
    return statistics.median(times[folder]) / statistics.median(times[few])


def beside_others(library: Path, top: Path, words: str) -> None:
    """Exporting everything as Markdown, and looking through that with programs that are installed."""
    folder = top / "pages"
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "KMFACILITATE_STATE": str(top)}
    export = ["export", "--all", "--library", str(library), "--to", str(folder)]
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kmfacilitate", *export],
        env=environ, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    say("exporting all of them as Markdown, s", time.perf_counter() - begun)
    commands = {
        "ripgrep over that Markdown": ["rg", "-i", "-c", words, str(folder)],
        "grep over that Markdown": ["grep", "-r", "-i", "-c", "-F", words, str(folder)],
    }
    for name, command in commands.items():
        if shutil.which(command[0]) is None:
            say(name, "not here")
            continue
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        say(name, 1000 * (time.perf_counter() - begun))


def main() -> int:
    """Print what was measured."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    many = numbers[0] if numbers else size(5000, 300)
    well = True
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        places = Places(top, top / "cache", top / "config", top)
        library, made = fill(top / "library", many, LINES, KINDS)
        files = list(library.sessions_folder.glob("*/*.json"))
        say("", "p50 ms", "p95 ms", "max ms")
        begun = time.perf_counter()
        for file in files:
            decode_tables(file.read_bytes(), file)
        read = time.perf_counter() - begun
        begun = time.perf_counter()
        update(library, places)
        built = time.perf_counter() - begun
        index = index_path(library, places)
        say(f"reading {many} sessions", 1000 * read)
        say("  building the index, in times of that", 1000 * built, f"{built / read:.1f} ×")
        say("  size of the index, MB", f"{index.stat().st_size >> 20}")
        connection = open_writing(index)
        (lines,) = connection.execute("SELECT count(*) FROM lines WHERE entry <> ''").fetchone()
        (lessons,) = connection.execute("SELECT count(*) FROM lines WHERE kind = 'lesson'").fetchone()
        texts = [row[0] for row in connection.execute("SELECT text FROM lines ORDER BY id DESC LIMIT 20000")]
        say("  lines, lessons among them", f"{lines}", f"{lessons}")
        well = updates(connection, library, files, places) and well
        ask = Ask(library, places)
        typed = typed_letter_by_letter(made, texts)
        raw = raw_table(top / "raw.sqlite", index)
        well = searches(ask, raw, typed) and well
        well = others(ask, made, texts) and well
        empty = Library.open(top / "empty", places=places)
        asked = "|".join(typed[-1:] + [made.text(9) for _ in range(10)])
        used = memory(library.folder, top, asked) - memory(empty.folder, top, asked)
        say("memory over an empty library, MB", used, f"(≤ {MEMORY_MB})")
        well = well and used <= MEMORY_MB
        fill(top / "few", 5)
        longer = first_paint(library.folder, top / "few")
        say("  with many in times of five", longer, f"(≤ {PAINT})")
        well = well and longer <= PAINT
        beside_others(library.folder, top, made.words[500])
        ask.close()
        raw.close()
        connection.close()
    return 0 if well or many < 5000 else 1


def updates(connection: sqlite3.Connection, library: Library, files: Sequence[Path], places: Places) -> bool:
    """Comparing all files, and taking in one session that changed."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        differences(connection, library)
        times.append(time.perf_counter() - begun)
    say("comparing all files", *spread(times))
    times = []
    for file in files[:: max(1, len(files) // 15)]:
        documents = {**decode_tables(file.read_bytes(), file)}
        documents["session"] = {"1": {**documents["session"]["1"], "place": "elsewhere"}}
        file.write_bytes(Lines().encode(documents))
        begun = time.perf_counter()
        update(library, places)
        times.append(time.perf_counter() - begun)
    say("  and taking in one changed session", *spread(times))
    return True


def others(ask: Ask, made: MadeUp, texts: Sequence[str]) -> bool:
    """Related lessons, lists, and what they do to keys."""
    times = []
    for _ in range(60):
        text = made.chance.choice(texts)
        begun = time.thread_time()
        ask.related(text)
        times.append(time.thread_time() - begun)
    say("related lessons of a line", *spread(times))
    times = []
    for _ in range(10):
        lines = made.chance.sample(list(texts), 30)
        begun = time.thread_time()
        ask.related_sessions(lines)
        times.append(time.thread_time() - begun)
    say("related sessions of thirty lines", *spread(times))
    chosen = iter(made.chance.choices(texts, k=100_000))
    late = statistics.median(delay_of_keys(lambda: ask.related(next(chosen))) for _ in range(3))
    say("a key waits for related lessons, p99 at most", late, f"(≤ {KEY_MS})")
    for name, question in (
        ("what is due, as numbers", lambda: ask.due_counts(date(2020, 1, 1))),
        ("overdue actions", lambda: ask.actions(overdue=date(2020, 1, 1))),
        ("the newest 200 lessons", ask.lessons),
        ("the newest 200 sessions", ask.sessions),
        ("people", ask.people),
    ):
        times = []
        for _ in range(5):
            begun = time.thread_time()
            question()
            times.append(time.thread_time() - begun)
        say(name, *spread(times))
    return late <= KEY_MS


if __name__ == "__main__":
    with part("Finding", "python benchmarks/library.py --write", write="--write" in sys.argv):
        well = main()
    sys.exit(well)
