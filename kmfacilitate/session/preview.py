"""What a line would become if it were entered now, in words: the echo under the capture line."""

from __future__ import annotations

from kmfacilitate.language import _

from .acts import voting
from .advising import Adviser
from .answering import answer, asking, room_at, unused
from .edits import Refused
from .facilitation import Facilitation
from .line import Line, read_line
from .line.echo import echo
from .scene import Role, Said
from .walk import Place

_ROLES: dict[str, Role] = {"kind": "strong", "fact": "plain", "warning": "warning"}
_ACTIVITIES = ("vote", "score", "rate", "check", "review", "complete", "group", "rank")


def preview(
    f: Facilitation,
    typed: str,
    place: Place | None = None,
    *,
    kind: str = "",
    editing: str = "",
    adviser: Adviser | None = None,
) -> tuple[tuple[Said, ...], ...]:
    """Groups of words about a half-typed line at a place.

    `kind` is that of the entry being edited (`editing`). An `adviser` adds one piece of advice on a lesson,
    after what was understood of it.
    """
    if not typed.strip():
        return ()
    now = asking(f, place)
    room = room_at(f, now.place, kind=kind)
    line = read_line(typed, room)
    if not kind and not line.marked and line.what == "entry":
        if now.way in _ACTIVITIES:
            return _activity(f, typed, line, now.place, now.way)
        if now.kind == "none":
            return (
                (Said(_("Nothing is kept here."), "warning"), Said(_("  ~ a note for you, ! an action"))),
            )
    said = tuple((Said(part.text, _ROLES[part.role]),) for part in echo(line, room))
    if adviser is None or line.kind != "lesson":
        return said
    source = now.place.under if now.place.under in f.session.entries and not editing else ""
    advice = adviser.on_line(f, line, editing=editing, source=source)
    return (*said, (Said(advice[0].words, "muted"),)) if advice else said


def _activity(
    f: Facilitation, typed: str, line: Line, place: Place, way: str
) -> tuple[tuple[Said, ...], ...]:
    if way == "vote":
        return _slip(f, typed, place)
    try:
        change = answer(f, typed, line, place)(f.session, unused(f))
    except Refused as refused:
        return ((Said(str(refused), "muted"),),)
    return ((Said(change.says, "strong"),), *((Said(note, "warning"),) for note in change.notes))


def _slip(f: Facilitation, typed: str, place: Place) -> tuple[tuple[Said, ...], ...]:
    """A ballot: the beginning of each line that is named, so that a slip is checked at a glance."""
    over = voting.ballot(f.session, place)
    parts = typed.replace(",", " ").split()
    if not all(part.isdigit() and len(part) < 5 for part in parts):
        return ((Said(_("A slip is numbers: 2 1 5"), "muted"),),)
    named = []
    for part in parts:
        number = int(part)
        if number == 0:
            named.append(Said("blank"))
        elif number > len(over):
            named.append(Said(_("no {number} here").format(number=number), "warning"))
        else:
            named.append(Said(f"{number} {_beginning(f.session.entries[over[number - 1]].text)}"))
    return ((Said(_("Slip"), "strong"),), *((said,) for said in named))


def _beginning(text: str) -> str:
    words = text.split()
    found = words[0] if words else ""
    for word in words[1:]:
        if len(found) + len(word) > 14:
            return f"{found}…"
        found += f" {word}"
    return found
