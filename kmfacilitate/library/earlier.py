"""Lines that earlier sessions left to be looked at again: what was promised, learned, feared, not known.

What a session agreed to share binds what another one may see of it: of *actions* only the actions, of
*nothing* nothing. Of a confidential session only the next one of the same set sees what its people agreed
to keep.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.earlier import Earlier, wanted_kinds, words_of
from kmfacilitate.session.keeping import decision
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Check, Verdict
from kmfacilitate.session.kinds.commitments import Action, Commitment
from kmfacilitate.session.kinds.happenings import Cause, Theme
from kmfacilitate.session.kinds.insights import Gap, Lesson, Risk
from kmfacilitate.session.kinds.notes import Parked
from kmfacilitate.session.session import Session
from kmfacilitate.session.verdicts import SETTLED, in_words
from kmfacilitate.session.walk import Place
from kmfacilitate.store.encoding import decode_tables
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.shelf import HEAD, Head, heads, read_head, session_files

from .ask import Ask
from .found import Filters

MOST_SESSIONS = 40
"""The newest sessions of the same team, and the newest of others, that are looked into."""
MOST_LINES: Mapping[str, int] = {"action": 40, "parked": 20, "lesson": 400}
"""Lines of a kind that are brought in; of those that are not named, twelve."""
MOST_LIKE = 24
"""Lessons that are asked for by likeness; those that were settled are still among them."""
RECENT = 200
"""The newest files whose heads are read whatever they are."""


class EarlierSessions:
    """The sessions before this one, as far as it may look into them.

    `left` is what they left to it: promises, fears and questions of the same team, newest first, and lessons
    from everywhere. `fitting` are the lessons that fit it best by its title and what was said so far, where
    there is an index. Nothing where this session has no question about it.
    """

    def __init__(
        self, library: Library, session: Session, places: Places | None = None, disk: Disk = DISK
    ) -> None:
        self._library = library
        self._session = session
        self._places = places
        self._disk = disk
        self._judged: dict[str, tuple[Verdict, str]] = {}
        """`session/entry` → the last verdict of the same team on it, and its day."""
        kinds = wanted_kinds(session)
        self.left: tuple[Earlier, ...] = self._look(kinds) if kinds else ()
        self.fitting = self.lessons_like(words_of(session)) if "lesson" in kinds else ()
        if not any(line.kind == "lesson" for line in self.left):
            self.left += self.fitting

    def lessons_like(self, text: str) -> tuple[Earlier, ...]:
        """Lessons of the whole library that are like a text, best first; empty while there is no index."""
        ask = Ask(self._library, self._places, self._disk)
        try:
            found = ask.related(
                text, session=self._session.id, limit=MOST_LIKE, language=self._session.meeting.language
            )
        finally:
            ask.close()
        by_file: dict[Path, dict[str, Earlier]] = {}
        for each in found:
            if each.path not in by_file:
                by_file[each.path] = {line.id: line for line in self._lessons_of(each.path)}
        lines = (by_file[each.path].get(each.on) for each in found)
        return tuple(line for line in lines if line is not None and not self._is_settled(line))

    def _look(self, kinds: Collection[str]) -> tuple[Earlier, ...]:
        found: dict[str, list[Earlier]] = {kind: [] for kind in kinds}
        for head, of_team in self._worth_reading(lessons="lesson" in kinds):
            earlier = _read(head, {"verdict", *kinds} if of_team else {"lesson"}, self._disk)
            if earlier is None or earlier.meeting.created >= self._session.meeting.created:
                continue
            if of_team:
                for _id, entry in earlier.live():
                    if isinstance(entry, Verdict):
                        own = entry.on.startswith(f"{earlier.id}/")
                        self._hear(entry, (entry.edited or entry.at)[:10] if own else head.date)
            for line in _left_by(earlier, head):
                fits = line.kind in kinds and (of_team or line.kind == "lesson")
                if fits and not self._is_settled(line) and len(found[line.kind]) < _most(line.kind):
                    found[line.kind].append(replace(line, said=self._said(line), here=of_team))
        found.get("risk", []).sort(key=lambda line: -line.entry.score if isinstance(line.entry, Risk) else 0)
        return tuple(line for kind in sorted(kinds) for line in found[kind])

    def _hear(self, verdict: Verdict, day: str) -> None:
        """Of all that was said of a line the newest counts, in whichever session; of an own line too."""
        known, _day = self._judged.get(verdict.on, (None, ""))
        if known is None or (verdict.edited or verdict.at) > (known.edited or known.at):
            self._judged[verdict.on] = (verdict, day)

    def _lessons_of(self, path: Path) -> Iterator[Earlier]:
        head = read_head(path, disk=self._disk)
        earlier = _read(head, {"lesson"}, self._disk) if _may_look(head, self._session) else None
        if earlier is not None:
            of_team = _is_related(head, self._session)
            yield from (
                replace(line, said=self._said(line), here=of_team) for line in _left_by(earlier, head)
            )

    def _is_settled(self, line: Earlier) -> bool:
        verdict, _rest = self._judged.get(line.id, (None, ""))
        return verdict is not None and verdict.says in SETTLED.get(line.kind, ())

    def _said(self, line: Earlier) -> str:
        """`nearly, 2026-11-22`: what the team said of it last."""
        verdict, day = self._judged.get(line.id, (None, ""))
        return f"{in_words(verdict.says)}, {day}" if verdict is not None else ""

    def _worth_reading(self, *, lessons: bool) -> Iterator[tuple[Head, bool]]:
        """The sessions worth reading, newest first, each with whether it is of the same team."""
        ours = others = 0
        seen: set[str] = set()
        for head in self._heads():
            if head.id in seen or not _may_look(head, self._session):
                continue
            seen.add(head.id)
            if _is_related(head, self._session):
                ours += 1
                yield head, True
            elif lessons and others < MOST_SESSIONS:
                others += 1
                yield head, False
            if ours == MOST_SESSIONS:
                return

    def _heads(self) -> Iterator[Head]:
        """Newest first: the newest sessions whatever they are, then those that may be of the same team."""
        files = sorted(session_files(self._library, self._disk), reverse=True)
        recent = [read_head(Path(path), date, self._disk) for date, path in files[:RECENT]]
        yield from sorted(recent, key=lambda head: (head.date, head.created), reverse=True)
        older = files[RECENT:]
        if older and (name := _name_of_team(self._session)):
            known = self._of_team_by_index()
            for date, path in older:
                if path in known if known is not None else _begins_with(Path(path), name, self._disk):
                    yield read_head(Path(path), date, self._disk)

    def _of_team_by_index(self) -> frozenset[str] | None:
        """Files of the same team as far as the index knows; none where it can't be asked."""
        if self._session.meeting.family == "confidential":
            return None  # such sessions stand in no index
        ask = Ask(self._library, self._places, self._disk)
        try:
            if not ask.ready():
                return None
            held = ask.sessions(Filters(project=self._session.meeting.project), limit=0)
        finally:
            ask.close()
        title = clean_line(self._session.meeting.title).casefold()
        technique = self._session.meeting.technique
        return frozenset(
            each.file
            for each in held
            if self._session.meeting.project or each.title.casefold() == title or each.technique == technique
        )


