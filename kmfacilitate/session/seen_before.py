"""Earlier lessons beside the line at hand: what is looked for, what was found, and how it is said.

Nothing here asks anybody: a desk has it looked up and puts it here. It is the facilitator's alone, so it
stands in "Only you" or under the capture line, and never in what the room sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _, ngettext

from .advice_words import telling_words
from .answering import asking
from .edits import Refused
from .facilitation import Facilitation
from .kinds import Entry
from .kinds.activities import Verdict
from .lesson_life import AGAIN, CAPTURED, LEARNED, word
from .scene import Note
from .seen import Seen
from .walk import Place
from .wording import short_day

MOST = 5
"""Lessons that are offered beside a line."""
_BESIDE = 3
"""Lessons that are told in "Only you"; the others are a key away."""
_FEWEST = 2
"""Words that must tell something before anything is looked for."""
_LONGEST = 90
_HIDDEN_WAYS = ("slips", "vote", "rate", "check")
_OWN_WAYS = ("score", "complete", "review", "group", "rank", "pairs")
"""Activities that read lines of their own; a line with a sign is captured there as well."""
_NOT_PROSE = ("owner", "by", "due", "tags", "type", "route", "state", "outcome", "when")
_SIGN = re.compile(r"\s*[!*>?！＊？]\s*(?=\w|[@#^])")
_NOT_LOOKED_FOR = re.compile(r"(?<!\S)[@^](?:\"[^\"]*\"|\S+)|\|\s*[^|:\s]+:")


def words_to_look_for(f: Facilitation, typed: str, place: Place | None = None) -> str:
    """The words of a half-typed line that earlier lessons are looked for with; empty: none are.

    A note for the facilitator alone, a command, what is hidden from the room, and whatever is said in a
    confidential session is not looked for.
    """
    if f.session.meeting.family == "confidential":
        return ""
    start = typed.lstrip()[:1]
    sign = _SIGN.match(typed)
    if start in (":", "~", "～"):
        return ""
    way = asking(f, place).way
    if way in _HIDDEN_WAYS or (way in _OWN_WAYS and sign is None):
        return ""
    text = _NOT_LOOKED_FOR.sub(" ", typed[sign.end() :] if sign else typed)
    return text if len(telling_words(text, f.session.meeting.language)) >= _FEWEST else ""


def words_of_line(f: Facilitation, id_: str) -> str:
    """The words of a line that was captured, to look for earlier lessons with; empty: none are looked for."""
    entry = f.session.entries.get(id_)
    if entry is None or not entry.leaves or entry.deleted or f.session.sealed(entry):
        return ""
    if isinstance(entry, Verdict) or f.session.meeting.family == "confidential":
        return ""
    return " ".join(_prose(entry))


def _prose(entry: Entry) -> Iterator[str]:
    yield entry.text
    for name in type(entry).fields():
        value = getattr(entry, name, None)
        if name in _NOT_PROSE:
            continue
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, str))


def named(f: Facilitation, name: str) -> Seen:
    """The earlier lesson that `b2` (or `2`) names.

    Raises:
        Refused: There is none of that number.
    """
    number = name.casefold().removeprefix("b")
    lines = f.seen.lines
    if not lines:
        raise Refused(_("No earlier lesson is at hand: :before and some words looks for them."))
    if not (number.isascii() and number.isdigit() and 0 < int(number[:4]) <= len(lines)):
        sentence = ngettext(
            "There is no {name}: b1 is at hand.", "There is no {name}: b1 to b{n} are at hand.", len(lines)
        )
        raise Refused(sentence.format(name=name, n=len(lines)))
    return lines[int(number) - 1]


def is_number(words: str) -> bool:
    """Whether words name one of the lessons at hand (`2`, `b2`), and are no words to look for."""
    return re.fullmatch(r"[bB]?\d{1,3}", words.strip(), re.ASCII) is not None


def happened_again(f: Facilitation) -> frozenset[str]:
    """Earlier lessons (`session/entry`) of which this session says that they happened again."""
    return frozenset(e.on for _id, e in f.session.live() if isinstance(e, Verdict) and e.says == AGAIN)


def facts(f: Facilitation, seen: Seen) -> tuple[str, ...]:
    """Where an earlier lesson comes from, and what became of it."""
    here = seen.on in happened_again(f)
    state = "reopened" if here and seen.state in LEARNED else seen.state
    times = seen.again + here
    return tuple(
        part
        for part in (
            seen.title if seen.title != seen.text else "",
            _day(seen.day, f.now().today),
            word(state) if state not in ("captured", CAPTURED) else "",
            ngettext("happened again", "happened again {n} times", times).format(n=times) if times else "",
        )
        if part
    )


def _day(day: str, today: date) -> str:
    try:
        return short_day(date.fromisoformat(day), today)
    except ValueError:
        return day


def in_short(f: Facilitation, seen: Seen) -> str:
    """An earlier lesson in one line: `Keep a second key upstairs (Clinic, 2026-05-03)`."""
    known = ", ".join(facts(f, seen))
    return f"{beginning(seen.text)} ({known})" if known else beginning(seen.text)


def beginning(text: str) -> str:
    """The beginning of a text that is too long for a list, cut at a word."""
    words = clean_line(text)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]}…"


def beside_note(f: Facilitation) -> Note | None:
    """What "Only you" says of earlier lessons; nothing where there are none."""
    lines = f.seen.lines
    if not lines:
        return None
    told = tuple(in_short(f, each) for each in lines[:_BESIDE])
    left = len(lines) - len(told)
    more = (ngettext("and {n} more", "and {n} more", left).format(n=left),) if left else ()
    return Note(_("Seen before  ^L"), (*told, *more))


def listed(f: Facilitation) -> tuple[str, ...]:
    """The lessons at hand, a line each: `b1  Keep a second key upstairs (Clinic, 2026-05-03)`."""
    return tuple(f"b{at}  {in_short(f, each)}" for at, each in enumerate(f.seen.lines, 1))
