"""The head of a plainly written template, read without a YAML parser: Home shows it before its first paint.

Only what the heads of the shipped templates are made of is understood; of anything else it says nothing, and
the parser is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PlainHead = dict[str, "str | list[str] | dict[str, str]"]

_WANTED = frozenset(
    ("id", "technique", "title", "tagline", "summary", "learning", "purpose", "people", "family", "variants")
)
_KEY = re.compile(r"([a-z_]+):(?: (\S.*))?")
_TEXT = re.compile(r"[^\W_][^#:\"\\{}\[\]]*")
_LIST = re.compile(r"\[([a-z, -]+)\]")
_PAIRS = re.compile(r"\{([a-z]+: [0-9]+(?:, [a-z]+: [0-9]+)*)\}")
_NESTED = re.compile(r"  ([a-z]+): ([^\W_][^#:\"\\{}\[\]]*)")


def plain_head(text: str) -> PlainHead | None:
    """What stands above `stages:`, of the keys a title is made of; none where it is not written plainly."""
    head, stages, _ = text.partition("\nstages:")
    if "\t" in head:
        return None
    found: PlainHead = {}
    for key, value, below in _entries(head + stages):
        if key is None:
            return None
        if key == "stages":
            return found
        if key in _WANTED:
            read = _value(value, below)
            if read is None or key in found:
                return None
            found[key] = read
    return None


def _entries(text: str) -> Iterator[tuple[str | None, str, list[str]]]:
    """Keys of the top level with what stands beside and below them; a key of none is something else."""
    key, value, below = "", "", list[str]()
    for line in text.split("\n"):
        if not line or line.startswith((" ", "- ")):
            below.append(line)
            continue
        if line.startswith("#"):
            continue
        match = _KEY.fullmatch(line)
        if match is None:
            yield None, "", []
            return
        if key:
            yield key, value, below
        key, value, below = match[1], match[2] or "", []
        if key == "stages":
            yield key, value, below
            return


def _value(value: str, below: list[str]) -> str | list[str] | dict[str, str] | None:
    while below and not below[-1]:
        below.pop()
    if value == ">-":
        plain = all(line.startswith("  ") and not line.startswith("   ") for line in below)
        return " ".join(line.strip() for line in below) if plain and below else None
    if not value:
        pairs = [_NESTED.fullmatch(line) for line in below]
        return {pair[1]: pair[2] for pair in pairs if pair} if all(pairs) and pairs else None
    if below:
        return None
    if match := _LIST.fullmatch(value):
        return [part.strip() for part in match[1].split(",")]
    if match := _PAIRS.fullmatch(value):
        return dict(tuple(part.split(": ")) for part in match[1].split(", "))
    return value if _TEXT.fullmatch(value) else None
