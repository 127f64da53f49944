"""Lines that earlier sessions left to be looked at again: open actions, lessons, gaps.

What a session agreed to share binds what another one may see of it: of *actions* only the actions, of
*nothing* nothing. Of a confidential session only the next one of the same set sees what its people agreed
to keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.session.earlier import Earlier, wanted_kinds
from kmfacilitate.session.keeping import decision
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Check, Verdict
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.session import Session
from kmfacilitate.session.walk import Place

from .library import Library
from .places import Places
from .session_file import SessionFile
from .shelf import Head, heads

MOST_SESSIONS = 40
"""The newest sessions that are looked into."""
MOST_LINES = 12
"""Lines of a kind that are brought in; a room reads no more."""
_OVER = ("done", "dropped", "passed on", "no")
"""Verdicts after which a line is not brought in again."""


def earlier_lines(library: Library, session: Session, places: Places | None = None) -> tuple[Earlier, ...]:
    """What earlier sessions left to this one, newest first; nothing where it has no question about it."""
    kinds = wanted_kinds(session)
    if not kinds:
        return ()
    found: dict[str, list[Earlier]] = {kind: [] for kind in kinds}
    settled: set[str] = set()
    for head in [head for head in heads(library) if _may_look(head, session)][:MOST_SESSIONS]:
        try:
            earlier = Session.read(SessionFile.open(head.path, places=places).documents)
        except Unable:
            continue
        if earlier.meeting.created >= session.meeting.created:
            continue
        settled |= {e.on for _, e in earlier.live() if isinstance(e, Verdict) and e.says in _OVER}
        related = _is_related(head, session)
        for line in _left_by(earlier, head):
            if not related and line.kind != "lesson":
                continue
            if line.kind in kinds and line.id not in settled and len(found[line.kind]) < MOST_LINES:
                found[line.kind].append(line)
    return tuple(line for kind in sorted(kinds) for line in found[kind])


def _may_look(head: Head, session: Session) -> bool:
    """Whether a session is one whose lines this one may see; lessons come from everywhere."""
    if head.broken or head.state == "discarded" or head.id == session.id:
        return False
    if head.confidential or head.family == "confidential":
        same_kind = session.meeting.family == "confidential" and head.technique == session.meeting.technique
        return same_kind and _is_related(head, session)
    return head.share != "nothing"


def _is_related(head: Head, session: Session) -> bool:
    """Whether two sessions are of one team: the same project, or the same technique where none is named."""
    project = clean_line(session.meeting.project)
    return head.project == project and (bool(project) or head.technique == session.meeting.technique)


def _left_by(earlier: Session, head: Head) -> Iterator[Earlier]:
    confidential = earlier.meeting.family == "confidential"
    only_actions = earlier.meeting.share == "actions"
    for id_, entry in earlier.live():
        if earlier.sealed(entry):
            continue
        kind, text = _as_what(earlier, entry)
        if not kind or (only_actions and kind != "action"):
            continue
        yield Earlier(f"{earlier.id}/{id_}", kind, text, entry, head.date, quoted=not confidential)


def _as_what(earlier: Session, entry: Entry) -> tuple[str, str]:
    """The kind a line is brought in as, and its words; no kind where it is not brought in."""
    if isinstance(entry, Action):
        return ("action", entry.text) if entry.state == "open" else ("", "")
    if isinstance(entry, Lesson):
        return ("", "") if entry.replaced_by or entry.route == "reject" else ("lesson", entry.text)
    if isinstance(entry, Check):
        said = decision(earlier, Place(entry.stage, entry.question, entry.under))
        forgotten = said is not None and said[1].answer == "no" and entry.text
        return ("action", entry.text) if forgotten else ("", "")
    return (entry.kind, entry.text) if entry.kind in ("gap", "risk") else ("", "")


def of_same_person(heads_: Iterable[Head], project: str, title: str) -> list[Head]:
    """Sessions of one project (of one title, where no project is named), oldest first."""
    wanted = clean_line(project or title).casefold()
    same = [h for h in heads_ if not h.broken and (h.project if project else h.title).casefold() == wanted]
    return sorted(same, key=lambda head: (head.created, head.id))
