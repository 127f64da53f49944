"""Step 9: `@name`, `#tag` and `^date` at the start of a word.

At the ends of a piece they go; inside it the word stays and only the sign goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kmfacilitate.language import _

from ..documents import Value
from .days import read_day
from .lines import Room
from .names import Named, read_name
from .vocabulary import signs
from .words import has_word, in_word

_SIGN = re.compile(r"(?<!\S)(\\*)([@#^])")
_QUOTED = re.compile(r'"([^"\n]+)"')
_DAY_WORDS = re.compile(r"[^\s|]+(?:[^\S\n]+[^\s|]+){0,2}")
_WORD = re.compile(r"\S+")
_CLOSING = ".,;:!?)"
_MOST_SHOWN = 5


@dataclass(slots=True)
class Reading:
    """One line while it is read: what was found so far."""

    kind: str
    room: Room
    fields: dict[str, Value] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Pieces that no field could take, which go to the text."""

    def note(self, words: str) -> None:
        """Say something once."""
        if words not in self.notes:
            self.notes.append(words)

    def add_tag(self, tag: str) -> None:
        """Add a tag, unless it is there in any case."""
        tags = self.fields.setdefault("tags", [])
        if tag.casefold() not in (known.casefold() for known in tags):
            tags.append(tag)

    def set_person(self, field_name: str, person: Named) -> None:
        """Set who it is, and say when that is not certain."""
        self.fields[field_name] = person.name
        if person.fits:
            shown = " / ".join(person.fits[:_MOST_SHOWN]) + (" …" if len(person.fits) > _MOST_SHOWN else "")
            self.note(_("which? {shown}").format(shown=shown))
            self.unsure.append(field_name)
        elif person.new and self.room.people:
            self.note(_("new name: {name}").format(name=person.name))


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    sign: str
    value: Named | str | None
    """The person, the tag or the stored day; none for a date that is not one."""
    word: str
    """What stays of it inside a sentence."""


def take_tokens(words: str, reading: Reading, without: str = "") -> str:
    """Take the tokens out of a piece into the reading, and return the words that are left.

    Args:
        words: the piece.
        reading: what is found goes here.
        without: a sign that is not read in this piece.
    """
    known = signs(reading.kind)
    if not any(sign in words for sign in known if sign not in without):
        return words.strip()
    tokens, escaped = _find(words, reading, without)
    leading, trailing = _rows(words, tokens)
    cuts = [(at, at + 1, "") for at in escaped]
    for n, token in enumerate(tokens):
        at_end = n < leading or n >= trailing
        if token.value is None:
            reading.note(_("no date in {words}").format(words=words[token.start : token.end]))
        elif _take(token, known[token.sign], at_end, reading):
            cuts.append(_cut(words, token, n < leading) if at_end else (token.start, token.end, token.word))
    return _without(words, cuts)


def escape_tokens(words: str, kind: str, room: Room) -> str:
    """The words with a backslash before each sign that would be read."""
    reading = Reading(kind, room)
    known = signs(kind)
    at = [
        found.start()
        for found in _SIGN.finditer(words)
        if found[2] in known and _readable(_read(found[2], words, found.end(), reading))
    ]
    for place in reversed(at):
        words = words[:place] + "\\" + words[place:]
    return words


def write_token(sign: str, value: str, room: Room) -> str:
    """The token that reads as the value, or empty text if none does."""
    plain = f"{sign}{value}"
    forms = [plain, f'@"{value}"'] if sign == "@" else [plain]
    reading = Reading("", room)
    for form in forms:
        token = _read(sign, form, 1, reading)
        if token and token.end == len(form):
            read = token.value.name if isinstance(token.value, Named) else token.value
            if read == value:
                return form
    return ""


def _find(words: str, reading: Reading, without: str) -> tuple[list[_Token], list[int]]:
    """The tokens of a piece, and the places of backslashes that go."""
    known = signs(reading.kind)
    tokens: list[_Token] = []
    escaped: list[int] = []
    done = 0
    for found in _SIGN.finditer(words):
        if found.start() < done or found[2] not in known or found[2] in without:
            continue
        token = _read(found[2], words, found.end(), reading)
        if found[1]:
            if _readable(token):
                escaped.append(found.start())
        elif token:
            tokens.append(token)
            done = token.end
    return tokens, escaped


