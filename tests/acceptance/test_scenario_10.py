"""Scenario 10 of the acceptance page: coffee for sixty, three months, through the real commands."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from sittings import Said, command

NAMES = ("Kate", "Sam", "Zoe Lang", *(f"Person {number:02}" for number in range(57)))
TEAM = {name: f"Team {number // 10}" for number, name in enumerate(NAMES)}
ADDRESS = {name: f"{name.lower().replace(' ', '.')}@example.org" for name in NAMES}


def sign_up(path: Path, team: dict[str, str], *more: str) -> None:
    rows = [
        f"{name},{ADDRESS.get(name, 'new@example.org')},{team.get(name, 'Team new')}"
        for name in (*team, *more)
    ]
    path.write_text("\n".join(["name,email,team", *rows]) + "\n", "utf-8")


def match(folder: Path, to: str, *options: str, people: str = "people.csv") -> Said:
    return command(
        "match", people, "--programme", "coffee", "--avoid", "team", "--apart", "apart.csv", "--seed", "7",
        "--library", str(folder / "library"), "--to", to, *options, folder=folder,
    )  # fmt: skip


def rows(folder: Path, to: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / to / "pairs.csv").read_bytes().decode())))


def tables(folder: Path, to: str) -> list[frozenset[str]]:
    return [frozenset(row[f"name_{seat}"] for seat in (1, 2, 3)) - {""} for row in rows(folder, to)]


def every_file(*folders: Path) -> dict[Path, str]:
    return {
        path: path.read_bytes().decode("utf-8", "replace")
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenario-10")
    sign_up(folder / "people.csv", TEAM)
    (folder / "apart.csv").write_text("Kate,Sam\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def said(folder: Path) -> list[Said]:
    return [match(folder, f"out{number}") for number in (1, 2, 3)]


def test_thirty_pairs_a_round_and_nobody_twice_or_missing(folder: Path, said: list[Said]) -> None:
    assert [each.code for each in said] == [0, 0, 0]
    for number in (1, 2, 3):
        drawn = tables(folder, f"out{number}")
        assert [len(table) for table in drawn] == [2] * 30
        assert sorted(name for table in drawn for name in table) == sorted(NAMES)


def test_no_pair_within_a_team_none_repeated_and_the_two_apart(folder: Path, said: list[Said]) -> None:
    drawn = [table for number in (1, 2, 3) for table in tables(folder, f"out{number}")]
    assert not [table for table in drawn if len({TEAM[name] for name in table}) == 1]
    assert max(Counter(drawn).values()) == 1
    assert frozenset(("Kate", "Sam")) not in drawn
    assert not any("could not be avoided" in each.err for each in said)


def test_the_two_apart_are_named_together_nowhere(folder: Path, said: list[Said]) -> None:
    state = folder / "state"
    for number in (1, 2, 3):
        for path, text in every_file(folder / f"out{number}").items():
            if path.name != "pairs.csv":  # there each stands with a partner
                assert not ("Kate" in text and "Sam" in text), path
    for path, text in every_file(folder / "library", state).items():
        if path.parent.name != "programmes":
            assert "Kate" not in text, path
            assert "Sam" not in text, path
        else:
            assert not any("Kate" in line and "Sam" in line for line in text.splitlines())
    for each in said:
        assert "Kate" not in each.err
        assert "Sam" not in each.err


def test_the_same_seed_gives_the_same_bytes(folder: Path, said: list[Said], tmp_path: Path) -> None:
    for name in ("people.csv", "apart.csv"):
        shutil.copy(folder / name, tmp_path / name)
    for number in (1, 2, 3):
        to = f"out{number}"
        match(tmp_path, to)
        assert {p.name: t for p, t in every_file(tmp_path / to).items()} == {
            p.name: t for p, t in every_file(folder / to).items()
        }


def test_each_row_has_names_addresses_and_the_text(folder: Path, said: list[Said]) -> None:
    for row in rows(folder, "out1"):
        for seat in (1, 2):
            name = row[f"name_{seat}"]
            assert row[f"email_{seat}"] == ADDRESS[name]
            assert name in row["introduction"]
            assert ADDRESS[name] in row["introduction"]
    for row in csv.reader(io.StringIO((folder / "out1" / "pairs.csv").read_bytes().decode())):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_sixty_first_makes_one_trio(folder: Path, tmp_path: Path) -> None:
    sign_up(tmp_path / "people.csv", TEAM, "Newcomer")
    shutil.copy(folder / "apart.csv", tmp_path / "apart.csv")
    assert match(tmp_path, "out").code == 0
    assert sorted(map(len, tables(tmp_path, "out"))) == [2] * 29 + [3]


def test_thirty_five_of_one_team_share_it_five_times(folder: Path, tmp_path: Path) -> None:
    team = {name: "Team 0" if number < 35 else TEAM[name] for number, name in enumerate(NAMES)}
    team |= dict.fromkeys(NAMES[35:], "Team 1")
    sign_up(tmp_path / "people.csv", team)
    shutil.copy(folder / "apart.csv", tmp_path / "apart.csv")
    drawn = match(tmp_path, "out")
    assert "5 pairs share a team; it could not be avoided" in drawn.err
    assert sum(1 for table in tables(tmp_path, "out") if {team[name] for name in table} == {"Team 0"}) == 5


def test_sam_leaves_feedback_comes_and_zoe_is_forgotten(folder: Path, said: list[Said]) -> None:
    before = tables(folder, "out3")
    redone = match(folder, "out4", "--redo", "Sam")
    assert redone.code == 0, redone.err
    after = tables(folder, "out4")
    (partner,) = next(table for table in before if "Sam" in table) - {"Sam"}
    (trio,) = [table for table in after if len(table) == 3]
    assert partner in trio
    assert trio - {partner} in before
    assert set(after) - {trio} == set(before) - {trio - {partner}} - {frozenset(("Sam", partner))}

    answers = [
        f"{'y' if number < 37 else 'n'},{number % 5 + 1},Gain {number},{'y' if number in (3, 8) else 'n'},y"
        for number in range(41)
    ]
    (folder / "answers.csv").write_text("\n".join(["met,worth,gained,share,again", *answers]), "utf-8")
    back = command("feedback", "coffee", "answers.csv", "--library", str(folder / "library"), folder=folder)
    assert back.code == 0, back.err
    assert "met 37 of 41" in back.out
    assert "worth 3 of 5" in back.out
    assert [line for line in back.out.splitlines() if "Gain" in line] == ["“Gain 3”", "“Gain 8”"]

    asked = command("forget", "Zoe Lang", folder=folder)
    assert (asked.code, asked.lines) == (2, ["programme coffee  1 place"])
    forgotten = command("forget", "zoe lang", "--yes", folder=folder)
    assert forgotten.code == 0, forgotten.err
    assert command("forget", "Zoe Lang", "--yes", folder=folder).code == 1
    for path, text in every_file(folder / "library", folder / "state").items():
        assert "Zoe" not in text, path
        assert "zoe" not in text, path
    assert match(folder, "out5").code == 0
    earlier = [table for number in (1, 2, 4) for table in tables(folder, f"out{number}")]
    met = {frozenset(two) for table in earlier for two in combinations(sorted(table - {"Zoe Lang"}), 2)}
    new = {frozenset(two) for table in tables(folder, "out5") for two in combinations(sorted(table), 2)}
    assert not met & new
