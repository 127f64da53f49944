"""The commands: what goes to standard output, what to standard error, and with which exit code."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sittings import ROOT, Said, command_here

from kmfacilitate.cli import main
from kmfacilitate.store.fsio import Disk

Run = Callable[..., Said]
GOLDEN = ROOT / "tests" / "store" / "golden" / "session.json"
HOSTILE = "a\x1b]52;c;aGk=\x07b\x9b31mc\u202ed\udc9be"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KMFACILITATE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    return partial(command_here, folder=folder)


@pytest.fixture
def begun(run: Run) -> str:
    """The id of a session with one line."""
    held = run(
        "start",
        "after-action-review",
        "--plain",
        "--title",
        "Clinic",
        given=b":go 3\n08:05 - Keys locked in\n",
    )
    return held.err.split()[1]


def sentence(said: Said, code: int, *words: str) -> None:
    """One sentence on standard error, nothing on standard output, no traceback."""
    assert said.code == code
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err


# list, show, export, where, templates


def test_list_in_words_and_as_json(run: Run, begun: str):
    line = run("list").out
    assert re.fullmatch(rf"{begun}  \d{{4}}-\d\d-\d\d  running  after-action-review  Clinic\n", line)
    [row] = json.loads(run("list", "--json").out)
    assert {
        "session",
        "title",
        "technique",
        "template",
        "variant",
        "project",
        "state",
        "date",
        "path",
    } <= set(row)
    assert (row["session"], row["title"], row["state"]) == (begun, "Clinic", "running")


def test_an_empty_library_says_how_to_begin(run: Run):
    assert run("list").out == ""
    assert run("list").err.startswith("No sessions yet.")
    assert json.loads(run("list", "--json").out) == []


def test_show_by_id_part_of_it_and_last(run: Run, begun: str):
    whole = run("show", begun)
    assert "Keys locked in" in whole.out
    assert run("show", begun[:4]).out == run("show", "last").out == whole.out
    view = json.loads(run("show", "last", "--json").out)
    assert {"format", "edition", "session", "people", "clock", "entries"} <= set(view)
    sentence(run("show", "zzzz"), 1, "No session fits “zzzz”")


def test_export_writes_a_file_and_prints_its_name(run: Run, begun: str, folder: Path):
    written = run("export", begun, "--to", "out")
    assert written.code == 0
    path = folder / written.out.strip()
    assert path.read_text("utf-8").startswith("---\n")
    sentence(run("export", begun, "--to", "out"), 1, "is there already", "--force")
    assert run("export", begun, "--to", "out", "--force").code == 0
    assert run("export", "--to", "-").out == path.read_text("utf-8")
    assert json.loads(run("export", "--format", "json", "--to", "-").out)["edition"] == "shared"
    full = run("export", "--edition", "full", "--to", "out").out
    assert "FULL-not-for-sharing" in full


def test_export_of_all_gives_each_session_a_file(run: Run, begun: str, folder: Path):
    run("start", "after-action-review", "--plain", "--title", "Clinic", given=b":go 3\nSecond\n")
    run("start", "pre-mortem", "--plain", "--title", "Quiet", "--share", "nothing")
    names = run("export", "--all", "--to", "out").out.splitlines()
    assert len(names) == 2
    assert len({(folder / name).read_text("utf-8") for name in names}) == 2
    sentence(run("export", "--all", begun), 2, "not both")
    sentence(run("export", "last", "--to", "out"), 1, "othing")


def test_the_export_of_a_long_session_is_whole(run: Run, folder: Path):
    lines = b"".join(b"a long line of what was said, %d, " % n + b"word " * 2000 + b"\n" for n in range(30))
    run("start", "after-action-review", "--plain", given=b":go 3\n" + lines)
    view = json.loads(run("show", "last", "--json").out)
    assert len(view["entries"]) == 30


def test_where(run: Run, folder: Path):
    said = run("where")
    assert [line.split()[0] for line in said.out.splitlines()] == [
        "library", "sessions", "reports", "papers", "templates", "settings", "state",
    ]  # fmt: skip
    assert str(folder / "library") in said.out


def test_templates(run: Run):
    assert "after-action-review  After action review  (quick 20 min, standard 60 min" in run("templates").out
    rows = json.loads(run("templates", "list", "--json").out)
    core = {"after-action-review", "before-action-review", "pre-mortem", "retrospect"}
    assert core <= {row["id"] for row in rows}
    assert {"id", "technique", "title", "learning", "purpose", "family", "variants"} <= set(rows[0])
    [review] = [row for row in rows if row["id"] == "after-action-review"]
    assert review["variants"] == {"quick": 20, "standard": 60, "extended": 90}
    assert "What actually happened, in order?" in run("templates", "show", "after-action-review").out
    whole = json.loads(run("templates", "show", "pre-mortem", "--json").out)
    assert len(whole["stages"]) == 9
    assert run("templates", "check").code == 0
    assert json.loads(run("templates", "schema").out)["$schema"]


def test_a_template_with_a_typo_is_named_with_its_line(run: Run, folder: Path):
    shipped = (ROOT / "session_templates" / "pre-mortem.yaml").read_text("utf-8")
    own = folder / "library" / "session_templates" / "mine.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(shipped.replace("id: pre-mortem", "id: mine", 1).replace("minutes:", "minuts:", 1))
    line = next(n for n, text in enumerate(own.read_text().splitlines(), 1) if "minuts" in text)
    started = run("start", "mine", "--plain")
    assert started.code == 1
    assert f"mine.yaml, line {line}" in started.err or f"mine.yaml:{line}" in started.err
    assert "minutes" in started.err
    checked = run("templates", "check", str(own))
    assert checked.code == 1
    assert str(line) in checked.out
    assert run("start", "pre-mortem", "--plain").code == 0


# wrong use


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("lst",), 2, "did you mean list?"),
        (("xyzzy",), 2, "There is no command xyzzy"),
        (("templates", "lst"), 2, "did you mean list?"),
        (("list", "--jsn"), 2, "--jsn"),
        (("show",), 2, "SESSION"),
        (("start", "after-action-revue", "--plain"), 1, "did you mean after-action-review?"),
        (("start", "after-action-review", "--plain", "--variant", "huge"), 2, "quick, standard, extended"),
        (("start", "after-action-review", "--plain", "--end", "25:00"), 2, "a time like 10:30"),
        (("start", "after-action-review", "--plain", "--end", "²:30"), 2, "a time like 10:30"),
        (("start", "after-action-review", "--plain", "--minutes", "2"), 2, "--minutes"),
        (("start", "after-action-review", "--plain", "--minutes", "6"), 2, "too few"),
        (("start", "after-action-review", "--plain", "--people", "0"), 2, "--people"),
        (("start", "after-action-review", "--plain", "--share", "loudly"), 2, "--share"),
        (("start", "after-action-review", "--plain", "--with", "last"), 1, "names all"),
        (("start", "after-action-review", "--plain", "--with", "gone.csv"), 1, "There is no file gone.csv"),
        (("resume", "--plain"), 1, "There is no session in this library yet."),
        (("export",), 1, "There is no session in this library yet."),
        (("templates", "show", "retro"), 1, "retrospect"),
        (("list", "--library", "nowhere/at/all"), 1, "There is no folder"),
        (("list", "--library", "--to"), 2, "--library"),
        (("--library", "a-file", "list"), 1, "is a file"),
        ((), 2, "needs a terminal"),
        (("start", "after-action-review", "--title", "x"), 2, "needs a terminal"),
        (("resume",), 2, "needs a terminal"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    run: Run, folder: Path, arguments: tuple[str, ...], code: int, words: str
):
    (folder / "a-file").write_text("x")
    said = run(*arguments)
    sentence(said, code, words)
    assert not list((folder / "library").glob("sessions/*/*.json"))


def test_help_is_data(run: Run):
    said = run("--help")
    assert (said.code, said.err) == (0, "")
    for name in ("start", "resume", "list", "show", "export", "templates", "where"):
        assert name in said.out


def test_a_finished_session_is_not_reopened_by_an_app_that_cannot_open(run: Run, begun: str):
    run("resume", "--plain", given=b":finish\n")
    before = run("show", "last", "--json").out
    sentence(run("resume", "last"), 2, "needs a terminal")
    assert run("show", "last", "--json").out == before


def test_a_finished_session_is_reopened_only_by_name(run: Run, begun: str):
    run("resume", "--plain", given=b":finish\n")
    sentence(run("resume", "--plain"), 1, "Every session is finished", "resume last")
    assert "reopened" in run("resume", "last", "--plain").lines


# options of start and resume


def people(run: Run) -> list[str]:
    view = json.loads(run("show", "last", "--json").out)
    return [person["name"] for person in view["people"]]


@pytest.mark.parametrize(
    "table",
    [
        b'Name,Team\nAna,a\n"Lee, Sam",b\n',
        b'\xef\xbb\xbfname;team\r\nAna;a\r\n"Lee, Sam";b\r\n',
        b"team\tNAME\na\tAna\nb\tLee, Sam",
    ],
)
def test_people_from_a_table(run: Run, folder: Path, table: bytes):
    (folder / "people.csv").write_bytes(table)
    assert run("start", "retrospect", "--plain", "--names", "all", "--with", "people.csv").code == 0
    assert people(run) == ["Ana", "Lee, Sam"]


def test_people_from_windows_and_from_the_last_session(run: Run, folder: Path):
    (folder / "people.csv").write_bytes("name\nZoë\n".encode("cp1252"))
    run("start", "retrospect", "--plain", "--names", "all", "--with", "people.csv", "--project", "move")
    assert people(run) == ["Zoë"]
    assert (
        run("start", "pre-mortem", "--plain", "--names", "all", "--with", "last", "--project", "move").code
        == 0
    )
    assert people(run) == ["Zoë"]
    sentence(run("start", "pre-mortem", "--plain", "--with", "last", "--project", "other"), 1, "names all")


def test_a_table_without_names(run: Run, folder: Path):
    (folder / "people.csv").write_text("who,team\nAna,a\n")
    sentence(run("start", "retrospect", "--plain", "--with", "people.csv"), 1, "a column name")


def test_length_variant_and_people(run: Run):
    run("start", "after-action-review", "--plain", "--minutes", "40", "--people", "9", "--variant", "quick")
    meeting = json.loads(run("show", "last", "--json").out)["session"]
    assert sum(stage["planned"] for stage in meeting["stages"]) == 40 * 60
    assert (meeting["head_count"], meeting["variant"]) == (9, "quick")


def test_a_hard_end_that_is_over_is_tomorrow_and_said(run: Run):
    held = run("start", "after-action-review", "--plain", "--end", "0:00")
    assert "00:00 is over today, so the hard end is tomorrow at that time." in held.err
    assert held.code == 0
    again = run("resume", "--plain", "--end", "0.00")
    assert "hard end 00:00" in again.out


# files that are not as they should be


def test_a_file_cut_in_half_is_named_and_the_others_go_on(run: Run, begun: str, folder: Path):
    [path] = (folder / "library" / "sessions").glob("*/*.json")
    shutil.copy(path, path.with_name("2026-01-01-half--aaaa.json"))
    half = path.with_name("2026-01-01-half--aaaa.json")
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    listed = run("list")
    assert begun in listed.out
    assert "half--aaaa.json can't be read because" in listed.err
    assert any("broken" in row for row in json.loads(run("list", "--json").out))
    half.replace(path)
    mended = run("resume", begun[:4], "--plain", given=b":list\n")
    assert mended.code == 0
    assert "3.1 08:05 worse: Keys locked in" in mended.out
    assert "was damaged" in mended.err


def test_a_file_of_which_nothing_is_left_that_no_journal_knows_is_refused_and_stays(
    run: Run, begun: str, folder: Path
):
    [path] = (folder / "library" / "sessions").glob("*/*.json")
    path.write_bytes(path.read_bytes()[:100])
    kept = path.read_bytes()
    for journal in (folder / "state").rglob("*.jsonl"):
        journal.unlink()
    said = run("resume", begun[:4], "--plain")
    assert (said.code, said.out) == (1, "")
    assert all("can't be read because" in line for line in said.err.splitlines())
    assert "it was left as it is" in said.err
    assert path.read_bytes() == kept


def test_a_session_of_a_newer_version_can_be_read_and_not_changed(run: Run, folder: Path, begun: str):
    [path] = (folder / "library" / "sessions").glob("*/*.json")
    path.write_bytes(
        path.read_bytes().replace(b'"schema":1', b'"schema":99').replace(b'"schema": 1', b'"schema": 99')
    )
    before = path.read_bytes()
    held = run("resume", "--plain", given=b"Another line\n:next\n:list 3\n:undo\n:finish\n")
    assert held.code == 1
    assert held.err.count("it can be read but not changed") == 4
    assert "3.1 08:05 worse: Keys locked in" in held.out
    assert held.out.endswith("Nothing was changed.\n")
    assert path.read_bytes() == before
    assert "Keys locked in" in run("show", "last").out


def test_a_folder_without_permission(run: Run, begun: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: Disk, path: Path, mode: int = 0o666) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Disk, "create", refuse)
    sentence(run("start", "pre-mortem", "--plain"), 1, "no permission to write in")
    sentence(run("export", "--to", "out"), 1, "no permission to write in")


def test_a_fault_of_our_own_is_one_sentence_and_a_report_without_words(
    run: Run, begun: str, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise KeyError("what somebody said in confidence")

    monkeypatch.setattr("kmfacilitate.report.deliver.deliver", broken)
    said = run("show", "last")
    sentence(said, 1, "stopped because of a fault of its own", "without your words")
    [report] = (folder / "state").glob("crash-*.txt")
    assert "KeyError" in report.read_text("utf-8")
    assert "confidence" not in report.read_text("utf-8") + said.err


def test_a_session_without_standard_input_is_begun_and_kept(run: Run, monkeypatch: pytest.MonkeyPatch):
    assert run("start", "pre-mortem", "--plain").code == 0
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit) as left:
        main(("start", "pre-mortem", "--plain"))
    assert left.value.code == 0
    assert len(json.loads(run("list", "--json").out)) == 2


# what must not reach a terminal


def test_nothing_hostile_reaches_a_terminal(run: Run, folder: Path):
    title = HOSTILE
    given = f":go 3\n{HOSTILE}\n:title {HOSTILE} again\n:{HOSTILE}\n:go {HOSTILE}\n:list\n".encode(
        "utf-8", "replace"
    )
    named = ("--title", title, "--project", title, "--with", title, "--names", "all")
    given += b"\xff\x9b31m raw bytes\n"
    said = [run("start", "after-action-review", "--plain", *named, given=given)]
    own = folder / "library" / "session_templates" / f"x{HOSTILE[:-3]}.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("id: x\n", "utf-8")
    (folder / "library" / "sessions" / "2026" / "2026-01-01-b\x1b[31m--aaaa.json").write_text("{")
    pre_mortem = ("start", "pre-mortem", "--plain")
    for arguments in (
        ("list",), ("list", "--json"), ("show", "last"), ("show", "last", "--json"), ("show", HOSTILE),
        (HOSTILE,), ("start", HOSTILE, "--plain"), ("resume", "--plain"), ("where",),
        ("list", f"--{HOSTILE}"),
        ("templates", "list"), ("templates", "check", str(own)), ("templates", "show", HOSTILE),
        ("export", "--to", "-"), ("export", "--to", f"out{HOSTILE[:-3]}"), ("export", "--format", HOSTILE),
        ("list", "--library", f"no{HOSTILE}/x"), (*pre_mortem, "--end", HOSTILE),
        (*pre_mortem, "--with", f"{HOSTILE}.csv"), (*pre_mortem, "--variant", HOSTILE),
    ):  # fmt: skip
        said.append(run(*arguments))
    for each in said:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", each.out + each.err)
        assert "Traceback" not in each.err
        assert "fault of its own" not in each.err
