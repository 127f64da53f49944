"""Writing an entry as the line that reads back as it: what editing shows."""

from __future__ import annotations

from collections.abc import Iterator

from ..documents import Value, without_empty
from ..kinds import KINDS, Entry, kind_class
from .lines import Line, Room
from .openings import read_opening
from .pieces import escape_words
from .quotations import PARTNERS
from .read import read_line
from .tokens import write_token
from .vocabulary import field_word, signs

_OUTCOME_SIGNS = {"better": "+", "worse": "-", "expected": "=", "unclear": "?"}


def write_line(entry: Entry, room: Room) -> str | None:
    """The line that reads back as the entry in the room, or none if no typed form does.

    Read in the same room, the line gives the entry's kind, text and typed fields. In a question of another
    kind it begins with the kind's sign or its word. Where there is none the form has to be opened instead.
    """
    kind = KINDS.get(entry.kind)
    if kind is None or not kind.typed:
        return None
    fields = typed_fields(entry)
    return next((line for line in _candidates(entry, fields, room) if _same(entry, fields, line, room)), None)


def typed_fields(entry: Entry) -> dict[str, Value]:
    """The fields of an entry that the line can say, as stored; empty ones are left out."""
    return without_empty({name: getattr(entry, name) for name in kind_class(entry.kind).fields()})


def _same(entry: Entry, fields: dict[str, Value], typed: str, room: Room) -> bool:
    line: Line = read_line(typed, room)
    return line.what == "entry" and (line.kind, line.text, without_empty(line.fields)) == (
        entry.kind,
        entry.text,
        fields,
    )


def _candidates(entry: Entry, fields: dict[str, Value], room: Room) -> Iterator[str]:
    """Forms of the line, the one most like what people type first."""
    if entry.kind == "quote":
        yield from _quotations(entry, fields, room)
    if not fields and entry.kind == room.kind:
        yield entry.text
    for body in _bodies(entry, fields, room):
        if entry.kind == room.kind:
            yield body
            yield f"\\{body}"
        mark = KINDS[entry.kind].mark
        if mark and entry.kind not in ("quote", room.kind):
            yield f"{mark} {body}"
            yield f"{mark} \\{body}"
        yield f":{entry.kind} {body}"
        yield f":{entry.kind} \\{body}"


def _quotations(entry: Entry, fields: dict[str, Value], room: Room) -> Iterator[str]:
    rest = _rest(entry, fields, room)
    for opening, closing in PARTNERS.items():
        if opening not in entry.text and not set(closing) & set(entry.text):
            yield f"{opening}{entry.text}{closing[-1]}{rest}"


def _bodies(entry: Entry, fields: dict[str, Value], room: Room) -> Iterator[str]:
    """The text with all that follows it, with what opens it if that can be written."""
    text = escape_words(entry.text, entry.kind, room)
    opening, opened = _opening(entry.kind, fields, room)
    if opening:
        others = {name: value for name, value in fields.items() if name not in opened}
        yield f"{opening}{text}{_rest(entry, others, room)}"
    yield f"{text}{_rest(entry, fields, room)}"


def _opening(kind: str, fields: dict[str, Value], room: Room) -> tuple[str, tuple[str, ...]]:
    """What stands before the text, and the fields it says."""
    if kind == "lesson" and "type" in fields:
        return f"{fields['type']}: ", ("type",)
    if kind == "recommendation" and "to" in fields:
        return f"{fields['to']}: ", ("to",)
    if kind != "event":
        return "", ()
    when, outcome = fields.get("when", ""), fields.get("outcome", "")
    bare = when and read_opening(kind, f"{when} x", room.language)
    if when and not (bare and bare.fields == {"when": when} and bare.rest == "x"):
        when = f"[{when}]"
    sign = _OUTCOME_SIGNS.get(outcome, "")
    sign = f"({sign})" if sign == "?" and not when else sign
    parts = [part for part in (when, sign) if part]
    return " ".join([*parts, ""]), tuple(name for name in ("when", "outcome") if name in fields)


def _rest(entry: Entry, fields: dict[str, Value], room: Room) -> str:
    """Tokens and fields, as they follow the text."""
    kind = kind_class(entry.kind)
    tokens: list[str] = []
    pieces: list[str] = []
    by_field = {field: sign for sign, field in signs(entry.kind).items()}
    for name, value in fields.items():
        values = value if isinstance(value, list) else [value]
        word = field_word(name, kind.speech(name))
        sign = by_field.get(name, "")
        written = [write_token(sign, str(one), room) for one in values] if sign else [""]
        if all(written):
            tokens += written
        elif sign or not isinstance(values[0], str):
            pieces.append(f"{word}: {', '.join(map(str, values))}")
        else:
            pieces += [f"{word}: {escape_words(one, entry.kind, room)}" for one in values]
    return "".join([f" {token}" for token in tokens] + [f" | {piece}" for piece in pieces])