def _readable(token: _Token | None) -> bool:
    return token is not None and token.value is not None


def _read(sign: str, words: str, start: int, reading: Reading) -> _Token | None:
    if sign == "@":
        person = read_name(words, start, reading.room.people)
        return _Token(start - 1, person.end, sign, person, person.name) if person else None
    if sign == "#":
        if quoted := _QUOTED.match(words, start):
            tag = "-".join(quoted[1].split())
            taken = tag and _tag_end(tag, 0) == len(tag)
            return _Token(start - 1, quoted.end(), sign, tag, quoted[1]) if taken else None
        end = _tag_end(words, start)
        return _Token(start - 1, end, sign, words[start:end], words[start:end]) if end > start else None
    return _read_date(words, start, reading.room)


def _tag_end(words: str, start: int) -> int:
    if start >= len(words) or not words[start].isalpha():
        return start
    end = start + 1
    while end < len(words) and (words[end] in "_/-" or in_word(words[end])):
        end += 1
    ends = end == len(words) or words[end].isspace() or words[end] in _CLOSING
    return end if ends else start


def _read_date(words: str, start: int, room: Room) -> _Token | None:
    quoted = _QUOTED.match(words, start)
    said = quoted or _DAY_WORDS.match(words, start)
    if not said:
        return None
    ends = [said.end()] if quoted else [found.end() for found in _WORD.finditer(said[0])]
    for end in reversed(ends):
        typed = quoted[1] if quoted else said[0][:end]
        for candidate in dict.fromkeys((typed, typed.rstrip(_CLOSING))):
            day = read_day(candidate, room.today, room.language, room.day_first)
            if day:
                length = len(quoted[0]) if quoted else len(candidate)
                return _Token(start - 1, start + length, "^", day.isoformat(), candidate)
    first = start + ends[0] if not quoted else quoted.end()
    begins = words[start].isalnum() or quoted
    return _Token(start - 1, first, "^", None, "") if begins and has_word(words[start:first]) else None


def _rows(words: str, tokens: list[_Token]) -> tuple[int, int]:
    """How many tokens stand in a row at the start, and from which on they stand in a row at the end."""
    leading, at = 0, 0
    while leading < len(tokens) and not words[at : tokens[leading].start].strip():
        at = tokens[leading].end
        leading += 1
    if leading and not (at == len(words) or words[at].isspace()):
        leading -= 1
    trailing, at = len(tokens), len(words)
    while trailing and not words[tokens[trailing - 1].end : at].strip():
        trailing -= 1
        at = tokens[trailing].start
    return leading, trailing


def _take(token: _Token, field_name: str, at_end: bool, reading: Reading) -> bool:
    """Whether the token was taken into the reading; otherwise it stays as typed."""
    value = token.value
    if isinstance(value, Named):
        if field_name == "by" and not at_end:
            return False
        if field_name in reading.fields:
            if value.name != reading.fields[field_name]:
                one = _("one owner only") if field_name == "owner" else _("one name only")
                reading.note(_("{one}: {name} stays in the text").format(one=one, name=value.name))
            return False
        reading.set_person(field_name, value)
    elif token.sign == "#":
        reading.add_tag(str(value))
    elif field_name in reading.fields:
        if value != reading.fields[field_name]:
            reading.note(_("one date only: {word} stays in the text").format(word=token.word))
        return False
    else:
        reading.fields[field_name] = value
    return True


def _cut(words: str, token: _Token, leading: bool) -> tuple[int, int, str]:
    """The stretch that goes with a token at an end: itself and the space on its inner side."""
    start, end = token.start, token.end
    if leading:
        end = len(words) - len(words[end:].lstrip())
    else:
        start = len(words[:start].rstrip())
    return start, end, ""


def _without(words: str, cuts: list[tuple[int, int, str]]) -> str:
    """The words with stretches replaced."""
    parts: list[str] = []
    at = 0
    for start, end, instead in sorted(cuts):
        parts += [words[at:start], instead]
        at = end
    return "".join([*parts, words[at:]]).strip()
