"""Scenario 4 of the acceptance page, on disk: in no file do slips stand in the order they were typed."""

from __future__ import annotations

from pathlib import Path

from sittings import Room

SLIPS = [f"slip {word} of the eleven" for word in (
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo",
)]  # fmt: skip


def orders(folder: Path) -> list[list[str]]:
    """For each file that holds all slips, the order in which they stand."""
    found = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        places = {slip: data.find(slip.encode()) for slip in SLIPS}
        if any(place >= 0 for place in places.values()):
            found.append(sorted((s for s in SLIPS if places[s] >= 0), key=lambda slip: places[slip]))
    return found


def test_after_the_reveal_no_file_tells_who_wrote_first(tmp_path: Path):
    room = Room(tmp_path)
    said = room.type(":go 4", *SLIPS, template="pre-mortem", people="A;B;C;D;E;F;G;H")
    assert said.code == 0
    assert orders(tmp_path), "they are kept before they are shown"
    room.go_on(":reveal")
    shown = orders(tmp_path)
    assert shown
    assert all(sorted(order) == sorted(SLIPS) for order in shown)
    assert SLIPS not in shown
    entries = [entry for entry in room.json()["entries"] if entry.get("text") in SLIPS]
    assert len(entries) == 11
    assert len({entry["at"] for entry in entries}) == 1
    assert not any(entry.get("by") for entry in entries)
