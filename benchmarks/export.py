"""Exporting N sessions in each format, beside a bare `json` dump of the same sessions to as many files.

Read the ratios: sessions a second say more of the machine than of the program. `read` is what every format
pays first: opening a session and reading it into memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kmfacilitate.session.documents import Documents
from kmfacilitate.session.ids import new_session_id
from kmfacilitate.session.moments import stamp
from kmfacilitate.store.library import Library
from kmfacilitate.store.session_file import SessionFile

FIRST_ID = 1779758667127538240
BEGAN = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
_IN_A_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
CHANCE = Random(7)
FORMATS = ("json", "md", "html", "csv", "ics", "docx", "kb")


def a_session(number: int) -> Documents:
    """A review with thirty lines: fifteen points, ten lessons, five actions."""
    began = BEGAN + timedelta(days=number % 2000, minutes=number)
    entries: dict[str, dict[str, Any]] = {}
    for line in range(30):
        kind = "point" if line < 15 else "lesson" if line < 25 else "action"
        more: dict[str, Any] = {"lesson": {"why": ["the rota was old"], "tags": ["rota"]},
                                "action": {"owner": "Sam", "due": "2027-01-01"}}.get(kind, {})  # fmt: skip
        entries[str(FIRST_ID + (number * 30 + line) * 4096)] = {
            "rev": 1, "kind": kind, "stage": "learned", "question": "lesson", "n": line + 1,
            "text": f"{line} The second vaccinator arrived at eleven because the rota showed the old site",
            "at": stamp(began + timedelta(minutes=line)), **more,
        }  # fmt: skip
    questions = [{"id": "lesson", "ask": "What should we keep or change?"}]
    stage = {"id": "learned", "title": "What have we learned?", "minutes": 60, "questions": questions}
    script = {
        "id": "after-action-review", "technique": "after-action-review", "title": "After action review",
        "learning": "after", "stages": [stage],
    }  # fmt: skip
    meeting = {
        "title": f"Clinic {number}", "project": f"Project {number % 40}", "technique": script["id"],
        "template": script["id"], "state": "finished", "created": stamp(began), "started": stamp(began),
        "ended": stamp(began + timedelta(hours=1)),
    }  # fmt: skip
    return {
        "_meta": {"1": {"session": new_session_id(CHANCE)}},
        "session": {"1": {"rev": 1, **meeting}},
        "stages": {"1": {"rev": 1, "stage": "learned", "minutes": 60}},
        "clock": {
            str(FIRST_ID + number): {"rev": 1, "at": stamp(began), "where": "stage", "stage": "learned"},
            str(FIRST_ID + number + 1): {"rev": 1, "at": stamp(began + timedelta(hours=1)), "where": "end"},
        },
        "entries": entries,
        "template": {"1": {"rev": 1, **script}},
    }


def bare(paths: list[Path], folder: Path) -> None:
    """What the standard library needs to read each session and dump it to a file of its own."""
    folder.mkdir()
    for path in paths:
        data = json.loads(path.read_bytes())
        (folder / path.name).write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")


def exported(form: str, library: Path, folder: Path) -> None:
    """All of it by the command line, whose words go nowhere."""
    from kmfacilitate.cli.commands import run

    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        run(["export", "--all", "--library", str(library), "--format", form, "--to", str(folder)])


def read(paths: list[Path]) -> None:
    """Open each session and let it go."""
    from kmfacilitate.cli.exporting import read_session

    for path in paths:
        read_session(path)


def timed(does: Callable[[], None]) -> float:
    """Seconds it takes."""
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sessions", type=int, default=300)
    number = asked.parse_args().sessions
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there)
        os.environ["KMFACILITATE_STATE"] = str(folder / "state")
        library = Library.open(str(folder / "library"))
        for each in range(number):
            SessionFile.create(library, a_session(each)).close()
        paths = sorted(library.sessions_folder.rglob("????-*.json"))
        floor = timed(lambda: bare(paths, folder / "bare"))
        print(f"{number} sessions of 30 lines; a bare json dump: {number / floor:,.0f} sessions a second")
        print(f"{'':8} {'sessions/s':>10} {'× bare':>8} {'peak MB':>8}")
        rows: list[tuple[str, Callable[[], None]]] = [("read", lambda: read(paths))]
        rows += [(form, lambda form=form: exported(form, library.folder, folder / form)) for form in FORMATS]
        for name, does in rows:
            took = timed(does)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
                1 if sys.platform == "darwin" else 1024
            )
            peak = peak / 1024 / 1024 if sys.platform == "darwin" else peak
            print(f"{name:8} {number / took:10,.0f} {took / floor:8.1f} {peak:8.0f}")


if __name__ == "__main__":
    main()
