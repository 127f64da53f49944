"""The lines of a session that may be indexed: which, and what is kept of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.session.documents import Documents, Raw

from .lenient import key_of, maps_of, number_of, prose_of, text_of, texts_of
from .row_types import LineRow, SessionRow, VerdictRow

LEAST = {
    "point": "open", "text": "open", "event": "open", "difference": "open", "cause": "open",
    "theme": "summary", "quote": "open", "story": "open", "lesson": "summary", "risk": "summary",
    "gap": "summary", "action": "actions", "recommendation": "summary", "commitment": "summary",
    "contact": "open", "parked": "open", "check": "open", "verdict": "summary",
}  # fmt: skip
"""Kinds that are indexed, and the narrowest setting of `share` under which each leaves the room."""
SHARES = {"open": 0, "summary": 1, "actions": 2, "nothing": 3}
_CONSENT = ("quote", "story", "contact")
_NO_WORDS = frozenset(
    {"rev", "kind", "stage", "question", "under", "n", "at", "edited", "group", "source", "after", "earlier",
     "slip", "forgotten", "gone", "deleted", "text", "due", "done", "state", "history", "replaced_by",
     "review", "on", "says", "what", "became", "consent", "type", "route", "outcome", "answer_id", "id"}
)  # fmt: skip
"""Fields that are not searched: ids, times, choices, and the line itself."""


class Lines:
    """The lines of one session.

    Args:
        documents: Its raw documents.
        script: Its template.
        plan: Id, number, title and record of each stage, and whether it is a break.
        session: Its own row.
    """

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
        self._revealed = {id_: texts_of(raw.get("revealed")) for id_, _, _, raw, _ in reversed(plan)}
        self._unseen = set(_private_questions(script))
        self._narrow = SHARES[session.share]
        self._with_by = session.names != "none"
        self._session = session

    def rows(self) -> tuple[list[LineRow], list[VerdictRow]]:
        """Lines that may be indexed, and verdicts."""
        twins = self._twins()
        lines: list[LineRow] = []
        verdicts: list[VerdictRow] = []
        for id_, raw in self._entries.items():
            kind = raw.get("kind")
            if not isinstance(kind, str) or kind not in LEAST or not self._open(raw, kind):
                continue
            if kind == "verdict":
                verdict = self._verdict(id_, raw)
                if verdict is not None:
                    verdicts.append(verdict)
            if not self._leaves(kind):
                continue
            number = self._number(raw, twins.get(id_, ""))
            line = self._line(id_, raw, kind, number)
            if line.text or line.more:
                lines.append(line)
        return lines, verdicts

    def _leaves(self, kind: str) -> bool:
        """Whether what was agreed to share lets lines of this kind leave their session."""
        return SHARES[LEAST[kind]] >= self._narrow

    def _open(self, raw: Raw, kind: str) -> bool:
        """Whether everybody in the room might have seen the line."""
        if raw.get("deleted") or raw.get("forgotten") or (raw.get("question"), kind) in self._unseen:
            return False
        if raw.get("private"):
            return False
        return not raw.get("slip") or raw.get("question") in self._revealed.get(str(raw.get("stage", "")), ())

    def _line(self, id_: str, raw: Raw, kind: str, number: str) -> LineRow:
        tags = [tag for tag in texts_of(raw.get("tags")) if tag]
        by = text_of(raw, "by") if self._with_by and raw.get("consent") != "unnamed" else ""
        owner = text_of(raw, "owner")
        state, since, reason = _state(kind, raw)
        text = "" if kind == "verdict" else prose_of(raw.get("text"))
        consented = kind not in _CONSENT or raw.get("consent") in ("yes", "unnamed")
        return LineRow(
            entry=id_,
            number=number,
            kind=kind,
            stage=text_of(raw, "stage"),
            text=text,
            more="\n".join(self._more(raw)),
            tags=" ".join(tags),
            keys=key_of(tags),
            owner=owner,
            by=by,
            who=key_of((owner, by, *(text_of(raw, name) for name in ("watcher", "to") if raw.get(name)))),
            due=text_of(raw, "due"),
            at=text_of(raw, "at"),
            type=text_of(raw, "type") or text_of(raw, "outcome"),
            route=text_of(raw, "route"),
            theme=self._theme(raw),
            target=text_of(raw, "target"),
            state=state,
            since=since or text_of(raw, "edited")[:10] or text_of(raw, "at")[:10],
            reason=reason,
            offered=consented,
            review=text_of(raw, "review") if kind == "lesson" else "",
            effect=kind == "lesson" and bool(text_of(raw, "effect")),
            settled=text_of(raw, "edited") if kind == "action" and state != "open" else "",
        )

    def _more(self, raw: Raw) -> Iterator[str]:
        for name, value in raw.items():
            if (
                name in _NO_WORDS
                or not value
                or (name == "by" and (not self._with_by or raw.get("consent") == "unnamed"))
            ):
                continue
            if not name.isidentifier():  # a heading or a column of somebody else
                yield clean_line(name)
            if isinstance(value, str):
                yield prose_of(value)
            elif isinstance(value, list):
                yield from (prose_of(part) for part in value if isinstance(part, str) and part)

    def _theme(self, raw: Raw) -> str:
        theme = self._entries.get(str(raw.get("group", "")), {})
        return text_of(theme, "text") if theme.get("kind") == "theme" and self._open(theme, "theme") else ""

    def _verdict(self, id_: str, raw: Raw) -> VerdictRow | None:
        session, _, entry = text_of(raw, "on").partition("/")
        if not entry:
            session, entry = self._session.id, session
        says = text_of(raw, "says")
        if not entry or not says:
            return None
        at = text_of(raw, "edited") or text_of(raw, "at")
        what, why = raw.get("what"), raw.get("reason")
        if not self._leaves("verdict"):  # that an action is done is known, and no more
            what = why = ""
        return VerdictRow(id_, session, entry, says, prose_of(what), prose_of(why), at, at[:10])

    def _number(self, raw: Raw, twin: str) -> str:
        n = number_of(raw, "n")
        return f"{self._numbers.get(text_of(raw, 'stage')) or '0'}.{n}{twin}" if n else ""

    def _twins(self) -> dict[str, str]:
        """Letters for lines that two windows gave one number at once, as `session.numbers` gives them."""
        seen: dict[tuple[str, int], int] = {}
        letters: dict[str, str] = {}
        for id_, raw in self._entries.items():
            n = number_of(raw, "n")
            own = ("" if raw.get("kind") == "private" else text_of(raw, "stage"), n)
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
            return "dropped", "", prose_of(raw["dropped"])
        done = text_of(raw, "done")
        return ("done", done, "") if done else ("open", "", "")
    if kind == "lesson":
        return state_of_lesson(raw)
    if kind == "parked":
        became = text_of(raw, "became")
        fate = "dropped" if became == "dropped" else "moved on" if became else "open"
        return fate, "", prose_of(raw.get("reason"))
    if kind == "verdict":
        return text_of(raw, "says"), "", prose_of(raw.get("reason"))
    if kind == "check":
        return text_of(raw, "answer"), "", ""
    return "", "", ""


def state_of_lesson(raw: Raw) -> tuple[str, str, str]:
    """The state a lesson has by itself, since which day, and why."""
    state = text_of(raw, "state") or "captured"
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


def _private_questions(script: Raw) -> Iterator[tuple[Any, str]]:
    """Questions whose answers are the facilitator's alone, with the kind these become."""
    for stage in maps_of(script.get("stages")):
        for question in maps_of(stage.get("questions")):
            capture = question.get("capture")
            if isinstance(capture, Mapping) and capture.get("private"):
                for kind in LEAST:  # whatever kind they were given since
                    yield question.get("id"), kind
