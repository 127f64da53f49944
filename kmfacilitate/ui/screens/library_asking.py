"""What the library screen asks the index, and the answer as it is shown: groups under their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from kmfacilitate.language import N_, _, ngettext
from kmfacilitate.library.alike import flat, pairs
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.counting import Counts, Person, count, count_found, people_like
from kmfacilitate.library.found import Filters, Found
from kmfacilitate.library.grouping import MOST, Group, Hit, grouped
from kmfacilitate.library.narrowing import Typed, both, filters_of, read_typed
from kmfacilitate.library.waiting import ALIKE, WAITS, waiting, waiting_counts
from kmfacilitate.library.words import fold, words_of

_FEW = 5
"""Lines of each thing that is waited for, while all of them are shown."""
SORTS = (
    ("", N_("all")), ("lesson", N_("lessons")), ("action", N_("actions")), ("session", N_("sessions")),
    ("person", N_("people")), ("waiting", N_("waiting")),
)  # fmt: skip
"""What is looked at: everything, one sort, or what waits for those who keep the lessons."""
WAITING_WORDS: Mapping[str, str] = MappingProxyType({
    "overdue": N_("Overdue"), "effect": N_("Effect to be checked"), "embed": N_("Done, to be embedded"),
    "check": N_("To be checked"), "validate": N_("To be validated"), "route": N_("Without a route"),
    "own": N_("Without an owner"), "stalled": N_("Stalled"), ALIKE: N_("Look alike"),
})  # fmt: skip
_AT_ONCE, _COMPARED = 10, 300
"""Lessons that are compared at once, so that a search never waits long, and in all."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: what stands in the box, the sort, and the filters that were chosen, by name."""

    typed: str = ""
    sort: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    wait: str = ""
    """The one thing that is waited for; empty: all of them."""
    today: date = date.min
    people: Sequence[Person] = ()

    @property
    def read(self) -> Typed:
        """What stands in the box, parted."""
        return read_typed(self.typed)

    @property
    def filters(self) -> Filters:
        """The filters in force: those typed before those chosen."""
        return both(self.read.filters, filters_of(self.chosen))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question."""

    question: Question = field(default_factory=Question)
    groups: tuple[Group, ...] = ()
    more: bool = False
    meant: str = ""
    wide: str = ""
    ready: bool = True
    counts: Mapping[str, str] = field(default_factory=dict)
    """How many there are of each sort, as shown."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was found, in the order it is shown."""
        return tuple(hit for group in self.groups for hit in group.hits)


def look(ask: Ask, question: Question) -> Answer:
    """Search, or list the newest where no words are typed."""
    if question.sort == "waiting":
        return _waiting(ask, question)
    words = question.read.words
    if words.strip():
        return _search(ask, question, words)
    return _newest(ask, question)


def _search(ask: Ask, question: Question, words: str) -> Answer:
    filters, sort = question.filters, question.sort
    people: tuple[Hit, ...] = people_like(question.people, words, MOST if sort == "person" else 5)
    if sort == "person":
        return Answer(question, grouped(people), ready=ask.ready(), counts={"person": str(len(people))})
    kinds = (sort,) if sort else filters.kinds
    found = ask.search(words, replace(filters, kinds=kinds), MOST)
    hits: tuple[Hit, ...] = (*found.found, *(people if not sort else ()))
    groups = grouped(hits)
    counts = {}
    if not sort:
        counts = {"": f"{len(hits)}{'+' if found.more else ''}", "person": str(len(people) or "")}
        if not found.more:
            for name in ("lesson", "action", "session"):
                counts[name] = str(sum(isinstance(h, Found) and h.kind == name for h in hits) or "")
    return Answer(question, groups, found.more, found.meant, found.wide, found.ready, counts)


def exact(ask: Ask, answer: Answer) -> Answer:
    """An answer to a search with more lines than are shown, with all of them counted."""
    question = answer.question
    many = count_found(ask, question.read.words, question.filters)
    if not many:
        return answer
    others = sum(number for kind, number in many.items() if kind not in ("lesson", "action", "session"))
    whole = {"Lessons": many.get("lesson", 0), "Actions": many.get("action", 0), "In sessions": others,
             "Sessions": many.get("session", 0)}  # fmt: skip
    groups = tuple(
        replace(group, note=_of(len(group.hits), whole.get(group.title, 0)))
        if group.title in whole
        else group
        for group in answer.groups
    )
    counts = answer.counts
    if not question.sort:
        counts = {
            **answer.counts, "": f"{sum(many.values()):,}",
            **{name: f"{many[name]:,}" for name in ("lesson", "action", "session") if many.get(name)},
        }  # fmt: skip
    return replace(answer, groups=groups, counts=counts)


