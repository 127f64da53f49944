"""What waits for the facilitator on Home, read from finished sessions as plain data. Imports nothing heavy.

Read in a thread after the first paint. Nothing is said of a confidential session, nor of one that shares
nothing; of one that shares actions only its actions are counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _, ngettext
from kmfacilitate.session.scene import Said
from kmfacilitate.store.fsio import DISK
from kmfacilitate.store.shelf import Head
from kmfacilitate.ui.screens.home_board import Waiting

if TYPE_CHECKING:
    from kmfacilitate.library.ask import Ask

SESSIONS = 20
"""So many of the newest finished sessions are read."""
_LINES = 8

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """What waits by the index of the whole library: actions due of so many open, lessons without a route.

    The lines are no more than can be shown.
    """

    due: int
    open: int
    unrouted: int
    due_lines: tuple[tuple[str, str], ...]
    """The words of each, and the day it is due."""
    unrouted_lines: tuple[str, ...]


def counted(ask: Ask, today: date) -> Counted | None:
    """Ask the index; none while there is none."""
    counts = ask.due_counts(today)
    if not counts.ready:
        return None
    due, unrouted = ask.waiting(today, _LINES)
    return Counted(
        counts.overdue + counts.today,
        counts.open,
        counts.unrouted,
        tuple((clean_line(line.text), line.due) for line in due),
        tuple(clean_line(line.text) for line in unrouted),
    )


def what_waits(heads: Sequence[Head], today: date, known: Counted | None = None) -> tuple[Waiting, ...]:
    """Actions due, lessons without a route, and what is left to tidy; only those of which there are any.

    Args:
        heads: The newest sessions, which are read as they are.
        today: The day.
        known: What the index counted, of all sessions; of these only what is left to tidy is taken then.
    """
    due: list[tuple[str, Said]] = []
    open_actions = 0
    routeless: list[tuple[str, Said]] = []
    tidy: list[tuple[str, int]] = []
    settled: set[str] = set()
    kept = [head for head in heads if head.state != "discarded" and not head.broken]
    for head in kept[:SESSIONS]:
        if head.confidential or head.share == "nothing" or head.template == "imported":
            continue
        read = _lines(head)
        settled |= {str(line.get("on")) for line in read.values() if _settles(line)}
        if head.state != "finished":
            continue
        lines = [line for id_, line in read.items() if f"{head.id}/{id_}" not in settled]
        actions = [line for line in lines if _kind(line) == "action" and _open(line)]
        open_actions += len(actions)
        due += [
            (_words(line), late) for line in actions if (late := _late(str(line.get("due") or ""), today))
        ]
        left = sum(_lacks(line) for line in (actions if head.share == "actions" else lines))
        if head.share != "actions":
            lessons = (line for line in lines if _kind(line) == "lesson")
            routeless += [
                (_words(line), Said(_("no route"), "warning")) for line in lessons if _routeless(line)
            ]
        if left:
            tidy.append((clean_line(head.title), left))
    many_due, many_routeless = len(due), len(routeless)
    if known is not None:
        many_due, open_actions, many_routeless = known.due, known.open, known.unrouted
        due = [(words, late) for words, day in known.due_lines if (late := _late(day, today))]
        routeless = [(words, Said(_("no route"), "warning")) for words in known.unrouted_lines]
    open_words = _("of {n} open").format(n=open_actions)
    tidied = [
        (title, Said(ngettext("{n} to tidy", "{n} to tidy", left).format(n=left), "muted"))
        for title, left in tidy
    ]
    left = sum(number for _title, number in tidy)
    found = (
        _waiting(
            many_due, due, ngettext("action due", "actions due", many_due), _("Actions due"), open_words
        ),
        _waiting(
            many_routeless,
            routeless,
            ngettext("lesson without a route", "lessons without a route", many_routeless),
            _("Lessons without a route"),
        ),
        _waiting(left, tidied, _("to tidy"), _("To tidy")),
    )
    return tuple(one for one in found if one.count)


def _waiting(count: int, lines: list[tuple[str, Said]], words: str, title: str, of: str = "") -> Waiting:
    return Waiting(count, words, title, Said(of, "muted"), of, tuple(lines[:_LINES]))


def _lines(head: Head) -> Mapping[str, Table]:
    """The lines of a session by their ids; none where it can't be read, for Home only counts."""
    try:
        tables = json.loads(DISK.read(head.path)[0])
        entries = tables.get("entries", {}).items()
    except (OSError, ValueError, AttributeError):
        return {}
    return {id_: e for id_, e in entries if isinstance(e, dict) and not _gone(e)}


def _gone(line: Table) -> bool:
    return bool(line.get("deleted") or line.get("forgotten"))


def _settles(line: Table) -> bool:
    """Whether it is a verdict after which nothing waits any more: sessions are read newest first."""
    return _kind(line) == "verdict" and line.get("says") in ("done", "dropped")


def _kind(line: Table) -> str:
    return str(line.get("kind", ""))


def _words(line: Table) -> str:
    return clean_line(str(line.get("text", "")))


def _open(line: Table) -> bool:
    return not line.get("done") and not line.get("dropped")


def _routeless(line: Table) -> bool:
    return not line.get("route") and not line.get("state")


def _lacks(line: Table) -> int:
    """How much is left to tidy about a line."""
    match _kind(line):
        case "action":
            return int(_open(line) and not (line.get("owner") and line.get("due")))
        case "recommendation":
            return int(not line.get("owner"))
        case "lesson":
            return int(_routeless(line)) + int(not line.get("why") and not line.get("source"))
        case "parked":
            return int(not line.get("became"))
        case "quote" | "story":
            return int(not line.get("consent"))
    return 0


def _late(due: str, today: date) -> Said | None:
    """How late an action is: `today`, `1 day late`; none while there is time."""
    try:
        days = (today - date.fromisoformat(due[:10])).days
    except ValueError:
        return None
    if days < 0:
        return None
    if days == 0:
        return Said(_("today"), "warning")
    return Said(ngettext("! {n} day late", "! {n} days late", days).format(n=days), "error")
