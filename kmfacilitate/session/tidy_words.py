"""Page two of the close in words: what is left to tidy, and what is typed to answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kmfacilitate.language import N_, _

from .facilitation import Facilitation
from .rows import row
from .session import Session
from .tidy import HEADINGS, Tidy, to_tidy

_FIELDS = {
    N_("Actions without owner or date"): ("owner", "due"),
    N_("For others, without a carrier"): ("owner",),
    N_("Lessons without a why"): ("why",),
}
"""What may be missing under a heading."""


def tidy_lines(f: Facilitation) -> Iterator[str]:
    """Everything left to tidy, under its headings, each with what to type."""
    session, today = f.session, f.now().today
    things = to_tidy(session, f.roster)
    for title in sorted({thing.heading for thing in things}, key=HEADINGS.index):
        inside = [thing for thing in things if thing.heading == title]
        yield f"{_(title)} {len(inside)}"
        for thing in inside:
            shown = row(session, thing.id, today, expected=session.entries[thing.id].kind)
            yield f"{shown.number} {shown.text}, {thing.missing}"
            yield f"  {how_to_tidy(session, thing)}"


def tidy_summary(f: Facilitation) -> Iterator[str]:
    """What is left to tidy, in numbers, and how to hear more of it; nothing where nothing is left."""
    things = to_tidy(f.session, f.roster)
    if not things:
        return
    by_heading = Counter(thing.heading for thing in things)
    yield "; ".join(f"{_(title)}: {by_heading[title]}" for title in sorted(by_heading, key=HEADINGS.index))
    yield _(":tidy reads them out. All of it can wait; :finish ends the session.")


def how_to_tidy(session: Session, thing: Tidy) -> str:
    """What to type about a thing: `:tidy 5.1 local, process, tell, information, known or reject`."""
    number = session.number(thing.id)
    if thing.keys:
        said = []
        for _letter, word, does in thing.keys:
            value = does.partition("=")[2]
            said.append(value if value == word else f"{value} ({_(word)})")
        return _(":tidy {number} {answers} or {last}").format(
            number=number, answers=", ".join(said[:-1]), last=said[-1]
        )
    entry = session.entries[thing.id]
    fields = [field for field in _FIELDS.get(thing.heading, ()) if not getattr(entry, field)]
    if fields:
        return f":fill {number} {' '.join(f'| {field}: …' for field in fields)}"
    return _(":redact {name} takes the name out").format(name=thing.missing)
