"""Lines from standard input, as bytes: UTF-8, else Windows-1252 with a word about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_LINE = 1_000_000
"""Bytes; a longer line is taken in pieces of this length."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line, its number (from 1), and whether it had to be read as Windows-1252."""

    number: int
    text: str
    guessed: bool


def lines(stream: BinaryIO) -> Iterator[Heard]:
    """The lines of a stream until it ends."""
    number = 0
    while data := stream.readline(LONGEST_LINE):
        number += 1
        if number == 1 and data.startswith(b"\xef\xbb\xbf"):
            data = data[3:]
        try:
            yield Heard(number, data.decode("utf-8").rstrip("\r\n"), False)
        except UnicodeDecodeError:
            yield Heard(number, data.decode("cp1252", "replace").rstrip("\r\n"), True)
