"""A yes or a no, as rooms say it in several languages."""

from __future__ import annotations

_YES = ("yes", "y", "ja", "oui", "ok", "ie", "agreed")
_NO = ("no", "n", "nein", "non", "na")


def said_yes(words: str) -> bool | None:
    """Whether a word is a yes or a no; none where it is neither."""
    word = words.strip().casefold().rstrip(",.:;")
    return True if word in _YES else False if word in _NO else None
