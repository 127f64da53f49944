"""What the index keeps of one session: rows made from its raw documents, and what is left out.

No pydantic: a hundred thousand lines are read so. What is odd is left out rather than guessed at: the index
may hold less than a session, never more. It holds no private note, no unopened slip, no vote or rating, no
line that was taken out or forgotten, and of a confidential session nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from kmfacilitate.clean import LONGEST, clean, clean_line
from kmfacilitate.session.documents import Documents, Raw

from .words import fold

SESSION_KIND = "session"
"""The kind of the line that stands for a session itself."""
_LEAST = {
    "point": "open", "text": "open", "event": "open", "difference": "open", "cause": "open",
    "theme": "summary", "quote": "open", "story": "open", "lesson": "summary", "risk": "summary",
    "gap": "summary", "action": "actions", "recommendation": "summary", "commitment": "summary",
    "contact": "open", "parked": "open", "check": "open", "verdict": "summary",
}  # fmt: skip
"""Kinds that are indexed, and the narrowest setting of `share` under which each leaves the room."""
_SHARES = {"open": 0, "summary": 1, "actions": 2, "nothing": 3}
_NAMES = ("all", "owners", "none")
_FAMILIES = ("structured", "conversation", "confidential")
_CONSENT = ("quote", "story", "contact")
_NO_WORDS = frozenset(
    {"rev", "kind", "stage", "question", "under", "n", "at", "edited", "group", "source", "after", "earlier",
     "slip", "forgotten", "gone", "deleted", "text", "due", "done", "state", "history", "replaced_by",
     "review", "on", "says", "what", "became", "consent", "type", "route", "outcome", "answer_id", "id"}
)  # fmt: skip
"""Fields that are not searched: ids, times, choices, and the line itself."""


class SessionRow(NamedTuple):
    """A session as the index keeps it; seconds for `planned` and `used`."""

    id: str
    day: str
    title: str
    project: str
    technique: str
    template: str
    variant: str
    family: str
    state: str
    share: str
    names: str
    facilitator: str
    who: str
    created: str
    started: str
    ended: str
    people: int
    planned: int
    used: int


class LineRow(NamedTuple):
    """A line as the index keeps it. `since` is the day since which it has its state."""

    entry: str
    number: str
    kind: str
    stage: str
    text: str
    more: str
    tags: str
    keys: str
    owner: str
    by: str
    who: str
    due: str
    at: str
    type: str
    route: str
    theme: str
    target: str
    state: str
    since: str
    reason: str
    offered: bool


class VerdictRow(NamedTuple):
    """What a session says of a line of this or another one."""

    entry: str
    on_session: str
    on_entry: str
    says: str
    what: str
    reason: str
    at: str
    day: str


class StageRow(NamedTuple):
    """How long a stage was planned to be, and was; seconds."""

    stage: str
    title: str
    state: str
    planned: int
    used: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything of one session. No session: nothing of it may be indexed."""

    session: SessionRow | None = None
    lines: list[LineRow] = field(default_factory=list)
    verdicts: list[VerdictRow] = field(default_factory=list)
    stages: list[StageRow] = field(default_factory=list)


NOTHING = Rows()


def rows_of(documents: Documents, day: str) -> Rows:
    """The rows of a session.

    Args:
        documents: Its raw documents.
        day: The day in the name of its file; empty: that on which it was made.
    """
    meeting = _first(documents, "session")
    meta = _first(documents, "_meta")
    if not meeting or not _text(meta, "session"):
        return NOTHING
    family = _known(meeting, "family", _FAMILIES, "structured", "confidential")
    if family == "confidential" or meeting.get("confidential") or meeting.get("state") == "discarded":
        return NOTHING
    script = _first(documents, "template")
    plan = list(_plan(documents, script))
    used = _used(documents)
    stages = [
        StageRow(id_, title, _text(raw, "state"), max(0, _number(raw, "minutes")) * 60, used.get(id_, 0))
        for id_, _, title, raw, is_break in plan
        if id_ and not is_break
    ]
    session = _session(documents, meeting, meta, stages, used, day)
    reading = _Reading(documents, script, plan, session)
    lines, verdicts = reading.lines()
    alone = len(lines) == 1 and session.template == "imported" and lines[0].text == session.title
    if not alone:  # a record that was imported by itself stands for its session
        lines.append(_line_of_session(session))
    return Rows(session, lines, verdicts, stages)


