"""Step 8: ` | field: value` cuts a line into pieces where the word is a field of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kmfacilitate.language import _

from ..kinds import Says, is_list, is_number, kind_class
from ..wording import with_article
from .days import read_day
from .lines import Room
from .names import find_person
from .tokens import Reading, escape_tokens, take_tokens
from .vocabulary import field_word, find_choice, find_field
from .words import has_word

_BAR = re.compile(
    r"\|[^\S\n]*(?P<name>[^\W\d_][\w'’-]{0,30}(?:[^\S\n][\w'’-]{1,30}){0,4})[^\S\n]*:(?!//)[^\S\n]*"
)
_WORST, _BEST = 1, 5


class _Bar(NamedTuple):
    """A bar that looks like the start of a field."""

    start: int
    end: int
    typed: str
    field: str
    """The field it names, or empty."""
    forgiven: bool
    escaped: bool


def read_pieces(body: str, reading: Reading) -> str:
    """Read fields and tokens into the reading, and return the text that is left.

    Text without a letter or digit means that the body is nothing but signs.
    """
    words, pieces = _cut(body, reading)
    text = take_tokens(words, reading)
    for bar, value in pieces:
        _store(bar, value, reading)
    return " ".join([text, *reading.kept]).strip() if has_word(text) else text


def escape_bars(text: str, kind: str, language: str) -> str:
    """The text with a backslash before each bar that would begin a field, or lose a backslash."""
    places = [bar.start for bar in _bars(text, kind, language) if bar.field or bar.escaped]
    for place in reversed(places):
        text = text[:place] + "\\" + text[place:]
    return text


def escape_words(text: str, kind: str, room: Room) -> str:
    """The text with backslashes before all that would be read inside it."""
    return escape_bars(escape_tokens(text, kind, room), kind, room.language)


def _bars(text: str, kind: str, language: str) -> Iterator[_Bar]:
    if "|" not in text:
        return
    for found in _BAR.finditer(text):
        named = find_field(kind, found["name"], language)
        escaped = found.start() > 0 and text[found.start() - 1] == "\\"
        yield _Bar(found.start(), found.end(), found["name"], *(named or ("", False)), escaped)


def _cut(body: str, reading: Reading) -> tuple[str, list[tuple[_Bar, str]]]:
    """The words before the first field, and each field with its value."""
    opened: _Bar | None = None
    pieces: list[tuple[_Bar, str]] = []
    words, value, at = "", "", 0
    for bar in _bars(body, reading.kind, reading.room.language):
        if bar.escaped:
            value += body[at : bar.start - 1]
            at = bar.start
        elif bar.field:
            value += body[at : bar.start]
            if opened:
                pieces.append((opened, value))
            else:
                words = value
            opened, value, at = bar, "", bar.end
        elif bar.typed.isalpha():
            reading.note(
                _("{typed}: is no field of {kind}; kept as text").format(
                    typed=bar.typed, kind=with_article(kind_class(reading.kind).name or "line")
                )
            )
    value += body[at:]
    if opened is None:
        return value, []
    return words, [*pieces, (opened, value)]


def _store(bar: _Bar, value: str, reading: Reading) -> None:
    kind = kind_class(reading.kind)
    says = kind.speech(bar.field)
    value = value.strip()
    if bar.forgiven:
        reading.note(
            _("{typed}: read as {field_word}:").format(
                typed=bar.typed, field_word=field_word(bar.field, says)
            )
        )
    if not value:
        reading.note(_("{typed}: has nothing after it").format(typed=bar.typed))
        return
    if bar.field == "tags":
        tags, _rest, more = value.partition("|")
        _store_tags(take_tokens(tags, reading, without="#"), reading)
        _keep(bar, "", more, reading)
    elif says.sign or says.choices or is_number(kind, bar.field):
        _store_exact(bar, says, value, reading)
    else:
        _store_prose(bar, take_tokens(value, reading), reading)


def _store_prose(bar: _Bar, value: str, reading: Reading) -> None:
    if not value:
        return
    if is_list(kind_class(reading.kind), bar.field):
        reading.fields.setdefault(bar.field, []).append(value)
    elif bar.field in reading.fields:
        reading.fields[bar.field] += f"; {value}"
    else:
        reading.fields[bar.field] = value


def _store_tags(value: str, reading: Reading) -> None:
    for tag in value.split(","):
        if words := "-".join(tag.strip().lstrip("#").split()):
            reading.add_tag(words)


def _store_exact(bar: _Bar, says: Says, value: str, reading: Reading) -> None:
    """A person, a day, a choice or a number; what is not one, and what is one too many, goes to the text."""
    value, _rest, more = value.partition("|")
    value = take_tokens(value, reading, without=says.sign)
    if not value:
        _keep(bar, "", more, reading)
    elif bar.field in reading.fields:
        reading.note(
            _("one {field_word} only: {value} stays in the text").format(
                field_word=field_word(bar.field, says), value=value
            )
        )
        _keep(bar, value, more, reading)
    elif problem := _set(bar, says, value, reading):
        reading.note(problem)
        _keep(bar, value, more, reading)
    else:
        _keep(bar, "", more, reading)


def _set(bar: _Bar, says: Says, value: str, reading: Reading) -> str:
    """Set the field; or say in words why the value does not fit."""
    room, word = reading.room, field_word(bar.field, says)
    if says.choices:
        choice = find_choice(value, says.choices, room.language)
        reading.fields |= {bar.field: choice} if choice else {}
        return (
            ""
            if choice
            else _("{word}: is one of {choices}; kept as text").format(
                word=word, choices=", ".join(says.choices)
            )
        )
    if says.sign == "@":
        person = find_person(value, room.people)
        if has_word(person.name):
            reading.set_person(bar.field, person)
        return "" if has_word(person.name) else _("no name in {value}").format(value=value)
    if says.sign == "^":
        day = read_day(value.strip('^" '), room.today, room.language, room.day_first)
        reading.fields |= {bar.field: day.isoformat()} if day else {}
        return "" if day else _("no date in {value}").format(value=value)
    number = int(value) if value.isdecimal() and len(value) == 1 else 0
    reading.fields |= {bar.field: number} if _WORST <= number <= _BEST else {}
    return (
        ""
        if _WORST <= number <= _BEST
        else _("{word}: is a number from one to five; kept as text").format(word=word)
    )


def _keep(bar: _Bar, value: str, more: str, reading: Reading) -> None:
    if value:
        reading.kept.append(f"| {bar.typed}: {value}")
    if more.strip():
        reading.kept.append(f"| {more.strip()}")
