"""Pairs and tables of a running session: who is with whom now, and drawing anew.

The names are kept in the session only where names may be kept; otherwise they are in memory, and the session
holds the seed and how many sat at each table.
"""

from __future__ import annotations

from itertools import count as numbers_from

from kmfacilitate.language import _

from .acts.activities import keep_draw
from .edits import Change, Refused
from .facilitation import Facilitation
from .kinds.activities import Pairs
from .pairs import LARGEST_SEED, Impossible, Tables, Wishes, draw, groups_words
from .scene import LineRow
from .walk import Place, question_at


def drawn_at(f: Facilitation, place: Place) -> tuple[str, Pairs] | None:
    """The draw of a question, if there is one."""
    given = [(id_, e) for id_, e in f.session.answers(place.question, place.under) if isinstance(e, Pairs)]
    return given[-1] if given else None


def tables_of(f: Facilitation, id_: str, entry: Pairs) -> Tables:
    """Who sits where; empty where names are not kept and the program was left since."""
    return entry.tables or f.drawn.get((id_, entry.seed), ())


def _all_tables(f: Facilitation, id_: str, entry: Pairs) -> list[Tables]:
    """Everything drawn at one question, as far as it is known: the last draw, and those it replaced."""
    here = [tables for (drawn, _rest), tables in f.drawn.items() if drawn == id_]
    return here or [tables_of(f, id_, entry)]


def draw_here(f: Facilitation, place: Place, seed: int | None = None) -> Change:
    """Draw the pairs or tables of a question, or draw them again.

    Who sat together in this session sits together again only where it must be; so a second draw at one
    question is another round of it. With a seed, the draw that is replaced does not count: it is drawn the
    same again.

    Args:
        f: the room.
        place: a question whose answers arrive as pairs.
        seed: where chance begins; none: one is made up.

    Raises:
        Refused: there are fewer than two people, or the question draws nothing.
    """
    question = question_at(f.session, place)
    if question is None:
        raise Refused(_("There is nothing to draw here."))
    people = list(f.roster) or _seats(f.voters)
    now = drawn_at(f, place)
    earlier = tuple(
        tables
        for id_, entry in f.session.live()
        if isinstance(entry, Pairs) and (seed is None or (id_, entry) != now)
        for tables in _all_tables(f, id_, entry)
    )
    if seed is None:
        seed = f.now().chance.randint(1, LARGEST_SEED)
    stored = {p.name: {"team": p.team, "site": p.site, "role": p.role} for p in f.session.people.values()}
    known = {**stored, **f.about}
    try:
        drawn = draw(
            {name: known.get(name, {}) for name in people},
            seed,
            Wishes(avoid=question.capture.avoid, earlier=earlier),
            question.capture.size,
        )
    except Impossible:
        raise Refused(_("It takes two to draw; :who +NAME says who has come.")) from None
    kept = f.session.meeting.names == "all" or not f.roster
    made = f.do("draw", keep_draw(place, drawn, seed, names=kept, words=groups_words(drawn.tables)))
    f.drawn[(made.entry, seed)] = drawn.tables
    return made


def _seats(number: int) -> list[str]:
    width = len(str(number))
    return [f"{seat:0{width}}" for seat in range(1, number + 1)]


def table_rows(f: Facilitation, place: Place) -> list[LineRow]:
    """The tables as rows, numbered; this is what the room needs to see."""
    drawn = drawn_at(f, place)
    if drawn is None:
        return []
    return [
        LineRow(drawn[0], str(number), "", "", "plain", ", ".join(table))
        for number, table in zip(numbers_from(1), tables_of(f, *drawn), strict=False)
    ]
