"""Each of the four techniques whole from a piped file: every line is in its place in JSON and Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sittings import Room, entries, hold

SESSIONS = Path(__file__).parent / "sessions"
REVIEWERS = (
    "Day officer;Night supervisor;Day supervisor;Operations chief;Public information officer;"
    "Software lead;State warning point manager"
)
PLANNERS = "Project manager;Airline lead;Contractor;Software;Mechanical;Operations;City engineer;Finance"
ORBITERS = (
    "Project manager;Navigation lead;Operations navigation;Spacecraft engineer;Attitude control;"
    "Software (small forces);Systems engineer;Chief engineer"
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def piped(name: str) -> bytes:
    return (SESSIONS / f"{name}.txt").read_bytes()


def plain_lines(name: str) -> list[str]:
    """The lines of a file that are words of the room, without signs, fields, owners and dates."""
    found = []
    for line in piped(name).decode().splitlines():
        if line.startswith(":") or re.fullmatch(r"[\d ]+", line):
            continue
        line = re.sub(
            r"^(change|keep|fix|avoid): |^[!>?~] |^(\d\d:\d\d|\d{4}-\d\d-\d\d) |^\([-+=?]\) ", "", line
        )
        line = re.sub(r"^[-+=?] ", "", line).partition(" | ")[0].partition(" -> ")[0]
        found.append(re.sub(r"(\s[@^]\S+( lead)?)+$", "", line))
    return found


def section(markdown: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    assert f"\n## {heading}\n" in markdown
    return markdown.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_after_action_review(room: Room):
    held = hold(room.open(people=REVIEWERS, title="False alert"), piped("false-alert-whole"))
    assert (held.code, held.err) == (0, "")
    view, full = room.json(), room.markdown("full")
    texts = {e["text"].partition(" -> ")[0] for e in view["entries"] if e.get("text")}
    texts |= {f"{e['to']}: {e['text']}" for e in entries(view, "recommendation")}
    for line in plain_lines("false-alert-whole"):
        if not line.startswith(("yes", "->")):
            assert any(text.startswith(line) for text in texts), line
    assert [e["outcome"] for e in entries(view, "event")] == (
        ["worse", "unclear", "worse", "worse", "better", "unclear", "better", "worse", "worse", "worse"]
    )
    assert [e["number"] for e in entries(view, "difference")] == ["2.1", "2.2", "2.3", "2.4", "2.5"]
    numbers = {e["id"]: e["number"] for e in view["entries"]}
    assert [numbers[e["under"]] for e in entries(view, "cause")] == ["3.2", "3.4", "3.9"]
    assert [e["type"] for e in entries(view, "lesson")[:5]] == ["change", "change", "fix", "change", "keep"]
    assert [(e.get("owner", ""), e["due"]) for e in entries(view, "action")] == [
        ("Software lead", "2026-12-06"),
        ("State warning point manager", "2026-11-23"),
        ("Operations chief", "2018-02-15"),
        ("Operations chief", "2026-11-22"),
    ]
    timeline = section(full, "Timeline")
    assert (
        timeline.index("Recording played")
        < timeline.index("The governor")
        < timeline.index("Telephone lines")
    )
    assert "second signed-in officer" in section(full, "Lessons identified")
    assert "Wireless carriers" in section(full, "For others")
    assert "opt out of missile alerts" in section(full, "Parking lot")
    assert "no rehearsed authority" in section(full, "Causes")
    assert "*test\\*" in section(full, "Expected")


def test_before_action_review(room: Room):
    held = hold(room.open("before-action-review", people="Ana;Sam;Priya;Lee"), piped("before-clinic-move"))
    assert (held.code, held.err) == (0, "")
    view, shared = room.json(), room.markdown()
    risk = entries(view, "risk")[0]
    assert (risk["likelihood"], risk["impact"], risk["sign"]) == (3, 5, "the logger shows six degrees")
    assert [e["text"] for e in entries(view, "risk")[1:]] == ["Patients go to the old address"]
    [vote] = entries(view, "vote")
    assert (vote["voters"], vote["complete"]) == (4, True)
    gaps = {e["text"]: e for e in entries(view, "gap")}
    fridge = gaps["Does the new fridge hold its temperature on battery?"]
    assert (fridge["where_from"], fridge["owner"], fridge["due"]) == ("the pharmacist", "Ana", "2026-11-23")
    sign = gaps["Who may sign for the medicines on Saturday?"]
    assert (sign.get("need"), sign["owner"], sign["due"]) == (None, "Sam", "2026-11-27")
    assert gaps["How long do the telephones take to move?"]["due"] == "2026-12-06"
    assert len(section(shared, "Knowledge gaps").strip().splitlines()) == 5
    assert "Letters to all patients" in section(shared, "Actions")
    assert "Hold the after action review" in section(shared, "Actions")
    for line in (
        "Move the clinic to the new building",
        "The laboratory moved last spring",
        "The laboratory's list",
    ):
        assert line in section(shared, "Discussion")


def test_retrospect(room: Room):
    held = hold(room.open("retrospect", people=ORBITERS, title="Orbiter"), piped("retrospect-orbiter"))
    assert (held.code, held.err) == (0, "")
    view, full = room.json(), room.markdown("full")
    texts = {e["text"].partition(" -> ")[0] for e in view["entries"] if e.get("text")}
    for line in plain_lines("retrospect-orbiter"):
        if not line.startswith(("yes", "->", "miss", "met", "Laboratory")):
            assert any(text.startswith(line) for text in texts), line
    assert [(v["says"], v["what"][:14]) for v in entries(view, "verdict")] == [
        ("missed", "Orbit Mars as "), ("met", '"Faster, bette'), ("missed", "Arrive 23 Sept"),
    ]  # fmt: skip
    assert "lowest survivable 80 km" in section(full, "What was achieved")
    causes = [e["text"].split(" -> ") for e in entries(view, "cause")]
    assert [len(chain) for chain in causes] == [2, 1, 3, 3, 3, 2]
    assert "nobody owned it" in section(full, "Causes")
    assert "2 to 6 on a scale of 1 to 10" in section(full, "Ratings")
    assert [e["tags"] for e in entries(view, "lesson")][1] == ["interface", "units", "software"]
    assert entries(view, "lesson")[1]["why"] == [
        "the small-forces file was correct on each side and wrong between them"
    ]
    assert entries(view, "action")[0]["owner"] == "Software (small forces)"
    assert "has not said a word" in section(full, "Private notes")
    assert "has not said a word" not in room.markdown()


GROUPS = (
    ("Schedule set from outside", ("city's opening date", "asked too late", "Nobody dared")),
    ("Untested complexity", ("never tested at full load", "Line balancing", "Bags jam")),
    ("Building and power", ("track does not fit", "Power dips")),
    ("Changing requirements", ("Airlines kept",)),
    ("No way back", ("No backup",)),
    ("Key person", ("chief engineer left",)),
)


def slip_numbers(room: Room) -> dict[str, str]:
    return {e["text"]: e["number"] for e in entries(room.json(), "cause")}


def test_pre_mortem(room: Room):
    """Scenario 4, by way of the words."""
    held = hold(room.open("pre-mortem", people=PLANNERS, title="Denver"), piped("premortem-denver"))
    assert (held.code, held.err) == (0, "")
    before = room.json()
    slips = plain_lines("premortem-denver")[-11:]
    assert before["session"]["sealed"] == 11
    assert not any(slip in str(before) for slip in slips)
    assert not any(slip in held.out for slip in slips)

    shown = room.go_on(":reveal")
    assert all(any(line.endswith(slip) for line in shown.lines) for slip in slips)
    causes = entries(room.json(), "cause")
    assert len(causes) == 11
    assert len({e["at"] for e in causes}) == 1
    assert not any(e.get("by") for e in causes)
    assert [e["number"] for e in sorted(causes, key=lambda e: int(e["id"]))] == [
        f"4.{n}" for n in range(1, 12)
    ]
    order = [e["text"] for e in causes]
    assert sorted(order) == sorted(slips)
    assert order != slips
    for file in room.folder.rglob("*"):
        if file.is_file():
            data = file.read_text("utf-8", "replace")
            places = [data.find(slip) for slip in slips]
            assert -1 in places or places != sorted(places)

    by_text = slip_numbers(room)
    number = {part: n for _, parts in GROUPS for part in parts for text, n in by_text.items() if part in text}
    made = [f":group {' '.join(number[part] for part in parts)} {name}" for name, parts in GROUPS]
    grouped = room.go_on(":go 6", *made, ":go 7")
    assert grouped.code == 0
    ballot = [line for line in grouped.lines if re.match(r"\d ", line)]
    place = {name: next(line[0] for line in ballot if name in line) for name, _ in GROUPS}
    s, u, b, c, n, k = (place[name] for name, _ in GROUPS)
    seven = [f"{u} {u} {s}", *[f"{u} {s} {n}"] * 5, f"{u} {b} {c}"]
    hidden = room.go_on(*seven)
    assert not re.search(r"\b[1-9] votes?\b", hidden.out)
    assert "tally" not in str(entries(room.json(), "vote"))
    assert "votes" not in room.markdown("full")
    words = room.go_on(f"{u} {s} 7 words")
    assert words.code == 1
    assert "A slip is numbers" in words.err

    last = room.go_on(f"{u} {b} {k}")
    told = dict(re.findall(r"^\d ([A-Z][\w ]+), (\d) votes?$", last.out, re.MULTILINE))
    assert told == {
        "Untested complexity": "9", "Schedule set from outside": "6", "No way back": "5",
        "Building and power": "2",
        "Changing requirements": "1", "Key person": "1",
    }  # fmt: skip

    close = room.go_on(
        ":go 7b", f":score {u}=5,5 {s}=4,5 {n}=3,5", ":go 8",
        f":fill {u} | sign: first full-load rehearsal date slips twice"
        " | prevent: one concourse live six months before "
        "| fallback: tugs and carts | owner: Software | due: 1993-01-31",
        f":fill {s} | sign: opening invitations printed before the test report"
        " | prevent: opening date depends on a passed rehearsal "
        "| fallback: phased opening | owner: Project manager | due: 1992-09-30",
        f":fill {n} | sign: manual backup still unfunded at the mid-point review"
        " | prevent: fund conventional conveyor for one concourse now "
        "| fallback: rent tugs | owner: Finance | due: 1992-10-15",
        ":go 9", "Opening date tied to rehearsal; conventional backup in the budget",
        ":rate 4 5 4 4 5 3 4 4", ":finish",
    )  # fmt: skip
    assert (close.code, close.err) == (0, "")
    view, full = room.json(), room.markdown("full")
    risks = {e["text"]: e for e in entries(view, "risk")}
    numbers = {e["text"]: e["number"] for e in view["entries"] if e.get("text")}
    assert {name: (r["likelihood"], r["impact"], r["owner"], r["due"]) for name, r in risks.items()} == {
        "Untested complexity": (5, 5, "Software", "1993-01-31"),
        "Schedule set from outside": (4, 5, "Project manager", "1992-09-30"),
        "No way back": (3, 5, "Finance", "1992-10-15"),
    }
    assert risks["No way back"]["prevention"] == "fund conventional conveyor for one concourse now"
    assert [risks[name]["number"] for name in risks] == [numbers[name] for name in risks]
    ranked = section(full, "Ranked risks")
    places = [ranked.index(name) for name in ("Untested complexity", "Schedule set from", "No way back")]
    assert places == sorted(places)
    for words in ("5 × 5 = 25", "4 × 5 = 20", "3 × 5 = 15", "tugs and carts", "phased opening", "rent tugs"):
        assert words in ranked
    assert all(slip in full for slip in slips)
    assert all(name in full for name, _ in GROUPS)
