"""`prepare`: the papers of a template or of a session, to a folder or to standard output."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.cli import main
from kmfacilitate.verbs import enter


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KMFACILITATE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("KMFACILITATE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TZ", "Europe/London")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["prepare", *arguments])
    return int(left.value.code or 0)


PLANNED = ("after-action-review", "--title", "False alert", "--at", "2026-12-03 10:00", "--people", "9")


def test_the_papers_of_a_template_each_in_the_form_it_is_used_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(*PLANNED, "--end", "11:15", "--place", "Room 3", "--to", "out") == 0
    base = "2026-12-03-after-action-review-false-alert"
    names = ["invitation.md", "agenda.html", "cue-card.html", "questions.html", "slips.html", "calendar.ics"]
    assert capsys.readouterr().out.splitlines() == [str(Path("out", f"{base}-{name}")) for name in names]
    said = (folder / "out" / f"{base}-invitation.md").read_text(encoding="utf-8")
    assert "60 minutes; the room must be left at 11:15" in said
    assert not (folder / "library" / "sessions" / "2026").exists()


def test_nothing_is_written_over_unless_it_is_said(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run(*PLANNED) == 0
    invitation = folder / "2026-12-03-after-action-review-false-alert-invitation.md"
    invitation.write_text("mine", encoding="utf-8")
    (folder / "2026-12-03-after-action-review-false-alert-agenda.html").unlink()
    assert run(*PLANNED) == 1
    assert "is there already; --force writes over it." in capsys.readouterr().err
    assert invitation.read_text(encoding="utf-8") == "mine"
    assert not (folder / "2026-12-03-after-action-review-false-alert-agenda.html").exists()
    assert run(*PLANNED, "--force") == 0
    assert invitation.read_text(encoding="utf-8").startswith("# After action review: False alert")


def test_to_standard_output(capsys: pytest.CaptureFixture[str]):
    assert run(*PLANNED, "--to", "-", "--format", "md", "--only", "agenda", "--only", "questions") == 0
    said = capsys.readouterr().out
    assert said.startswith("# After action review: False alert")
    assert said.count("\n---\n") == 1
    assert run(*PLANNED, "--to", "-", "--only", "cue-card") == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert run(*PLANNED, "--to", "-", "--only", "calendar") == 0
    assert capsys.readouterr().out.startswith("BEGIN:VCALENDAR")
    assert run(*PLANNED, "--to", "-") == 2
    assert "name one with --only, or --format md" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("after-action-reviw",), 1, "Did you mean the template after-action-review?"),
        (("retrospect", "--at", "friday"), 2, '--at takes a time, or a day and a time, like "fri 10:30"'),
        (("retrospect", "--end", "25:00"), 2, "--end takes a time like 10:30"),
        (("retrospect", "--variant", "huge"), 2, "has no variant huge"),
        (("retrospect", "--minutes", "5"), 2, "5 minutes are too few"),
        (("retrospect", "--format", "ics"), 1, "Nobody said when it begins"),
    ],
)
def test_what_can_not_be_is_said_in_a_sentence(
    arguments: tuple[str, ...], code: int, why: str, capsys: pytest.CaptureFixture[str]
):
    assert run(*arguments) == code
    assert why in capsys.readouterr().err


def test_of_a_session_that_is_there(folder: Path, capsys: pytest.CaptureFixture[str]):
    room = Room(folder)
    desk = room.open(title="The vaccine clinic", tz="Europe/London")
    desk.close()
    assert run("last", "--to", "-", "--only", "agenda", "--format", "md", "--at", "2026-12-03 10:00") == 0
    assert "| 10:03 | 2 What was expected? | 7 |" in capsys.readouterr().out
    assert run("last", "--title", "Another") == 2
    assert "--title is for a template; the session last says that itself." in capsys.readouterr().err


def test_in_a_session_one_word_writes_them(folder: Path):
    room = Room(folder)
    said = room.type(":papers fri 10:00", ":papers nowhere", title="The vaccine clinic")
    folder = room.library.folder / "papers" / "2026-11-27-after-action-review-the-vaccine-clinic"
    assert f"6 papers written to {folder}" in said.out
    assert "nowhere is no folder, and no time like fri 10:30." in said.err
    assert len(list(folder.iterdir())) == 6


def test_when_it_begins_is_kept_for_papers_made_later(folder: Path, capsys: pytest.CaptureFixture[str]):
    room = Room(folder)
    room.type(":papers fri 10:00", ":quit", title="The vaccine clinic", tz="Europe/London")
    assert run("last", "--to", "-", "--only", "calendar") == 0
    assert "DTSTART;TZID=Europe/London:20261127T100000" in capsys.readouterr().out
    assert run("last", "--to", "-", "--only", "agenda", "--format", "md", "--at", "2026-12-03 10:00") == 0
    assert "Thursday 3 December 2026, 10:00 to 11:00" in capsys.readouterr().out


def test_a_session_begun_line_by_line_knows_when_it_is_to_begin(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b":papers\n:quit\n")))
    planned = ["start", *PLANNED, "--end", "11:15", "--plain"]
    with pytest.raises(SystemExit) as left:
        main(planned)
    assert left.value.code == 0
    made = folder / "library" / "papers" / "2026-12-03-after-action-review-false-alert"
    assert len(list(made.iterdir())) == 6
    capsys.readouterr()
    assert run("last", "--to", "-", "--only", "invitation", "--format", "md") == 0
    assert "Thursday 3 December 2026, 10:00 to 11:00" in (said := capsys.readouterr().out)
    assert "the room must be left at 11:15" in said


def test_the_cue_card_says_what_is_usual_in_this_library(folder: Path, capsys: pytest.CaptureFixture[str]):
    room = Room(folder)
    for title in ("One", "Two", "Three"):
        desk = room.open(title=title)
        for number, minutes in enumerate((3, 7, 8, 15, 22, 10, 2), 1):
            enter(desk, f":go {number}")
            room.time.wait(minutes)
        enter(desk, ":finish yes")
        desk.close()
    assert run("after-action-review", "--to", "-", "--only", "cue-card", "--format", "md") == 0
    assert "15 minutes, usually 22 min here" in capsys.readouterr().out


def test_the_headings_can_be_in_another_language_than_the_script(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(*PLANNED, "--language", "fr_BE", "--to", "-", "--only", "invitation", "--format", "md") == 0
    said = capsys.readouterr().out
    assert "jeudi 3 décembre 2026, de 10:00 à 11:00" in said
    assert "## Ce qui sort de la salle" in said
    assert "- What was expected?" in said
    assert run(*PLANNED, "--language", "tlh") == 2
    assert "they can be in en, fr." in capsys.readouterr().err
    room = Room(folder)
    room.type(":papers fri 10:00 in fr", ":quit", title="The vaccine clinic")
    made = room.library.folder / "papers" / "2026-11-27-after-action-review-the-vaccine-clinic"
    (invitation,) = made.glob("*-invitation.md")
    assert "## Ce qui sort de la salle" in invitation.read_text(encoding="utf-8")


def test_where_nobody_said_when_it_begins_a_paper_says_once_when_the_room_must_be_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert (
        run("after-action-review", "--title", "Drill", "--end", "11:15", "--only", "cue-card", "--to", "out")
        == 0
    )
    [card] = (folder / "out").glob("*cue-card*")
    assert card.read_text(encoding="utf-8").casefold().count("the room must be left at") == 1
