"""Putting an artefact together: a session, the sessions it joins, and the earlier lines it takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.library.earlier import of_same_person
from kmfacilitate.report.artefacts.artefact import artefact, deliver_artefact
from kmfacilitate.report.artefacts.layouts import layout_of
from kmfacilitate.report.blocks import Outline
from kmfacilitate.report.deliver import Delivery
from kmfacilitate.report.edition import Edition, Which, edition
from kmfacilitate.session.earlier import Earlier
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.session import Session
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import heads


def artefact_of(
    library: Library,
    session: Session,
    at: datetime,
    which: Which = "shared",
    roster: tuple[str, ...] = (),
    places: Places | None = None,
    without: Iterable[str] = (),
) -> Delivery:
    """The artefact of a session: the name of its file and its text.

    Sessions it joins stand in it in the same edition, as far as they may leave; lines of sessions it only
    takes in (lessons of a knowledge asset) always as those sessions share them.

    Raises:
        Unable: Nothing is shared of this session, or the library can't be read.
    """
    own, others, folded = _gathered(library, session, which, roster, places, tuple(without))
    return deliver_artefact(own, at, others, folded)


def artefact_page(
    library: Library,
    session: Session,
    at: datetime,
    which: Which = "shared",
    roster: tuple[str, ...] = (),
    places: Places | None = None,
) -> Outline:
    """The artefact of a session as a page to be read, made as `artefact_of` makes the file.

    Raises:
        Unable: Nothing is shared of this session, or the library can't be read.
    """
    own, others, folded = _gathered(library, session, which, roster, places)
    return artefact(own, at, others, folded)


def artefact_name(session: Session) -> str:
    """What the artefact of a session is called; empty where the report is what the room goes home with."""
    layout = layout_of(session)
    return _(layout.name) if layout else ""


def _gathered(
    library: Library,
    session: Session,
    which: Which,
    roster: tuple[str, ...],
    places: Places | None,
    words: tuple[str, ...] = (),
) -> tuple[Edition, list[Edition], dict[str, Earlier]]:
    own = _edition(session, which, roster, words)
    others = [
        found
        for other in _joined(library, session, places)
        if (found := _leaving(other, which, words)) is not None
    ]
    return own, others, _folded(library, own, places, words)


def _edition(
    session: Session, which: Which, roster: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Edition:
    layout = layout_of(session)
    answers = layout.questions if layout else frozenset()
    return edition(session, which, roster, artefact=answers, without=without)


def _leaving(session: Session, which: Which, without: tuple[str, ...] = ()) -> Edition | None:
    try:
        return _edition(session, which, without=without)
    except Unable:
        return None


def _joined(library: Library, session: Session, places: Places | None) -> Iterator[Session]:
    """The other sessions of one person, oldest first."""
    layout = layout_of(session)
    if layout is None or not layout.joins:
        return
    meeting = session.meeting
    title = "" if meeting.title == session.template.title else meeting.title
    if not (meeting.project or title):
        return
    for head in of_same_person(heads(library), meeting.project, title):
        if head.technique == layout.joins and head.id != session.id and not head.confidential:
            found = _read(library, head.id, places)
            if found is not None:
                yield found


def _folded(
    library: Library, own: Edition, places: Places | None, without: tuple[str, ...] = ()
) -> dict[str, Earlier]:
    """The earlier lines that a session gave a verdict on, as their own sessions let them leave."""
    wanted: dict[str, set[str]] = {}
    for _id, entry in own.session.live():
        if isinstance(entry, Verdict) and not entry.on.startswith(f"{own.session.id}/"):
            session_id, _slash, line = entry.on.partition("/")
            wanted.setdefault(session_id, set()).add(line)
    found: dict[str, Earlier] = {}
    for session_id, ids in wanted.items():
        other = _read(library, session_id, places)
        leaving = _leaving(other, "shared", without) if other is not None else None
        if leaving is None:
            continue
        for id_ in sorted(ids):
            kept = leaving.session.entries.get(id_)
            if kept is not None and not kept.deleted:
                key = f"{session_id}/{id_}"
                found[key] = Earlier(key, kept.kind, kept.text, kept)
    return found


def _read(library: Library, session_id: str, places: Places | None) -> Session | None:
    head = next((head for head in heads(library) if head.id == session_id and not head.broken), None)
    if head is None:
        return None
    try:
        return Session.read(SessionFile.open(head.path, places=places).documents)
    except Unable:
        return None
