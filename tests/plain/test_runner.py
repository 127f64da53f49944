"""A session line by line: what is said, and what becomes of lines that can't be taken."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from sittings import AtKeyboard, Room, Said, entries, hold, hold_typed

from kmfacilitate.clean import LONGEST, clean
from kmfacilitate.store.fsio import Disk

HOSTILE_LINES = (
    "# not a heading", "| a | b |", "[[x]]", "<script>", "---", "```", "=1+1", "שלום עולם", "👨‍👩‍👧‍👦",
    "\x00",
    "\x1b]52;c;aGk=\x07", "\x9b31m", "\u202egnol", "[/foo]", "x" * 20_000, "%s {0} $HOME", "&amp;",
    "~/.ssh", "\\", "\t tab \t",
)  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def typed(room: Room, *lines: str, **plan: str) -> tuple[Said, AtKeyboard]:
    keyboard = AtKeyboard(*lines)
    return hold_typed(room.open(**plan), keyboard), keyboard


def texts(room: Room, kind: str) -> list[str]:
    return [entry["text"] for entry in entries(room.json(), kind)]


def test_hostile_lines_are_kept_and_nothing_raw_is_said(room: Room):
    said = room.type(":go 3", *HOSTILE_LINES, *(f":{line}" for line in HOSTILE_LINES), ":list", "")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said.out + said.err)
    kept = {entry["text"] for entry in room.json()["entries"]}
    for line in HOSTILE_LINES:
        if clean(line).strip():
            assert clean(line).strip().removeprefix("\\") in kept or clean(line).strip() in kept


def test_a_word_that_is_unknown_is_kept_as_a_private_note(room: Room):
    said = room.type(":go 3", "", ":nxt", "08:05 - Keys locked in", ":edit 3.9 nothing")
    assert said.code == 1
    assert said.err.splitlines() == [
        "line 3: no command :nxt; did you mean :next? It is kept as a private note.",
        "line 5: No line has the number 3.9. It is kept as a private note.",
    ]
    assert texts(room, "private") == [":nxt", ":edit 3.9 nothing"]
    assert ":nxt" not in room.markdown()


def test_where_nothing_is_kept_nothing_is_kept(room: Room):
    said = room.type(":go 7", "a word by the way", "~ a note", people="Ana;Sam")
    assert said.code == 1
    assert said.err == "line 2: Nothing is kept here. ~ keeps a note for you, ! an action.\n"
    assert [e["text"] for e in room.json()["entries"]] == ["a note"]


def test_windows_1252_is_read_and_said_once(room: Room):
    said = hold(room.open(), ":go 3\nZoë left\nZoë came\n".encode("cp1252"))
    assert said.err == "line 2: this is not UTF-8; it is read as Windows-1252.\n"
    assert texts(room, "event") == ["Zoë left", "Zoë came"]


def test_a_megabyte_on_one_line_is_parted_and_kept(room: Room):
    said = hold(room.open(), b":go 3\n" + b"x" * 1_000_001 + b"\nafter\n")
    assert said.err.splitlines() == ["line 2 is too long for one line; it is parted."]
    assert [len(text) for text in texts(room, "event")] == [LONGEST] * 5 + [1, 5]


def test_bytes_that_are_no_text_break_nothing(room: Room):
    said = hold(room.open(), b":go 3\n\x00\x00\n" + bytes(range(256)) + b"\n\xc3\n\xed\xa0\x80\n" + b"\r\r\n")
    assert "Traceback" not in said.err
    assert said.out.endswith("goes on.\n")


def test_a_question_is_told_once_and_again_on_request(room: Room):
    said = room.type(":go 3", ":next", ":back", ":help")
    assert said.lines.count("Then: What did you notice first?") == 1
    assert said.lines.count("3a What actually happened, in order?") == 2
    assert "You are at 3a What actually happened, in order?" in said.lines


def test_output_is_for_the_ear(room: Room):
    """One fact a line: no drawing, no bars, no keys that are not there."""
    said = room.type(
        ":start", ":go 3", "08:05 - Keys locked in", ":go 4", "1", "1", "2", ":next", ":words", ":stages",
        ":time", ":stuck", ":list", ":fit", ":go 7", ":finish", people="Ana;Sam",
    )  # fmt: skip
    words = set(said.lines) - {line for line in said.lines if line.startswith(":")}
    for line in words:
        assert not re.search("[·›─│✓▶●○]|  +[^ ]", line.strip()), line
        assert not re.search(r"\bF\d\b|\^Z|Tab ", line), line


def test_the_ballot_is_read_with_its_numbers_and_the_count_only_when_all_are_in(room: Room):
    said = room.type(":go 3", "one", "two", ":go 4", "2", "2", people="Ana;Sam")
    at = said.lines.index("slip 1 of 2 in")
    assert said.lines[at - 2 : at] == ["1 one", "2 two"]
    assert said.lines[at + 1 : at + 4] == ["slip 2 of 2 in, all in", "2 two, 2 votes", "1 line has no vote."]


def test_what_changed_is_said_first(room: Room):
    said = room.type(
        ":go 3", "Keys lost", ":edit 3.1 08:05 - Keys locked in", ":kind 3.1 lesson", ":delete 3.1"
    )
    assert said.lines[-7:-2] == [
        "changed 3.1",
        "3.1 event 08:05 worse: Keys locked in",
        "made 3.1 a lesson",
        "3.1 lesson: Keys locked in",
        "3.1 deleted",
    ]


def test_an_activity_names_words_instead_of_keys(room: Room):
    said = room.type(":go 3", "one", ":go 4", ":next", ":go 4", "1", "1", "1", people="Ana")
    assert ":undo takes the last slip back" in said.err
    assert "^Z" not in said.err


def test_filling_in_a_line_field_by_field(room: Room):
    said = room.type(
        ":go 5", "Two keys", ":form", "change", "the clinic", ":pass", "one was sick",
        "Give a second key to the porter", ":go 6", ":list 5",
    )  # fmt: skip
    assert said.code == 0
    assert "type: Keep, change, avoid, fix or notable?" in said.lines
    [lesson] = entries(room.json(), "lesson")
    assert (lesson["type"], lesson["context"], lesson["why"]) == ("change", "the clinic", ["one was sick"])
    assert lesson["recommendation"] == "Give a second key to the porter"
    assert "happened" not in lesson


def test_a_field_that_cannot_be_read_is_asked_for_again(room: Room):
    said = room.type(":go 6", "Second key", ":form 6.1", "Sam", "some day", "fri", people="Ana;Sam")
    assert said.code == 1
    assert said.lines.count("due: By when?") == 2
    [action] = entries(room.json(), "action")
    assert (action["owner"], action["due"]) == ("Sam", "2026-11-27")


def test_nothing_shared_writes_no_report_and_is_no_fault(room: Room):
    said = room.type(":share nothing", ":finish")
    assert (said.code, said.err) == (0, "")
    assert "No report is written: nothing leaves this room." in said.lines
    assert not (room.folder / "library" / "reports").exists()


def test_the_report_of_another_session_is_not_written_over(room: Room):
    room.type(":go 3", "first", ":finish", title="Clinic")
    room.type(":go 3", "second", ":finish", title="Clinic")
    room.go_on(":go 3", "third", ":finish")
    reports = sorted((room.folder / "library" / "reports").iterdir())
    assert [path.name.partition("clinic")[2] for path in reports] == ["-2.md", ".md"]
    assert "third" in reports[0].read_text("utf-8")
    assert "first" in reports[1].read_text("utf-8")


def test_a_disk_that_refuses_is_said_and_what_was_typed_is_written_aside(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    desk = room.open()
    monkeypatch.setattr(type(desk), "flush", lambda self, seconds=0.1: self._writer.flush(0.1))
    create, write, aside_file = Disk.create, Disk.write, set()

    def full(self: Disk, path: Path, mode: int = 0o666) -> int:
        descriptor = create(self, path, mode)
        if "not-saved" in path.name:
            aside_file.add(descriptor)
        return descriptor

    def no_room(self: Disk, descriptor: int, data: bytes) -> None:
        if descriptor not in aside_file:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(self, descriptor, data)

    monkeypatch.setattr(Disk, "create", full)
    monkeypatch.setattr(Disk, "write", no_room)
    close = type(desk).close
    monkeypatch.setattr(type(desk), "close", lambda self: close(self, 0.1))
    said = hold(desk, [":go 3", "Keys locked in"])
    assert said.code == 1
    assert "NOT SAVED: disk full. The line is kept and tried again." in said.err
    [aside] = room.folder.glob("*not-saved*.json")
    assert "Keys locked in" in aside.read_text("utf-8")
    assert str(aside) in said.err


def test_another_window_that_added_something_is_mentioned(room: Room):
    one = room.open()
    two, _ = room.again()
    hold(one, [":go 3", "from one"])
    said = hold(two, [":go 3", "from two", ":list"])
    assert sorted(texts(room, "event")) == ["from one", "from two"]
    assert any(line.endswith("from one") for line in said.lines)
