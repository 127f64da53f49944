"""What changes over time: lessons identified and learned, themes, causes, actions, minutes. As tables.

A table is shown as a small chart, printed, or given as JSON; a chart shows nothing that its table does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from kmfacilitate.language import N_, _, ngettext
from kmfacilitate.session.lesson_life import ASIDE, LEARNED

from .found import Filters
from .stop_words import STOP_WORDS
from .words import fold, tokens

Cell = str | int | float | None
Query = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
MOST_PERIODS = 12
MOST_THEMES = 8
MOST_CAUSES = 10
_MONTHS, _QUARTERS = 400, 1500
"""Up to so many days are told by the month, by the quarter; more by the year."""
_SHORTEST = 4
"""Letters of a word that can be a cause."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One table of what changed.

    `says` is what it comes to, in a sentence; `columns` name the cells of `rows`; `drawn` are the columns
    that a chart draws, all counted in `unit`; `over` are the columns that are periods one after another.
    """

    id: str
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawn: tuple[str, ...] = ()
    unit: str = ""
    over: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The table as plain data: a list of rows with their columns' names."""
        return {
            "id": self.id,
            "title": self.title,
            "says": self.says,
            "unit": self.unit,
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }


def trends(query: Query, today: date, which: Filters | None = None) -> tuple[Trend, ...]:
    """All trends of which there is anything to tell.

    Args:
        query: Asks the cache (`Ask.query`).
        today: The day that open actions are counted for.
        which: The sessions that are looked at.
    """
    which = which or Filters()
    made = (each(query, today, which) for each in _ALL.values())
    return tuple(trend for trend in made if trend.rows)


def trend(query: Query, id_: str, today: date, which: Filters | None = None) -> Trend:
    """One trend; its table may be empty. `NAMES` has the ids."""
    return _ALL[id_](query, today, which or Filters())


def _learned(query: Query, today: date, which: Filters) -> Trend:
    """New lessons a period, those that became learned in it, and how many there were of both at its end."""
    test, values = _where(which)
    rows = query(
        "SELECT s.day, l.state, l.since FROM lines l JOIN sessions s USING (sid) "
        f"WHERE l.kind = 'lesson' AND l.state NOT IN {_in(ASIDE)} AND {test}",
        values,
    )
    period, periods = _periods([day for day, _rest, _more in rows])
    new = Counter(period(day) for day, _other, _last in rows)
    now_learned = Counter(
        period(max(since, day)) for day, state, since in rows if state in LEARNED and (since or day)
    )
    table: list[tuple[Cell, ...]] = []
    identified = learned = 0
    for one in _between(periods, [*new, *now_learned]):
        learned += now_learned[one]
        identified += new[one] - now_learned[one]
        table.append((one, new[one], now_learned[one], identified, learned))
    share = round(100 * learned / len(rows)) if rows else 0
    says = (
        ngettext(
            "{n} lesson identified, {learned} learned ({share} %).",
            "{n} lessons identified, {learned} learned ({share} %).",
            identified,
        ).format(n=identified, learned=learned, share=share)
        if rows
        else ""
    )
    columns = (N_("period"), N_("new"), N_("became learned"), N_("identified"), N_("learned"))
    return Trend(
        "learned", _("Identified and learned"), says, columns, tuple(table[-MOST_PERIODS:]),
        ("identified", "learned"), "lessons",
    )  # fmt: skip


def _themes(query: Query, today: date, which: Filters) -> Trend:
    """The words that lines are tagged with most, a period."""
    test, values = _where(which)
    rows = query(
        f"SELECT s.day, l.tags FROM lines l JOIN sessions s USING (sid) WHERE l.tags != '' AND {test}", values
    )
    period, _rest = _periods([day for day, _more in rows])
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    shown: dict[str, str] = {}
    for day, tags in rows:
        for tag in tags.split():
            counted[fold(tag)][period(day)] += 1
            shown.setdefault(fold(tag), tag)
    most = sorted(counted, key=lambda tag: (-counted[tag].total(), tag))[:MOST_THEMES]
    periods = sorted({one for tag in most for one in counted[tag]})[-MOST_PERIODS:]
    table: list[tuple[Cell, ...]] = [
        (shown[tag], counted[tag].total(), *(counted[tag][one] for one in periods)) for tag in most
    ]
    says = _("Most often: {listed}.").format(listed=", ".join(shown[tag] for tag in most[:3])) if most else ""
    columns = (N_("theme"), N_("in all"), *periods)
    return Trend("themes", _("Themes"), says, columns, tuple(table), ("in all",), "lines", tuple(periods))


def _causes(query: Query, today: date, which: Filters) -> Trend:
    """Words that come back among the causes of several sessions."""
    test, values = _where(which)
    rows = query(
        f"SELECT l.sid, l.text FROM lines l JOIN sessions s USING (sid) WHERE l.kind = 'cause' AND {test}",
        values,
    )
    sessions: dict[str, set[int]] = defaultdict(set)
    times: Counter[str] = Counter()
    for sid, text in rows:
        for word in {
            token for token, _rest, _more in tokens(text) if len(token) >= _SHORTEST and token.isalpha()
        }:
            sessions[word].add(sid)
            times[word] += 1
    held = len({sid for sid, _other in rows})
    usual = held > 3  # a word of nearly every cause says nothing of any
    back = [w for w in sessions if len(sessions[w]) > 1 and not (usual and len(sessions[w]) > 0.6 * held)]
    fillers = frozenset().union(*STOP_WORDS.values())
    back = [word for word in back if word not in fillers]
    most = sorted(back, key=lambda word: (-len(sessions[word]), -times[word], word))[:MOST_CAUSES]
    table = tuple((word, len(sessions[word]), times[word]) for word in most)
    says = (
        _("{most} is among the causes of {n} sessions.").format(most=most[0], n=len(sessions[most[0]]))
        if most
        else ""
    )
    columns = (N_("word"), N_("sessions"), N_("causes"))
    return Trend(
        "causes", _("Causes that come back"), says.capitalize(), columns, table, ("sessions",), "sessions"
    )