def _most(kind: str) -> int:
    return MOST_LINES.get(kind, 12)


def _name_of_team(session: Session) -> bytes:
    """What stands, in quotation marks, at the beginning of each file of the team; empty: it has no name."""
    meeting = session.meeting
    series = _asks_itself(session)
    title = "" if series or meeting.title == session.template.title else clean_line(meeting.title)
    name = clean_line(meeting.project) or title or (meeting.technique if series else "")
    return json.dumps(name, ensure_ascii=False).casefold().encode() if name else b""


def _begins_with(path: Path, name: bytes, disk: Disk) -> bool:
    """Whether a name stands in the head of a file: quicker than reading the head."""
    try:
        beginning = disk.read_ends(path, HEAD, 0)[0]
    except OSError:
        return False
    if name.isascii():
        return name in beginning.lower()
    return name in beginning.decode("utf-8", "replace").casefold().encode()


def _may_look(head: Head, session: Session) -> bool:
    """Whether a session is one whose lines this one may see; lessons come from everywhere."""
    if head.broken or head.state == "discarded" or head.id == session.id:
        return False
    if head.confidential or head.family == "confidential":
        same_kind = session.meeting.family == "confidential" and head.technique == session.meeting.technique
        return same_kind and _is_related(head, session)
    return head.share != "nothing"


def _is_related(head: Head, session: Session) -> bool:
    """Whether two sessions are of one team: of one project, or of one title where none is named.

    A series whose script itself asks what came of last time (a community's meetings, an action learning
    set) needs neither: its technique is enough.
    """
    project = clean_line(session.meeting.project)
    if project or head.project:
        return head.project.casefold() == project.casefold()
    title = clean_line(session.meeting.title)
    if title != session.template.title and head.title.casefold() == title.casefold():
        return True
    return head.technique == session.meeting.technique and _asks_itself(session)


