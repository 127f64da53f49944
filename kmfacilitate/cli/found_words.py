"""What was found in the library, as a line of words or as JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _

from .opening import is_heard

if TYPE_CHECKING:
    from kmfacilitate.library.found import Found, Held


def session_json(held: Held) -> dict[str, Any]:
    """A session as `list --json` has it."""
    return {
        "session": held.session, "title": held.title, "technique": held.technique, "template": held.template,
        "variant": held.variant, "project": held.project, "state": held.state, "date": held.day,
        "created": held.created, "started": held.started, "ended": held.ended, "family": held.family,
        "share": held.share, "path": held.file,
    }  # fmt: skip


def line_json(line: Found) -> dict[str, Any]:
    """A line as `search`, `lessons` and `actions` give it with `--json`; every field is always there."""
    return {
        "session": line.session, "entry": line.entry, "number": line.number, "kind": line.kind,
        "text": line.text, "state": line.state, "since": line.since, "reason": line.reason,
        "title": line.title, "date": line.day, "project": line.project, "technique": line.technique,
        "stage": line.stage, "owner": line.owner, "due": line.due, "by": line.by, "tags": line.tags.split(),
        "type": line.type, "route": line.route, "target": line.target, "more": line.more,
        "applied": line.applied, "partly": line.partly, "no": line.no, "again": line.again, "path": line.file,
    }  # fmt: skip


def line_words(line: Found) -> str:
    """A line as it is listed: where it stands, what it is, its words; for who listens a sentence."""
    if is_heard():
        from kmfacilitate.library.aloud import found_words

        return found_words(line, date.today())
    text = clean_line(line.text or line.more)
    facts = [line.owner, f"by {line.due}" if line.due else ""] if line.kind == "action" else []
    counts = (
        ("applied", line.applied),
        (_("applied in part"), line.partly),
        ("not", line.no),
        ("again", line.again),
    )
    facts += [f"{said} {count} ×" for said, count in counts if count]
    where = ", ".join(part for part in (*facts, clean_line(line.title), line.day) if part and part != text)
    parts = (line.session, line.number, line.kind, line.state, text, f"({where})" if where else "")
    return "  ".join(part for part in parts if part)