def _session(
    documents: Documents,
    meeting: Raw,
    meta: Raw,
    stages: list[StageRow],
    used: Mapping[str, int],
    day: str,
) -> SessionRow:
    names = _known(meeting, "names", _NAMES, "owners", "none")
    facilitator = _text(meeting, "facilitator")
    people = [
        clean_line(raw["name"])
        for raw in documents.get("people", {}).values()
        if isinstance(raw.get("name"), str) and not raw.get("deleted") and not raw.get("forgotten")
    ]
    who = [facilitator, *(people if names == "all" else ())]
    here = _number(meeting, "later_count") or _number(meeting, "head_count") or len(people)
    return SessionRow(
        id=_text(meta, "session"),
        day=day or _text(meeting, "started")[:10] or _text(meeting, "created")[:10],
        title=_text(meeting, "title"),
        project=_text(meeting, "project"),
        technique=_text(meeting, "technique"),
        template=_text(meeting, "template"),
        variant=_text(meeting, "variant"),
        family=_known(meeting, "family", _FAMILIES, "structured", "confidential"),
        state=_text(meeting, "state") or "planned",
        share=_known(meeting, "share", tuple(_SHARES), "open", "nothing"),
        names=names,
        facilitator=facilitator,
        who=_key(who),
        created=_text(meeting, "created"),
        started=_text(meeting, "started"),
        ended=_text(meeting, "ended"),
        people=here,
        planned=sum(stage.planned for stage in stages if stage.state != "skipped"),
        used=sum(used.values()),
    )


def _line_of_session(session: SessionRow) -> LineRow:
    more = (session.project, session.technique, session.template, session.facilitator)
    return LineRow(
        entry="", number="", kind=SESSION_KIND, stage="", text=session.title,
        more="\n".join(part for part in dict.fromkeys(more) if part), tags="", keys="", owner="", by="",
        who=session.who, due="", at=session.started or session.created, type="", route="", theme="",
        target="", state=session.state, since="", reason="", offered=False,
    )  # fmt: skip


