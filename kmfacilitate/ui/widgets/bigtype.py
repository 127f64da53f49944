"""Large type out of half blocks, for a question or a clock that is read from the back of the room.

One face is drawn (`bigtype_face.py`); the larger ones are made from it: stretched, doubled with its corners
smoothed, and doubled again for the clock. Two pixels stand above each other in one cell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kmfacilitate.ui.measure import balanced, wrap
from kmfacilitate.ui.widgets.bigtype_face import FACE

Bitmap = tuple[str, ...]
"""Rows of a letter, `#` for ink."""

_SPACE = 3
_HEIGHT = 9
"""Rows of a letter in the face as drawn; a capital with an accent has one more."""
_SAME_AS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "−": "–", "‐": "-", "\u00a0": " "})
_ACCENTS = {
    "\u0300": ".#...\n..#..",
    "\u0301": "...#.\n..#..",
    "\u0302": "..#..\n.#.#.",
    "\u0303": ".##.#\n#.##.",
    "\u0308": ".#.#.\n.....",
    "\u030a": "..#..\n..#..",
}


@dataclass(frozen=True)
class Face:
    """Letters of one size.

    `ascent` and `descent` are the pixels above and below the line; `leading` the empty ones between lines.
    """

    letters: dict[str, Bitmap]
    ascent: int
    descent: int
    gap: int
    space: int
    leading: int

    @property
    def line_height(self) -> int:
        """Pixels from one line to the next, an even number."""
        height = self.ascent + self.descent + self.leading
        return height + height % 2

    def width(self, text: str) -> int:
        """Pixels, which are cells, a text takes."""
        total = 0
        for letter in text:
            total += self.space if letter == " " else len(self.letters[letter][0]) + self.gap
        return max(0, total - self.gap)

    def has(self, text: str) -> bool:
        """Whether every letter of the text can be drawn."""
        return all(letter == " " or letter in self.letters for letter in text)

    def draw(self, text: str) -> list[str]:
        """A line of text as rows of half blocks, cut at its ink on the right."""
        rows = [""] * self.line_height
        for letter in text:
            if letter == " ":
                rows = [row + " " * self.space for row in rows]
                continue
            bitmap = self.letters[letter]
            above = self.line_height - len(bitmap)
            blank = " " * (len(bitmap[0]) + self.gap)
            for y in range(self.line_height):
                at = y - above
                ink = bitmap[at] + "." * self.gap if 0 <= at < len(bitmap) else blank
                rows[y] += ink
        return _half_blocks(rows)


def _half_blocks(rows: Sequence[str]) -> list[str]:
    signs = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    return [
        "".join(signs[a == "#", b == "#"] for a, b in zip(rows[y], rows[y + 1], strict=True)).rstrip()
        for y in range(0, len(rows), 2)
    ]


def readable(text: str) -> str:
    """Text in the letters a face has: typographic quotes become plain ones, an ellipsis three dots."""
    return unicodedata.normalize("NFC", text.translate(_SAME_AS).replace("…", "..."))


@cache
def small() -> Face:
    """The face as it is drawn: five rows of cells a line."""
    letters: dict[str, Bitmap] = {}
    for block in FACE.strip("\n").split("\n\n"):
        names, *rows = block.split("\n")
        drawn = [row.split() for row in rows]
        for at, name in enumerate(names.split()):
            letters[name] = tuple(row[at] for row in drawn)
    letters |= _accented(letters)
    return Face(letters, ascent=7, descent=2, gap=1, space=_SPACE, leading=1)


@cache
def tall() -> Face:
    """The small face, half as high again: seven rows of cells a line."""
    stretched = (0, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8)
    letters = {
        name: (*bitmap[:-_HEIGHT], *(bitmap[-_HEIGHT:][row] for row in stretched))
        for name, bitmap in small().letters.items()
    }
    return Face(letters, ascent=10, descent=2, gap=1, space=_SPACE, leading=2)


@cache
def double() -> Face:
    """The small face doubled, its corners smoothed: ten rows of cells a line."""
    letters = {name: _doubled(bitmap) for name, bitmap in small().letters.items()}
    return Face(letters, ascent=14, descent=4, gap=2, space=2 * _SPACE, leading=2)


@cache
def clock() -> Face:
    """Digits four times as large, for the time left of a conversation."""
    letters = {name: _doubled(double().letters[name]) for name in "0123456789:"}
    return Face(letters, ascent=28, descent=8, gap=4, space=4 * _SPACE, leading=0)


def _accented(letters: dict[str, Bitmap]) -> dict[str, Bitmap]:
    """Latin letters with one accent, made of a letter and a sign on top of it."""
    made: dict[str, Bitmap] = {}
    for code in range(0xC0, 0x180):
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        if len(parts) != 2 or parts[0] not in letters or parts[1] not in _ACCENTS:
            continue
        base, accent = parts[0], parts[1]
        bitmap = letters[base]
        if base == "i":
            bitmap = ("...", "...", *(f".{row}." for row in bitmap[2:]))
        wide = len(bitmap[0])
        sign = [_centred(row, wide) for row in _ACCENTS[accent].split("\n")]
        free = not any("#" in row for row in bitmap[:2])
        made[letter] = (*sign, *bitmap[2:]) if free else (sign[0], *bitmap)
    for letter, base in (("ç", "c"), ("Ç", "C")):
        bitmap = letters[base]
        wide = len(bitmap[0])
        made[letter] = (*bitmap[:7], "..#".ljust(wide, "."), ".#.".ljust(wide, "."))
    made["ß"] = (".##..", "#..#.", "#..#.", "#.#..", "#..#.", "#...#", "#.##.", ".....", ".....")
    return made


def _centred(row: str, wide: int) -> str:
    """A row of five pixels for a letter of another width."""
    return row.center(wide, ".") if wide > 5 else row[(5 - wide) // 2 :][:wide]


def _doubled(bitmap: Bitmap) -> Bitmap:
    """Twice as large, diagonal steps filled as one would draw them."""
    high, wide = len(bitmap), len(bitmap[0])

    def at(x: int, y: int) -> bool:
        return 0 <= x < wide and 0 <= y < high and bitmap[y][x] == "#"

    rows: list[str] = []
    for y in range(high):
        upper, lower = "", ""
        for x in range(wide):
            here, up, right, down, left = at(x, y), at(x, y - 1), at(x + 1, y), at(x, y + 1), at(x - 1, y)
            corners = (
                left if left == up and left != down and up != right else here,
                right if up == right and up != left and right != down else here,
                left if down == left and down != right and left != up else here,
                right if right == down and right != up and down != left else here,
            )
            upper += "".join("#" if ink else "." for ink in corners[:2])
            lower += "".join("#" if ink else "." for ink in corners[2:])
        rows += [upper, lower]
    return tuple(rows)


def wrapped(face: Face, text: str, width: int) -> list[str] | None:
    """The words of a text in lines that fit `width` cells, balanced; none if a word is too long."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer) <= width:
            lines[-1] = longer
        elif face.width(word) <= width:
            lines.append(word)
        else:
            return None
    return lines


