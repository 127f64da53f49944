"""The programs of the page on scripting do what it says, on the example library."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sittings import ROOT, environment

from kmfacilitate.example.throwaway import keep_example

PAGE = (ROOT / "docs" / "scripting.md").read_text("utf-8")
PROGRAMS = dict(re.findall(r'```\w+ title="([\w.]+)"\n(.*?)```', PAGE, flags=re.DOTALL))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scripting")
    keep_example(folder / "library", date.today())
    for name, text in PROGRAMS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> str:
    env = environment(folder)
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    done = subprocess.run(words, capture_output=True, cwd=folder, env=env, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_there_are_three():
    assert sorted(PROGRAMS) == ["form.sh", "minutes.py", "owes.py"]


def test_a_reminder_for_each_person(folder: Path):
    said = run(folder, sys.executable, "owes.py")
    assert "Dear Harbour master, this is still open:\n- Ask the harbour works for a notice" in said
    due = (date.today() - timedelta(days=1)).isoformat()
    late = [line for line in said.splitlines() if "(late)" in line]
    assert late
    assert all(re.search(r"\d{4}-\d\d-\d\d", line)[0] <= due for line in late)
    assert "Daily call to each siren, as a proposal, no day" in said


def test_where_the_time_went(folder: Path):
    said = run(folder, sys.executable, "minutes.py", "after-action-review")
    assert re.search(
        r"^ +\d+ planned +\d+ used  What actually happened\? \(5 sessions\)$", said, flags=re.MULTILINE
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a script for a shell of Unix")
def test_a_form_becomes_a_session(folder: Path):
    (folder / "answers.csv").write_text('\ufeffname,worries\nAna,"Nobody has the key\n? who drives"\nSam,\n')
    run(folder, "sh", "form.sh", "answers.csv", "The move")
    shown = json.loads(run(folder, "kmfacilitate", "show", "last", "--json"))
    assert (shown["session"]["title"], shown["session"]["paused"]) == ("The move", True)
    risks = [entry["text"] for entry in shown["entries"] if entry["kind"] == "risk"]
    assert risks == ["Nobody has the key", "? who drives"]
