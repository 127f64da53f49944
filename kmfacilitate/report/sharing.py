"""The shared edition: the documents of a session as its settings `share` and `names` let them leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from kmfacilitate.language import _, speaking
from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.kinds import KINDS, Entry
from kmfacilitate.session.kinds.activities import Pairs, Rating
from kmfacilitate.session.records import Share
from kmfacilitate.session.session import Session

from .redaction import AGREED, SOMEBODY, Redaction
from .withheld import never_leaves, not_yet

AGREED_TO = ("yes", "unnamed")
"""Consent with which a line leaves the room; unnamed leaves without whose words they are."""
_NARROW: dict[Share, int] = {"open": 0, "summary": 1, "actions": 2, "nothing": 3}
_MEETING = (
    "title", "project", "place", "template", "technique", "variant", "family", "language", "head_count",
    "later_count", "length", "tz", "state", "created", "begins", "started", "ended", "hard_end",
    "confidential", "names", "share", "history",
)  # fmt: skip
_STAGE = ("stage", "minutes", "state", "reason", "revealed", "past")
_MARK = ("at", "where", "stage", "question", "reason", "back")
_PERSON = ("name", "role", "team", "left")
AS_THEY_ARE = frozenset(
    {"kind", "stage", "question", "under", "at", "edited", "group", "source", "after", "over", "became", "on",
     "of", "replaced_by", "due", "done", "review"}
)  # fmt: skip
"""Fields that hold ids, times and days, in which no name is looked for."""


class Sharing:
    """What the settings of one session let through."""

    def __init__(self, session: Session, roster: Iterable[str] = (), artefact: Collection[str] = ()) -> None:
        self._session = session
        self._artefact = frozenset(artefact)
        self._names = session.meeting.names
        self._share = session.meeting.share
        hidden = known_names(session, roster) if self._names == "none" else ()
        with speaking(session.meeting.language):
            self._redaction = Redaction(hidden, _(SOMEBODY))

    def lets(self, entry: Entry) -> bool:
        """Whether an entry leaves at all."""
        return not (
            entry.deleted
            or entry.forgotten
            or not entry.leaves
            or entry.kind not in KINDS
            or never_leaves(self._session, entry)
            or not_yet(entry)
            or (hasattr(entry, "consent") and entry.consent not in AGREED_TO)
            or _NARROW[self._least_share(entry)] < _NARROW[self._share]
        )

    def _least_share(self, entry: Entry) -> Share:
        in_artefact = entry.question in self._artefact and not hasattr(entry, "consent")
        return "summary" if entry.least_share == "open" and in_artefact else entry.least_share

    def documents(self) -> Documents:
        """The documents of the shared edition; what this version does not know is not in it."""
        session, whole = self._session, self._session.documents
        kept = {id_: entry for id_, entry in session.entries.items() if self.lets(entry)}
        some = self._share != "actions"
        return {
            "_meta": {
                id_: _only(raw, ("schema", "what", "session", "app")) for id_, raw in whole["_meta"].items()
            }
            if "_meta" in whole
            else {},
            "session": {id_: self._meeting(raw) for id_, raw in whole.get("session", {}).items()},
            "stages": {
                id_: self._texts(_only(raw, _STAGE), ("reason",))
                for id_, raw in whole.get("stages", {}).items()
                if some and id_ in session.stages
            },
            "people": {
                id_: _only(whole["people"][id_], _PERSON)
                for id_, person in session.people.items()
                if some and self._names == "all" and not person.deleted
            },
            "clock": {
                id_: self._texts(_only(whole["clock"][id_], _MARK), ("reason",))
                for id_, mark in session.clock.items()
                if some and not mark.deleted
            },
            "entries": {id_: self._entry(whole["entries"][id_], entry, kept) for id_, entry in kept.items()},
            "template": whole.get("template", {}),
        }

    def _meeting(self, raw: Raw) -> dict[str, Any]:
        fields = (*_MEETING, "facilitator") if self._names != "none" else _MEETING
        found = self._texts(_only(raw, fields), ("title", "project", "place"))
        return found | ({"history": self._redaction.deep(raw["history"])} if "history" in raw else {})

    def _entry(self, raw: Raw, entry: Entry, kept: dict[str, Entry]) -> dict[str, Any]:
        leaving = {"rev", *type(entry).model_fields} - {
            "deleted",
            "forgotten",
            "gone",
            "slip",
            "by",
            "earlier",
        }
        if isinstance(entry, Rating):
            leaving.discard("values")
        if isinstance(entry, Pairs) and self._names != "all":
            leaving -= {"tables", "seed"}
        found = {
            name: self._value(type(entry), name, value) for name, value in raw.items() if name in leaving
        }
        if entry.by and self._names == "all" and getattr(entry, "consent", "") == "yes":
            found["by"] = entry.by
        if entry.under and entry.under not in kept:
            found.pop("under")
        return found

    def _value(self, kind: type[Entry], field: str, value: Any) -> Any:
        if self._names != "none" or field in AS_THEY_ARE or not value:
            return value
        says = kind.fields().get(field)
        if says is not None and says.choices:
            return value
        if says is not None and says.sign == "@":
            return AGREED
        if field == "tags":
            return [tag for tag in value if not self._redaction.names(tag.replace("-", " "))]
        return self._redaction.deep(value)

    def _texts(self, raw: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
        return raw | {name: self._redaction.text(str(raw[name])) for name in fields if name in raw}


def known_names(session: Session, roster: Iterable[str] = ()) -> set[str]:
    """Names of participants: the people kept, whoever took something on or said something, and the roster."""
    found = {person.name for person in session.people.values()} | set(roster)
    fields = {"by"} | {
        field for kind in KINDS.values() for field, says in kind.fields().items() if says.sign == "@"
    }
    for entry in session.entries.values():
        found.update(str(getattr(entry, field, "")) for field in fields)  # of a kind it once was, too
        if entry.under and entry.under not in session.entries:
            found.add(entry.under)
        for table in getattr(entry, "tables", ()):
            found.update(table)
    return found - {"", AGREED}


def _only(raw: Raw, fields: Iterable[str]) -> dict[str, Any]:
    return {name: raw[name] for name in ("rev", *fields) if name in raw}
