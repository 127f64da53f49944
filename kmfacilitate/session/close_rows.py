"""The Close stage: page one for the room, page two for the facilitator."""

from __future__ import annotations

from collections.abc import Collection

from kmfacilitate.language import N_, _

from .facilitation import Facilitation
from .kinds.insights import Lesson
from .lesson_life import tally
from .rows import heading, row, stage_rows
from .scene import LineRow, Said
from .tidy import HEADINGS, to_tidy

_READ_BACK = (
    ("action", N_("Actions")), ("lesson", N_("Lessons")), ("recommendation", N_("For others")),
    ("risk", N_("Risks")), ("gap", N_("Gaps")), ("commitment", N_("Promises")),
)  # fmt: skip
_ALWAYS_NAMED = ("action", "lesson")


def close_rows(f: Facilitation, but: Collection[str] = ()) -> list[LineRow]:
    """Page one of Close, for the room: what was agreed, kind by kind, actions first, and what leaves.

    A kind that the script asks for is named though there is none; incomplete actions come first.

    Lessons that were merged, rejected or superseded are not read back, nor lines of `but`, which stand
    above already.
    """
    session, today = f.session, f.now().today
    found: list[LineRow] = []
    asked_for = {question.capture.becomes for s in session.template.stages for question in s.questions}
    for kind, title in _READ_BACK:
        lines = [line for line in session.of_kind(kind) if line[0] not in but]
        if kind == "action":
            lines = sorted(lines, key=lambda line: not line[1].missing())
        after = (
            _("what is missing first") if any(e.missing() for _id, e in lines) and kind == "action" else ""
        )
        if kind == "lesson":
            lines = [(i, e) for i, e in lines if isinstance(e, Lesson) and e.standing != "set aside"]
            after = tally(e.counted_state for _id, e in lines if isinstance(e, Lesson)).words
        if lines or (kind in _ALWAYS_NAMED and kind in asked_for):
            found.append(heading(_(title), len(lines), after))
        for id_, _rest in lines:
            line = row(session, id_, today, expected=kind)
            under = () if kind in ("lesson", "gap") else line.under
            found.append(LineRow(id_, line.number, line.lead, "", "plain", line.text, line.facts, under))
    found.append(heading(_("Leaves the room"), None, leaves_words(f)))
    own = stage_rows(session, f.here.stage, today, "point")
    shown = {*but, *(r.id for r in found)}
    said = [r for r in own if r.id not in shown]
    return found + ([heading(_("Said at the close"), len(said)), *said] if said else [])


def tidy_rows(f: Facilitation) -> list[LineRow]:
    """Page two of Close, for the facilitator: what is left to tidy."""
    session, today = f.session, f.now().today
    found: list[LineRow] = []
    things = to_tidy(session, f.roster)
    for title in sorted({thing.heading for thing in things}, key=HEADINGS.index):
        inside = [thing for thing in things if thing.heading == title]
        found.append(heading(_(title), len(inside)))
        for thing in inside:
            line = row(session, thing.id, today, expected=session.entries[thing.id].kind)
            keys = "  ".join(f"{letter.upper()} {_(word)}" for letter, word, _rest in thing.keys)
            facts = (Said(f"! {thing.missing}", "warning"),)
            under = (Said(keys, "muted"),) if keys else ()
            found.append(LineRow(thing.id, line.number, line.lead, "", "plain", line.text, facts, under))
    return found


def leaves_words(f: Facilitation) -> str:
    """What leaves the room, in words."""
    share = {
        "open": _("all but private notes"),
        "summary": _("lessons, actions and for others; no lines of discussion"),
        "actions": _("actions only"),
        "nothing": _("nothing"),
    }[f.session.meeting.share]
    names = {"all": _("with names"), "owners": _("names of owners only"), "none": _("no names")}[
        f.session.meeting.names
    ]
    return share if f.session.meeting.share == "nothing" else f"{share}, {names}"
