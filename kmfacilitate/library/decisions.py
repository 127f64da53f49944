"""What keepers of a team decided of lessons, as rows of the index."""

from __future__ import annotations

from kmfacilitate.session.documents import Documents

from .lenient import first_of, number_of, prose_of, text_of
from .place import DECISIONS
from .row_types import Rows, VerdictRow

KEEPER = "keeper/"
"""What the entry of a keeper's verdict begins with; no entry of a session does."""


def rows_of_decisions(documents: Documents) -> Rows:
    """The decision on each lesson of a session, as verdicts that belong to no session of the index."""
    session = text_of(first_of(documents, "_meta"), "session")
    verdicts = []
    for entry, raw in documents.get(DECISIONS, {}).items():
        says, at = text_of(raw, "says"), text_of(raw, "at")
        if session and says:
            reason = f"{text_of(raw, 'by')}, {at[:10]}"
            if note := prose_of(raw.get("note")):
                reason += f": {note}"
            name = f"{KEEPER}{number_of(raw, 'n')}"
            verdicts.append(
                VerdictRow(name, session, entry, says, text_of(raw, "other"), reason, at, at[:10])
            )
    return Rows(verdicts=verdicts)
