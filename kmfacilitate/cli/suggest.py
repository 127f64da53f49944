"""`suggest`: which tool do I need?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.speech import say, say_error
from kmfacilitate.templates.words import LEARNING, PURPOSES, SENSITIVE

from .as_json import json_option, say_json
from .root import library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.templates.suggest import Need


@click.command()
@click.option("--purpose", type=click.Choice(PURPOSES), help="What for.")
@click.option("--when", "learning", type=click.Choice(LEARNING), help="Before, during or after.")
@click.option("--people", metavar="N", type=click.IntRange(1, 9999), help="How many there will be.")
@click.option("--minutes", metavar="N", type=click.IntRange(1, 2880), help="How long there is.")
@click.option("--sensitive", type=click.Choice(SENSITIVE), help="How sensitive it is.")
@json_option
@library_option
def suggest(
    purpose: str | None, learning: str | None, people: int | None, minutes: int | None,
    sensitive: str | None, as_json: bool, library: str | None,
) -> None:  # fmt: skip
    """Which tool do I need? Names a few templates with reasons; without options it asks.

    --sensitive: open, anything may be noted; careful, feelings or names are in play; private, nothing may
    leave the room.
    """
    from kmfacilitate.templates.shelf import TemplateShelf
    from kmfacilitate.templates.suggest import Need
    from kmfacilitate.templates.suggest import suggest as fitting

    need = Need(purpose or "", learning or "", people or 0, minutes or 0, sensitive or "")
    if need == Need() and not as_json:
        need = _asked()
    found = fitting(TemplateShelf.for_library(library_of(library).folder).titles(), need)
    if as_json:
        data = [
            {
                "id": each.title.id, "technique": each.title.technique, "title": each.title.title,
                "variant": each.variant, "minutes": each.minutes,
                "reasons": list(each.reasons), "but": list(each.but),
            }
            for each in found
        ]  # fmt: skip
        say_json(data)
        return
    if not found:
        raise Unable(_("There is no template to suggest; kmfacilitate templates check says what is wrong."))
    for each in found:
        say(
            _("{id}  {title}  ({variant} {minutes} min)").format(
                id=each.title.id, title=each.title.title, variant=each.variant, minutes=each.minutes
            )
        )
        say(f"  {'; '.join(each.reasons)}")
        if each.but:
            say(_("  but: {but}").format(but=_("; ").join(each.but)))
    say_error(_("kmfacilitate start {id} begins the first.").format(id=found[0].title.id))


def _asked() -> Need:
    """Ask line by line; an empty line means that it does not matter."""
    from kmfacilitate.templates.suggest import Need

    if sys.stdin is None or sys.stdin.closed:
        return Need()
    return Need(
        purpose=_word(_("What for: connect people, collect what is known, create knowledge?"), PURPOSES),
        learning=_word(_("When: before, during or after the work?"), LEARNING),
        people=_number(_("How many people?")),
        minutes=_number(_("How many minutes?")),
        sensitive=_word(_("How sensitive: open, careful, private?"), SENSITIVE),
    )


def _word(question: str, known: tuple[str, ...]) -> str:
    """One of some words, by its beginning; empty where it does not matter."""
    while words := _answer(question):
        first = words.casefold().split()[0]
        found = next((each for each in known if each.startswith(first)), "")
        if found:
            return found
        say_error(
            _("“{words}” is not understood; type one of {known}.").format(words=words, known=", ".join(known))
        )
    return ""


def _number(question: str) -> int:
    """A number; 0 where it does not matter."""
    while words := _answer(question):
        if words.isascii() and words.isdigit() and len(words) < 5:
            return int(words)
        say_error(_("“{words}” is not understood; type a number.").format(words=words))
    return 0


def _answer(question: str) -> str:
    say_error(_("{question} (Enter: does not matter)").format(question=question))
    return clean_line(sys.stdin.readline())
