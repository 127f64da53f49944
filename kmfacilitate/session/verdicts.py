"""The words of a review: how they are typed, how they are kept, and what ends a line's way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kmfacilitate.language import N_, _

from .edits import Refused
from .line.words import choice_at_start

_KEPT: Mapping[str, str] = {"still open": "open", "did not": "did-not"}
"""Words of a verdict that are kept as a word of their own."""
_SHOWN: Mapping[str, str] = {
    "open": N_("still open"), "did-not": N_("did not happen"), "again": N_("happened again"),
    "exceeded": N_("exceeded"), "missed": N_("missed"), "not": N_("not"),
}  # fmt: skip
SETTLED: Mapping[str, tuple[str, ...]] = {
    "action": ("done", "dropped"),
    "commitment": ("done", "dropped"),
    "parked": ("done", "dropped"),
    "gap": ("answered", "passed on"),
    "lesson": ("no",),
}
"""Kind of an earlier line → verdicts after which it is not brought in again."""

UNFORESEEN = "unforeseen"
"""The word, and the tag, of what happened although nobody had feared it."""


def kept_as(says: str) -> str:
    """A verdict as it is kept, from the word the room said."""
    return _KEPT.get(says, says)


def in_words(says: str) -> str:
    """A kept verdict as it is read."""
    return _(_SHOWN.get(says, says))


def verdict_in(words: str, allowed: Sequence[str], language: str = "en") -> tuple[str, str]:
    """A verdict by its beginning, or that of any word in it (`open`), and the rest of the line as a note.

    In the session's and the reader's language it is said whole: `en partie`.

    Raises:
        Refused: When the line begins with no verdict, or with the beginning of two.
    """
    folded = words.casefold()
    whole = [v for v in allowed if re.match(rf"{re.escape(v.casefold())}(?!\w)", folded)]
    if whole:
        verdict = max(whole, key=len)
        return verdict, words[len(verdict) :].strip(_AROUND)
    if (there := choice_at_start(words, allowed, language)) is not None:
        return there[0], there[1].strip(_AROUND)
    first, _rest, rest = words.partition(" ")
    begun = first.casefold().rstrip(",:;")
    for begins in (_begins, _any_word_begins):
        fits = [v for v in allowed if begun and begins(v.casefold(), begun)]
        if len(fits) == 1:
            return fits[0], rest.strip(_AROUND)
        if fits:
            break
    raise Refused(_("Begin with one of: {allowed}.").format(allowed=", ".join(allowed)))


_AROUND = " ,:;|-"


def _begins(verdict: str, begun: str) -> bool:
    return verdict.startswith(begun)


def _any_word_begins(verdict: str, begun: str) -> bool:
    return any(word.startswith(begun) for word in verdict.split())
