"""What leaves for the hub: the shared edition of the sessions that are marked, document by document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.report.edition import edition
from kmfacilitate.report.withheld import never_leaves
from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.session import Session
from kmfacilitate.store.encoding import decode_tables
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.shelf import Head
from kmfacilitate.store.trouble import Damaged

LANGUAGES = {
    "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch",
    "pt": "portuguese", "ru": "russian", "sv": "swedish",
}  # fmt: skip
"""Language of a session → the server's own name for how its words are stemmed."""


_SHARE = ("open", "summary", "actions")
_NAMES = ("all", "owners", "none")


@dataclass(frozen=True, slots=True)
class Leaving:
    """One session as it leaves."""

    session: str
    title: str
    year: int
    language: str
    edition: int
    """How much leaves, and whose names; greater is less."""
    settings: int
    """The revision of the document that says so."""
    cut: int
    """The sum of all revisions: of two states of a session, the later has the greater."""
    documents: Mapping[tuple[str, str], tuple[int, Raw]]
    """Table and id → revision and document."""
    revisions: Mapping[tuple[str, str], int]
    """The revision of every document of the session, whether it leaves or not; stays here."""
    deleted: frozenset[tuple[str, str]]
    """Lines that were taken out and would have left; of private ones not even the id leaves."""

    @property
    def lines(self) -> int:
        """How many lines of people's words leave."""
        return sum(1 for table, _rest in self.documents if table == "entries")


def may_leave(head: Head) -> None:
    """Whether a session may be shared at all.

    Raises:
        Unable: It is confidential, shared as nothing, discarded, or can't be read.
    """
    if head.broken:
        raise Unable(head.broken)
    if head.confidential or head.family == "confidential":
        raise Unable(_("{id} is confidential, so it never leaves this library.").format(id=head.id))
    if head.share == "nothing":
        raise Unable(
            _("{id} is shared as nothing; change that with :share, then share it with the team.").format(
                id=head.id
            )
        )
    if head.state == "discarded":
        raise Unable(_("{id} was discarded, so it is not shared.").format(id=head.id))


def leaving(path: Path, disk: Disk = DISK) -> Leaving | None:
    """What leaves of the session in a file; none: nothing may.

    Raises:
        Unable: The file can't be read.
    """
    try:
        data, _rest = disk.read(path)
        whole = decode_tables(data, path)
    except (Damaged, OSError) as error:
        raise Unable(
            _("{name} can't be read, so nothing of it was sent: {error}").format(name=path.name, error=error)
        ) from None
    return leaving_of(whole)


def leaving_of(whole: Documents) -> Leaving | None:
    """What leaves of a session's documents; none: it may not leave."""
    session = Session.read(whole)
    meeting = session.meeting
    if meeting.confidential or meeting.family == "confidential" or meeting.state == "discarded":
        return None
    if meeting.share == "nothing":
        return None
    shared = edition(session, "shared").session.documents
    begun = str(whole.get("session", {}).get("1", {}).get("created", ""))[:4]
    return Leaving(
        session.id,
        meeting.title if meeting.names != "none" else "",
        int(begun) if begun.isdigit() and 1900 <= int(begun) <= 2200 else 2000,
        LANGUAGES.get(meeting.language[:2], "simple"),
        _SHARE.index(meeting.share) * len(_NAMES) + _NAMES.index(meeting.names),
        _rev(whole.get("session", {}).get("1", {})),
        sum(_rev(raw) for table in whole.values() for raw in table.values()),
        {(table, id_): (_rev(raw), raw) for table, rows in shared.items() for id_, raw in rows.items()},
        {(table, id_): _rev(raw) for table, rows in whole.items() for id_, raw in rows.items()},
        frozenset(
            ("entries", id_)
            for id_, entry in session.entries.items()
            if entry.deleted and entry.leaves and not entry.slip and not never_leaves(session, entry)
        ),
    )


def digest_of(document: Raw | None) -> str:
    """Tells two versions of a document apart, on every machine alike; empty for one that was taken out."""
    if document is None:
        return ""
    text = json.dumps(document, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _rev(raw: Mapping[str, Any]) -> int:
    rev = raw.get("rev", 0)
    return rev if isinstance(rev, int) else 0
