"""The sections that stand under a kind's own heading: lessons, gaps, the timeline, causes, votes.

`laid_out` is dispatched on the class of a kind. A kind that registers nothing gets a list of its lines.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TypeVar

from kmfacilitate.language import _
from kmfacilitate.session.kinds import Entry, is_list, is_number
from kmfacilitate.session.kinds.activities import Vote
from kmfacilitate.session.kinds.happenings import Cause, Difference, Event
from kmfacilitate.session.kinds.insights import Gap, Lesson
from kmfacilitate.session.lesson_life import in_words
from kmfacilitate.session.timeline import timeline

from .blocks import Block, Bullet, Heading, Table
from .lesson_history import became
from .lines import below, bullets, short_facts
from .risks import in_appendix, is_told_with_risks
from .telling import TAKEN_OUT, Rows, Telling

K = TypeVar("K", bound=Entry)


def heading_of_kind(kind: type[Entry], telling: Telling) -> str:
    """The heading over the entries of a kind; `Expected` alone where nothing says what came instead."""
    if kind is Difference and not any(
        isinstance(e, Difference) and e.actual for _id, e in telling.session.live()
    ):
        return _("Expected")
    return _(kind.heading)


@singledispatch
def laid_out(kind: object, rows: Rows, telling: Telling) -> list[Block]:
    """The entries of one heading as blocks. Dispatched by class: `laid_out.dispatch(kind)(kind, …)`."""
    return [line for id_, entry in rows for line in bullets(entry, id_, telling)]


def lay_out(kind: type[Entry], rows: Rows, telling: Telling) -> list[Block]:
    """The entries of one heading as blocks, in the way that its kind has."""
    return laid_out.dispatch(kind)(kind, rows, telling)


@laid_out.register(Lesson)
def _lessons(kind: object, rows: Rows, telling: Telling) -> list[Block]:
    blocks: list[Block] = []
    for place, (id_, lesson) in enumerate(_of(Lesson, rows), start=1):
        blocks.append(Heading(lesson.text, number=str(place), line=telling.number(id_)))
        blocks += below(lesson, telling, 0, skip=("but",))
        blocks += below(lesson, telling, 0, skip=tuple(name for name in Lesson.fields() if name != "but"))
        facts = short_facts(lesson, telling)
        if lesson.state:  # else it is as it was captured
            facts.append(_("status {state}").format(state=in_words(lesson.state)))
        if facts:
            blocks.append(Bullet("", facts=tuple(facts)))
        blocks += became(lesson, telling)
    return blocks


@laid_out.register(Event)
def _events(kind: object, rows: Rows, telling: Telling) -> list[Block]:
    return [line for id_, entry in timeline(telling.session, rows) for line in bullets(entry, id_, telling)]


@laid_out.register(Cause)
def _causes(kind: object, rows: Rows, telling: Telling) -> list[Block]:
    by_source: dict[str, list[Bullet]] = {}
    for id_, cause in (row for row in rows if not in_appendix(*row, telling)):
        source = cause.source or (cause.under if telling.live(cause.under) else "")
        by_source.setdefault(source, []).extend(bullets(cause, id_, telling, 1 if source else 0))
    blocks: list[Block] = []
    for source, lines in by_source.items():
        if source:
            of = telling.live(source)
            blocks.append(
                Bullet(telling.says(of), number=telling.number(source)) if of else Bullet(_(TAKEN_OUT))
            )
        blocks += lines
    return blocks


@laid_out.register(Difference)
def _differences(kind: object, rows: Rows, telling: Telling) -> list[Block]:
    if not any(difference.actual for _id, difference in _of(Difference, rows)):
        return [line for id_, entry in rows for line in bullets(entry, id_, telling)]
    return [_table(Difference, _("Expected"), _of(Difference, rows), telling)]


@laid_out.register(Gap)
def _gaps(kind: object, rows: Rows, telling: Telling) -> list[Block]:
    ranked = sorted(_of(Gap, rows), key=lambda row: -row[1].importance)
    return [_table(Gap, _("Question"), ranked, telling)]


@laid_out.register(Vote)
def _votes(kind: object, rows: Rows, telling: Telling) -> list[Block]:
    blocks: list[Block] = []
    for _id, vote in _of(Vote, rows):
        table = _ranking(vote, telling)
        if table.rows and not is_told_with_risks(vote, telling):
            blocks += [Heading(telling.says(vote)), table]
    return blocks


def _ranking(vote: Vote, telling: Telling) -> Table:
    def line(id_: str) -> str:
        entry = telling.live(id_)
        number = telling.number(id_)
        return "" if entry is None else f"{entry.text} ({number})" if number else entry.text

    if vote.method == "score":
        scores = sorted(vote.scores, key=lambda score: -score[1] * score[2])
        rows = [(line(i), str(a), str(b), str(a * b)) for i, a, b in scores if telling.live(i)]
        return Table((_("Line"), _("Likelihood"), _("Impact"), _("Score")), tuple(rows))
    if vote.method == "rank":
        order = [id_ for id_ in vote.order if telling.live(id_)]
        return Table(
            (_("Line"), _("Place")), tuple((line(id_), str(n)) for n, id_ in enumerate(order, start=1))
        )
    votes = dict(vote.tally)
    most_first = sorted((id_ for id_ in vote.over if telling.live(id_)), key=lambda id_: -votes.get(id_, 0))
    return Table((_("Line"), _("Votes")), tuple((line(id_), str(votes.get(id_, 0))) for id_ in most_first))


def _table(kind: type[Entry], title: str, rows: list[tuple[str, K]], telling: Telling) -> Table:
    used = [name for name in kind.fields() if any(getattr(entry, name) for _id, entry in rows)]
    columns = ["", title, *(_(kind.speech(name).label).capitalize() for name in used)]
    cells = []
    for id_, entry in rows:
        row = [telling.number(id_), telling.says(entry)]
        for name in used:
            value = getattr(entry, name)
            if is_list(kind, name):
                row.append(", ".join(value))
            elif is_number(kind, name):
                row.append(str(value or ""))
            else:
                row.append(telling.day(value) if name == "due" and value else str(value))
        cells.append(tuple(row))
    return Table(tuple(columns), tuple(cells))


def _of(kind: type[K], rows: Rows) -> list[tuple[str, K]]:
    return [(id_, entry) for id_, entry in rows if isinstance(entry, kind)]