def _no_word_alone(face: Face, lines: list[str], width: int) -> list[str]:
    """Lines of which the last has two words, where the one above it can spare one."""
    *above, last = lines
    kept, _, moved = above[-1].rpartition(" ") if above else ("", "", "")
    longer = f"{moved} {last}"
    spares = " " in kept or (kept and len(above) > 1)  # a first line of one word would be no better
    if " " in last or not spares or face.width(longer) > width:
        return lines
    return [*above[:-1], kept, longer]


def large(text: str, width: int, height: int, *, plain: bool = False) -> list[str] | None:
    """A text in the largest face with which it fits, as rows of half blocks.

    Args:
        text: the question.
        width: cells there are.
        height: rows it may take at most.
        plain: that blocks cannot be shown here.

    Returns:
        The rows, or nothing if no face fits or has every letter: then the text is shown at ordinary size.
    """
    words = readable(text)
    if plain or not words.strip() or not small().has(words):
        return None
    for face in (double(), tall(), small()):
        if not face.has(words):
            continue
        most = wrapped(face, words, width)
        if most is None or len(most) * face.line_height // 2 > height:
            continue
        narrowest = min(
            (
                lines
                for at in range(width, width // 2, -4)
                if (lines := wrapped(face, words, at)) and len(lines) == len(most)
            ),
            key=lambda lines: max(map(face.width, lines)),
        )
        rows = [row for line in _no_word_alone(face, narrowest, width) for row in face.draw(line)]
        while rows and not rows[-1]:
            rows.pop()
        return rows
    return None


def plain_lines(text: str, width: int) -> list[str]:
    """The same text at ordinary size, in balanced lines."""
    return balanced(text, width) if len(text) < 2000 else wrap(text, width)
