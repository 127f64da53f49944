"""`people`: who is in the library, and how much is theirs."""

from __future__ import annotations

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _
from kmfacilitate.session.wording import count
from kmfacilitate.speech import say, say_error

from .as_json import json_option, say_json
from .asking import asked
from .root import library_of, library_option


@click.command()
@click.argument("words", nargs=-1)
@json_option
@library_option
def people(words: tuple[str, ...], as_json: bool, library: str | None) -> None:
    """Who owns lines, said something or facilitated, most lines first; with WORDS those whose names begin so.

    `actions --person NAME` and `search WORDS --person NAME` show what is theirs.
    """
    from kmfacilitate.library.counting import everybody, people_like

    with asked(library_of(library)) as ask:
        found = everybody(ask)
    if words:
        found = people_like(found, " ".join(words), limit=len(found))
    if as_json:
        say_json({"name": one.name, "lines": one.lines, "open": one.open} for one in found)
        return
    if not found:
        say_error(
            _("Nobody of that name is in the library.") if words else _("Nobody is named in the library.")
        )
    for one in found:
        lines = count(one.lines, "{n} line", "{n} lines")
        open_ = count(one.open, "{n} open action", "{n} open actions") if one.open else ""
        say("  ".join(part for part in (clean_line(one.name), lines, open_) if part))
