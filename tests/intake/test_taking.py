"""What was read becomes sessions of the library; the same again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmfacilitate.clean import clean
from kmfacilitate.errors import Unable
from kmfacilitate.intake.taking import MOST_IN_ONE, Intake
from kmfacilitate.report.edition import edition
from kmfacilitate.report.jsonview import show_json
from kmfacilitate.report.lesson_page import lesson_page
from kmfacilitate.report.markdown import markdown
from kmfacilitate.session.documents import Documents, same
from kmfacilitate.session.kinds import KINDS
from kmfacilitate.store.forgetting import purge
from kmfacilitate.store.library import Library
from kmfacilitate.store.session_file import SessionFile

from .conftest import NOW, Desk
from .every_kind import documents

CSV = "Title,Date,Project,Wibble\nCheck units,1999-09-23,MCO,w\nKeep keys,2001-02-03,Clinic,\n"


def test_a_table_becomes_a_session_a_project(desk: Desk):
    account = desk.take(desk.write("old.csv", CSV))
    assert (account.lessons, account.sessions, account.kept) == (2, 2, {"Wibble": "old.csv"})
    found = {s.meeting.project: s for s in desk.sessions()}
    assert set(found) == {"MCO", "Clinic"}
    assert found["MCO"].meeting.created.startswith("1999-09-23")
    (lesson,) = found["MCO"].entries.values()
    assert (lesson.text, lesson.kind, lesson.model_extra) == ("Check units", "lesson", {"Wibble": "w"})


def test_the_same_file_again_changes_no_byte(desk: Desk):
    path = desk.write("old.csv", CSV)
    desk.take(path)
    before = desk.files()
    account = desk.take(path)
    assert (account.lessons, account.known, account.sessions) == (0, 2, 0)
    assert desk.files() == before


def test_rows_added_to_a_file_are_added_and_what_was_changed_here_stays(desk: Desk):
    desk.take(desk.write("old.csv", "Title\nOne\n"))
    account = desk.take(desk.write("old.csv", "Title\nOne said otherwise\nTwo\n"))
    assert (account.lessons, account.known, account.added_to) == (1, 1, 1)
    (session,) = desk.sessions()
    assert sorted((e.n, e.text) for e in session.entries.values()) == [(1, "One"), (2, "Two")]


def test_a_markdown_file_is_a_meeting_of_its_own_with_its_title_and_day(desk: Desk):
    text = "---\ntitle: Ransomware\ndate: 2021-05-14\nmethod: After Action Review\n---\nPaper saved us.\n"
    desk.take(desk.write("a.md", text), desk.write("b.md", text.replace("Ransomware", "Flood")))
    found = {s.meeting.title: s for s in desk.sessions()}
    assert set(found) == {"Ransomware", "Flood"}
    assert found["Flood"].meeting.technique == "after-action-review"
    assert found["Flood"].meeting.state == "finished"
    assert found["Flood"].template.title == "Imported"
    assert not found["Flood"].odd


def test_a_long_table_is_parted(desk: Desk):
    rows = "".join(f"Lesson {i}\n" for i in range(MOST_IN_ONE + 3))
    account = desk.take(desk.write("old.csv", f"Title\n{rows}"))
    assert (account.lessons, account.sessions) == (MOST_IN_ONE + 3, 2)


def test_rows_with_numbers_of_their_own_are_known_again_in_any_order(desk: Desk):
    rows = [f"{i},Lesson {i}\n" for i in range(MOST_IN_ONE + 3)]
    desk.take(desk.write("old.csv", "Number,Title\n" + "".join(rows)))
    account = desk.take(desk.write("old.csv", "Number,Title\nnew,New\n" + "".join(reversed(rows))))
    assert (account.lessons, account.known, account.sessions) == (1, MOST_IN_ONE + 3, 0)


def test_what_cannot_be_read_is_listed_and_the_rest_goes_in(desk: Desk):
    account = desk.take(desk.write("a.jsonl", '{"title":"x"}\nnot\n{"cost":"1"}\n{"title":"y"}\n'))
    assert account.lessons == 2
    assert [str(u) for u in account.unread] == [
        "a.jsonl:2: this is no JSON (expecting value)",
        "a.jsonl:3: there is no text that says the lesson",
    ]


def test_a_dry_run_counts_and_writes_nothing(desk: Desk):
    account = desk.take(desk.write("old.csv", CSV), dry=True)
    assert (account.lessons, account.sessions) == (2, 2)
    assert desk.files() == {"library.json": desk.files()["library.json"]}


def test_unknown_columns_are_asked_for_once(desk: Desk):
    asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(file: str, columns: object) -> dict[str, str]:
        asked.append((file, tuple(columns)))
        return {"Wibble": "why"}

    path = desk.write("old.csv", CSV)
    desk.take(path, desk.write("older.csv", CSV), ask=ask)
    assert asked == [("old.csv", ("Wibble",))]
    assert {why for s in desk.sessions() for e in s.entries.values() for why in e.why} == {"w"}


def exported(desk: Desk, which: str = "full") -> list[tuple[str, str]]:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    return [(s.id, json.dumps(show_json(edition(s, which), at))) for s in desk.sessions()]


def _told(desk: Desk) -> list[object]:
    return [json.loads(text) for _, text in exported(desk)]


@pytest.fixture
def lived_in(desk: Desk) -> Desk:
    """A library with a session that has a line of every kind, deleted ones, conflicts, fields from later."""
    file = SessionFile.create(desk.library, documents(), places=desk.places, now=lambda: NOW)
    file.close()
    return desk


def test_json_out_and_in_gives_the_same_session(lived_in: Desk, another: Callable[[], Desk]):
    other = another()
    for id_, text in exported(lived_in):
        other.take(lived_in.write(f"{id_}.json", text))
    (before,), (after,) = lived_in.sessions(), other.sessions()
    for table in {*before.documents, *after.documents} - {"_meta"}:
        ours, theirs = before.documents.get(table, {}), after.documents.get(table, {})
        assert set(ours) == set(theirs), table
        for id_ in ours:
            for field in {*ours[id_], *theirs[id_]}:
                assert same(ours[id_].get(field), theirs[id_].get(field)), (table, id_, field)
    assert _told(other) == _told(lived_in)
    assert len({e.kind for e in after.entries.values()} & set(KINDS)) == len(KINDS)


def test_json_in_twice_changes_no_byte(lived_in: Desk, another: Callable[[], Desk]):
    other = another()
    paths = [lived_in.write(f"{id_}.json", text) for id_, text in exported(lived_in)]
    other.take(*paths)
    before = other.files()
    assert other.take(*paths).same == 1
    assert other.files() == before


def test_a_newer_copy_brings_what_is_newer_and_a_shared_one_takes_nothing_away(lived_in: Desk):
    before = lived_in.files()
    shared = [lived_in.write(f"{id_}-shared.json", text) for id_, text in exported(lived_in, "shared")]
    lived_in.take(*shared)
    assert lived_in.files() == before
    _, text = exported(lived_in)[0]
    shown = json.loads(text)
    shown["entries"][0] |= {"rev": 99, "text": "said better elsewhere"}
    account = lived_in.take(lived_in.write("newer.json", json.dumps(shown)))
    assert account.added_to == 1
    (session,) = lived_in.sessions()
    assert session.entries[shown["entries"][0]["id"]].text == "said better elsewhere"


def test_a_purged_session_is_not_taken_back(lived_in: Desk):
    paths = [lived_in.write(f"{id_}.json", text) for id_, text in exported(lived_in)]
    (session,) = lived_in.sessions()
    path = next(Path(lived_in.library.sessions_folder).rglob(f"*--{session.id[:4]}.json"))
    purge(path, session.id, lived_in.places)
    account = lived_in.take(*paths)
    assert [u.why for u in account.unread] == ["this session was purged here, so it is not taken back"]
    assert lived_in.sessions() == []


def test_pages_of_our_own_lessons_are_known_here_and_come_in_elsewhere(
    lived_in: Desk, another: Callable[[], Desk]
):
    (session,) = lived_in.sessions()
    made = edition(session, "shared")
    id_ = next(id_ for id_, entry in made.session.live() if entry.kind == "lesson")
    page = lived_in.write(f"{id_}.md", markdown(lesson_page(made, id_, NOW)))
    before = lived_in.files()
    assert lived_in.take(page).known == 1
    assert lived_in.files() == before
    other = another()
    assert (other.take(page).lessons, other.take(page).known) == (1, 1)
    (there,) = other.sessions()
    assert list(there.entries) == [id_]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"session": None}, {"session": {"id": "../../etc"}}, {"entries": 3}, {"entries": [3]},
        {"entries": [{"id": "x"}]}, {"entries": [{"id": "9" * 30}]}, {"entries": [{"id": "7", "rev": "x"}]},
        {"stages": {}, "session": {"id": "k3x9-7fq2-m8t4", "schema": 99}}, {"unknown": []},
        {"template": {"a": [[[[[[[[[[[[[[[["x"]]]]]]]]]]]]]]]]}},
    ],
)  # fmt: skip
def test_a_spoilt_export_is_refused_in_words(desk: Desk, spoilt: dict[str, object]):
    shown = {"format": "kmfacilitate/1", "edition": "full", "session": {"id": "k3x9-7fq2-m8t4"}, **spoilt}
    account = desk.take(desk.write("x.json", json.dumps(shown)))
    assert len(account.unread) == 1
    assert desk.sessions() == []


def test_files_of_one_name_in_several_folders_are_several_lessons(desk: Desk):
    paths = []
    for folder in ("one", "two"):
        for name in ("index.md", "outage.md"):
            path = desk.folder / "files" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# {folder} {name}\n\nwhat happened in {folder}\n")
            paths.append(path)
    intake = Intake(desk.library, places=desk.places)
    intake.take_all(paths)
    assert (intake.account.lessons, intake.account.known) == (4, 0)
    before = desk.files()
    again = Intake(desk.library, places=desk.places)
    again.take_all(paths)
    assert (again.account.lessons, again.account.known) == (0, 4)
    single = desk.take(paths[2])
    assert single.known == 1
    assert desk.files() == before


def test_many_files_wait_for_the_disk_together_and_a_refusal_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    real = SessionFile.place

    def place(library: Library, documents: Documents, **how: Any) -> Path:
        if documents["session"]["1"]["title"] == "odd 7":
            raise Unable("There is no space left.")
        return real(library, documents, **how)

    monkeypatch.setattr(SessionFile, "place", place)
    paths = [desk.write(f"{n}.md", f"# odd {n}\n\nwords\n") for n in range(100)]
    intake = Intake(desk.library, places=desk.places)
    intake.take_all(paths)
    assert [str(one) for one in intake.account.unread] == ["7.md: There is no space left"]
    assert intake.account.lessons == intake.account.sessions == len(paths) - 1
    assert len(desk.files()) == len(paths)  # library.json is one


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1), st.sets(st.integers(0, 40)), st.integers(0, 9))
def test_any_library_goes_out_as_json_and_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], without: set[int], stage: int
):
    from_, to = Desk(tmp_path_factory.mktemp("from")), Desk(tmp_path_factory.mktemp("to"))
    told = documents()
    for at, (id_, raw) in enumerate(list(told["entries"].items())):
        if at in without:
            del told["entries"][id_]
        elif not raw.get("deleted"):
            raw["text"] = clean(texts[at % len(texts)]) or "words"
    for at, raw in enumerate(told["stages"].values()):
        raw["state"] = ("done", "skipped")[(at + stage) % 2]
    SessionFile.place(from_.library, told, places=from_.places)
    out = exported(from_)
    to.take(*(to.write(f"{n}.json", data) for n, (_, data) in enumerate(out)))
    assert exported(to) == out
