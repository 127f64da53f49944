"""Answering what is left to tidy after a session."""

from __future__ import annotations

from kmfacilitate.clean import nearest
from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session.answering import entry_named
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.tidy import to_tidy
from kmfacilitate.session.tidy_words import how_to_tidy, tidy_lines

from . import notes
from .outcome import Outcome


def tidy(desk: Desk, rest: str) -> Outcome:
    """Answer what is left to tidy about a line: `5.1 process`; alone, list what is left."""
    number, _space, answer = rest.strip().partition(" ")
    if not number:
        lines = tuple(tidy_lines(desk.f))
        return Outcome("" if lines else _("Nothing is left to tidy."), front="list", lines=lines)
    id_ = entry_named(desk.f, number)
    things = [thing for thing in to_tidy(desk.f.session, desk.f.roster) if thing.id == id_]
    if not things:
        raise Refused(_("Nothing is left to tidy about {number}.").format(number=number))
    wanted = answer.strip().casefold()
    for thing in things:
        for letter, word, does in thing.keys:
            value = does.partition("=")[2]
            if wanted and (wanted == letter or value.startswith(wanted) or word.startswith(wanted)):
                return notes.fill(desk, f"{number} | {does.replace('=', ': ')}")
    hints = [how_to_tidy(desk.f.session, thing) for thing in things]
    near = nearest(wanted, [does.partition("=")[2] for thing in things for _l, _w, does in thing.keys])
    meant = _("Did you mean {word}? ").format(word=near) if near else ""
    said = _("; ").join(hints)
    raise Refused(f"{meant}{said}{'' if said.endswith('…') else '.'}")
