"""Taking a name out of one session's words: an ordinary step, which undo takes back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kmfacilitate.clean import clean_line
from kmfacilitate.language import N_, _, speaking

from ..documents import Raw, Value, same
from ..edits import Act, Change, Edit, Now, Refused, change
from ..session import Session
from ..wording import count

SOMEBODY = N_("[name]")
_NOT_WORDS = frozenset(
    ("rev", "deleted", "kind", "stage", "question", "under", "n", "at", "edited", "group", "source", "after",
     "forgotten", "gone", "on", "of", "due", "type", "outcome", "state", "route", "method", "answer", "tally",
     "over", "earlier", "scores", "order", "chosen")
)  # fmt: skip
"""Fields that hold no words of the room."""


def somebody(session: Session) -> str:
    """What stands in the place of a name, in the language of the session: `[name]`."""
    with speaking(session.meeting.language):
        return _(SOMEBODY)


def redact(name: str, instead: str = "") -> Act:
    """Replace a name, as whole words and however it is capitalised, in all lines, titles and the people.

    Lines that were taken out are changed too, since they can be brought back.

    Raises:
        Refused: The name has no letter, or is nowhere.
    """
    wanted = clean_line(name)

    def act(session: Session, now: Now) -> Change:
        there = instead or somebody(session)
        if not any(map(str.isalnum, wanted)):
            raise Refused(_("Say which name: :redact Kate"))
        pattern = _pattern(wanted)
        edits: list[Edit] = []
        for table, ids in (("entries", session.entries), ("people", session.people)):
            for id_ in ids:
                raw = session.documents[table][id_]
                if raw.get("forgotten"):
                    continue
                fields = _replaced(raw, pattern, there)
                if fields and table == "entries":
                    fields["edited"] = now.stamp
                if fields:
                    edits.append(change(table, id_, raw, fields))
        lines = sum(1 for edit in edits if edit.table == "entries")
        meeting = session.documents["session"]["1"]
        titles = {
            field: pattern.sub(lambda _match: instead, meeting[field])
            for field in ("title", "project", "place", "facilitator")
            if isinstance(meeting.get(field), str) and pattern.search(meeting[field])
        }
        if titles:
            edits.append(change("session", "1", meeting, titles))
        if not edits:
            raise Refused(_("{wanted} is in no line of this session.").format(wanted=wanted))
        return Change(
            _("{wanted} is {instead} now, in {count}").format(
                wanted=wanted, instead=instead, count=count(lines, "{n} line", "{n} lines")
            ),
            tuple(edits),
        )

    return act


def without_name(session: Session, name: str, instead: str, now: Now) -> tuple[Edit, ...]:
    """The edits that take a name out of all of a session, also out of what no screen shows as a line."""
    try:
        edits = redact(name, instead)(session, now).edits
    except Refused:
        edits = ()
    pattern = _pattern(clean_line(name))
    for table in ("session", "stages", "conflicts"):
        for id_, raw in session.documents.get(table, {}).items():
            held = {field: raw[field] for field in ("history", "rounds", "reason", "other") if field in raw}
            edit = change(table, id_, raw, {f: _in_all(value, pattern, instead) for f, value in held.items()})
            edits += (edit,) if edit.after else ()
    return edits


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)


def _in_all(value: Value, pattern: re.Pattern[str], instead: str) -> Value:
    if isinstance(value, str):
        return pattern.sub(lambda _match: instead, value)
    if isinstance(value, (list, tuple)):
        return [_in_all(part, pattern, instead) for part in value]
    if isinstance(value, Mapping):
        return {key: _in_all(part, pattern, instead) for key, part in value.items()}
    return value


def _replaced(raw: Raw, pattern: re.Pattern[str], instead: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for field, value in raw.items():
        if field in _NOT_WORDS:
            continue
        after = _reworded(value, pattern, instead)
        if not same(value, after):
            found[field] = after
    return found


def _reworded(value: Value, pattern: re.Pattern[str], instead: str) -> Value:
    """A text, or a list of texts (of rows, in a history), with the name replaced."""
    if isinstance(value, str):
        return pattern.sub(lambda _match: instead, value)
    if isinstance(value, (list, tuple)):
        return [_reworded(part, pattern, instead) for part in value]
    return value