def _of(shown: int, all_: int) -> str:
    return _("{n} of {all}").format(n=shown, all=f"{all_:,}") if all_ > shown else str(shown)


def _newest(ask: Ask, question: Question) -> Answer:
    sort, filters = question.sort, question.filters
    told = count(ask, filters)
    hits: list[Hit] = []
    if sort in ("", "lesson"):
        hits += ask.lessons(filters, limit=MOST if sort else 8)
    if sort in ("", "action"):
        hits += ask.actions(filters, limit=MOST if sort else 8)
    if sort in ("", "session"):
        hits += ask.sessions(filters, limit=MOST if sort else 12)
    if sort == "person":
        hits += list(question.people[:MOST])
    notes = {"Lessons": told.lessons.words, "Actions": _actions(told), "Sessions": f"{told.sessions:,}"}
    counts = {
        "lesson": _number(told.lessons.identified + told.lessons.learned),
        "action": _number(sum(told.actions.values())),
        "session": _number(told.sessions),
        "person": _number(len(question.people)),
    }
    return Answer(question, grouped(hits, notes), ready=ask.ready(), counts=counts)


def _number(many: int) -> str:
    return f"{many:,}" if many else ""


def _actions(told: Counts) -> str:
    """`3 open, 4 done`."""
    words = {"open": _("open"), "done": _("done"), "dropped": _("dropped")}
    said = (
        f"{many:,} {words.get(state, state)}" for state, many in sorted(told.actions.items(), reverse=True)
    )
    return ", ".join(said)


def summary(told: Counts) -> str:
    """What a library holds, in words: `4 sessions, 9 lessons identified, 1 learned, 7 actions`."""
    many = sum(told.actions.values())
    parts = (
        ngettext("{n} session", "{n} sessions", told.sessions).format(n=f"{told.sessions:,}"),
        str(told.lessons),
        ngettext("{n} action", "{n} actions", many).format(n=f"{many:,}") if many else "",
    )
    return ", ".join(part for part in parts if part)


# What waits


def _waiting(ask: Ask, question: Question) -> Answer:
    filters = question.filters
    many = waiting_counts(ask, question.today, filters)
    wanted = [fold(word) for word in words_of(question.read.words)]
    groups: list[Group] = []
    for what in WAITS if not question.wait else (question.wait,):
        if what not in WAITS or not many.get(what):
            continue
        most = MOST if question.wait or wanted else _FEW
        lines = waiting(ask, what, question.today, filters, limit=0 if wanted else most)
        lines = tuple(line for line in lines if _has(line, wanted))[:most]
        if lines:
            groups.append(
                Group(WAITING_WORDS[what], _of(len(lines), len(lines) if wanted else many[what]), lines)
            )
    return Answer(question, tuple(groups), ready=ask.ready())


def _has(line: Found, words: Sequence[str]) -> bool:
    if not words:
        return True
    said = fold(f"{line.text}\n{line.more}\n{line.title}\n{line.owner}")
    return all(word in said for word in words)


def waiting_about(ask: Ask, today: date, filters: Filters) -> tuple[tuple[str, str, str], ...]:
    """What can be waited for: its id, its words, how many wait."""
    many = waiting_counts(ask, today, filters)
    return (
        *((what, WAITING_WORDS[what], f"{many.get(what, 0):,}") for what in WAITS),
        (ALIKE, WAITING_WORDS[ALIKE], ""),
    )


@dataclass(frozen=True, slots=True)
class Comparing:
    """How far lessons were compared with others, and the pairs that look alike."""

    question: Question
    done: int = 0
    found: tuple[tuple[Found, Found], ...] = ()
    over: bool = False

    @property
    def group(self) -> Group | None:
        """The pairs under their heading; none while there are none."""
        if not self.found:
            return None
        note = ngettext("{n} pair", "{n} pairs", len(self.found)).format(n=len(self.found))
        return Group(WAITING_WORDS[ALIKE], note, flat(self.found), in_pairs=True)


def compare(ask: Ask, so_far: Comparing) -> Comparing:
    """Compare the next lessons, newest first."""
    lessons = ask.lessons(so_far.question.filters, limit=_AT_ONCE, offset=so_far.done)
    told = {frozenset((one.on, other.on)) for one, other in so_far.found}
    new = (pair for pair in pairs(ask, lessons) if frozenset((pair[0].on, pair[1].on)) not in told)
    done = so_far.done + len(lessons)
    over = len(lessons) < _AT_ONCE or done >= _COMPARED
    return replace(so_far, done=done, found=(*so_far.found, *new), over=over)