class _Reading:
    """Reads the entries of one session."""

    def __init__(
        self,
        documents: Documents,
        script: Raw,
        plan: list[tuple[str, str, str, Raw, bool]],
        session: SessionRow,
    ) -> None:
        self._entries = dict(
            sorted(documents.get("entries", {}).items(), key=lambda row: (len(row[0]), row[0]))
        )
        self._numbers = {id_: number for id_, number, _, _, _ in reversed(plan)}
        self._revealed = {id_: _list(raw.get("revealed")) for id_, _, _, raw, _ in reversed(plan)}
        self._unseen = set(_private_questions(script))
        self._narrow = _SHARES[session.share]
        self._with_by = session.names != "none"
        self._session = session

    def lines(self) -> tuple[list[LineRow], list[VerdictRow]]:
        """Lines that may be indexed, and verdicts."""
        twins = self._twins()
        lines: list[LineRow] = []
        verdicts: list[VerdictRow] = []
        for id_, raw in self._entries.items():
            kind = raw.get("kind")
            if not isinstance(kind, str) or kind not in _LEAST or not self._open(raw, kind):
                continue
            number = self._number(raw, twins.get(id_, ""))
            if kind == "verdict":
                verdict = self._verdict(id_, raw)
                if verdict is not None:
                    verdicts.append(verdict)
            line = self._line(id_, raw, kind, number)
            if line.text or line.more:
                lines.append(line)
        return lines, verdicts

    def _open(self, raw: Raw, kind: str) -> bool:
        """Whether everybody in the room might have seen the line."""
        if raw.get("deleted") or raw.get("forgotten") or (raw.get("question"), kind) in self._unseen:
            return False
        if raw.get("private"):
            return False
        return not raw.get("slip") or raw.get("question") in self._revealed.get(str(raw.get("stage", "")), ())

    def _line(self, id_: str, raw: Raw, kind: str, number: str) -> LineRow:
        tags = [tag for tag in _list(raw.get("tags")) if tag]
        by = _text(raw, "by") if self._with_by else ""
        owner = _text(raw, "owner")
        state, since, reason = _state(kind, raw)
        text = "" if kind == "verdict" else _words(raw.get("text"))
        leaves = _SHARES[_LEAST[kind]] >= self._narrow
        consented = kind not in _CONSENT or raw.get("consent") == "yes"
        return LineRow(
            entry=id_,
            number=number,
            kind=kind,
            stage=_text(raw, "stage"),
            text=text,
            more="\n".join(self._more(raw)),
            tags=" ".join(tags),
            keys=_key(tags),
            owner=owner,
            by=by,
            who=_key((owner, by, *(_text(raw, name) for name in ("watcher", "to") if raw.get(name)))),
            due=_text(raw, "due"),
            at=_text(raw, "at"),
            type=_text(raw, "type") or _text(raw, "outcome"),
            route=_text(raw, "route"),
            theme=self._theme(raw),
            target=_text(raw, "target"),
            state=state,
            since=since or _text(raw, "edited")[:10] or _text(raw, "at")[:10],
            reason=reason,
            offered=leaves and consented,
        )

    def _more(self, raw: Raw) -> Iterator[str]:
        for name, value in raw.items():
            if name in _NO_WORDS or not value or (name == "by" and not self._with_by):
                continue
            if isinstance(value, str):
                yield _words(value)
            elif isinstance(value, list):
                yield from (_words(part) for part in value if isinstance(part, str) and part)

    def _theme(self, raw: Raw) -> str:
        theme = self._entries.get(str(raw.get("group", "")), {})
        return _text(theme, "text") if theme.get("kind") == "theme" and self._open(theme, "theme") else ""

    def _verdict(self, id_: str, raw: Raw) -> VerdictRow | None:
        session, _, entry = _text(raw, "on").partition("/")
        if not entry:
            session, entry = self._session.id, session
        says = _text(raw, "says")
        if not entry or not says:
            return None
        at = _text(raw, "edited") or _text(raw, "at")
        return VerdictRow(
            id_, session, entry, says, _words(raw.get("what")), _words(raw.get("reason")), at, at[:10]
        )

    def _number(self, raw: Raw, twin: str) -> str:
        n = _number(raw, "n")
        return f"{self._numbers.get(_text(raw, 'stage')) or '0'}.{n}{twin}" if n else ""

    def _twins(self) -> dict[str, str]:
        """Letters for lines that two windows gave one number at once, as `session.numbers` gives them."""
        seen: dict[tuple[str, int], int] = {}
        letters: dict[str, str] = {}
        for id_, raw in self._entries.items():
            n = _number(raw, "n")
            own = ("" if raw.get("kind") == "private" else _text(raw, "stage"), n)
            given = {own} if n else set()
            earlier = raw.get("earlier")
            if isinstance(earlier, list):
                given |= {
                    (pair[0], pair[1])
                    for pair in earlier
                    if isinstance(pair, list) and len(pair) == 2
                    and isinstance(pair[0], str) and isinstance(pair[1], int)
                }  # fmt: skip
            for number in given:
                before = seen.get(number, 0)
                seen[number] = before + 1
                if before and number == own:
                    letters[id_] = chr(ord("a") + min(before, 25))
        return letters


def _state(kind: str, raw: Raw) -> tuple[str, str, str]:
    """The state a line has by itself, since which day where that is known, and why."""
    if kind == "action":
        if raw.get("dropped"):
            return "dropped", "", _words(raw["dropped"])
        done = _text(raw, "done")
        return ("done", done, "") if done else ("open", "", "")
    if kind == "lesson":
        return _state_of_lesson(raw)
    if kind == "parked":
        became = _text(raw, "became")
        fate = "dropped" if became == "dropped" else "moved on" if became else "open"
        return fate, "", _words(raw.get("reason"))
    if kind == "verdict":
        return _text(raw, "says"), "", _words(raw.get("reason"))
    if kind == "check":
        return _text(raw, "answer"), "", ""
    return "", "", ""


