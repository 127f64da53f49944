"""The bytes of a session file."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.session.documents import Documents
from kmfacilitate.store.encoding import Lines, decode
from kmfacilitate.store.trouble import Damaged

GOLDEN = Path(__file__).parent / "golden" / "session.json"
HERE = Path("a.json")


def read(data: bytes) -> Documents:
    return decode(data, HERE, Lines())


def test_the_example_of_the_specification_is_written_byte_for_byte() -> None:
    data = GOLDEN.read_bytes()
    assert Lines().encode(read(data)) == data


def test_a_document_is_encoded_once_while_it_is_the_same_object() -> None:
    lines = Lines()
    tables = read(GOLDEN.read_bytes())
    whole = lines.encode(tables)
    changed = {**tables, "entries": {**tables["entries"], "5": {"rev": 1, "text": "early"}}}
    assert b'"entries": {\n"5": {"rev":1,"text":"early"},\n"1779758667127538240"' in lines.encode(changed)
    assert lines.encode(changed) == Lines().encode(changed)
    assert lines.encode(tables) == whole


def test_tables_unknown_to_this_version_come_last_and_stay() -> None:
    data = b'{"zebra":{"2":{"a":[1,[2]]},"10":{},"1":{"x":null}},"_meta":{"1":{"new":{"deep":true}}}}'
    assert read(Lines().encode(read(data))) == json.loads(data)
    assert Lines().encode(read(data)) == (
        b'{\n"_meta": {\n"1": {"new":{"deep":true}}\n},\n'
        b'"zebra": {\n"1": {"x":null},\n"2": {"a":[1,[2]]},\n"10": {}\n}\n}\n'
    )


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_layout_is_read(indent: int | str | None, encoding: str) -> None:
    tables = json.loads(GOLDEN.read_bytes())
    assert read(json.dumps(tables, indent=indent).encode(encoding)) == tables


def test_what_only_the_standard_parser_accepts_is_read_and_kept() -> None:
    data = b'{"entries":{"1":{"text":"a \\ud800 half","big":123456789012345678901234567890}}}'
    tables = read(codecs.BOM_UTF8 + data)
    assert tables["entries"]["1"] == {"text": "a \ud800 half", "big": 123456789012345678901234567890}
    assert read(Lines().encode(tables)) == tables


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (b"\0" * 4096, "it is empty"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "not the text of a session"),
        (b"[" * 100_000, "not the text of a session"),
        (b"null", "does not hold tables"),
        (b'{"entries": [1]}', "does not hold tables"),
        (b'{"entries": {"1": "text"}}', "document 1 holds no fields"),
        (b'{"entries": {"one": {}}}', "“one” is not the number"),
        (b'{"entries": {"01": {}}}', "“01” is not the number"),
        (b'{"entries": {"1": {"a": 1}, "1": {"a": 2}}}', "it holds “1” twice"),
        (b'{\n"entries": {\n"1": {"a":1,"a":2}\n}\n}\n', "it holds “a” twice"),
        (b'{"entries": {}}\n<<<<<<< HEAD\n', "mixed up at line 2"),
    ],
)
def test_damage_is_said_in_one_sentence(data: bytes, what: str) -> None:
    with pytest.raises(Damaged) as damaged:
        read(data)
    assert what in str(damaged.value)
    assert str(damaged.value).startswith("a.json can't be read because ")
    assert str(damaged.value).count(".") == 2  # the name's, and the one at the end


def test_a_file_cut_anywhere_is_never_taken_for_a_shorter_session() -> None:
    data = GOLDEN.read_bytes()
    whole = read(data)
    for length in range(0, len(data), 7):
        with pytest.raises(Damaged):
            read(data[:length])
    assert read(data[:-1]) == whole, "without its last newline it is whole"


def test_a_file_with_a_hole_of_zeros_is_damaged() -> None:
    data = GOLDEN.read_bytes()
    for at in range(0, len(data) - 512, 512):
        with pytest.raises(Damaged):
            read(data[:at] + b"\0" * 512 + data[at + 512 :])


VALUES = st.recursive(
    st.text(max_size=20) | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
TABLES = st.dictionaries(
    st.text(max_size=8),
    st.dictionaries(
        st.integers(0, 2**63).map(str),
        st.dictionaries(st.text(max_size=6), VALUES, max_size=4),
        min_size=1,
        max_size=4,
    ),
    max_size=4,
)


@given(TABLES)
def test_whatever_json_can_hold_comes_back(tables: Documents) -> None:
    assert read(Lines().encode(tables)) == tables
