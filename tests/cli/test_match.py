"""`match` and `feedback`: what is read, what is written, what is said, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from icalendar import Calendar
from sittings import Said, command_here

Run = Callable[..., Said]
PEOPLE = """name;email;team;site;out
Ana Ito;ana@example.org;A;Leeds;
Bo;bo@example.org;A;Leeds;
Cy;cy@example.org;B;York;
Di;di@example.org;B;York;
Eve;eve@example.org;C;York;y
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    return partial(command_here, folder=folder, zone="Europe/London")


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def pairs(text: str) -> list[set[str]]:
    return [{row[f"name_{seat}"] for seat in (1, 2, 3)} - {""} for row in read(text)]


def test_a_round_is_written_and_said_in_counts(run: Run, folder: Path) -> None:
    drawn = run("match", "people.csv", "--avoid", "team", "--same", "Site", "--seed", "3")
    assert drawn.code == 0
    assert drawn.out == f"{Path('coffee-round-1') / 'pairs.csv'}\n"
    assert drawn.err.splitlines() == [
        "Round 1 of coffee: 2 pairs, seed 3.",
        "1 left out this time.",
        "2 pairs are not of the same site; it could not be avoided",
    ]
    names = sorted(path.name for path in (folder / "coffee-round-1").iterdir())
    assert names[-1] == "pairs.csv"
    assert all(name.endswith(".txt") for name in names[:-1])
    text = (folder / "coffee-round-1" / names[0]).read_text("utf-8")
    assert "where possible, not of the same team and of the same site" in text
    assert "ana@example.org" in text


def test_a_second_round_meets_others_and_the_third_says_that_it_can_not(run: Run) -> None:
    met: list[set[str]] = []
    for number in (1, 2, 3):
        said = run("match", "people.csv", "--seed", "3", "--to", f"out{number}")
        assert "met before" not in said.err
        met += pairs(Path(f"out{number}/pairs.csv").read_bytes().decode())
    assert len({frozenset(two) for two in met}) == 6
    assert (
        "2 pairs have met before; it could not be avoided" in run("match", "people.csv", "--to", "out4").err
    )


def test_rounds_of_other_programmes_count_too(run: Run) -> None:
    met = pairs(run("match", "people.csv", "--programme", "Lunch", "--dry-run", "--seed", "1").out)
    run("match", "people.csv", "--programme", "Lunch", "--seed", "1", "--to", "a")
    for seed in range(8):
        assert not [
            two
            for two in pairs(run("match", "people.csv", "--seed", str(seed), "--dry-run").out)
            if two in met
        ]


def test_a_dry_run_writes_and_keeps_nothing(run: Run, folder: Path) -> None:
    shown = run("match", "people.csv", "--seed", "3", "--dry-run")
    assert len(pairs(shown.out)) == 2
    assert sorted(path.name for path in folder.iterdir() if path.name not in ("library", "state")) == [
        "people.csv"
    ]
    assert not (folder / "library" / "sessions" / "programmes").exists()


def test_nothing_is_written_over_and_then_no_round_is_kept(run: Run, folder: Path) -> None:
    run("match", "people.csv", "--to", "out")
    again = run("match", "people.csv", "--to", "out")
    assert again.code == 1
    assert "is there already; --force writes over it" in again.err
    kept = json.loads((folder / "library/sessions/programmes/coffee.json").read_text("utf-8"))
    assert list(kept["rounds"]) == ["1"]
    assert run("match", "people.csv", "--to", "out", "--force").code == 0


def test_the_record_holds_no_address(run: Run, folder: Path) -> None:
    run("match", "people.csv", "--to", "out")
    assert "example.org" not in (folder / "library/sessions/programmes/coffee.json").read_text("utf-8")


def test_the_record_is_no_session(run: Run) -> None:
    run("match", "people.csv", "--to", "out")
    assert "No sessions yet" in run("list").err


def test_hostile_cells_are_no_formulas_and_reach_no_terminal(run: Run, folder: Path) -> None:
    rows = ['=HYPERLINK("x"),@sum', "+1,-2", "a\x1b]52;c;aGk=\x07b,=1"]
    (folder / "bad.csv").write_text("\n".join(["name,email", *rows]), "utf-8")
    said = run("match", "bad.csv", "--to", "out")
    for row in csv.reader(io.StringIO((folder / "out/pairs.csv").read_bytes().decode())):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "\x1b" not in said.err + said.out + (folder / "out/pairs.csv").read_text("utf-8")


