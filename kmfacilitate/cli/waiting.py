"""`lessons --waiting`: what waits for those who keep the lessons, under headings or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _, ngettext
from kmfacilitate.library.alike import pairs
from kmfacilitate.library.waiting import ALIKE, WAITS, waiting
from kmfacilitate.session.wording import labelled
from kmfacilitate.speech import say, say_error

from .as_json import say_json
from .found_words import line_json, line_words

if TYPE_CHECKING:
    from kmfacilitate.library.ask import Ask
    from kmfacilitate.library.found import Filters, Found


def say_waiting(ask: Ask, what: str, filters: Filters, *, as_json: bool) -> None:
    """Say what waits for one thing, or for anything (`all`); a line may wait for several.

    Raises:
        WrongUse: There is nothing of that name to wait for.
    """
    if what not in ("all", ALIKE, *WAITS):
        raise WrongUse(
            _("--waiting is for one of {it}, or alone for all.").format(it=", ".join((*WAITS, ALIKE)))
        )
    today = date.today()
    named = tuple(WAITS) if what == "all" else tuple(wait for wait in (what,) if wait != ALIKE)
    groups = {each: waiting(ask, each, today, filters) for each in named}
    alike = tuple(pairs(ask, ask.lessons(filters, limit=0))) if what in ("all", ALIKE) else ()
    if as_json:
        rows: list[dict[str, Any]] = [
            {**line_json(line), "waits": each} for each, lines in groups.items() for line in lines
        ]
        rows += [{**line_json(one), "waits": ALIKE, "alike": line_json(other)} for one, other in alike]
        say_json(rows)
        return
    many = 0
    for each, lines in groups.items():
        if lines:
            say(labelled(_(WAITS[each].words).capitalize(), str(len(lines))))
            for line in lines:
                say(f"  {line_words(line)}")
        many += len(lines)
    if alike:
        say(ngettext("Look alike: {n} pair", "Look alike: {n} pairs", len(alike)).format(n=len(alike)))
        for one, other in alike:
            say(f"  {line_words(one)}")
            say(_("    like  {line_words}").format(line_words=line_words(other)))
    if not many and not alike:
        say_error(_("Nothing waits."))


def elsewhere(ask: Ask, lessons: Iterable[Found]) -> dict[str, str]:
    """Of lessons that look like one of another session, how that is called; the newer of two asks."""
    return {
        one.on: f"{other.session}/{other.number}"
        for one, other in pairs(ask, lessons)
        if one.session != other.session
    }
