"""Reading a capture line, step by step. Total: any text is read, nothing is refused, no word is lost."""

from __future__ import annotations

import re

from kmfacilitate.language import N_, _

from ...clean import clean
from .lines import Line, Room
from .names import find_person
from .openings import read_mark, read_opening
from .pieces import read_pieces
from .quotations import read_quotation
from .tokens import Reading
from .vocabulary import kind_words
from .words import fold, has_word

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u061c"
_STAGE = re.compile(r":(\d{1,4})(?=\s|$)\s*")
_COMMAND = re.compile(r":([^\W_][\w'’.-]*)\s*")
_ARROW = re.compile(r"(?:->|→)\s*")
_QUESTION_MARKS = ("?", "？")
ONLY_SIGNS = N_("nothing but signs: kept as typed")


def read_line(typed: str, room: Room) -> Line:
    """What a typed line means in the room. Never raises, whatever is typed.

    Args:
        typed: the line as it was typed or piped; it is cleaned here. It may hold newlines, which stay.
        room: what may be known at that moment.
    """
    line = clean(typed).strip()
    if not line.strip(_INVISIBLE).strip():
        return Line("nothing")
    if line in _QUESTION_MARKS:
        return Line("help")
    if line[0] == "\\" and reads_at_start(line.lstrip("\\"), room):
        return _entry(room.kind, line[1:], line, room, marked=False, opens=False)
    return _read_start(line, room) or _entry(room.kind, line, line, room, marked=False)


def reads_at_start(rest: str, room: Room) -> bool:
    """Whether a line beginning so would be read otherwise than as plain text."""
    if not rest:
        return False
    return (
        rest in _QUESTION_MARKS
        or _read_start(rest, room) is not None
        or read_opening(room.kind, rest, room.language) is not None
    )


def _read_start(line: str, room: Room) -> Line | None:
    """Steps 2 and 4 to 6: what the start of a line makes of it, or none for a plain line."""
    if line[0] == ":":
        return _command(line, room)
    if room.follows_cause and (arrow := _ARROW.match(line)) and has_word(line[arrow.end() :]):
        return Line("go-on", "cause", _with_arrows(line[arrow.end() :]))
    if marked := read_mark(line):
        return _entry(*marked, line, room, marked=True)
    return _quote(line, room)


def _command(line: str, room: Room) -> Line | None:
    if stage := _STAGE.match(line):
        return Line("to-stage", text=line[stage.end() :], word=stage[1])
    command = _COMMAND.match(line)
    if not command:
        return None
    word, rest = command[1], line[command.end() :]
    kind = kind_words(room.language).get(fold(word))
    if kind and rest:
        return _entry(kind, rest, line, room, marked=True)
    return Line("command", text=rest, word=word)


def _quote(line: str, room: Room) -> Line | None:
    quotation = read_quotation(line, room)
    if quotation is None or not has_word(quotation.words):
        return None
    if not quotation.closed:
        return _entry("quote", quotation.words, line, room, marked=True)
    reading = Reading("quote", room)
    if quotation.who:
        reading.set_person("by", find_person(quotation.who, room.people))
    if read_pieces(quotation.tail, reading) or reading.kept:
        return None
    return _line(reading, quotation.words, marked=True)


def _entry(kind: str, body: str, line: str, room: Room, *, marked: bool, opens: bool = True) -> Line:
    """Steps 7 to 11: a body as a kind; or, without a word in it, the whole line as the question's kind."""
    reading = Reading(kind, room)
    if opens and marked and body[:1] == "\\" and read_opening(kind, body.lstrip("\\"), room.language):
        body, opens = body[1:], False
    if opens and (opening := read_opening(kind, body, room.language)):
        reading.fields |= opening.fields
        body = opening.rest
    text = read_pieces(body, reading)
    if not has_word(text):
        return Line("entry", room.kind, line, notes=(_(ONLY_SIGNS),))
    return _line(reading, text, marked)


def _line(reading: Reading, text: str, marked: bool) -> Line:
    if reading.kind == "cause":
        text = _with_arrows(text)
    return Line(
        "entry",
        reading.kind,
        text,
        marked=marked,
        fields=reading.fields,
        notes=tuple(reading.notes),
        unsure=tuple(reading.unsure),
    )


def _with_arrows(chain: str) -> str:
    """Step 10: whys are parted by ` -> `, however the arrow was typed."""
    return chain.replace(" → ", " -> ")