def test_a_slot_makes_invitations_in_the_time_of_the_place(run: Run, folder: Path) -> None:
    said = run("match", "people.csv", "--to", "out", "--seed", "3", "--slot", "2026-07-03 10:00/45m")
    assert said.code == 0
    first, second = sorted((folder / "out").glob("*.ics"))
    event = Calendar.from_ical(first.read_bytes()).walk("VEVENT")[0]
    assert event["DTSTART"].to_ical() == b"20260703T090000Z"
    assert event["DTEND"].to_ical() == b"20260703T094500Z"
    assert len(event["ATTENDEE"]) == 2
    assert event["UID"] != Calendar.from_ical(second.read_bytes()).walk("VEVENT")[0]["UID"]
    assert "Friday 3 July 2026, 10:00, for 45 minutes" in first.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--avoid", "teem"), 2, "did you mean team?"),
        (("--slot", "Friday"), 2, "--slot takes a day"),
        (("--slot", "2026-02-31 10:00"), 2, "--slot takes a day"),
        (("--redo", "Ana"), 1, "no round yet"),
        (("--apart", "nowhere.csv"), 1, "There is no file nowhere.csv"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_sentence(
    run: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = run("match", "people.csv", *arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert len(said.err.splitlines()) == 1


def test_people_are_told_apart_by_their_names(run: Run, folder: Path) -> None:
    (folder / "twice.csv").write_text("name,email\nAna,a@x\nAna,b@x\nBo,c@x\n", "utf-8")
    assert "Two people are called Ana" in run("match", "twice.csv").err
    (folder / "nameless.csv").write_text("who,email\nAna,a@x\n", "utf-8")
    assert "needs a column name" in run("match", "nameless.csv").err
    (folder / "one.csv").write_text("name\nAna\n", "utf-8")
    assert "It takes two people" in run("match", "one.csv").err


def test_apart_is_kept_to_and_nobody_is_named(run: Run, folder: Path) -> None:
    (folder / "apart.csv").write_text("name,name\nAna,bo@example.org\nZed,Cy\n", "utf-8")
    for seed in range(12):
        said = run("match", "people.csv", "--apart", "apart.csv", "--seed", str(seed), "--dry-run")
        assert {"Ana Ito", "Bo"} not in pairs(said.out)
        assert "1 name in --apart fits nobody who takes part." in said.err
    (folder / "apart.csv").write_text("Ana,Bo\nAna,Cy\nAna,Di\n", "utf-8")
    said = run("match", "people.csv", "--apart", "apart.csv")
    assert said.code == 1
    assert (
        said.err == "No draw keeps everybody apart who must be; sign up more people, or keep fewer apart.\n"
    )


def test_redo_changes_only_what_it_must_and_asks_for_apart_again(run: Run, folder: Path) -> None:
    (folder / "apart.csv").write_text("Ana,Bo\n", "utf-8")
    run("match", "people.csv", "--apart", "apart.csv", "--seed", "3", "--to", "out1")
    assert "give --apart again" in run("match", "people.csv", "--redo", "Cy").err
    said = run("match", "people.csv", "--redo", "cy", "--apart", "apart.csv", "--to", "out2")
    assert said.code == 1  # the one who is left alone may not join the pair that holds the other
    (folder / "apart.csv").write_text("Ana,Cy\n", "utf-8")
    said = run("match", "people.csv", "--redo", "Ana", "--apart", "apart.csv", "--to", "out2")
    assert said.err == "Round 1 of coffee: Ana Ito is out; 1 trio now, 1 changed.\n"
    assert pairs((folder / "out2/pairs.csv").read_bytes().decode()) == [{"Bo", "Cy", "Di"}]
    assert (
        "Ana is not in the latest round"
        in run("match", "people.csv", "--redo", "Ana", "--apart", "apart.csv").err
    )


def test_feedback_is_counted_and_only_what_may_be_shared_is_shown(run: Run) -> None:
    run("match", "people.csv", "--to", "out")
    answers = "met,worth,gained,share,again\ny,4,A new friend,y,y\nyes,5,My secret,n,y\nn,,,,n\nY,six,,,\n"
    said = run("feedback", "coffee", "-", given=answers.encode())
    assert said.code == 0
    assert said.out.splitlines() == [
        "met 3 of 4", "worth 4.5 of 5, the median of 2", "would meet again 2 of 3", "“A new friend”",
    ]  # fmt: skip
    assert said.err.splitlines() == ["Round 1 of coffee", "1 mark is no number from 1 to 5 and was left out."]
    kept = Path("library/sessions/programmes/coffee.json").read_text("utf-8")
    assert "A new friend" in kept
    assert "secret" not in kept


def test_feedback_on_what_is_not_there(run: Run) -> None:
    assert "kmfacilitate match begins one" in run("feedback", "coffee", "-", given=b"met\ny\n").err
    run("match", "people.csv", "--to", "out")
    assert "did you mean coffee?" in run("feedback", "cofee", "-", given=b"met\ny\n").err
    assert "has no round 4" in run("feedback", "coffee", "-", "--round", "4", given=b"met\ny\n").err
    assert "needs a column met" in run("feedback", "coffee", "-", given=b"name\ny\n").err


def test_the_letters_and_what_click_says_are_in_the_readers_language(run: Run, folder: Path, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "fr")
    said = run("match", "people.csv", "--seed", "1", "--slot", "2026-12-03 10:00", "--dry-run")
    letters = [row["introduction"] for row in read(said.out)]
    assert all(letter.startswith("Bonjour ") for letter in letters)
    assert all("jeudi 3 décembre 2026, 10:00" in letter for letter in letters)
    assert run("match", "--nothing").err.startswith("Il n’y a pas d’option '--nothing'.")
    assert run("match", "--help").out.startswith("Utilisation\u00a0: kmfacilitate match")
    assert run("where").out.startswith("bibliothèque ")


def test_where_it_is_heard_the_texts_and_what_comes_next_are_said(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("kmfacilitate.cli.coffee"), "is_heard", lambda: True)
    said = run("match", "people.csv", "--seed", "3").err.splitlines()
    assert said[-2:] == [
        "Beside it lies a text for each pair or trio, named after them, to be sent.",
        "kmfacilitate feedback coffee FILE.csv counts what comes back.",
    ]
