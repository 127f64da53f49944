"""`trends`: what changes over time, as small charts, as tables, or as JSON."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say, say_error

from .as_json import json_option, say_json
from .asking import asked, filter_options
from .opening import is_heard
from .root import library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.library.found import Filters


@click.command()
@click.argument("name", default="")
@click.option("--table", "as_table", is_flag=True, help="As tables.")
@json_option
@filter_options
@library_option
def trends(name: str, as_table: bool, as_json: bool, filters: Filters | None, library: str | None) -> None:
    """Show what changes over time: NAME is learned, actions, themes, causes or minutes; all unless named."""
    from kmfacilitate.library.charts import chart, spoken, table
    from kmfacilitate.library.trends import NAMES
    from kmfacilitate.library.trends import trends as all_trends

    if name and name not in NAMES:
        raise WrongUse(
            _("There is no trend {name}; there are {NAMES}.").format(name=name, NAMES=", ".join(NAMES))
        )
    with asked(library_of(library)) as ask:
        found = [t for t in all_trends(ask.query, date.today(), filters) if not name or t.id == name]
    if as_json:
        say_json([trend.as_json() for trend in found])
        return
    if not found:
        say_error(_("There is nothing to count yet; finished sessions with lessons and actions bring it."))
    width = min(100, shutil.get_terminal_size().columns)
    plain = not _can_draw()
    for at, trend in enumerate(found):
        say(("\n" if at else "") + trend.title)
        say(f"  {trend.says}")
        if as_table:
            lines = table(trend)
        elif is_heard():
            lines = spoken(trend)
        else:
            lines = chart(trend, width - 2, ascii_only=plain)
        for line in lines:
            say(f"  {line}")


def _can_draw() -> bool:
    """Whether block characters reach the reader: what is piped is UTF-8, a terminal may be something else."""
    if sys.stdout is None or not sys.stdout.isatty():
        return True
    return "utf" in (sys.stdout.encoding or "").lower()
