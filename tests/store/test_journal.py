"""The lines of a journal: written as specified, and no damage makes a wrong one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from effort import times
from failing_disk import FailingDisk
from made_up import a_session, add, entry_id

from kmfacilitate.session.edits import About, Edit
from kmfacilitate.store.encoding import Lines
from kmfacilitate.store.fsio import DISK
from kmfacilitate.store.journal import RESERVE, Journal, did, line_of, opens, read_lines
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

Make = Callable[..., SessionFile]
AT = "2026-11-22T09:46:12.509Z"


def journal_of(places: Places) -> Path:
    [path] = (places.journals / "live").iterdir()
    return path


def some_lines(many: int = 30) -> bytes:
    lines = Lines()
    edits = [add(number) for number in range(many)]
    pieces = [opens("k3x9-7fq2-m8t4", "p4c2-9d1m-x7wz", "sessions/2026/x.json", "0.1.0")]
    pieces += [
        did(
            About("capture", "added", step=number),
            [("entries", edit.id, {"rev": 1, **edit.after})],
            [edit],
            lines,
        )
        for number, edit in enumerate(edits, 1)
    ]
    return b"".join(line_of(piece, number, AT) for number, piece in enumerate(pieces, 1))


def test_a_line_is_as_the_specification_has_it() -> None:
    document = {"rev": 1, "kind": "action", "text": "Order a second fridge key"}
    edit = Edit("entries", "1779760570058097221", {"deleted": True}, {**document, "deleted": False})
    piece = did(About("capture", "added 3.1", step=23), [("entries", edit.id, document)], [edit], Lines())
    line = line_of(piece, 41, AT)
    body = (
        b'{"v":1,"n":41,"t":"2026-11-22T09:46:12.509Z","step":23,"verb":"capture","says":"added 3.1",'
        b'"ops":[["p","entries","1779760570058097221",{"rev":1,"kind":"action",'
        b'"text":"Order a second fridge key"}]],"was":[["entries","1779760570058097221",{"deleted":true}]]}'
    )
    assert line == b"%08x %s\n" % (zlib.crc32(body), body)


def test_a_session_writes_down_each_act_in_a_file_of_its_own(make: Make, places: Places) -> None:
    file = make(a_session(1))
    file.commit([add(2)], About("capture", "added 3.2", step=1))
    file.commit([add(2).reversed()], About("capture", "took back: added 3.2", undo=1))
    path = journal_of(places)
    assert path.name.startswith("k3x9-7fq2-m8t4.")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size >= RESERVE
    lines, broken = read_lines(path.read_bytes())
    assert broken == 0
    assert [line["n"] for line in lines] == [1, 2, 3, 4]
    assert lines[0]["open"]["path"].startswith("sessions/2026/2026-11-22-")
    assert [op[:3] for op in lines[2]["ops"]] == [["p", "entries", entry_id(2)]]
    assert (lines[2]["step"], lines[2]["was"]) == (1, [["entries", entry_id(2), {"deleted": True}]])
    assert (lines[3]["undo"], lines[3]["ops"][0][3]["deleted"]) == (1, True)
    file.close()
    [closed] = (places.journals / "2026-11").iterdir()
    assert closed.name == path.name
    assert b"\0" not in closed.read_bytes(), "what was reserved is given back"
    assert "close" in read_lines(closed.read_bytes())[0][-1]


def test_cut_anywhere_it_holds_the_lines_before_the_cut() -> None:
    data = some_lines(12)
    whole, _ = read_lines(data)
    ends = [at + 1 for at, byte in enumerate(data) if byte == 10]
    for length in range(len(data)):
        lines, broken = read_lines(data[:length] + b"\0" * 64)
        full = sum(end <= length for end in ends)
        if length + 1 in ends:
            full += 1  # only its newline is missing
        assert lines == whole[:full]
        assert broken <= 1


def test_no_flipped_bit_makes_a_wrong_line() -> None:
    data = some_lines(30)
    whole = [json.dumps(line) for line in read_lines(data)[0]]
    chance = Random(3)
    for _ in range(times(1500, 20000)):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        found = [json.dumps(line) for line in read_lines(bytes(flipped))[0]]
        assert len(whole) - len(found) <= 2
        assert set(found) <= set(whole)


def test_a_hole_of_zeros_takes_only_the_lines_it_touches() -> None:
    data = some_lines(30)
    whole = [json.dumps(line) for line in read_lines(data)[0]]
    for at in range(0, len(data) - 512, 512):
        found = [json.dumps(line) for line in read_lines(data[:at] + b"\0" * 512 + data[at + 512 :])[0]]
        assert set(found) <= set(whole)
        assert len(found) >= len(whole) - 4


@pytest.mark.parametrize("value", ["half \ud800 a pair", 10**30, -(2**70), "\x00 \u2028 \x7f"])
def test_what_json_can_hold_comes_back(value: object) -> None:
    piece = did(About(), [("entries", "5", {"rev": 1, "odd": value})], [], Lines())
    [line], broken = read_lines(line_of(piece, 1, AT))
    assert (line["ops"][0][3]["odd"], broken) == (value, 0)


@pytest.mark.parametrize("fails", ["write", "fsync"])
def test_after_a_write_or_flush_that_failed_a_new_journal_is_begun(
    make: Make, again: Make, places: Places, disk: FailingDisk, fails: str
) -> None:
    file = make(a_session(1), disk=disk)
    file.prepare()
    first = journal_of(places)
    tries: list[str] = []

    def once(number: int, name: str) -> int:
        tries.append(name)
        return 5 if name == fails and tries.count(name) == 1 else 0

    disk.fails = once
    file.commit([add(2)])
    disk.heal()
    journals = sorted((places.journals / "live").iterdir(), key=lambda path: path != first)
    assert journals[0] == first
    assert len(journals) == 2
    size = first.read_bytes().rstrip(b"\0")
    file.commit([add(3)])
    assert first.read_bytes().rstrip(b"\0") == size, "nothing is written to the broken one any more"
    file.close()
    assert len(again(file).documents["entries"]) == 3


def test_space_stays_reserved_ahead(tmp_path: Path, disk: FailingDisk) -> None:
    journal = Journal.begin(tmp_path, "k3x9-7fq2-m8t4", [opens("", "", "", "")], lambda: AT, disk)
    piece = b'"says":"%s"' % (b"x" * 100_000)
    for _ in range(60):
        journal.append([piece])
        journal.make_room()
        used = len(journal.path.read_bytes().rstrip(b"\0"))
        assert journal.path.stat().st_size - used >= RESERVE
    journal.abandon()


def test_the_lock_says_whether_its_window_is_there(tmp_path: Path) -> None:
    journal = Journal.begin(tmp_path, "k3x9-7fq2-m8t4", [opens("", "", "", "")], lambda: AT)
    descriptor = DISK.open_there(journal.path)
    assert not DISK.claim(descriptor)
    journal.abandon()
    assert DISK.claim(descriptor)
    DISK.close(descriptor)