def _state_of_lesson(raw: Raw) -> tuple[str, str, str]:
    state = _text(raw, "state") or "captured"
    if state not in ("merged", "superseded", "rejected"):
        if raw.get("replaced_by"):
            state = "superseded"
        elif raw.get("route") == "reject":
            state = "rejected"
    history = raw.get("history")
    for step in reversed(history if isinstance(history, list) else []):
        if isinstance(step, list) and len(step) >= 2 and step[1] == state and isinstance(step[0], str):
            return state, step[0][:10], clean(str(step[2])) if len(step) > 2 else ""
    return state, "", ""


def _plan(documents: Documents, script: Raw) -> Iterator[tuple[str, str, str, Raw, bool]]:
    """Id, number, title and record of each stage that was planned, in order, and whether it is a break."""
    known: dict[str, Raw] = {}
    for stage in _list_of_maps(script.get("stages")):
        known.setdefault(_text(stage, "id"), stage)
    number = 0
    table = documents.get("stages", {})
    for _, raw in sorted(table.items(), key=lambda row: (len(row[0]), row[0])):
        id_ = _text(raw, "stage")
        if id_ not in known or raw.get("deleted"):
            continue
        stage = known[id_]
        is_break = stage.get("break") in (True, "yes", "true", "True", "Yes") or bool(stage.get("break_"))
        number += not is_break
        yield id_, "" if is_break else str(number), _text(stage, "title"), raw, is_break


def _private_questions(script: Raw) -> Iterator[tuple[Any, str]]:
    """Questions whose answers are the facilitator's alone, with the kind these become."""
    for stage in _list_of_maps(script.get("stages")):
        for question in _list_of_maps(stage.get("questions")):
            capture = question.get("capture")
            if isinstance(capture, Mapping) and capture.get("private"):
                for kind in _LEAST:  # whatever kind they were given since
                    yield question.get("id"), kind


def _used(documents: Documents) -> dict[str, int]:
    """Seconds used by each stage, up to the last mark."""
    marks = sorted(
        (_text(raw, "at"), len(id_), id_, raw.get("where", "stage"), _text(raw, "stage"))
        for id_, raw in documents.get("clock", {}).items()
        if not raw.get("deleted") and isinstance(raw.get("at"), str) and isinstance(raw.get("where", ""), str)
    )
    used: dict[str, float] = {}
    for mark, following in pairwise(marks):
        if mark[3] == "stage":
            try:
                length = datetime.fromisoformat(following[0]) - datetime.fromisoformat(mark[0])
                used[mark[4]] = used.get(mark[4], 0) + max(0.0, length.total_seconds())
            except (ValueError, TypeError):
                continue
    return {stage: int(seconds) for stage, seconds in used.items()}


def _first(documents: Documents, table: str) -> Raw:
    for raw in documents.get(table, {}).values():
        if isinstance(raw, Mapping):
            return raw
    return {}


def _known(raw: Raw, name: str, known: tuple[str, ...], usual: str, tightest: str) -> str:
    """A choice; of one that can't be read the most careful is assumed."""
    value = raw.get(name)
    if value is None or value == "":
        return usual
    return value if isinstance(value, str) and value in known else tightest


def _text(raw: Raw | None, name: str) -> str:
    value = raw.get(name) if raw is not None else None
    if not isinstance(value, str) or not value:
        return ""
    return value.strip() if value.isprintable() else clean_line(value)


def _words(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return value[:LONGEST].strip() if value.isprintable() else clean(value).strip()


def _number(raw: Raw, name: str) -> int:
    value = raw.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _list(value: Any) -> list[str]:
    return [clean_line(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _list_of_maps(value: Any) -> list[Raw]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _key(names: Any) -> str:
    """Names as they are compared: folded, every word between spaces; empty where there are none."""
    words = " | ".join(" ".join(fold(name).split()) for name in names if name)
    return f" {words} " if words else ""
