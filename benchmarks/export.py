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
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

from _against import seconds
from _made_up import fill
from _page import part, size

FORMATS = ("json", "md", "html", "csv", "ics", "docx", "kb")


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


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sessions", type=int, default=size(5000, 100))
    asked.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    said = asked.parse_args()
    number = said.sessions
    command = "python benchmarks/export.py --write"
    with part("Exporting", command, write=said.write), tempfile.TemporaryDirectory() as there:
        folder = Path(there)
        os.environ["KMFACILITATE_STATE"] = str(folder / "state")
        library, _ = fill(folder / "library", number, 32)
        paths = sorted(library.sessions_folder.rglob("????-*.json"))
        floor = seconds(bare, paths, folder / "bare")
        print(
            f"{number} sessions of 30 lines on average; "
            f"a bare json dump: {number / floor:,.0f} sessions a second"
        )
        print(f"{'':8} {'sessions/s':>10} {'× bare':>8} {'peak MB':>8}")
        rows: list[tuple[str, Callable[[], None]]] = [("read", partial(read, paths))]
        rows += [(form, partial(exported, form, library.folder, folder / form)) for form in FORMATS]
        for name, does in rows:
            took = seconds(does)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
                1 if sys.platform == "darwin" else 1024
            )
            peak = peak / 1024 / 1024 if sys.platform == "darwin" else peak
            print(f"{name:8} {number / took:10,.0f} {took / floor:8.1f} {peak:8.0f}")


if __name__ == "__main__":
    main()
