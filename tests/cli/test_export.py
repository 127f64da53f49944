"""`export`: which sessions leave, in which files, and what is said about it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sittings import Said, command_here

from kmfacilitate.cli import exporting
from kmfacilitate.cli.exporting import Progress

Run = Callable[..., Said]
REVIEW = (
    b":go 3\n08:05 - Keys locked in\n~ zebra\n! order a second key @sam ^2026-12-24\n* Keep two keys #keys\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return partial(command_here, folder=tmp_path)


@pytest.fixture
def three(run: Run) -> Run:
    """Two sessions that may be shared, of two projects, and one that may not."""
    for title, project, more in (
        ("Clinic", "Vaccines", b""),
        ("Flood", "Water", b"Caf\xc3\xa9 on the hill\n"),
    ):
        given = REVIEW + more
        run("start", "after-action-review", "--plain", "--title", title, "--project", project, given=given)
    run("start", "pre-mortem", "--plain", "--title", "Quiet", "--share", "nothing", given=b"hush\n")
    return run


@pytest.fixture
def ctrl_c(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Ctrl+C comes while the second session is read, and does so again after each call of this."""
    read, times = exporting.read_session, 0

    def interrupted(path: Path) -> object:
        nonlocal times
        times += 1
        if times == 2:
            raise KeyboardInterrupt
        return read(path)

    def again() -> None:
        nonlocal times
        times = 0

    monkeypatch.setattr(exporting, "read_session", interrupted)
    return again


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_all_in_every_format_and_twice_the_same_bytes(three: Run, tmp_path: Path) -> None:
    for form, number in (
        ("md", 2),
        ("html", 2),
        ("docx", 2),
        ("json", 2),
        ("csv", 3),
        ("ics", 1),
        ("kb", 10),
    ):
        for folder in ("one", "two"):
            said = three("export", "--all", "--format", form, "--to", f"{folder}/{form}")
            assert said.code == 0
            assert said.err == (
                "1 session stays here, confidential or shared as nothing; only one that is named can leave.\n"
            )
        assert len(files(tmp_path / "one" / form)) == number
    one = files(tmp_path / "one")
    assert one == files(tmp_path / "two")
    for path, data in one.items():
        assert path.endswith(".docx") or (b"zebra" not in data and b"hush" not in data)


def test_sessions_are_chosen_by_day_project_and_words(three: Run) -> None:
    assert "flood" in three("export", "--project", "water", "--to", "a").out
    assert "flood" in three("export", "--query", "CAFE hill", "--to", "b").out
    assert len(three("export", "--since", "2020", "--to", "c").out.splitlines()) == 2
    assert three("export", "--since", "2999-12", "--to", "d").code == 1
    assert "is no day" in three("export", "--since", "soon").err
    assert three("export", "--query", "zebra").code == 1
    assert three("export", "last", "--project", "Water").code == 2


def test_lessons_alone_by_their_words(three: Run, tmp_path: Path) -> None:
    pages = three("export", "--lessons", "--to", "out").out.splitlines()
    assert len(pages) == 2
    assert all(page.startswith("out/lessons/") for page in pages)
    assert (
        len(
            three("export", "--lessons", "keep", "key", "--project", "Water", "--to", "some").out.splitlines()
        )
        == 1
    )
    table = three("export", "--lessons", "--format", "csv", "--to", "-").out
    assert [row["text"] for row in csv.DictReader(io.StringIO(table))] == ["Keep two keys"] * 2
    data = three("export", "--lessons", "--format", "json", "--to", "-").out.splitlines()
    assert [json.loads(line)["session_title"] for line in data] == ["Flood", "Clinic"]
    assert "No lesson" in three("export", "--lessons", "nothing-of-the-kind").err


def test_standard_output_gets_one_whole_thing(three: Run) -> None:
    shown = [
        json.loads(line)
        for line in three("export", "--all", "--format", "json", "--to", "-").out.splitlines()
    ]
    assert [each["session"]["title"] for each in shown] == ["Flood", "Clinic"]
    table = three("export", "--all", "--format", "csv", "--table", "actions", "--to", "-").out
    assert table.startswith('"date",')  # without the mark that only a file needs
    assert table.count("\r\n") == 3
    assert three("export", "--all", "--format", "ics", "--to", "-").out.count("BEGIN:VTODO") == 2
    for form in ("html", "docx", "kb"):
        assert three("export", "--all", "--format", form, "--to", "-").code == 2


