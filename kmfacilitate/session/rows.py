"""Lines as rows: what of an entry is shown in a list, and which entries stand where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from kmfacilitate.clean import clean_line
from kmfacilitate.language import N_, _

from .documents import is_empty
from .earlier import Earlier
from .kinds import KINDS, Entry, kind_class
from .kinds.activities import Verdict, Vote
from .kinds.commitments import Action, Recommendation
from .kinds.happenings import Cause, Difference, Event
from .kinds.insights import Gap, Lesson, Risk
from .lesson_life import in_words as state_in_words
from .lesson_life import recurrences
from .material import is_there, members, totals
from .scene import LineRow, Role, Said
from .session import Session
from .timeline import timeline
from .verdicts import in_words
from .wording import count, labelled, quoted, short_day

OUTCOME_MARKS: dict[str, tuple[str, Role]] = {
    "better": ("+", "success"),
    "worse": ("-", "error"),
    "expected": ("=", "muted"),
    "unclear": ("?", "warning"),
}
TAKEN_OUT = N_("(a line that was taken out)")
_UNLISTED = ("private", "vote", "rating", "pairs", "verdict")


def row(
    session: Session, id_: str, today: date, *, expected: str = "point", number: str | None = None
) -> LineRow:
    """One entry as a row; its kind is said in words where it is not the `expected` one."""
    entry = session.entries[id_]
    mark, role = OUTCOME_MARKS.get(_own(entry, "outcome"), ("", "plain"))
    return LineRow(
        id=id_,
        number=session.number(id_) if number is None else number,
        lead=_lead(entry, expected),
        mark=mark,
        mark_role=role,
        text=_text(entry),
        facts=tuple(_facts(entry, today)),
        under=tuple(_under(session, id_, entry)),
    )


def _own(entry: Entry, field: str) -> str:
    """A field that its kind has; what another kind left there waits unseen."""
    return str(getattr(entry, field)) if field in _field_names(type(entry)) else ""


@cache
def _field_names(cls: type[Entry]) -> frozenset[str]:
    return frozenset(cls.model_fields)


def heading(text: str, number: int | None = None, after: str = "", *, about: str = "") -> LineRow:
    """A heading among the lines; `about` is the item of a repeat that it names."""
    facts = (Said(after, "muted"),) if after else ()
    return LineRow(about, "" if number is None else str(number), "", "", "plain", text, facts, heading=True)


def stage_rows(session: Session, stage: str, today: date, expected: str) -> list[LineRow]:
    """The lines of a stage in order, events by their time, under headings where the stage is repeated."""
    shown = [
        (id_, e) for id_, e in session.live()
        if e.stage == stage and e.kind not in _UNLISTED and not session.sealed(e)
    ]  # fmt: skip
    inside = {id_ for id_, _rest in shown}
    groups: dict[str, list[str]] = {}
    for id_, entry in session.live():
        if entry.group in inside and is_there(session, id_):
            groups.setdefault(entry.group, []).append(id_)
    by_item: dict[str, list[tuple[str, Entry]]] = {"": []}
    for id_, entry in shown:
        by_item.setdefault(entry.under, []).append((id_, entry))
    found: list[LineRow] = []
    for under, lines in by_item.items():
        if under:
            found.append(heading(item_words(session, under), about=under))
        for id_, entry in timeline(session, lines):
            if entry.group not in inside or entry.group == id_:
                found.append(row(session, id_, today, expected=expected))
                found += _members(session, groups.get(id_, ()), today, expected)
    return found


def item_words(session: Session, under: str) -> str:
    """What an item of a repeat is called: the person, or the words of the line."""
    if under not in session.entries:
        return under
    return session.entries[under].text if is_there(session, under) else _(TAKEN_OUT)


def grouped_rows(session: Session, pool: Iterable[str], groups: Iterable[str], today: date) -> list[LineRow]:
    """Lines being grouped: each group with its lines, then those in no group; numbered for typing."""
    pool, groups = list(pool), list(groups)
    place = {id_: str(index) for index, id_ in enumerate(pool, 1)}
    found: list[LineRow] = []
    for group in groups:
        found.append(row(session, group, today, expected="theme"))
        found += [
            row(session, i, today, expected=session.entries[i].kind, number=f"  {place.get(i, '')}")
            for i in members(session, group)
        ]
    free = [i for i in pool if session.entries[i].group not in groups]
    if free and found:
        found.append(heading(_("In no group yet"), len(free)))
    found += [row(session, i, today, expected=session.entries[i].kind, number=place[i]) for i in free]
    return found


def ballot_rows(session: Session, vote: Vote | None, over: Iterable[str], today: date) -> list[LineRow]:
    """The lines of a ballot; with their counts, most first, once the vote is complete."""
    over = [id_ for id_ in over if id_ in session.entries]
    place = {id_: str(index) for index, id_ in enumerate(over, 1)}
    if vote is None or not vote.complete:
        return [_bare(session, id_, place[id_], today) for id_ in over]
    counted = totals(vote)
    ordered = sorted(over, key=lambda id_: (-counted.get(id_, 0), int(place[id_])))
    taken = set(vote.chosen)
    return [
        _bare(
            session, id_, place[id_], today, count(counted.get(id_, 0), "{n} vote", "{n} votes"), id_ in taken
        )
        for id_ in ordered
    ]


def scored_rows(session: Session, ids: Iterable[str], today: date) -> list[LineRow]:
    """Lines being scored: likelihood × impact, and what is filled in."""
    return [row(session, id_, today, expected=session.entries[id_].kind) for id_ in ids]


def reviewed_rows(
    session: Session,
    ids: Iterable[str],
    today: date,
    past: Sequence[Earlier] = (),
    current: str | None = None,
) -> list[LineRow]:
    """Lines being reviewed, each with its verdict once it has one; earlier ones by ballot number.

    Args:
        session: The session.
        ids: The lines, in their order; of earlier sessions `session/entry`.
        today: The day.
        past: The earlier lines among them.
        current: The line that the next verdict is about.
    """
    said = {e.on: e for _id, e in session.live() if isinstance(e, Verdict)}
    brought = {line.id: line for line in past}
    found = []
    for number, id_ in enumerate(ids, start=1):
        if id_ in brought:
            shown = _earlier_row(str(number), brought[id_], said.get(id_), today)
        else:
            verdict = said.get(f"{session.id}/{id_}")
            facts = (_verdict_words(verdict),) if verdict else ()
            base = row(session, id_, today, expected=session.entries[id_].kind)
            shown = replace(base, facts=facts, under=())
        found.append(replace(shown, current=id_ == current))
    return found


def _earlier_row(number: str, line: Earlier, verdict: Verdict | None, today: date) -> LineRow:
    """A line of an earlier session: it can be picked and judged here, not changed."""
    words = [Said(_with_day(fact, today), "muted") for fact in line.facts if fact != line.due]
    if line.due:
        words.append(_due_words(line.due, today))
    if verdict is not None:
        words = [_verdict_words(verdict)]
    under: tuple[Said, ...] = ()
    if isinstance(line.entry, Lesson) and (line.entry.recommendation or line.entry.why):
        under = (
            Said(
                _("so: {recommendation}").format(recommendation=clean_line(line.entry.recommendation))
                if line.entry.recommendation
                else _why(line.entry),
                "muted",
            ),
        )
    return LineRow(line.id, number, "", "", "plain", line.text, tuple(words), under)


def _why(lesson: Lesson) -> str:
    return _("because {why}").format(why=_("; ").join(lesson.why))


def _verdict_words(verdict: Verdict) -> Said:
    return Said(f"{in_words(verdict.says)}{': ' + verdict.reason if verdict.reason else ''}", "strong")


def _with_day(fact: str, today: date) -> str:
    """A fact whose day, at its end, is as it is read now: `still open, 12 Nov`."""
    before, parted, day = fact.rpartition(", ")
    try:
        return f"{before}{parted}{short_day(date.fromisoformat(day), today)}"
    except ValueError:
        return fact


def _due_words(due: str, today: date) -> Said:
    """A date as it is read now: `Fri 27 Nov`, `! 3 days late`."""
    late = (today - date.fromisoformat(due)).days
    if late <= 0:
        return Said(_("due today") if late == 0 else short_day(date.fromisoformat(due), today), "muted")
    return Said(count(late, "! {n} day late", "! {n} days late"), "warning")


def _bare(
    session: Session, id_: str, number: str, today: date, votes: str = "", taken: bool = False
) -> LineRow:
    facts = [Said(votes, "strong")] if votes else []
    if taken:
        facts.append(Said(_("taken on"), "accent"))
    text = _text(session.entries[id_]) if is_there(session, id_) else _(TAKEN_OUT)
    inside = [i for i in members(session, id_) if may_be_seen(session, i)]
    under = (Said(", ".join(session.entries[i].text for i in inside), "muted"),) if inside else ()
    return LineRow(id_, number, "", "", "plain", text, tuple(facts), under)


def may_be_seen(session: Session, id_: str) -> bool:
    """Whether a line may stand on the wall: never what its kind or a seal keeps from the room."""
    entry = session.entries.get(id_)
    cls = KINDS.get(entry.kind) if entry is not None else None
    if entry is None or cls is None or not cls.leaves or cls.in_room == "no":
        return False
    if cls.in_room == "when complete":
        return isinstance(entry, Vote) and entry.complete
    return not session.sealed(entry)


def _members(session: Session, inside: Iterable[str], today: date, expected: str) -> list[LineRow]:
    return [row(session, i, today, expected=expected, number=f"  {session.number(i)}") for i in inside]


def _lead(entry: Entry, expected: str) -> str:
    if isinstance(entry, Event):
        return entry.when or ("" if expected in ("event", "point") else _("event"))
    if isinstance(entry, Lesson):
        return _(entry.type) or ("" if expected == "lesson" else _("lesson"))
    if entry.kind in ("point", expected):
        return ""
    return _(KINDS[entry.kind].label) if entry.kind in KINDS else entry.kind[:8]


def _text(entry: Entry) -> str:
    if isinstance(entry, Cause) and entry.chain:
        return entry.chain[0]
    if isinstance(entry, Recommendation) and entry.to:
        return labelled(entry.to, entry.text)
    if entry.kind == "quote":
        return quoted(entry.text)
    if entry.kind == "check":
        return f"{_(_own(entry, 'answer'))}{': ' + entry.text if entry.text else ''}"
    return entry.text


def _facts(entry: Entry, today: date) -> Iterable[Said]:
    owner, day = _own(entry, "owner"), _own(entry, "due")
    if isinstance(entry, Risk) and entry.score:
        yield Said(f"{entry.likelihood} × {entry.impact} = {entry.score}", "strong")
    if isinstance(entry, Gap) and entry.importance:
        yield Said(_("importance {importance}").format(importance=entry.importance), "strong")
    if isinstance(entry, Action) and entry.state != "open":
        yield Said(_(entry.state), "success")
    if isinstance(entry, Lesson):
        yield from _lived(entry)
    if owner:
        yield Said(owner, "muted")
    if day:
        yield Said(short_day(date.fromisoformat(day), today), "muted")
    for word in entry.missing():
        yield Said(f"! {_(word)}", "warning")
    if entry.kind in ("quote", "story") and entry.by:
        yield Said(entry.by, "muted")


def _lived(lesson: Lesson) -> Iterable[Said]:
    """How far a lesson has come; nothing while it is as it was captured."""
    if lesson.state:
        yield Said(state_in_words(lesson.state), "success" if lesson.learned else "muted")
    times = recurrences(lesson.history)
    if times:
        yield Said(
            _("happened again") if times == 1 else _("happened again {times} times").format(times=times),
            "warning",
        )


def _under(session: Session, id_: str, entry: Entry) -> Iterable[Said]:
    if isinstance(entry, Cause):
        for why in entry.chain[1:]:
            yield Said(_("because {why}").format(why=why), "muted")
    spoken = _SPOKEN.get(type(entry), ())
    for field in spoken:
        value = getattr(entry, field)
        if not is_empty(value):
            says = kind_class(entry.kind).speech(field)
            words = _("; ").join(value) if isinstance(value, tuple) else str(value)
            yield Said(labelled(_(says.label), _(words) if says.choices else words), "muted")
    if entry.but:
        yield Said(_("but: {but}").format(but=entry.but), "muted")


_SPOKEN: dict[type[Entry], tuple[str, ...]] = {
    Difference: ("actual",),
    Lesson: ("happened", "why", "recommendation", "route"),
    Risk: ("sign", "prevention", "fallback"),
    Gap: ("have", "need", "where_from", "method"),
}
