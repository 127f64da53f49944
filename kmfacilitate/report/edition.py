"""Editions: what of a session leaves the room, and what stays (`docs/report.md` has the table)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from types import MappingProxyType
from typing import Any, Literal

from kmfacilitate.errors import Unable
from kmfacilitate.language import _, speaking
from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.kinds.activities import Rating
from kmfacilitate.session.session import Session

from .left_out import LeftOut, left_out
from .not_discussed import NotDiscussed, not_discussed
from .sharing import Sharing
from .withheld import never_leaves, not_yet
from .word_list import redaction_of, without_words

Which = Literal["shared", "full"]
FEW = 4
"""With fewer numbers than this, the shared edition of a rating gives only how many there are."""
_COUNTED = ("tally", "scores", "order", "chosen", "values")


@dataclass(frozen=True, slots=True)
class Spread:
    """A rating without its numbers: how many there were, and from where to where (none: not said)."""

    count: int
    lowest: int | None
    highest: int | None


@dataclass(frozen=True)
class Edition:
    """What leaves: a session with less in it, and what can't be read off that any more.

    `session` holds nothing that this edition may not show, so whatever is made from it is safe.
    """

    which: Which
    session: Session
    numbers: Mapping[str, str]
    """Entry id → number (`3.2`), as in the whole session."""
    sealed: Mapping[str, int]
    """Stage id → slips that are in and not opened yet."""
    spreads: Mapping[str, Spread]
    """Entry id of a complete rating → its spread."""
    unread: int
    """Lines that could not be read."""
    left_out: tuple[LeftOut, ...]
    """What stays behind, for the person who saves the report; not for the report itself."""
    not_discussed: tuple[NotDiscussed, ...]

    @property
    def share(self) -> str:
        """How much is in it: `full`, or the session's own setting (`open`, `summary`, `actions`)."""
        return "full" if self.which == "full" else self.session.meeting.share

    @property
    def names(self) -> str:
        """Whose names are in it: `all`, `owners` or `none`."""
        return "all" if self.which == "full" else self.session.meeting.names


def edition(
    session: Session,
    which: Which = "shared",
    roster: Iterable[str] = (),
    *,
    artefact: Collection[str] = (),
    without: Iterable[str] = (),
) -> Edition:
    """What of a session leaves the room.

    Args:
        session: The whole session.
        which: `shared` keeps to the session's settings `share` and `names`; `full` is for the facilitator.
        roster: Names of people in the room that are kept in memory only.
        without: Words that leave in no edition, taken out of whatever was typed.
        artefact: Questions whose answers stand in an artefact: under *summary* they leave with it.

    Raises:
        Unable: The session is shared as *nothing* and the shared edition was asked for.
    """
    if which == "shared" and session.meeting.share == "nothing":
        raise Unable(
            _(
                "This session is shared as nothing, so it has no shared edition; change that "
                "with :share, or ask for the full edition."
            )
        )
    sharing = Sharing(session, roster, artefact) if which == "shared" else None
    documents = _full(session) if sharing is None else sharing.documents()
    redaction = redaction_of(without, session.meeting.language)
    if redaction:
        documents = without_words(documents, redaction)
    kept = Session.read(documents)
    with speaking(session.meeting.language):
        passed_over = not_discussed(session, kept)
    if redaction:
        passed_over = tuple(NotDiscussed(*map(redaction.text, astuple(left))) for left in passed_over)
    return Edition(
        which=which,
        session=kept,
        numbers=MappingProxyType({id_: session.number(id_) for id_ in kept.entries}),
        sealed=MappingProxyType(_sealed(session)),
        spreads=MappingProxyType(
            {
                id_: _spread(entry, FEW if sharing else 1)
                for id_, entry in session.live()
                if isinstance(entry, Rating) and id_ in kept.entries
            }
        ),
        unread=sum(1 for table, _rest in session.odd if table == "entries"),
        left_out=left_out(session, kept) if sharing else (),
        not_discussed=passed_over,
    )


def _full(session: Session) -> Documents:
    entries: dict[str, Raw] = {}
    for id_, raw in session.documents.get("entries", {}).items():
        entry = session.entries.get(id_)
        if entry is None:
            if not raw.get("slip"):
                entries[id_] = raw
        elif not never_leaves(session, entry):
            entries[id_] = _uncounted(raw) if not_yet(entry) else raw
    conflicts = {
        id_: raw
        for id_, raw in session.documents.get("conflicts", {}).items()
        if raw.get("table") != "entries" or raw.get("id") in entries
    }
    return {**session.documents, "entries": entries, "conflicts": conflicts}


def _uncounted(raw: Raw) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in _COUNTED}


def _sealed(session: Session) -> dict[str, int]:
    found: dict[str, int] = {}
    for _id, entry in session.live():
        if session.sealed(entry):
            found[entry.stage] = found.get(entry.stage, 0) + 1
    return found


def _spread(rating: Rating, few: int) -> Spread:
    values = rating.values
    if not rating.complete or len(values) < few or not values:
        return Spread(len(values) if rating.complete else 0, None, None)
    return Spread(len(values), min(values), max(values))
