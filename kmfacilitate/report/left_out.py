"""What a shared edition leaves behind, in words and numbers, for the person who saves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kmfacilitate.language import _
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Check, Rating, Verdict, Vote
from kmfacilitate.session.kinds.commitments import Contact
from kmfacilitate.session.kinds.happenings import Quote, Story, Theme
from kmfacilitate.session.kinds.notes import Parked, Private
from kmfacilitate.session.session import Session


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that stays behind: `Private notes`, `3`; `Names`, `all`."""

    what: str
    amount: str
    kind: str = ""
    """The name of the kind where it is lines of one, whatever language `what` is in."""


def left_out(whole: Session, shared: Session) -> tuple[LeftOut, ...]:
    """What of the whole session is not in the shared one, most telling first."""
    gone = [
        entry
        for id_, entry in whole.live()
        if id_ not in shared.entries and not whole.sealed(entry) and not _own(entry)
    ]
    meeting = whole.meeting
    found = [LeftOut(_("Lines of discussion"), str(_count(gone, _discussed)))]
    if meeting.names != "all":
        found.append(LeftOut(_("Names"), _("all") if meeting.names == "none" else _("but owners’")))
    else:
        found.append(
            LeftOut(_("Who said it"), str(sum(1 for _id, e in whole.live() if e.by and not _own(e))))
        )
    found += [LeftOut(_(kind.plural).capitalize(), str(_count(gone, _is(kind)))) for kind in _made(gone)]
    found += [
        LeftOut(_("Private notes"), str(_count(gone, _is(Private)))),
        LeftOut(_("Quotes"), str(_count(gone, _is(Quote))), Quote.name),
        LeftOut(_("Stories"), str(_count(gone, _is(Story))), Story.name),
        LeftOut(_("Contacts"), str(_count(gone, _is(Contact))), Contact.name),
        LeftOut(_("Parked lines"), str(_count(gone, _is(Parked)))),
        LeftOut(_("Marks one by one"), str(sum(len(rating.values) for rating in _ratings(whole)))),
        LeftOut(_("Slips not opened"), str(sum(1 for _id, entry in whole.live() if whole.sealed(entry)))),
    ]
    return tuple(line for line in found if line.amount != "0")


_NAMED = (Private, Quote, Story, Contact, Parked)
_ACTIVITIES = (Vote, Rating, Check, Verdict, Theme)


def _own(entry: Entry) -> bool:
    return getattr(entry, "private", "") == "yes"


def _discussed(entry: Entry) -> bool:
    return entry.least_share == "open" and not isinstance(entry, (*_NAMED, *_ACTIVITIES))


def _made(gone: list[Entry]) -> list[type[Entry]]:
    """Kinds made by the room that were held back all the same (lessons, where only actions are shared)."""
    kinds = {type(e): None for e in gone if e.least_share != "open" and not isinstance(e, _ACTIVITIES)}
    return list(kinds)


def _ratings(session: Session) -> list[Rating]:
    return [
        entry
        for _id, entry in session.live()
        if isinstance(entry, Rating) and entry.complete and not _own(entry)
    ]


def _is(kind: type[Entry]) -> Callable[[Entry], bool]:
    return lambda entry: isinstance(entry, kind)


def _count(entries: list[Entry], fits: Callable[[Entry], bool]) -> int:
    return sum(1 for entry in entries if fits(entry))