def test_the_preview_says_what_stays_and_writes_nothing(three: Run, tmp_path: Path) -> None:
    before = files(tmp_path / "library" / "sessions")
    said = three("export", "--project", "Water", "--preview", "--redact", "keys")
    assert "Only you: never shared (1)\n    p1 zebra\n" in said.out
    assert "[left out]" in said.out
    assert files(tmp_path / "library" / "sessions") == before
    assert not list(tmp_path.glob("*.md"))


def test_words_to_leave_out_come_from_the_line_or_a_file(three: Run, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("# names\nSam\n\nsecond key  # and this\n", "utf-8")
    for redact in ("sam, second key", "words.txt"):
        said = three("export", "--project", "Water", "--redact", redact, "--to", "-").out
        assert "- [ ] order a [left out] — [left out], due 24 December 2026" in said
    assert three("export", "--all", "--redact", "nowhere.txt").code == 1
    assert three("export", "--all", "--redact", " , ").code == 1


def test_a_layout_of_ones_own(three: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.md.jinja").write_text("# {{ title }}\n", "utf-8")
    layout = ("--layout", "ours.md.jinja")
    assert three("export", "--project", "Water", *layout, "--to", "-").out == "# After action review: Flood\n"
    assert three("export", "--all", "--format", "html", *layout).code == 2


def test_ctrl_c_leaves_no_half_file_and_says_how_many_there_are(
    three: Run, tmp_path: Path, ctrl_c: Callable[[], None]
) -> None:
    said = three("export", "--all", "--to", "out")
    assert (said.code, said.err.splitlines()[-1]) == (
        1, "Stopped: 1 file is written, each of them whole; with --force it begins anew.",
    )  # fmt: skip
    assert len(files(tmp_path / "out")) == 1
    ctrl_c()
    said = three("export", "--all", "--format", "csv", "--to", "tables")
    assert "0 files are written" in said.err
    assert files(tmp_path / "tables") == {}


@pytest.mark.parametrize("asked", [("--format", "kb"), ("--lessons",)])
def test_ctrl_c_leaves_no_half_folder(
    three: Run, tmp_path: Path, ctrl_c: Callable[[], None], asked: tuple[str, ...]
) -> None:
    said = three("export", "--all", *asked, "--to", "base")
    assert (said.code, "0 files are written" in said.err) == (1, True)
    assert not (tmp_path / "base").exists()
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "mine.md").write_text("mine")
    ctrl_c()
    three("export", "--all", *asked, "--to", "base", "--force")
    assert files(tmp_path / "base") == {"mine.md": b"mine"}
    assert three("export", "--all", *asked, "--to", "base").code == 0
    assert len(files(tmp_path / "base")) > 1
    assert three("export", "--all", *asked, "--to", "base").code == 1


def test_a_file_that_is_there_stays_until_force_is_said(three: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "actions.csv").write_text("mine")
    said = three("export", "--all", "--format", "csv", "--to", "out")
    assert said.code == 1
    assert "is there already" in said.err
    assert files(tmp_path / "out") == {"actions.csv": b"mine"}
    assert three("export", "--all", "--format", "csv", "--to", "out", "--force").code == 0
    assert len(files(tmp_path / "out")) == 3


def test_a_damaged_session_does_not_stop_the_others(three: Run, tmp_path: Path) -> None:
    broken = next((tmp_path / "library" / "sessions").rglob("*flood*.json"))
    broken.write_text("{", "utf-8")
    said = three("export", "--all", "--to", "out")
    assert "clinic" in said.out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "seconds", "shown"),
    [(Terminal(), 0.1, False), (Terminal(), 0.9, True), (io.StringIO(), 9.0, False)],
)
def test_progress_is_shown_on_a_terminal_and_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch, terminal: io.StringIO, seconds: float, shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress(3, (seconds * tick for tick in range(9)).__next__)
    for _ in range(3):
        progress.step()
    progress.close()
    assert ("Exporting" in terminal.getvalue()) is shown
