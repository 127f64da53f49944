"""Times and days in words, as they stand on the screen and in plain mode."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime

from kmfacilitate.language import N_, NP_, _, ngettext, pgettext, speaking

from .local_words import local


def stopwatch(seconds: int) -> str:
    """Minutes and seconds: `6:12`; hours are minutes too (`75:00`)."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def spread(values: Collection[int]) -> str:
    """Marks by their lowest and highest: `2 to 5`; `8` where they are all the same."""
    low, high = min(values), max(values)
    return f"{low}" if low == high else _("{low} to {high}").format(low=low, high=high)


def long_day(day: date, today: date) -> str:
    """`Fri 27 November`, with the year where it is another one."""
    words = local()
    return words.write(words.long_day if day.year == today.year else words.long_day_year, day)


def short_day(day: date, today: date) -> str:
    """`27 Nov`, with the year where it is another one."""
    words = local()
    return words.write(words.short_day if day.year == today.year else words.short_day_year, day)


def due(day: date, today: date) -> str:
    """When something is due, seen from today: `today`, `in 3 days`, `1 day late`, else the day."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days < 0:
        return count(-days, "{n} day late", "{n} days late")
    return _("in {days} days").format(days=days) if days < 7 else short_day(day, today)


def count(number: int, one: str, many: str) -> str:
    """A number with its word: `count(2, "{n} lesson", "{n} lessons")`; a literal, for it is translated."""
    return ngettext(one, many, number).format(n=number)


def with_article(word: str) -> str:
    """The word of a kind as a sentence has it in its middle: `an action`, `a lesson`."""
    said = pgettext("an action", "an {kind}") if word[0] in "aeiou" else pgettext("a lesson", "a {kind}")
    return said.format(kind=_(word))


def marks_of(number: int, people: int) -> str:
    """How many marks are in, and of how many people where those are more: `7 of 9 marks`, `7 marks`."""
    if people > number:
        return ngettext("{n} of {all} mark", "{n} of {all} marks", people).format(n=number, all=people)
    return count(number, "{n} mark", "{n} marks")


def hour(moment: datetime) -> str:
    """`10:32`, of a moment in the meeting's own zone."""
    words = local()
    return words.write(words.hour, moment)


def hour_second(moment: datetime) -> str:
    """`10:32:07`."""
    words = local()
    return words.write(words.hour_second, moment)


PLACEHOLDERS = frozenset((
    NP_("placeholder", "ANSWER"), NP_("placeholder", "CODE"), NP_("placeholder", "COLUMN"),
    NP_("placeholder", "DAY"), NP_("placeholder", "DIR"), NP_("placeholder", "ENTRY"),
    NP_("placeholder", "FIELD"), NP_("placeholder", "FILE"), NP_("placeholder", "FILES"),
    NP_("placeholder", "FOLDER"), NP_("placeholder", "FOR"), NP_("placeholder", "GROUP"),
    NP_("placeholder", "KIND"), NP_("placeholder", "LESSON"), NP_("placeholder", "LINE"),
    NP_("placeholder", "MINUTES"), NP_("placeholder", "NAME"), NP_("placeholder", "NAMES"),
    NP_("placeholder", "NOTE"), NP_("placeholder", "NUMBER"), NP_("placeholder", "PEOPLE"),
    NP_("placeholder", "PROGRAMME"), NP_("placeholder", "REASON"), NP_("placeholder", "ROUTE"),
    NP_("placeholder", "SEED"), NP_("placeholder", "SESSION"), NP_("placeholder", "SESSIONS"),
    NP_("placeholder", "STAGE"), NP_("placeholder", "STATE"), NP_("placeholder", "TAG"),
    NP_("placeholder", "TEMPLATE"), NP_("placeholder", "TEXT"), NP_("placeholder", "TITLE"),
    NP_("placeholder", "VALUE"), NP_("placeholder", "VERB"), NP_("placeholder", "VERDICT"),
    NP_("placeholder", "VOTES"), NP_("placeholder", "WHEN"), NP_("placeholder", "WORD"),
    NP_("placeholder", "WORDS"), NP_("placeholder", "OPTIONS"), NP_("placeholder", "COMMAND"),
    NP_("placeholder", "ARGS"),
    NP_("placeholder", "SHELL"), NP_("placeholder", "PART"),
))  # fmt: skip
"""Words in capitals that stand for what is typed there: after a verb, a command or an option."""


def in_places(takes: str) -> str:
    """What is typed in a place, in the language spoken: `ENTRY [LINE]`, `SESSION|TEMPLATE`."""
    return re.sub("[A-Z]{2,}", _placeholder, takes)


def _placeholder(found: re.Match[str]) -> str:
    word = found[0]
    return pgettext("placeholder", word) if word in PLACEHOLDERS else word


def labelled(label: str, words: str) -> str:
    """Words with what they are before them: `why: nobody asked`."""
    return _("{label}: {words}").format(label=label, words=words)


def quoted(words: str) -> str:
    """Words in quotation marks, as the language spoken sets them."""
    return _("“{words}”").format(words=words)


def language_by_name(language: str) -> str:
    """A language as those who speak it call it: `English`, `français`."""
    with speaking(language):
        return _("English")


_KEPT_AS_IDS = (
    N_("yes"), N_("no"), N_("open"), N_("summary"), N_("actions"), N_("nothing"), N_("all"),
    N_("owners"), N_("none"), N_("done"), N_("dropped"), N_("applies"), N_("partly"), N_("happened"),
    N_("nearly"), N_("met"), N_("answered"), N_("passed on"), N_("again"), N_("captured"),
    N_("checked"), N_("validated"), N_("assigned"), N_("actioned"), N_("embedded"), N_("closed"),
    N_("information only"), N_("merged"), N_("superseded"), N_("rejected"), N_("stalled"),
    N_("reopened"), N_("local"), N_("process"), N_("tell"), N_("known"), N_("reject"), N_("keep"),
    N_("change"), N_("avoid"), N_("fix"), N_("notable"), N_("expected"), N_("better"), N_("worse"),
    N_("unclear"), N_("list"), N_("round"), N_("slips"),
)  # fmt: skip
"""Words that are kept as they are typed, in English, and shown by `_` in the language spoken."""
