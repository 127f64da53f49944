"""Import of 10,000 lessons from CSV and JSON lines, and 1,000 Markdown files, beside the bare readers alone.

    python benchmarks/taking_in.py [RECORDS]

The bare reader gives plain dicts and keeps nothing; the import matches columns, makes a lesson of each
record, and has every session file on disk when it is done. Then the same files again: nothing may change.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _against import seconds
from _page import part, size

from kmfacilitate.intake.taking import Intake
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places

_TEXT = """
    rota key handover alert backup drill valve queue fridge pump label sample list map radio shift vendor
    contract budget permit training checklist template board review test switch cable power water road
    """
_WORDS = _TEXT.split()


def main(records: int = size(10_000, 1000)) -> None:
    """Make the files, take them in, and again.

    Args:
        records: Lessons in the tables; a tenth as many Markdown files.
    """
    chance = random.Random(7)
    with TemporaryDirectory() as folder:
        top = Path(folder)
        rows = [_record(chance, number) for number in range(records)]
        made = {
            "CSV": _csv(top, rows),
            "JSON lines": _json_lines(top, rows),
            "Markdown": _markdown(top, rows),
        }
        bare = {"CSV": _bare_csv, "JSON lines": _bare_json, "Markdown": _bare_markdown}
        print(f"{records} lessons   s    lessons/s   × bare reading   again, s")
        for name, paths in made.items():
            places = Places(top / name, top / name / "c", top / name / "f", top)
            library = Library.open(top / f"library-{name}", places=places)
            alone = seconds(bare[name], paths)
            first = seconds(_take, paths, library, places)
            again = seconds(_take, paths, library, places)
            count = records if len(paths) == 1 else len(paths)
            print(f"{name:14} {first:6.2f} {count / first:10.0f} {first / alone:14.1f} {again:13.2f}")


def _take(paths: list[Path], library: Library, places: Places) -> None:
    intake = Intake(library, places=places)
    intake.take_all(paths)
    assert not intake.account.unread


def _record(chance: random.Random, number: int) -> dict[str, str]:
    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count)).capitalize()

    return {
        "Title": f"{words(7)} {number}", "What happened": words(25), "Root cause": words(12),
        "Recommendation": words(15), "Project": f"Project {number % 25}",
        "Keywords": ", ".join(words(3).split()),
        "Date": f"20{10 + number % 15}-{number % 12 + 1:02d}-{number % 28 + 1:02d}", "Cost": str(number),
    }  # fmt: skip


def _csv(top: Path, rows: list[dict[str, str]]) -> list[Path]:
    path = top / "lessons.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return [path]


def _json_lines(top: Path, rows: list[dict[str, str]]) -> list[Path]:
    path = top / "lessons.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return [path]


def _markdown(top: Path, rows: list[dict[str, str]]) -> list[Path]:
    """A file a lesson, a tenth as many: each becomes a session of its own."""
    folder = top / "markdown"
    folder.mkdir()
    paths = []
    for number, row in enumerate(rows[: max(1, len(rows) // 10)]):
        front = "".join(
            f"{name}: {json.dumps(row[name])}\n" for name in ("Title", "Project", "Date", "Keywords")
        )
        body = "".join(
            f"\n## {name}\n\n{row[name]}\n" for name in ("What happened", "Root cause", "Recommendation")
        )
        path = folder / f"{number:05d}.md"
        path.write_text(f"---\n{front}---\n{body}", encoding="utf-8")
        paths.append(path)
    return paths


def _bare_csv(paths: list[Path]) -> list[dict[str, str]]:
    with paths[0].open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _bare_json(paths: list[Path]) -> list[Any]:
    return [json.loads(line) for line in paths[0].read_text("utf-8").splitlines()]


def _bare_markdown(paths: list[Path]) -> list[str]:
    return [path.read_text("utf-8") for path in paths]


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    with part("Taking lessons in", "python benchmarks/taking_in.py --write", write="--write" in sys.argv):
        main(*numbers)
