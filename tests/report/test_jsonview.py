"""`show --json`: nothing is lost in the full edition, nothing held back is in the shared one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from meetings import AFTER, BEGAN, PREMORTEM, REVIEW, Meeting, hawaii

from kmfacilitate.report.edition import edition
from kmfacilitate.report.jsonview import show_json


def shown(m: Meeting, which: str = "full") -> dict[str, Any]:
    found = show_json(edition(m.session(), which), AFTER)
    return json.loads(json.dumps(found))


def entry(found: dict[str, Any], text: str) -> dict[str, Any]:
    return next(e for e in found["entries"] if e["text"] == text)


def test_what_stands_where() -> None:
    found = shown(hawaii())
    assert list(found) == [
        "format",
        "edition",
        "session",
        "people",
        "clock",
        "entries",
        "conflicts",
        "template",
    ]
    assert (found["format"], found["edition"]) == ("kmfacilitate/1", "full")
    session = found["session"]
    assert session["id"] == "k3x9-7fq2-m8t4"
    assert session["stages"][2] | {"asked": []} == {
        "rev": 1, "key": "3", "number": "3", "id": "actual", "title": "What actually happened?",
        "state": "done", "planned": 480, "used": 540, "sealed": 0, "asked": [],
    }  # fmt: skip
    assert session["paused"] is False
    event = entry(found, "Shift change began")
    assert (event["when"], event["outcome"], event["id"].isdigit()) == ("08:01", "expected", True)
    assert entry(found, "the chief is angry")["number"] == "p1"
    alert = entry(found, "Live alert sent to every phone, television and radio in the state")
    assert (alert["number"], alert["votes"]) == ("3.3", 6)
    assert entry(found, "Stop no-notice drills")["state"] == "open"
    assert next(e for e in found["entries"] if e["kind"] == "rating")["count"] == 7


def test_the_full_edition_keeps_every_field_of_every_document() -> None:
    m = hawaii()
    m.person("Ana", email="ana@example.org", shoe_size=38)
    m.add("rumour", "actual", "timeline", "unknown kind", loudness=3)
    m.add("event", "actual", "timeline", "odd", outcome="sideways")
    m.add("point", "actual", "timeline", "gone", deleted=True)
    id_ = next(iter(m.documents["entries"]))
    conflict = {"rev": 1, "table": "entries", "id": id_, "field": "text", "other": "x"}
    m.documents["conflicts"]["5"] = conflict
    m.documents["later"] = {"1": {"rev": 1, "new": "thing"}}
    m.documents["session"]["1"]["mood"] = "calm"
    found = shown(m)
    entries = {e["id"]: e for e in found["entries"]}
    for id_, raw in m.documents["entries"].items():
        assert {name: entries[id_][name] for name in raw} == raw
    assert found["conflicts"] == [{"key": "5", **conflict}]
    assert m.documents["session"]["1"].items() <= found["session"].items()
    assert found["people"][0]["shoe_size"] == 38
    assert found["unknown"] == {"later": [{"id": "1", "rev": 1, "new": "thing"}]}
    assert [mark["id"] for mark in found["clock"]] == list(m.documents["clock"])


def test_the_shared_one_is_filtered_alike() -> None:
    m = hawaii(share="summary", names="none", facilitator="R. Moyo", mood="tense")
    m.documents["conflicts"]["5"] = {"rev": 1, "table": "entries", "id": "9", "field": "text", "other": "x"}
    m.documents["later"] = {"1": {"rev": 1, "new": "thing"}}
    found = shown(m, "shared")
    assert {e["kind"] for e in found["entries"]} == {"vote", "lesson", "action", "recommendation", "rating"}
    assert {e["owner"] for e in found["entries"] if "owner" in e} == {"owner agreed"}
    assert found["conflicts"] == []
    assert "unknown" not in found
    assert not {"facilitator", "mood"} & found["session"].keys()


def test_slips_that_are_not_opened_are_a_count() -> None:
    m = Meeting(PREMORTEM, state="running")
    for i in range(11):
        m.add("risk", "write", "slips", f"zebra {i}", slip=True)
    found = show_json(edition(m.session(), "full"), BEGAN)
    assert (found["session"]["sealed"], found["session"]["stages"][0]["sealed"]) == (11, 11)
    assert found["entries"] == []
    m.documents["stages"]["1"]["revealed"] = ["slips"]
    assert len(shown(m)["entries"]) == 11


def test_where_the_room_is_and_whether_it_pauses() -> None:
    m = Meeting(REVIEW, state="running", ended="")
    m.documents["stages"]["3"]["state"] = ""
    m.mark("stage", "actual")
    found = show_json(edition(m.session(), "full"), BEGAN + timedelta(seconds=90))
    assert (found["session"]["stages"][2]["state"], found["session"]["stages"][2]["used"]) == ("now", 90)
    m.wait(2)
    m.mark("pause")
    assert shown(m)["session"]["paused"] is True


@given(st.text())
def test_any_text_is_in_it_as_it_was(text: str) -> None:
    m = Meeting(REVIEW)
    m.add("point", "expected", "good", text)
    assert shown(m)["entries"][0]["text"] == text
