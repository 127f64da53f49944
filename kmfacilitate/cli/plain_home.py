"""Home in plain mode: what is not finished, and the commands for everything else, a line each."""

from __future__ import annotations

import os
from datetime import date

from kmfacilitate.language import _
from kmfacilitate.session.wording import count, short_day
from kmfacilitate.speech import say
from kmfacilitate.store.library import Library
from kmfacilitate.store.shelf import Head, heads


def say_home(library: Library, today: date | None = None) -> None:
    """Say what Home shows, and what to type for what can be done there."""
    found = heads(library)
    unfinished = [head for head in found if head.unfinished]
    say(count(len(found), "{n} session in this library.", "{n} sessions in this library."))
    for at, head in enumerate(unfinished):
        what = "kmfacilitate resume" if not at else f"kmfacilitate resume {head.id.partition('-')[0]}"
        say(
            _("Not finished: {session}. {command} goes on.").format(session=_named(head, today), command=what)
        )
    if os.environ.get("KMFACILITATE_BY") == "make":
        say(_("Here, what follows kmfacilitate goes into ARGS: make run ARGS='start --guided', and so on."))
    if not found:
        say(_("kmfacilitate start --guided is a first session that says at each step what to do."))
    say(_("kmfacilitate suggest asks which technique fits; kmfacilitate templates list names them all."))
    say(_('kmfacilitate start after-action-review --title "Dinner" --with "Ana;Sam" begins a session.'))
    say(_("kmfacilitate prepare and a technique writes invitation, agenda and cue card."))
    if found:
        say(_("kmfacilitate list names the sessions; kmfacilitate show last reads the last one."))
        say(_("kmfacilitate actions --overdue, lessons --waiting and search WORDS read what was learned."))
    else:
        say(_("kmfacilitate demo opens an example library."))
    say(_("kmfacilitate --help names every command."))


def _named(head: Head, today: date | None) -> str:
    """A session as it is called: technique, title and day; of a confidential one no title."""
    day = short_day(date.fromisoformat(head.date), today or date.today()) if head.date else ""
    title = "" if head.confidential else head.title
    return ", ".join(part for part in (head.technique, title, day) if part)
