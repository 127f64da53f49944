"""The hub's part of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from _page import DOCS

BEGINS, ENDS = "<!-- the hub: begins -->", "<!-- the hub: ends -->"
_SAYS = """\
Made by `python benchmarks/hub.py --write` with a real server and real processes on one machine. *Bare* is
one flat table of the same lessons with the same kinds of index: a push is compared with COPY into it, a pull
with reading as many rows by their key, near-duplicates with its trigram index (asked by one laptop alone: it
takes seconds). SQLite is asked without a network or a server. A laptop that pulls writes a file for each
session that changed; times are those of each laptop, so sixteen at once share the processor.
"""
Row = tuple[str, ...]


def write(table: Sequence[Row], said: Sequence[str]) -> None:
    """Put the figures into the page, in the place of those before."""
    page = DOCS.read_text("utf-8")
    before, _, rest = page.partition(BEGINS)
    after = rest.partition(ENDS)[2]
    head = ("lessons", "laptops", "what", "ms", "× bare indexed query", "× SQLite")
    text = "\n".join(
        (
            BEGINS, "# A team's memory", "", _SAYS, *(f"- {one}" for one in said),
            "", "### The hub beside others", "", *_rows(head, table),
            "", "### How the hub grows, median ms", "", *_rows(*_growth(table)), ENDS,
        )
    )  # fmt: skip
    DOCS.write_text(before.rstrip("\n") + "\n\n" + text + (after or "\n"), "utf-8")


def _growth(table: Sequence[Row]) -> tuple[Row, list[Row]]:
    """Head and rows: what is measured, by the number of lessons."""
    sizes = list(dict.fromkeys(row[0] for row in table))
    found: dict[tuple[str, str], dict[str, str]] = {}
    for lessons, many, what, took, *_ in table:
        found.setdefault((what.partition(",")[0], many), {})[lessons] = took.split()[0]
    rows = [(what, many, *(at.get(each, "") for each in sizes)) for (what, many), at in found.items()]
    return ("what", "laptops", *sizes), rows


def _rows(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" + "|--:" * (len(head) - 1) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