def _actions(query: Query, today: date, which: Filters) -> Trend:
    """Actions agreed a period: how many are done, open, overdue, and days until they were done."""
    test, values = _where(which)
    rows = query(
        "SELECT s.day, l.state, l.since, l.due FROM lines l JOIN sessions s USING (sid) "
        f"WHERE l.kind = 'action' AND {test}",
        values,
    )
    period, periods = _periods([day for day, *_further in rows])
    by_period: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for row in rows:
        by_period[period(row[0])].append(row)
    table: list[tuple[Cell, ...]] = []
    every: list[int] = []
    for one in _between(periods, by_period):
        agreed = by_period.get(one, [])
        took = [
            days
            for day, state, since, _rest in agreed
            if state == "done" and (days := _days(day, since)) is not None
        ]
        every += took
        late = sum(state == "open" and "" < due < today.isoformat() for _far, state, _far, due in agreed)
        open_ = sum(state == "open" for _far, state, _far, _far in agreed)
        done = sum(state == "done" for _far, state, _far, _far in agreed)
        table.append((one, len(agreed), done, open_, late, round(median(took)) if took else None))
    done = sum(state == "done" for _rest, state, _more, _other in rows)
    half = _("; half of them within {days} days").format(days=round(median(every))) if every else ""
    says = ""
    if rows:
        said = ngettext("{done} of {n} action done{half}.", "{done} of {n} actions done{half}.", len(rows))
        says = said.format(done=done, n=len(rows), half=half)
    columns = (N_("period"), N_("agreed"), N_("done"), N_("open"), N_("overdue"), N_("days to done (median)"))
    drawn, unit = ((columns[-1],), "days") if every else (("done", "open"), "actions")
    shown = tuple(table[-MOST_PERIODS:])
    title = _("Days from action to done") if every else _("From action to done")
    return Trend("actions", title, says, columns, shown, drawn, unit)


def _minutes(query: Query, today: date, which: Filters) -> Trend:
    """Planned and used minutes of each stage: half of the sessions needed so much or less."""
    test, values = _where(which)
    rows = query(
        "SELECT s.template, t.title, t.place, t.planned, t.used, s.sid FROM stage_times t "
        f"JOIN sessions s USING (sid) WHERE t.used > 0 AND t.planned > 0 AND {test}",
        values,
    )
    stages: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    place: dict[tuple[str, str], int] = {}
    for template, title, at, planned, used, _rest in rows:
        stages[template, title].append((planned, used))
        place.setdefault((template, title), at)
    ordered = sorted(stages, key=lambda key: (key[0], place[key], key[1]))
    table = tuple(
        (
            template, title, len(stages[template, title]),
            _minute(median(planned for planned, _more in stages[template, title])),
            _minute(median(used for _other, used in stages[template, title])),
        )
        for template, title in ordered
    )  # fmt: skip
    planned_all, used_all = sum(r[3] for r in rows), sum(r[4] for r in rows)
    per_cent = round(100 * used_all / planned_all) if planned_all else 0
    says = _("Used of the minutes planned: {per_cent} %.").format(per_cent=per_cent) if rows else ""
    columns = (N_("script"), N_("stage"), N_("times"), N_("planned"), N_("used"))
    return Trend(
        "minutes", _("Planned and used minutes"), says, columns, table, ("planned", "used"), "minutes"
    )


_ALL: Mapping[str, Callable[[Query, date, Filters], Trend]] = {
    "learned": _learned,
    "actions": _actions,
    "themes": _themes,
    "causes": _causes,
    "minutes": _minutes,
}
NAMES = tuple(_ALL)
"""What trends there are."""


def _where(which: Filters) -> tuple[str, list[object]]:
    conditions, values = which.sql(lines=False)
    return " AND ".join(["1", *conditions]), values


def _minute(seconds: float) -> float:
    return round(seconds / 60, 1)


def _in(words: Iterable[str]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def _days(start: str, end: str) -> int | None:
    try:
        return max(0, (date.fromisoformat(end) - date.fromisoformat(start)).days)
    except ValueError:
        return None


def _periods(days: Sequence[str]) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """How a day is told: by month, quarter or year, whichever gives a handful; and the period after one."""
    dated = sorted(day for day in days if len(day) == 10)
    span = (_days(dated[0], dated[-1]) or 0) if dated else 0
    if span <= _MONTHS:
        return lambda day: day[:7], _next_month
    if span <= _QUARTERS:
        return (
            lambda day: f"{day[:4]} Q{(int(day[5:7] or 1) + 2) // 3}" if len(day) == 10 else day,
            _next_quarter,
        )
    return lambda day: day[:4], lambda year: str(int(year) + 1)


def _next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def _next_quarter(quarter: str) -> str:
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year + number // 4} Q{number % 4 + 1}"


def _between(following: Callable[[str], str], periods: Iterable[str]) -> list[str]:
    """All periods from the first to the last, those without anything in them too."""
    there = sorted(one for one in set(periods) if one)
    if not there:
        return []
    found = [there[0]]
    while found[-1] < there[-1] and len(found) < 1000:
        found.append(following(found[-1]))
    return found
