"""What the benchmarks share: how large they are today, and their part of docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO, TypeVar

DOCS = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
T = TypeVar("T")


def size(full: T, small: T) -> T:
    """The size of a benchmark: the full one, or the small one of `make bench SIZE=small`."""
    return small if os.environ.get("KMFACILITATE_BENCH") == "small" else full


class _Both:
    """Prints, and keeps what was printed."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.kept: list[str] = []

    def write(self, words: str) -> int:
        """Print words."""
        self.kept.append(words)
        return self._out.write(words)

    def flush(self) -> None:
        """Print at once."""
        self._out.flush()


@contextmanager
def part(title: str, command: str, *, write: bool) -> Iterator[None]:
    """What is printed meanwhile becomes a part of docs/benchmarks.md, if `write` is said."""
    both = _Both(sys.stdout)
    with redirect_stdout(both):
        yield
    if not write:
        return
    name = re.sub(r"[^a-z]+", "-", title.casefold())
    begins, ends = f"<!-- {name} begins -->", f"<!-- {name} ends -->"
    machine = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = "".join(both.kept).strip("\n")
    made = (
        f"{begins}\n# {title}\n\nMade by `{command}` on {datetime.now(UTC):%Y-%m-%d} ({machine}).\n\n"
        f"```text\n{text}\n```\n{ends}"
    )
    page = DOCS.read_text("utf-8")
    if begins in page:
        before, _, rest = page.partition(begins)
        page = f"{before}{made}{rest.partition(ends)[2]}"
    else:
        page = f"{page.rstrip()}\n\n{made}\n"
    DOCS.write_text(page, "utf-8")
