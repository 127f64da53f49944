"""Lines of standard input as they come: any encoding, any length, any line end."""

from __future__ import annotations

import io

import pytest

from kmfacilitate.clean import LONGEST
from kmfacilitate.plain.listening import LONGEST_LINE, Heard, Piped, lines


def heard(data: bytes) -> list[Heard]:
    return list(lines(io.BytesIO(data)))


def texts(data: bytes) -> list[str]:
    return [each.text for each in heard(data)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\ntwo", ["one", "two"]),
        (b"one\r\n\r\ntwo\r\n", ["one", "", "two"]),
        (b"\xef\xbb\xbfone\n", ["one"]),
        ("Zoë né ★\n".encode(), ["Zoë né ★"]),
        (b"a\x00b\n", ["a\x00b"]),
    ],
)
def test_lines(data: bytes, expected: list[str]):
    assert texts(data) == expected
    assert [each.number for each in heard(data)] == list(range(1, len(expected) + 1))


def test_what_is_not_utf8_is_read_as_windows_1252_line_by_line():
    first, second = heard("Zoë – ring\n".encode("cp1252") + "Zoë\n".encode())
    assert (first.text, first.guessed) == ("Zoë – ring", True)
    assert (second.text, second.guessed) == ("Zoë", False)
    assert heard(b"\x81\xff\n")[0].text == "\ufffdÿ"


@pytest.mark.parametrize(
    "length", [LONGEST, LONGEST + 1, LONGEST_LINE, LONGEST_LINE + 1, 3 * LONGEST_LINE + 7]
)
@pytest.mark.parametrize("letter", ["a", "é", "€", "😀"])
def test_a_line_too_long_to_be_one_comes_whole_in_parts(length: int, letter: str):
    text = letter * (length // len(letter.encode()))
    parts = heard(f"{text}\nafter\n".encode())
    assert "".join(part.text for part in parts[:-1]) == text
    assert all(len(part.text) <= LONGEST and not part.guessed for part in parts)
    assert [part.part for part in parts[:-1]] == list(range(1, len(parts)))
    assert parts[-1] == Heard(2, "after")


def test_a_pipe_has_no_more_lines_at_its_end():
    pipe = Piped(io.BytesIO(b"one"))
    assert pipe.hear("> ") == Heard(1, "one")
    assert pipe.hear("> ") is None
    assert pipe.hear("> ") is None
