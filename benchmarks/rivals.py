"""Beside the programs that users would pick instead: jrnl, nb, Taskwarrior, ripgrep over exported Markdown.

The same lessons go into each; then each is asked, by turns and as its users ask it, by a command. A program
that is not installed is passed over with a line that says how to get it; `--fetch` puts jrnl and nb into a
temporary folder for this run, and nothing is installed for good.

    python benchmarks/rivals.py [--lessons 2000] [--turns 7] [--fetch]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from _against import seconds
from _made_up import MadeUp
from _page import part, size

from kmfacilitate.library.ask import Ask
from kmfacilitate.library.index import update
from kmfacilitate.session.documents import without_empty
from kmfacilitate.session.edits import create
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

ROOT = Path(__file__).resolve().parent.parent
OURS = [sys.executable, "-m", "kmfacilitate"]
WAYS = {
    "jrnl": "pip install jrnl (PyPI)",
    "nb": "npm install -g notes.sh (npm; the notes program of xwmx/nb), with git",
    "task": "apt install taskwarrior (Debian)",
    "rg": "apt install ripgrep (Debian)",
}
_JRNL = """version: v4.6
journals: {{default: {{journal: {journal}}}}}
editor: ''
encrypt: false
template: false
default_hour: 9
default_minute: 0
timeformat: '%F %R'
tagsymbols: '#@'
highlight: false
linewrap: 79
indent_character: '|'
colors: {{body: none, date: none, tags: none, title: none}}
display_format: null
"""


@dataclass
class Ground:
    """Where everything happens: lessons as (day, text), folders, the environment, programs that are there."""

    top: Path
    lessons: Sequence[tuple[str, str]]
    environ: dict[str, str]
    programs: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str) -> None:
        """A command, whose words go nowhere."""
        subprocess.run(
            words, env=self.environ, cwd=ROOT, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def milliseconds(work: Callable[..., object], *on: object) -> float:
    """How long it takes to do something, by the clock."""
    return 1000 * seconds(work, *on)


def ground(top: Path, many: int, *, fetch: bool) -> Ground:
    """A folder with the same lessons for everybody, and the programs that are to be had."""
    made = MadeUp(11)
    lessons = [
        (
            f"20{10 + n % 15}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
            f"{made.text(9).capitalize()}. {made.text(25)}.",
        )
        for n in range(many)
    ]
    environ = {
        **os.environ, "PYTHONPATH": str(ROOT), "HOME": str(top), "KMFACILITATE_LIBRARY": str(top / "library"),
        "KMFACILITATE_STATE": str(top), "TASKDATA": str(top / "task"), "TASKRC": str(top / "taskrc"),
        "NB_DIR": str(top / "nb"), "NBRC_PATH": str(top / "nbrc"), "NB_AUTO_SYNC": "0", "EDITOR": "true",
        **{f"GIT_{who}_{what}": "nobody@example.org" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")},
    }  # fmt: skip
    there = Ground(top, lessons, environ)
    if fetch:
        _fetch(there)
    for name in WAYS:
        if name not in there.programs and (found := shutil.which(name)):
            there.programs[name] = found
    return there


def _fetch(there: Ground) -> None:
    venv, nodes = there.top / "venv", there.top / "npm"
    for name, found, commands in (
        ("jrnl", venv / "bin" / "jrnl", ([sys.executable, "-m", "venv", str(venv)],
                                         [str(venv / "bin" / "pip"), "install", "--quiet", "jrnl"])),
        ("nb", nodes / "node_modules" / ".bin" / "nb",
         (["npm", "install", "--silent", "--ignore-scripts", "--prefix", str(nodes), "notes.sh"],)),
    ):  # fmt: skip
        try:
            for command in commands:
                there.run(*command)
        except (OSError, subprocess.CalledProcessError):
            print(f"{name} could not be fetched")
            continue
        if found.exists():
            there.programs[name] = str(found)


# Each gives: put everything in; find a word; one line more


Deeds = tuple[Callable[[], object], Callable[[str], object], Callable[[int], object]]


def ours(there: Ground) -> Deeds:
    """kmfacilitate, by its commands; a line more as it is captured, in an open session."""
    table = there.top / "lessons.jsonl"
    rows = (json.dumps({"title": text, "day": day}) for day, text in there.lessons)
    table.write_text("\n".join(rows))
    opened: list[SessionFile] = []

    def take_in() -> None:
        there.run(*OURS, "import", str(table))
        there.run(*OURS, "search", "whatever")  # the index too

    def line_more(number: int) -> None:
        if not opened:
            places = Places(there.top, there.top / "cache", there.top / "config", there.top)
            library = Library.open(there.top / "library", places=places)
            path = sorted(library.sessions_folder.rglob("*-imported-*.json"))[0]
            opened.append(SessionFile.open(path, places=places))
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        entry = without_empty({"kind": "lesson", "stage": "imported", "n": 9000 + number, "at": at,
                               "text": f"line {number}"})  # fmt: skip
        opened[0].commit([create("entries", str(2 * 10**18 + number), entry)])

    return take_in, lambda word: there.run(*OURS, "search", word), line_more


def jrnl(there: Ground) -> Deeds:
    """jrnl: a journal of its own, entries imported as it imports them."""
    program, journal, config = there.programs["jrnl"], there.top / "journal.txt", there.top / "jrnl.yaml"
    config.write_text(_JRNL.format(journal=journal))
    journal.touch()
    bulk = there.top / "bulk.txt"
    bulk.write_text("".join(f"[{day} 09:00] {text}\n\n" for day, text in there.lessons))
    base = (program, "--config-file", str(config))
    return (
        lambda: there.run(*base, "--import", "--file", str(bulk)),
        lambda word: there.run(*base, "-contains", word, "--short"),
        lambda number: there.run(*base, f"today: line {number}"),
    )


def nb(there: Ground) -> Deeds:
    """nb: a notebook of Markdown files under git."""
    program, bulk = there.programs["nb"], there.top / "bulk"
    bulk.mkdir()
    for number, (_, text) in enumerate(there.lessons):
        (bulk / f"lesson-{number}.md").write_text(f"# {text.partition('.')[0]}\n\n{text}\n")
    return (
        lambda: there.run(program, "import", str(bulk)),
        lambda word: there.run(program, "search", word, "--list", "--no-color"),
        lambda number: there.run(program, "add", "--content", f"line {number}"),
    )


def task(there: Ground) -> Deeds:
    """Taskwarrior: a task a lesson."""
    program, bulk = there.programs["task"], there.top / "tasks.json"
    (there.top / "task").mkdir()
    (there.top / "taskrc").write_text("confirmation=no\nverbose=nothing\n")
    rows = [
        {"description": text, "status": "pending", "entry": f"{day.replace('-', '')}T090000Z"}
        for day, text in there.lessons
    ]
    bulk.write_text(json.dumps(rows))
    return (
        lambda: there.run(program, "import", str(bulk)),
        lambda word: there.run(program, f"description.contains:{word}", "list"),
        lambda number: there.run(program, "add", f"line {number}"),
    )


def ripgrep(there: Ground) -> Deeds:
    """Ripgrep over the Markdown that the library was exported to."""
    pages = there.top / "pages"

    def export() -> None:
        there.run(*OURS, "export", "--all", "--format", "kb", "--to", str(pages), "--force")

    def find(word: str) -> None:
        there.run(there.programs["rg"], "-i", "--", word, str(pages))

    return export, find, lambda number: None


def compare(there: Ground, turns: int, words: Sequence[str]) -> None:
    """Print the table; each row in times of ours."""
    makers = {"kmfacilitate": ours, "jrnl": jrnl, "nb": nb, "task": task, "rg": ripgrep}
    ready: dict[str, Deeds] = {}
    loaded: dict[str, float] = {}
    for name, make in makers.items():
        if name != "kmfacilitate" and name not in there.programs:
            print(f"{name} is not here and was passed over; to get it: {WAYS[name]}")
            continue
        try:
            deeds = make(there)
            loaded[name] = milliseconds(deeds[0])
            deeds[1](words[0])
            ready[name] = deeds
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name} is here but did not do what was asked of it ({error}); it was passed over")
    found: dict[str, list[float]] = {name: [] for name in ready}
    added: dict[str, list[float]] = {name: [] for name in ready if name != "rg"}
    for turn in range(turns):
        for name, (_, find, add) in ready.items():
            found[name].append(milliseconds(find, words[turn % len(words)]))
            if name in added:
                added[name].append(milliseconds(add, turn))
    print(f"\n{len(there.lessons)} lessons; milliseconds by the clock, best of {turns}, and × kmfacilitate\n")
    print(f"| {'':14} | find a word, by command | one line more, saved | take all in |")
    print("|---|--:|--:|--:|")
    ours_ = [min(found["kmfacilitate"]), min(added["kmfacilitate"]),
             loaded["kmfacilitate"]]  # fmt: skip
    for name in ready:
        row = [min(found[name]), min(added[name]) if name in added else None, loaded[name]]
        cells = (
            "–" if one is None or (name == "rg" and at) else f"{one:.1f} ({one / ours_[at]:.2f} ×)"
            for at, one in enumerate(row)
        )
        print(f"| {name:14} | {' | '.join(cells)} |")


def inside(there: Ground, words: Sequence[str]) -> None:
    """Finding in the app itself, where no process is started."""
    places = Places(there.top, there.top / "cache", there.top / "config", there.top)
    library = Library.open(there.top / "library", places=places)
    update(library, places)
    ask = Ask(library, places)
    times = [milliseconds(ask.search, word) for word in words for _ in range(3)]
    ask.close()
    print(f"\nthe same in the search box of the app: {statistics.median(times):.2f} ms")


def main() -> None:
    """Print what was measured."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--lessons", type=int, default=size(2000, 300))
    asked.add_argument("--turns", type=int, default=size(7, 3))
    asked.add_argument("--fetch", action="store_true", help="put jrnl and nb into a temporary folder first")
    asked.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    said = asked.parse_args()
    title, command = "Beside other programs", "python benchmarks/rivals.py --fetch --write"
    with part(title, command, write=said.write), tempfile.TemporaryDirectory() as folder:
        there = ground(Path(folder), said.lessons, fetch=said.fetch)
        words = [text.split()[3].strip(".") for _, text in there.lessons[7::97]][:10]
        compare(there, said.turns, words)
        inside(there, words)


if __name__ == "__main__":
    main()
