"""Files from elsewhere, read into records; what can't be read is named with file and line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kmfacilitate.errors import Unable
from kmfacilitate.intake.reading import READERS, files_in, read_file
from kmfacilitate.intake.records import Record, Unread

from .conftest import Desk

Found = list[object]


def records(desk: Desk, name: str, text: str | bytes) -> list[dict[str, object]]:
    found = list(read_file(desk.write(name, text)))
    assert all(isinstance(one, Record) for one in found), [str(one) for one in found]
    return [dict(one.fields) for one in found if isinstance(one, Record)]


def unread(desk: Desk, name: str, text: str | bytes) -> list[str]:
    return [str(one) for one in read_file(desk.write(name, text)) if isinstance(one, Unread)]


MARKDOWN = """---
title: "Ransomware: nine days"
tags: [backups, downtime]
cost: {money: 12, days: 9}
---

# Another heading

Before all.

## What happened

Servers were encrypted.

```
# not a heading
```

## What happened

Then paper.
"""


def test_markdown_gives_its_front_matter_and_its_parts(desk: Desk):
    assert records(desk, "a.md", MARKDOWN) == [
        {
            "title": "Ransomware: nine days",
            "tags": ("backups", "downtime"),
            "cost.money": "12",
            "cost.days": "9",
            "body": "Before all.",
            "What happened": "Servers were encrypted.\n\n```\n# not a heading\n```\n\nThen paper.",
        }
    ]


def test_markdown_without_front_matter_takes_its_title_from_the_first_heading(desk: Desk):
    assert records(desk, "a.md", "# Keys\n\nTwo are better.\n") == [
        {"title": "Keys", "body": "Two are better."}
    ]


def test_windows_newlines_and_a_byte_order_mark_change_nothing(desk: Desk):
    other = b"\xef\xbb\xbf" + MARKDOWN.replace("\n", "\r\n").encode()
    assert records(desk, "b.md", other) == records(desk, "a.md", MARKDOWN)


def test_csv_keeps_newlines_quotes_and_guarded_formulas(desk: Desk):
    text = 'Title;Why\n"Two\nlines";"said ""no"""\n\'=1+1;x\n;;\n'
    assert records(desk, "a.csv", text) == [
        {"Title": "Two\nlines", "Why": 'said "no"'},
        {"Title": "=1+1", "Why": "x"},
    ]


def test_json_of_every_shape_is_read(desk: Desk):
    lesson = {"title": "Keys", "n": 3, "ok": True, "no": None, "why": ["a", 2], "deep": {"er": {"x": "y"}}}
    fields = {"title": "Keys", "n": "3", "ok": "yes", "why": ("a", "2"), "deep.er.x": "y"}
    assert records(desk, "a.json", json.dumps([lesson, lesson])) == [fields, fields]
    assert records(desk, "a.jsonl", f"{json.dumps(lesson)}\n\n{json.dumps(lesson)}\n") == [fields, fields]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.md", "---\ntitle: a: b\n---\nx\n", "a.md:2: the front matter was read line by line"),
        ("a.md", "---\na: &x 1\n---\nx\n", "a.md:2: the front matter was read line by line"),
        (
            "a.md",
            "---\ntitle: a\n\nNo end.\n",
            "a.md:1: the front matter was read line",
        ),
        ("a.md", b"\x00\x01\xff", "a.md: this is no text"),
        ("a.csv", 'a,b\n"open\n', "a.csv:2: this row can't be read"),
        ("a.csv", "a,b\n1,2,3\n", "a.csv:2: this row has 3 cells, the first line names 2"),
        ("a.json", "{", "a.json:1: this is no JSON"),
        ("a.json", "[" * 100_000, "a.json: this JSON is nested too deeply"),
        ("a.jsonl", '{"title":"x"}\nnot\n', "a.jsonl:2: this is no JSON"),
        ("a.jsonl", "3\n", "a.jsonl:1: a lesson must be an object"),
        ("a.json", '{"format":"kmfacilitate/9"}', "a.json: this was exported by a newer kmfacilitate"),
        ("a.md", "", "a.md: the file is empty"),
        ("a.json", b"\x00\x01\x02\xff\xfe" * 3000, "a.json"),
        ("a.pdf", b"%PDF", "a.pdf: files of this kind can't be read; these can: .csv"),
    ],
)
def test_what_cannot_be_read_is_named(desk: Desk, name: str, text: str | bytes, said: str):
    assert unread(desk, name, text)[0].startswith(said)


