"""What a library holds, counted: all that filters let through, and what a filter can be chosen from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kmfacilitate.language import N_, _, ngettext
from kmfacilitate.session.lesson_life import Tally, in_words, tally_of

from .ask import Ask
from .found import Filters
from .words import all_of, words_of

MOST = 10_000
"""Lines up to which those that have the words of a search are counted."""
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are. Lessons are counted apart (`Tally`), actions by their state."""

    sessions: int = 0
    lessons: Tally = field(default_factory=Tally)
    actions: Mapping[str, int] = field(default_factory=dict)
    lines: int = 0


def count(ask: Ask, filters: Filters) -> Counts:
    """Count everything that filters let through."""
    said, values = filters.sql()
    where = " AND ".join(("l.kind <> 'session'", *said))
    source = "sessions s CROSS JOIN lines l USING (sid)" if said else "lines l"
    rows = ask.query(
        f"SELECT l.kind, l.state, count(*) FROM {source} WHERE {where} GROUP BY l.kind, l.state",
        values,
    )
    of_session, held = filters.sql(lines=False)
    where = f"WHERE {' AND '.join(of_session)}" if of_session else ""
    sessions = ask.query(f"SELECT count(*) FROM sessions s {where}", held)
    return Counts(
        int(str(sessions[0][0])) if sessions else 0,
        tally_of({str(state): int(str(many)) for kind, state, many in rows if kind == "lesson"}),
        {str(state): int(str(many)) for kind, state, many in rows if kind == "action"},
        sum(int(str(many)) for _rest, _more, many in rows),
    )


def count_found(ask: Ask, typed: str, filters: Filters) -> Mapping[str, int]:
    """How many lines of each kind have all the words, the last perhaps begun; no more than `MOST` in all."""
    words = words_of(typed)
    if not words:
        return {}
    said, values = filters.sql()
    where = " AND ".join(("words MATCH ?", *said))
    joined = "CROSS JOIN sessions s ON s.sid = l.sid" if said else ""
    expression = all_of(words, last_begins=not typed[-1:].isspace())
    rows = ask.query(
        "SELECT kind, count(*) FROM (SELECT l.kind FROM words CROSS JOIN lines l ON l.id = words.rowid "
        f"{joined} WHERE {where} LIMIT {MOST}) GROUP BY kind",
        (expression, *values),
    )
    return {str(kind): int(str(many)) for kind, many in rows}


@dataclass(frozen=True, slots=True)
class Offer:
    """One value a filter can have: as it is typed, as it is shown, and how much it lets through."""

    value: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the library, and how many lines are theirs."""

    name: str
    lines: int
    open: int


def people_like(people: Sequence[Person], typed: str, limit: int = 5) -> tuple[Person, ...]:
    """People of whose names each word begins one, those with most lines first."""
    from .words import fold

    wanted = [fold(each) for each in words_of(typed)]
    if not wanted:
        return ()
    return tuple(
        person
        for person in people
        if all(any(part.startswith(each) for part in fold(person.name).split()) for each in wanted)
    )[:limit]


def everybody(ask: Ask) -> tuple[Person, ...]:
    """Everybody who owns lines, said something or facilitated, most lines first."""
    return tuple(Person(one.name, one.lines, one.open) for one in ask.people())


def offers(ask: Ask, name: str, today: date) -> tuple[Offer, ...]:
    """What a filter can be chosen from, the likely ones first.

    Args:
        ask: Asks the index.
        name: The filter: technique, project, person, tag, state, since.
        today: For *the last month*.
    """
    match name:
        case "technique":
            rows = ask.query(
                "SELECT technique, count(*) FROM sessions WHERE technique <> '' "
                "GROUP BY technique ORDER BY 2 DESC"
            )
            return tuple(Offer(str(id_), str(id_).replace("-", " "), _sessions(many)) for id_, many in rows)
        case "project":
            return tuple(Offer(one, one, _sessions(many)) for one, many in ask.projects()[:_MOST_NAMES])
        case "person":
            return tuple(Offer(one.name, one.name, _lines(one.lines)) for one in ask.people()[:_MOST_NAMES])
        case "tag":
            return tuple(Offer(tag, tag, _lines(many)) for tag, many in ask.tags(_MOST_NAMES))
        case "state":
            return tuple(_states(ask))
        case "since":
            return tuple(_days(ask, today))
    return ()


def _states(ask: Ask) -> list[Offer]:
    rows = ask.query("SELECT kind, state, count(*) FROM lines WHERE state <> '' GROUP BY kind, state")
    many = {(str(kind), str(state)): int(str(number)) for kind, state, number in rows}
    lessons = {state: number for (kind, state), number in many.items() if kind == "lesson"}
    told = tally_of(lessons)
    found = [
        Offer(state, _(state), _actions(many["action", state]))
        for state in ("open", "done", "dropped")
        if many.get(("action", state))
    ]
    if told.identified or told.learned:
        found.append(Offer("identified", _("identified"), _lessons(told.identified)))
        found.append(Offer("learned", _("learned"), _lessons(told.learned)))
    found += [
        Offer(state, in_words(state), _lessons(number))
        for state, number in sorted(lessons.items(), key=lambda one: -one[1])
    ]
    found += [
        Offer(state, _(state), _sessions(many["session", state]))
        for state in (N_("planned"), N_("running"), N_("finished"))
        if many.get(("session", state))
    ]
    return found


def _days(ask: Ask, today: date) -> list[Offer]:
    years = ask.query(
        "SELECT substr(day, 1, 4), count(*) FROM sessions WHERE day <> '' GROUP BY 1 ORDER BY 1 DESC"
    )
    return [
        Offer((today - timedelta(days=31)).isoformat(), _("the last month")),
        Offer((today - timedelta(days=365)).isoformat(), _("the last twelve months")),
        *(Offer(f"{year}..{year}", str(year), _sessions(many)) for year, many in years),
    ]


def _sessions(number: object) -> str:
    many = int(str(number))
    return ngettext("{n} session", "{n} sessions", many).format(n=many)


def _actions(number: int) -> str:
    return ngettext("{n} action", "{n} actions", number).format(n=number)


def _lessons(number: int) -> str:
    return ngettext("{n} lesson", "{n} lessons", number).format(n=number)


def _lines(number: int) -> str:
    return ngettext("{n} line", "{n} lines", number).format(n=number)
