"""Taking a name out of one session's words: an ordinary step, which undo takes back."""

from __future__ import annotations

import re

from kmfacilitate.clean import clean_line

from ..documents import Raw, Value
from ..edits import Act, Change, Edit, Now, Refused, change
from ..session import Session
from ..wording import count

SOMEBODY = "[name]"
_NOT_WORDS = frozenset(
    ("rev", "deleted", "kind", "stage", "question", "under", "n", "at", "edited", "group", "source", "after",
     "forgotten", "gone", "on", "due", "type", "outcome", "state", "route", "method", "answer", "tally",
     "over", "earlier", "scores", "order", "chosen")
)  # fmt: skip
"""Fields that hold no words of the room."""


def redact(name: str, instead: str = SOMEBODY) -> Act:
    """Replace a name, as whole words and however it is capitalised, in all lines, titles and the people.

    Lines that were taken out are changed too, since they can be brought back.

    Raises:
        Refused: The name has no letter, or is nowhere.
    """
    wanted = clean_line(name)

    def act(session: Session, now: Now) -> Change:
        if not any(map(str.isalnum, wanted)):
            raise Refused("Say which name: :redact Kate")
        words = r"\s+".join(map(re.escape, wanted.split()))
        pattern = re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)
        edits: list[Edit] = []
        for table, ids in (("entries", session.entries), ("people", session.people)):
            for id_ in ids:
                raw = session.documents[table][id_]
                if raw.get("forgotten"):
                    continue
                fields = _replaced(raw, pattern, instead)
                if fields and table == "entries":
                    fields["edited"] = now.stamp
                if fields:
                    edits.append(change(table, id_, raw, fields))
        lines = sum(1 for edit in edits if edit.table == "entries")
        meeting = session.documents["session"]["1"]
        titles = {
            field: pattern.sub(lambda _: instead, meeting[field])
            for field in ("title", "project", "place", "facilitator")
            if isinstance(meeting.get(field), str) and pattern.search(meeting[field])
        }
        if titles:
            edits.append(change("session", "1", meeting, titles))
        if not edits:
            raise Refused(f"{wanted} is in no line of this session.")
        return Change(f"{wanted} is {instead} now, in {count(lines, 'line', 'lines')}", tuple(edits))

    return act


def _replaced(raw: Raw, pattern: re.Pattern[str], instead: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for field, value in raw.items():
        if field in _NOT_WORDS:
            continue
        if isinstance(value, str) and pattern.search(value):
            found[field] = pattern.sub(lambda _: instead, value)
        elif isinstance(value, (list, tuple)) and any(
            isinstance(v, str) and pattern.search(v) for v in value
        ):
            found[field] = [pattern.sub(lambda _: instead, v) if isinstance(v, str) else v for v in value]
    return found