def test_a_folder_gives_what_can_be_read_in_it_by_name(desk: Desk):
    paths = [desk.write(name, "x") for name in ("b.md", "a.csv", "c.pdf", ".hidden.md")]
    assert files_in([desk.folder / "files", paths[2]]) == (paths[1], paths[0], paths[2])
    with pytest.raises(Unable, match="There is no file"):
        files_in([desk.folder / "missing.md"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
    ),
    end=st.sampled_from(sorted(READERS)),
)
def test_anything_at_all_is_read_or_named(tmp_path: Path, text: bytes, end: str):
    path = tmp_path / f"x{end}"
    path.write_bytes(text)
    for one in read_file(path):
        assert isinstance(one, (Record, Unread))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.lists(st.text(min_size=1).filter(str.strip), min_size=2, max_size=2), min_size=1, max_size=5)
)
def test_every_row_of_any_csv_comes_in(tmp_path: Path, rows: list[list[str]]):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["title", "zzz"], *rows])
    path = tmp_path / "x.csv"
    path.write_bytes(out.getvalue().encode("utf-8", "replace"))
    found = list(read_file(path))
    assert all(isinstance(one, (Record, Unread)) for one in found)


FRONTS = {
    "no YAML": "---\ntitle: AAR: Spring release\ndate: March 12, 2019\nnote: >-\n  folded\n---\nbody\n",
    "twice": "---\ntags: [a]\ntags: [b]\ntitle: AAR: Spring release\n---\nbody\n",
    "an anchor": "---\nbase: &b {x: 1}\ntitle: AAR: Spring release\n---\nbody\n",
    "never closed": "---\ntitle: AAR: Spring release\n\nbody\n",
}


@pytest.mark.parametrize("text", FRONTS.values(), ids=FRONTS)
def test_front_matter_that_is_no_proper_yaml_is_read_all_the_same(desk: Desk, text: str):
    found = list(read_file(desk.write("a.md", text)))
    assert [type(one) for one in found] == [Unread, Record]
    assert str(found[0]).startswith("a.md:")
    said = found[1].fields if isinstance(found[1], Record) else {}
    assert (said["title"], said["body"]) == ("AAR: Spring release", "body")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---\r\ntitle: One\r\n---\r\n\r\nbody\r\n",
        "\n\n---\ntitle: One\n---\nbody\n",
        '+++\ntitle = "One"\n+++\nbody\n',
        "One\n===\n\nbody\n",
        "# One #\n\nbody\n",
    ],
)
def test_the_many_ways_to_write_a_title(desk: Desk, text: str):
    assert records(desk, "a.md", text) == [{"title": "One", "body": "body"}]


def test_a_rule_is_no_front_matter_and_a_line_of_dashes_may_make_a_heading(desk: Desk):
    assert records(desk, "a.md", "---\nno key here\n---\nbody\n") == [{"body": "---\nno key here\n---\nbody"}]
    assert records(desk, "b.md", "Before.\n\nLessons\n-------\n\nOne.\n\n---\n\nAfter.\n") == [
        {"body": "Before.", "Lessons": "One.\n\n---\n\nAfter."}
    ]


def test_a_text_of_very_many_pages_is_kept_whole(desk: Desk):
    (found,) = records(desk, "a.md", "# One\n\n" + "word " * 90_000 + "last")
    assert "".join(str(found[name]) for name in ("body", "body (2)", "body (3)")).endswith("word last")


def test_a_text_in_utf_16_is_read(desk: Desk):
    assert records(desk, "a.md", "# Überblick\n\nbody\n".encode("utf-16"))[0]["title"] == "Überblick"


def test_a_bad_row_stops_nothing_and_a_name_may_come_twice(desk: Desk):
    found = list(read_file(desk.write("a.csv", 'title,label,label\none,a,b\n"bad"x,1,2\ntwo,c,d\n')))
    assert [type(one) for one in found] == [Record, Unread, Record]
    assert str(found[1]).startswith("a.csv:3:")
    assert isinstance(found[2], Record)
    assert found[2].fields == {"title": "two", "label": "c", "label (2)": "d"}
