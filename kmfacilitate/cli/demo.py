"""`demo`: a library of made-up sessions to look around in."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say, say_error

from .opening import need_terminal, open_app, wants_plain
from .root import settings_in_use

if TYPE_CHECKING:
    from kmfacilitate.store.library import Library


@click.command()
@click.option("--to", "kept", metavar="DIR", default="", help="Keep it in DIR, a new folder.")
@click.option(
    "--plain", is_flag=True, help="Line by line: what is in it, then the session that is not finished."
)
def demo(kept: str, plain: bool) -> None:
    """Open an example library: half a year of made-up sessions, one of every technique at least.

    It stands in a temporary folder and is gone when you leave; change in it what you like.
    """
    if kept and plain:
        raise WrongUse(_("--to only makes the library; without --to, --plain opens it line by line."))
    from kmfacilitate.example.throwaway import example_library, keep_example

    plain = plain or wants_plain(settings_in_use())

    today = datetime.date.today()
    if kept:
        folder = Path(kept).expanduser().absolute()
        keep_example(folder, today)
        say(str(folder))
        say_error(_("kmfacilitate --library {folder} opens it.").format(folder=folder))
        return
    if not plain:
        need_terminal()
        say_error(_("Making the example library …"))
    try:
        with example_library(today) as library:
            if plain:
                _look_plainly(library)
            else:
                open_app(library, settings_in_use(), example=True)
    finally:
        say_error(_("The example library is gone. kmfacilitate demo --to FOLDER makes one that stays."))


def _look_plainly(library: Library) -> None:
    """Say what is in the library, then go on with its unfinished session."""
    from kmfacilitate.desk import Desk
    from kmfacilitate.store.shelf import heads

    from .reading import head_line
    from .sitting import hold_plainly

    found = heads(library)
    say(_("An example library, in a temporary folder: it is gone when you leave."))
    for head in found:
        say(head_line(head))
    unfinished = next(head for head in found if head.unfinished)
    say(_("One is not finished; it goes on here, line by line. :quit leaves."))
    desk, notes = Desk.resume(library, unfinished.path)
    hold_plainly(desk, (*notes, *desk.go_on()), throw_away=True)
