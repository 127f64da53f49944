"""The short way to a title says what the parser says, or nothing."""

import pytest

from kmfacilitate.templates import shelf
from kmfacilitate.templates.plain_head import plain_head
from kmfacilitate.templates.shelf import read_title, shipped_folder

SHIPPED = sorted(shipped_folder().glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_head_is_read_without_the_parser_as_with_it(path, monkeypatch):
    monkeypatch.setattr(shelf, "_read_head", lambda path: pytest.fail(f"{path.name} needed the parser"))
    short = read_title(path)
    monkeypatch.undo()
    monkeypatch.setattr(shelf, "_plain_title", lambda path: None)
    assert short == read_title(path)


@pytest.mark.parametrize(
    "head",
    [
        'title: "In quotes"\nstages:\n',
        "title: a: b\nstages:\n",
        "title: a # remark\nstages:\n",
        "summary: |\n  kept\n  apart\nstages:\n",
        "summary: >-\n  one\n    two\nstages:\n",
        "summary: >-\n  one\n\n  two\nstages:\n",
        "title: goes\n  on\nstages:\n",
        "title: one\ntitle: two\nstages:\n",
        "variants: {standard: }\nstages:\n",
        "? odd\nstages:\n",
        "title: no stages\n",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(head):
    assert plain_head(head) is None
