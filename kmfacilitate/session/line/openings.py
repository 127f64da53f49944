"""Steps 5 to 7: what is read at the very start of a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..documents import Value
from ..kinds import kind_class
from .vocabulary import kind_marks
from .words import fold, has_word, rows

_SIGNS = {"!": "!", "*": "*", ">": ">", "?": "?", "~": "~"}
_SIGNS |= {"！": "!", "＊": "*", "＞": ">", "？": "?", "～": "~"}
_EMPHASIS = re.compile(r"[*＊][^\s*＊](?:[^*＊\n]*[^\s*＊])?[*＊](?!\w)")

_TIME = (
    r"(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:[^\S\n]?[ap]\.?m\b\.?)?"
    r"|(?:[01]\d|2[0-3])\.[0-5]\d"
    r"|(?:[01]?\d|2[0-3])(?:[0-5]\dh|h[0-5]\d)"
    r"|(?:0?[1-9]|1[0-2])[^\S\n]?[ap]\.?m\b\.?)"
)
_NEXT_DAY = r"(?:next[^\S\n]+day[^\S\n]+)?"
_DATE = r"(?:\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{4})"
_WHEN = re.compile(
    rf"(?:\[(?P<label>[^\[\]\n]{{1,40}})\]|(?P<when>{_DATE}(?:[^\S\n]+{_TIME})?|{_NEXT_DAY}{_TIME}))(?=\s|$)\s*",
    re.IGNORECASE,
)
_OUTCOMES = {"+": "better", "＋": "better", "-": "worse", "−": "worse", "–": "worse", "－": "worse"}
_OUTCOMES |= {"=": "expected", "＝": "expected", "?": "unclear", "？": "unclear"}
_OUTCOME = re.compile(r"(?:\((?P<round>[-+=?−–＋－＝？])\)|(?P<sign>[-+=?−–＋－＝？]))(?=\s|$)\s*")

_TYPE = re.compile(r"(?P<type>[^\W\d_][\w' -]{0,30}?)\s*:(?!//)\s*")
_TO_WHOM = re.compile(r"(?P<to>[^\s:|@#^\"][^:|@#^\n]{0,80}?)[^\S\n]*:\s+(?=\S)")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """What the start of a text gives, and where the text goes on."""

    fields: Mapping[str, Value]
    rest: str


def read_mark(line: str) -> tuple[str, str] | None:
    """The kind that a sign at the start sets, and the text after it; or none where it is no such sign."""
    sign = _SIGNS.get(line[:1])
    if not sign or len(line) < 2:
        return None
    after = line[1]
    if not (after.isspace() or after.isalpha() or after in "@#^"):
        return None
    rest = line[1:].lstrip()
    if _SIGNS.get(rest[:1]) == sign or (sign == "*" and _EMPHASIS.match(line)):
        return None
    return kind_marks()[sign].name, rest


def read_opening(kind: str, text: str, language: str) -> Opening | None:
    """What a kind reads at the start of its text: a time and an outcome, a type, or to whom; or none."""
    fields = kind_class(kind).fields()
    if kind == "event":
        return _event(text)
    if kind == "lesson":
        return _type(text, fields["type"].choices, language)
    return _to_whom(text) if kind == "recommendation" else None


def _event(text: str) -> Opening | None:
    fields: dict[str, Value] = {}
    rest = text
    if (found := _WHEN.match(rest)) and _is_when(found):
        fields["when"] = (found["label"] or found["when"]).strip()
        rest = rest[found.end() :]
    outcome = _OUTCOME.match(rest)
    if outcome and (outcome["round"] or fields or outcome["sign"] not in "?？"):
        fields["outcome"] = _OUTCOMES[outcome["round"] or outcome["sign"]]
        rest = rest[outcome.end() :]
    return Opening(fields, rest) if fields else None


def _is_when(found: re.Match[str]) -> bool:
    if found["label"]:
        return has_word(found["label"])
    day = re.match(r"\d{4}-\d\d-\d\d", found["when"])
    if day:
        try:
            date.fromisoformat(day[0])
        except ValueError:
            return False
    return True


def _type(text: str, choices: tuple[str, ...], language: str) -> Opening | None:
    found = _TYPE.match(text)
    if not found:
        return None
    said = fold(found["type"])
    chosen = said if said in choices else None
    for row in rows(language):
        chosen = chosen or (row.choices.get(said) if row.choices.get(said) in choices else None)
    return Opening({"type": chosen}, text[found.end() :]) if chosen else None


def _to_whom(text: str) -> Opening | None:
    found = _TO_WHOM.match(text)
    if not found or len(found["to"].split()) > _MOST_WORDS or not any(map(str.isalpha, found["to"])):
        return None
    return Opening({"to": found["to"].strip()}, text[found.end() :])
