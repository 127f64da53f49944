"""What Tab offers: names after `@`, tags after `#`, fields after `|`, words and kinds after `:`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..kinds import KINDS, kind_class
from .lines import Room
from .names import people_like
from .read import read_line
from .vocabulary import field_word, find_field, signs
from .words import fold

_WORD = re.compile(r":([^\W\d_][\w-]*)?\Z")
_TAG = re.compile(r"(?<!\S)#([^\s#]*)\Z")
_NAME = re.compile(r"(?<!\S)@([^@|\n]{0,60})\Z")
_FIELD = re.compile(r"\|[^\S\n]*([\w' -]{0,30})\Z")
_USED = re.compile(r"\|[^\S\n]*([^|:\n]{1,40}):")


def suggest(
    typed: str, cursor: int, room: Room, tags: Sequence[str] = (), words: Sequence[str] = ()
) -> tuple[int, list[str]]:
    """What may be completed at the cursor.

    Args:
        typed: the line so far.
        cursor: place of the cursor in it.
        room: as for reading.
        tags: the tags in use, the most used first.
        words: the command words of the place, without their colons.

    Returns:
        Where the part to be replaced begins (it ends at the cursor), and what may stand in its place:
        names, tags and words with their sign. An empty list if there is nothing to offer.
    """
    before = typed[: max(0, cursor)]
    if word := _WORD.fullmatch(before):
        kinds = (name for name, kind in KINDS.items() if kind.typed)
        return 0, _beginning(word[1] or "", ":", dict.fromkeys((*words, *kinds)))
    kind = read_line(before, room).kind or room.kind
    if (name := _NAME.search(before)) and "@" in signs(kind):
        if found := people_like(name[1], room.people):
            return name.start(), [f"@{person}" for person in found]
    elif (tag := _TAG.search(before)) and "#" in signs(kind):
        return tag.start(), _beginning(tag[1], "#", tags)
    elif bar := _FIELD.search(before):
        return bar.start(1), _fields(bar[1], kind, before[: bar.start()], room)
    return len(before), []


def _beginning(said: str, sign: str, words: Iterable[str]) -> list[str]:
    return [sign + word for word in words if fold(word).startswith(fold(said))]


def _fields(said: str, kind: str, before: str, room: Room) -> list[str]:
    """The fields that are not on the line yet."""
    used = {named[0] for word in _USED.findall(before) if (named := find_field(kind, word, room.language))}
    free = (
        field_word(name, says)
        for name, says in kind_class(kind).fields().items()
        if name not in used or name in ("tags", "why")
    )
    return [f"{word}: " for word in _beginning(said, "", free)]
