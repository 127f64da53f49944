"""What goes to other programs and comes back: a line in an editor, lines on the clipboard."""

from __future__ import annotations

from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session.answering import asking, entry_named
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.staging import rows

from .outcome import Outcome


def open_editor(desk: Desk, rest: str) -> Outcome:
    """Hand a line to the user's editor: the one with that number, else the one that is being written."""
    if desk.room_on:
        raise Refused(_("An editor would show the room what stands in it: F7 first."))
    if not rest.strip():
        return Outcome(front="editor")
    id_ = entry_named(desk.f, rest)
    number, entry = rest.strip(), desk.f.session.entries[id_]
    if entry.deleted:
        raise Refused(_("{number} was taken out. :restore {number} brings it back.").format(number=number))
    if desk.as_typed(id_) is None:
        raise Refused(
            _("{number} is no line that can be typed; :form {number} asks for its fields.").format(
                number=number
            )
        )
    return Outcome(front="editor", about=id_)


def copy(desk: Desk, rest: str) -> Outcome:
    """Copy the text of lines: of those named, else of all of this stage. Slips not shown yet stay out."""
    session = desk.f.session
    numbers = rest.split()
    if numbers:
        ids = [entry_named(desk.f, number) for number in numbers]
    else:
        at_hand = rows(desk.f, asking(desk.f), desk.close_page if desk.closing else 1)
        ids = [row.id for row in at_hand if not row.heading and row.id in session.entries]
    entries = [session.entries[id_] for id_ in ids]
    texts = tuple(e.text for e in entries if e.text and not e.deleted and not session.sealed(e))
    if not texts:
        raise Refused(_("There is no line here to copy. :copy 3.2 copies one of another stage."))
    return Outcome(front="copy", lines=texts)
