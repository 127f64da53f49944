"""`import`."""

from __future__ import annotations

from pathlib import Path

from sittings import command_here


def test_files_come_in_with_an_account_and_a_second_time_nothing_changes(tmp_path: Path):
    (tmp_path / "old.csv").write_text("Title,Cost\nCheck units,12\n")
    (tmp_path / "bad.jsonl").write_text("{}\n")
    said = command_here("import", "old.csv", "bad.jsonl", folder=tmp_path)
    assert (said.code, said.out) == (1, "1 lesson taken in, 1 new session.\n")
    assert said.err.splitlines() == [
        "bad.jsonl:1: there is no text that says the lesson",
        '“Cost” (old.csv) is kept under its own name; --map "Cost=FIELD" says what it is.',
        "1 part could not be read as it stands; all else is in.",
    ]
    assert "Lessons from old.csv" in command_here("list", folder=tmp_path).out
    again = command_here("import", "old.csv", "--map", "Cost=keep", folder=tmp_path)
    assert (again.code, again.out, again.err) == (0, "1 lesson was here already.\n", "")


def test_wrong_use_is_told_in_a_sentence(tmp_path: Path):
    for words, code, said in (
        (("import", "nowhere.csv"), 1, "There is no file nowhere.csv."),
        (("import", "-"), 2, "Lessons come from files"),
        (("import", "x.csv", "--map", "a"), 2, "--map is written COLUMN=FIELD"),
    ):
        done = command_here(*words, folder=tmp_path)
        assert done.code == code
        assert done.err.startswith(said)
