"""Agreeing what is kept: before a confidential session, and by whoever a line belongs to."""

from __future__ import annotations

from kmfacilitate.language import _

from ..edits import Act, Change, Now, Refused
from ..edits import change as changed
from ..keeping import all_of, consent_at, decision, kept_count, lines_of
from ..session import Session
from ..walk import Place
from .activities import check


def agree() -> Act:
    """Those in the room agree to what is kept, and where; the session may begin."""

    def act(session: Session, now: Now) -> Change:
        edit = changed("session", "1", session.raw("session", "1"), {"agreed": True})
        return Change(_("agreed"), (edit,) if edit.after else ())

    return act


def decide(place: Place, yes: bool) -> Act:
    """Keep the lines of a place, or forget them and keep only how many they were (which is not undone).

    Raises:
        Refused: When nothing there needs anybody's yes, or it is forgotten already.
    """

    def act(session: Session, now: Now) -> Change:
        consent = consent_at(session, place)
        if not consent:
            raise Refused(_("Nobody needs to say yes or no here."))
        said = decision(session, place)
        if said is not None and said[1].answer == "no" and consent == "after":
            raise Refused(_("That was answered with no, and the words are forgotten already."))
        lines = lines_of(session, place)
        number = kept_count(session, place, len(lines))
        about = ": ".join(part for part in (place.under, number if lines else "") if part)
        answered = check(place, yes, "" if yes else about)(session, now)
        if yes:
            return Change(
                _("kept: {about}").format(about=about)
                if about
                else _("agreed: what is said here may be kept"),
                answered.edits,
            )
        says = _("forgotten; left is {about}").format(about=about) if about else _("nothing is kept here")
        return Change(says, answered.edits, forgets=all_of(session, place))

    return act
