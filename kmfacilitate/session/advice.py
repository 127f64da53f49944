"""Advice on a lesson: what a good colleague would ask while it is typed. It never blocks anything.

Pure and quick, for it runs at every key. What needs the words of a language is asked only in languages that
have a row in `advice_words`; elsewhere only what can be told from the fields, lengths and capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kmfacilitate.language import _

from .advice_words import EVERYDAY, judged, telling_words
from .lesson_life import CAPTURED, SAYS_IT_ALL
from .line.words import fold

TOO_MANY = 7
"""Open actions from which a room is asked which come first."""
_BEGUN = 3
"""Words from which a half-typed line is asked for what it does not say yet."""
_ALIKE, _FEWEST_ALIKE = 0.6, 3
"""Share of the telling words, and how many of them, that make two lessons look alike."""
_ROMAN = frozenset("IVXLCDM")
_CAPITALS = re.compile(r"(?<![\w-])[^\W_a-z]{2,7}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: the field it is about, and the question to ask.

    `text` is the line itself; `before` is about a lesson of an earlier session, and no field at all.
    """

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a lesson, as far as they are known."""

    text: str
    recommendation: str = ""
    why: tuple[str, ...] = ()
    source: str = ""
    """The line it was taken from, which holds its why."""
    state: str = CAPTURED
    route: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a lesson.

    `people` are the names in the room; `known` are capitals explained elsewhere; `seen` says whether capitals
    stood in an earlier line; `others` are the other lessons: how each is called, and its telling words;
    `before` are lessons of earlier sessions.
    """

    people: tuple[str, ...] = ()
    language: str = "en"
    known: Collection[str] = ()
    seen: Callable[[str], bool] = lambda capitals: False
    others: Sequence[tuple[str, frozenset[str]]] = ()
    before: Sequence[tuple[str, frozenset[str]]] = ()
    open_actions: int = 0


def advise(
    lesson: Wording, around: Around, *, typing: bool = False, closing: bool = False
) -> tuple[Advice, ...]:
    """What to ask about a lesson, the most useful first; nothing where it is good.

    Args:
        lesson: Its words.
        around: The room.
        typing: Whether it is half typed: what it does not say yet is asked for once it has a few words.
        closing: Whether to ask what belongs to the end: where it goes, and too many open actions.
    """
    told = judged(around.language)
    advice = lesson.recommendation or lesson.text
    field = "recommendation" if lesson.recommendation else "text"
    folded = f" {fold(advice)} "
    words = folded.split()
    begun = not typing or len(words) >= _BEGUN
    found: list[Advice] = []
    if named := _named(lesson, around.people, told.because):
        found.append(
            Advice("why", _("{named}: say it as a condition rather than a person?").format(named=named))
        )
    if _is_vague(words, folded, told.vague, told.articles, told.vague_phrases):
        found.append(Advice(field, _("Who does what, when?")))
    if capitals := _unexplained(f"{lesson.text} {lesson.recommendation}", around):
        found.append(
            Advice(field, _("{capitals}: expand it for a reader elsewhere?").format(capitals=capitals))
        )
    if other := _like(lesson.text, around.others, around.language):
        found.append(same_as(other))
    elif other := _like(lesson.text, around.before, around.language):
        words_of_it = _("Learned before, as {other}? Then :again {other} counts it once more.")
        found.append(Advice("before", words_of_it.format(other=other)))
    if begun and len(words) < SAYS_IT_ALL and not _without_spaces(advice):
        found.append(Advice("recommendation", _("What exactly should someone do?")))
    if (
        begun
        and told.because
        and not (lesson.why or lesson.source or _says_why(folded, lesson, told.because))
    ):
        found.append(Advice("why", _("Why did that happen? And why was that?")))
    if closing:
        found += _at_the_close(lesson, around)
    return tuple(found)


def _at_the_close(lesson: Wording, around: Around) -> list[Advice]:
    found = []
    if not lesson.route and lesson.state in (CAPTURED, "checked"):
        found.append(Advice("route", _("Where does this go?")))
    elif not lesson.owner and lesson.route in ("local", "process", "tell"):
        found.append(Advice("owner", _("Who takes it there?")))
    if around.open_actions > TOO_MANY:
        found.append(
            Advice(
                "actions",
                _("{open_actions} actions are open. Which three first?").format(
                    open_actions=around.open_actions
                ),
            )
        )
    return found


def _is_vague(
    words: list[str],
    folded: str,
    vague: frozenset[str],
    articles: frozenset[str],
    phrases: tuple[str, ...],
) -> bool:
    first = next((word for word in words if word not in articles), "").strip(".,;:!?")
    return first in vague or any(phrase in folded for phrase in phrases)


def _says_why(folded: str, lesson: Wording, because: tuple[str, ...]) -> bool:
    said = folded if not lesson.recommendation else f"{folded}{fold(lesson.text)} "
    return any(f" {word} " in said or f" {word}, " in said for word in because)


def _named(lesson: Wording, people: tuple[str, ...], because: tuple[str, ...]) -> str:
    """Whoever of the room is named as the cause: in the why, or after a because."""
    pattern = _names(people) if people else None
    if pattern is None:
        return ""
    after = next(
        (lesson.text.partition(f" {word} ")[2] for word in because if f" {word} " in lesson.text), ""
    )
    for why in (*lesson.why, after):
        if found := pattern.search(why):
            return str(found[0])
    return ""


@lru_cache(maxsize=8)
def _names(people: tuple[str, ...]) -> re.Pattern[str] | None:
    """Whole names and first names as they are written: `Will` is somebody, `will` is not."""
    names = {name.strip() for name in people} | {name.split()[0] for name in people if name.split()}
    long = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)") if long else None


def _unexplained(text: str, around: Around) -> str:
    """The first word in capitals that nobody explained: not here, not in an earlier line."""
    if text.islower():
        return ""
    found: list[str] = [
        word for word in _CAPITALS.findall(text)
        if word.isupper() and sum(map(str.isalpha, word)) > 1 and not _ROMAN.issuperset(word)
    ]  # fmt: skip
    if not found or len(found) * 2 > len(text.split()):  # a whole line in capitals is loud, not short
        return ""
    for word in found:
        explained = f"({word}" in text or f"{word} (" in text
        if not (explained or word in EVERYDAY or word in around.known or around.seen(word)):
            return word
    return ""


def _like(text: str, others: Sequence[tuple[str, frozenset[str]]], language: str) -> str:
    """The other lesson that this one looks like, as it is called."""
    if not others:
        return ""
    mine = telling_words(text, language)
    if len(mine) < _FEWEST_ALIKE:
        return ""
    best, called = 0.0, ""
    for name, theirs in others:
        if (share := alike(mine, theirs)) > best:
            best, called = share, name
    return called


def same_as(other: str) -> Advice:
    """What is asked where a lesson looks like another one, as that is called."""
    return Advice("text", _("Same as {other}? Merge, keep apart, or supersede.").format(other=other))


def alike(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of their telling words that two lessons have in common, if they look alike by it; else 0."""
    shared = len(mine & theirs)
    share = shared / min(len(mine), len(theirs)) if shared >= _FEWEST_ALIKE else 0.0
    return share if share >= _ALIKE else 0.0


def _without_spaces(text: str) -> bool:
    """Whether words are not parted by spaces (Chinese, Japanese, Thai, …), so that they can't be counted."""
    return any("\u0e00" <= char <= "\u0fff" or "\u3040" <= char <= "\u9fff" for char in text)
