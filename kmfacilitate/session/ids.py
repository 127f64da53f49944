"""Ids: of entries (time-ordered integers as strings) and of sessions (twelve characters)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from random import Random

_EPOCH_MS = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp() * 1000)
_MOST_DIGITS = 19
"""Longer ids are none of ours, and one more than them would not fit 63 bits."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_SESSION_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}")


class Ids:
    """Hands out ids of documents: `(milliseconds since 2000) << 21 | 21 random bits`, always rising."""

    def __init__(self, chance: Random, greatest: int = 0) -> None:
        self._chance = chance
        self._greatest = greatest

    def saw(self, id_: str) -> None:
        """Take note of an id met in a file, so that the next one is greater."""
        if id_.isascii() and id_.isdigit() and len(id_) <= _MOST_DIGITS:
            self._greatest = max(self._greatest, int(id_))

    def new(self, at: datetime) -> str:
        """The next id, for a document made at that moment."""
        made = (int(at.timestamp() * 1000) - _EPOCH_MS) << 21 | self._chance.getrandbits(21)
        self._greatest = max(made, self._greatest + 1)
        return str(self._greatest)


def new_session_id(chance: Random) -> str:
    """An id of a session or library: twelve characters without i, l, o, u, in fours (`k3x9-7fq2-m8t4`)."""
    return _in_fours("".join(chance.choice(_ALPHABET) for _ in range(12)))


def is_session_id(text: str) -> bool:
    """Whether a text is an id of a session or library."""
    return _SESSION_ID.fullmatch(text) is not None


def session_id_from(text: str) -> str:
    """The id of a session that came from elsewhere: for one text the same each time, on every machine."""
    from hashlib import sha256  # needed by an import alone, and every start pays for what stands above

    number = int.from_bytes(sha256(text.encode("utf-8", "replace")).digest())
    letters = ""
    for _ in range(12):
        number, at = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[at]
    return _in_fours(letters)


def _in_fours(letters: str) -> str:
    return "-".join((letters[:4], letters[4:8], letters[8:]))
