"""The papers of the open session: invitation, agenda, cue card, questions, slips and a calendar entry."""

from __future__ import annotations

import re
from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.desk.paperwork import brief_of, write_papers
from kmfacilitate.errors import Unable
from kmfacilitate.language import _, known, ngettext
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import zone
from kmfacilitate.session.moments import stamp
from kmfacilitate.session.when import read_when

from .outcome import Outcome

_IN = re.compile(r"(?:^|\s)in (\w{2,3})$")


def _in_language(words: str) -> tuple[str, str]:
    """`fri 10:30 in fr` without its end, and the language that its end names; empty where it names none."""
    found = _IN.search(words)
    spoken = known(found[1]) if found else ""
    return (words[: found.start()], spoken) if found and spoken else (words, "")


def papers(desk: Desk, rest: str) -> Outcome:
    """Write the papers into the library, or a folder; a day and time say when the session is to begin.

    At the end `in fr` gives them headings in that language; else they have those of the script.
    """
    words, language = _in_language(clean_line(rest))
    session = desk.f.session
    begins = read_when(words, desk.f.moment(), zone(session), session.meeting.language) if words else None
    folder = Path(words).expanduser() if words and begins is None else None
    if folder is not None and not folder.is_dir():
        raise Refused(_("{words} is no folder, and no time like fri 10:30.").format(words=words))
    try:
        where, count, said = write_papers(
            desk.library, brief_of(desk.f, begins, language), desk.places, folder
        )
    except Unable as unable:
        raise Refused(str(unable)) from None
    if begins is not None and not session.meeting.started:
        desk.f.settle(meeting.settle({"begins": stamp(begins)}, _("begins {words}").format(words=words)))
    written = ngettext("{n} paper written to {folder}", "{n} papers written to {folder}", count)
    return Outcome(written.format(n=count, folder=where), notes=said)