def _asks_itself(session: Session) -> bool:
    questions = (question for stage in session.template.stages for question in stage.questions)
    return any(q.capture.way == "review" and q.capture.of is None for q in questions)


def _read(head: Head, kinds: Collection[str], disk: Disk) -> Session | None:
    """A session with no more than its lines of these kinds; none where it can't be read.

    Reading all of it takes five times as long: of a confidential one all is needed, to know what was agreed.
    """
    try:
        tables = decode_tables(disk.read(head.path)[0], head.path)
    except (OSError, Unable):
        return None
    if head.confidential or head.family == "confidential":
        return Session.read(tables)
    kept = {*kinds, "theme", "risk"} if "cause" in kinds else set(kinds)
    entries = {id_: raw for id_, raw in tables.get("entries", {}).items() if _kind(raw) in kept}
    template = {id_: _outline(raw) for id_, raw in tables.get("template", {}).items()}
    return Session.read({**tables, "entries": entries, "template": template, "clock": {}, "people": {}})


def _kind(raw: Any) -> str:
    return str(raw.get("kind", "")) if isinstance(raw, Mapping) else ""


def _outline(raw: Any) -> Any:
    """A template with the names of its stages only: enough to know which slips were opened."""
    if not isinstance(raw, Mapping):
        return raw
    stages = raw.get("stages")
    names = [{"id": each.get("id", ""), "title": ""} for each in stages] if isinstance(stages, list) else []
    return {**{name: raw.get(name, "") for name in ("id", "technique", "title", "learning")}, "stages": names}


def _left_by(earlier: Session, head: Head) -> Iterator[Earlier]:
    confidential = earlier.meeting.family == "confidential"
    nameless = earlier.meeting.names == "none"
    for id_, entry in earlier.live():
        stays = not confidential and _AGREED[entry.least_share] < _AGREED[earlier.meeting.share]
        if stays or earlier.sealed(entry):
            continue
        kind, text = _as_what(earlier, entry)
        if kind:
            line = _without_owner(entry) if nameless else entry
            yield Earlier(f"{earlier.id}/{id_}", kind, text, line, head.date, quoted=not confidential)


_AGREED = {"open": 0, "summary": 1, "actions": 2, "nothing": 3}
"""What may leave under a setting of `share` is what leaves under that setting or a narrower one."""


def _without_owner(entry: Entry) -> Entry:
    return entry.model_copy(update={"owner": "", "by": ""})


def _as_what(earlier: Session, entry: Entry) -> tuple[str, str]:
    """The kind a line is brought in as, and its words; no kind where it is not brought in."""
    match entry:
        case Action():
            return ("action", entry.text) if entry.state == "open" else ("", "")
        case Lesson():
            return ("", "") if entry.standing == "set aside" else ("lesson", entry.text)
        case Parked():
            return ("", "") if entry.became else ("parked", entry.text)
        case Gap():
            return ("", "") if entry.answer else ("gap", entry.text)
        case Cause() | Theme():
            return ("cause", _shortly(entry)) if _only_feared(earlier, entry) else ("", "")
        case Check():
            said = decision(earlier, Place(entry.stage, entry.question, entry.under))
            forgotten = said is not None and said[1].answer == "no" and entry.text
            return ("action", entry.text) if forgotten else ("", "")
        case Risk() | Commitment():
            return entry.kind, entry.text
    return "", ""


def _only_feared(earlier: Session, entry: Entry) -> bool:
    """Whether a cause was imagined before the work, and stands for itself: a group stands for its causes."""
    grouped = entry.group in earlier.entries and not earlier.entries[entry.group].deleted
    return earlier.template.learning == "before" and not grouped


def _shortly(entry: Entry) -> str:
    return entry.chain[0] if isinstance(entry, Cause) and entry.chain else entry.text


def last_people(library: Library, project: str = "") -> tuple[str, ...]:
    """The people of the newest session that keeps a list, of a project if one is named.

    Raises:
        Unable: no session keeps one.
    """
    wanted = project.casefold()
    for head in heads(library):
        stays = head.confidential or head.share == "nothing"
        if not head.broken and not stays and wanted in ("", head.project.casefold()):
            names = Session.read(SessionFile.open(head.path).documents).names()
            if names:
                return names
    raise Unable(_("No earlier session keeps a list of people; only those with names all do."))


def of_same_person(heads_: Iterable[Head], project: str, title: str) -> list[Head]:
    """Sessions of one project (of one title, where no project is named), oldest first."""
    wanted = clean_line(project or title).casefold()
    same = [h for h in heads_ if not h.broken and (h.project if project else h.title).casefold() == wanted]
    return sorted(same, key=lambda head: (head.created, head.id))
