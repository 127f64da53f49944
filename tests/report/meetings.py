"""Sessions built by hand for the tests of the report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from kmfacilitate.session.moments import stamp
from kmfacilitate.session.session import Session

BEGAN = datetime(2018, 1, 16, 19, 30, tzinfo=UTC)  # 09:30 in Honolulu
AFTER = BEGAN + timedelta(minutes=61)


class Meeting:
    """A session being written: `add` lines, `go` to stages, then `session()`."""

    def __init__(self, template: dict[str, Any], **meeting: Any) -> None:
        self.at = BEGAN
        self._id = 1_000_000_000_000_000_000
        stages = template["stages"]
        self.documents: dict[str, dict[str, dict[str, Any]]] = {
            "_meta": {"1": {"schema": 1, "what": "session", "session": "k3x9-7fq2-m8t4", "app": "0.1.0"}},
            "session": {
                "1": {
                    "rev": 1, "title": "False alert", "template": template["id"],
                    "technique": template["technique"], "language": "en", "tz": "Pacific/Honolulu",
                    "state": "finished", "created": stamp(BEGAN - timedelta(days=1)), "started": stamp(BEGAN),
                    "ended": stamp(AFTER), "names": "owners", "share": "open", "head_count": 7, **meeting,
                }
            },
            "stages": {
                str(i): {"rev": 1, "stage": s["id"], "minutes": s["minutes"], "state": "done",
                         "asked": [q["id"] for q in s.get("questions", ())]}
                for i, s in enumerate(stages, start=1)
            },
            "people": {}, "clock": {}, "entries": {}, "conflicts": {},
            "template": {"1": {"rev": 1, **template}},
        }  # fmt: skip
        self._numbers: dict[str, int] = {}

    def new_id(self) -> str:
        self._id += 1 << 21
        return str(self._id)

    def wait(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)

    def mark(self, where: str, stage: str = "", **fields: Any) -> None:
        mark = {"rev": 1, "at": stamp(self.at), "where": where, "stage": stage, **fields}
        self.documents["clock"][self.new_id()] = mark

    def add(self, kind: str, stage: str, question: str, text: str, **fields: Any) -> str:
        id_ = self.new_id()
        where = "private" if kind == "private" else stage
        self._numbers[where] = self._numbers.get(where, 0) + 1
        self.documents["entries"][id_] = {
            "rev": 1, "kind": kind, "stage": stage, "question": question, "n": self._numbers[where],
            "text": text, "at": stamp(self.at), **fields,
        }  # fmt: skip
        return id_

    def person(self, name: str, **fields: Any) -> None:
        self.documents["people"][self.new_id()] = {"rev": 1, "name": name, **fields}

    def session(self) -> Session:
        return Session.read(self.documents)


def question(id_: str, ask: str, **capture: Any) -> dict[str, Any]:
    return {"id": id_, "ask": ask, "capture": capture}


REVIEW: dict[str, Any] = {
    "id": "after-action-review",
    "technique": "after-action-review",
    "title": "After action review",
    "learning": "after",
    "variants": {"standard": 60},
    "stages": [
        {"id": "open", "title": "Opening", "minutes": 3, "questions": [
            question("safe", "How safe is it to speak here?", kind="rating", private=True)]},
        {"id": "expected", "title": "What was expected?", "minutes": 7, "questions": [
            question("plan", "What did you expect to happen?", kind="difference"),
            question("good", "What would good have looked like?")]},
        {"id": "actual", "title": "What actually happened?", "minutes": 8, "questions": [
            question("timeline", "What actually happened, in order?", kind="event")]},
        {"id": "why", "title": "Why was there a difference?", "minutes": 15, "questions": [
            question("choose", "Which two or three differences matter most?", how="vote", of="timeline"),
            question("cause", "What made that possible, and why was that?", kind="cause")]},
        {"id": "learned", "title": "What have we learned?", "minutes": 15, "questions": [
            question("lesson", "What should we keep or change next time?", kind="lesson")]},
        {"id": "actions", "title": "What will we do about it?", "minutes": 10, "questions": [
            question("action", "Who does what, by when?", kind="action")]},
        {"id": "close", "title": "Close", "minutes": 2, "close": True, "questions": [
            question("worth", "Was this worth your time, from one to five?", kind="rating")]},
    ],
}  # fmt: skip

PREMORTEM: dict[str, Any] = {
    "id": "pre-mortem",
    "technique": "pre-mortem",
    "title": "Pre-mortem",
    "learning": "before",
    "variants": {"standard": 75},
    "stages": [
        {"id": "write", "title": "Silent writing", "minutes": 7, "questions": [
            question("slips", "What made it fail? One reason a slip.", kind="risk", how="slips")]},
        {"id": "rank", "title": "Rank", "minutes": 8, "questions": [
            question("vote", "Which would hurt most?", how="vote", of="slips")]},
        {"id": "prevent", "title": "Prevent and detect", "minutes": 17, "questions": [
            question("fill", "What could we change now?", how="complete", of="vote")]},
    ],
}  # fmt: skip


def hawaii(**meeting: Any) -> Meeting:
    """Scenario 1 of the acceptance page, as its file leaves it."""
    m = Meeting(REVIEW, **meeting)
    m.mark("stage", "actual", question="timeline")
    m.wait(1)

    def event(text: str, **fields: Any) -> str:
        return m.add("event", "actual", "timeline", text, **fields)

    event('Recording played; it began and ended with "Exercise, exercise, exercise" but also said '
          '"This is not a drill"', when="08:05", outcome="worse")  # fmt: skip
    event("Day officer took it as real", when="08:06", outcome="unclear", but="others heard an exercise")
    alert = event("Live alert sent to every phone, television and radio in the state", when="08:07",
                  outcome="worse")  # fmt: skip
    event("Telephone lines to the agency jammed | callers could not get through", outcome="worse")
    event("~40 calls a minute reached nobody")
    m.add("private", "actual", "timeline", "the chief is angry")
    m.add("quote", "actual", "timeline", "I thought it was the real thing")
    m.add("parked", "actual", "timeline", "Who pays for the separate test system?")
    event("Shift change began", when="08:01", outcome="expected")
    m.wait(8)
    m.mark("stage", "why", question="choose")
    m.add("vote", "why", "choose", "", over=[alert], tally=[[alert, 6]], complete=True)
    m.mark("stage", "why", question="cause", under=alert)
    m.add("cause", "why", "cause", "Test and live looked alike -> same menu, same confirmation text"
          " -> built for speed, never tried with users under stress", source=alert, under=alert)  # fmt: skip
    m.wait(16)
    m.mark("stage", "learned", question="lesson")
    m.add("lesson", "learned", "lesson", "Require two people to agree before a live alert leaves",
          type="change", why=["a single confirmation"], tags=["alerting", "two-person-rule"],
          recommendation="the software refuses until a second officer confirms")  # fmt: skip
    m.add("lesson", "learned", "lesson", "Communicate better")
    m.wait(14)
    m.mark("stage", "actions", question="action")
    m.add("action", "actions", "action", "Two-person confirmation switched on", owner="Software lead",
          due="2018-01-30")  # fmt: skip
    m.add("action", "actions", "action", "Stop no-notice drills", owner="Operations chief")
    m.add("recommendation", "actions", "action", "publish which code to use", to="FEMA",
          owner="Public information officer")  # fmt: skip
    event("Correction posted on social media at 08:20")
    m.wait(10)
    m.mark("stage", "close", question="worth")
    m.add("rating", "close", "worth", "", values=[4, 4, 5, 3, 4, 2, 4], scale=[1, 5], complete=True)
    m.at = AFTER
    m.mark("end")
    return m


ROSTER = ("Day officer", "Night supervisor", "Day supervisor", "Operations chief",
          "Public information officer", "Software lead", "State warning point manager")  # fmt: skip
