"""The life of a lesson: its states, what each needs, which may follow which, and what counts as learned.

Nothing here knows how a lesson is stored or shown: states and rows of the history are plain words, so that an
index can ask too. A row of the history is `(day, what, note)`; `what` is a state, `changed` (the note says
which fields) or `again` (it happened once more).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias

from kmfacilitate.language import N_, _, ngettext

from .documents import Value, is_empty
from .edits import Refused

Row: TypeAlias = tuple[str, ...]
"""`(day, what, note)` of a lesson's history."""
Standing: TypeAlias = Literal["identified", "learned", "set aside"]

CAPTURED = ""
CHANGED, AGAIN = "changed", "again"
ORDER = (CAPTURED, "checked", "validated", "assigned", "actioned", "embedded", "closed")
"""The way of a lesson from the room to changed behaviour."""
LEARNED = ("embedded", "closed")
ASIDE = ("merged", "rejected", "superseded")
"""States in which a lesson counts neither as identified nor as learned."""
DECISIONS = ("checked", "validated", "information", "merged", "superseded", "rejected")
"""What a keeper of a team can decide of a lesson."""
FROM_ANY = (*ASIDE, "stalled")
SAYS_IT_ALL = 6
"""Words from which a line says by itself what somebody should do."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something a state needs: its field (`note`: words after the state), and how it is said and typed."""

    field: str
    words: str
    typed: str


@dataclass(frozen=True, slots=True)
class State:
    """A state: when a lesson is in it, and what it needs to come into it."""

    means: str
    needs: tuple[Need, ...] = ()


_OTHER = Need("replaced_by", N_("the other lesson"), "5.2")
STATES: Mapping[str, State] = MappingProxyType({
    CAPTURED: State(N_("it was typed in a session")),
    "checked": State(N_("somebody from the room agrees the wording"), (
        Need("happened", N_("what happened"), "| happened: …"),
        Need("why", N_("a why"), "| why: …"),
        Need("recommendation", N_("what exactly to do"), "| recommendation: …"),
    )),
    "validated": State(N_("whoever answers for the subject agrees that it is right and new"), (
        Need("route", N_("a route"), "| route: process"),
    )),
    "assigned": State(N_("one person takes it on, by a day"), (
        Need("owner", N_("an owner"), N_("@name")),
        Need("due", N_("a date"), "^2w"),
        Need("target", N_("what would have to change"), "| target: …"),
    )),
    "actioned": State(N_("the owner says that it is done"), (
        Need("note", N_("what was done"), N_("what was done")),
    )),
    "embedded": State(N_("the process, template, checklist or training is changed"), (
        Need("note", N_("where the changed thing is, or its version"), N_("link or version")),
    )),
    "closed": State(N_("its effect was checked, or the risk accepted"), (
        Need("effect", N_("what the effect was"), N_("what the effect was")),
        Need("review", N_("a day to look again"), "^6m"),
    )),
    "information": State(N_("it is worth knowing, and nothing has to change")),
    "merged": State(N_("it says what another lesson says"), (_OTHER,)),
    "superseded": State(N_("a newer lesson stands in its place"), (_OTHER,)),
    "rejected": State(N_("it is not right, or not for us"), (Need("note", N_("the reason"), N_("why")),)),
    "stalled": State(N_("nothing moves")),
    "reopened": State(N_("it happened again")),
})  # fmt: skip

_AFTER: Mapping[str, tuple[str, ...]] = MappingProxyType({
    CAPTURED: ("checked",),
    "checked": ("validated",),
    "validated": ("assigned", "information"),
    "assigned": ("actioned",),
    "actioned": ("embedded",),
    "embedded": ("closed", "reopened"),
    "closed": ("reopened",),
    "reopened": ("checked", "validated", "assigned"),
})  # fmt: skip


def word(state: str) -> str:
    """A state as it is typed and kept in a history: `captured`, `information only`."""
    return {CAPTURED: "captured", "information": "information only"}.get(state, state)


def in_words(state: str) -> str:
    """A state as it is read, in the language spoken."""
    return _(word(state))


def state_named(typed: str) -> str:
    """The state that a word means: its name, or a beginning that fits no other.

    Raises:
        Refused: When it means none.
    """
    wanted = " ".join(typed.casefold().split())
    names = {word(state): state for state in STATES} | {state: state for state in STATES if state}
    fits = {state for name, state in names.items() if wanted and name.startswith(wanted)}
    if wanted in names or len(fits) == 1:
        return names[wanted] if wanted in names else fits.pop()
    raise Refused(_("A lesson is one of: {map}.").format(map=", ".join(map(word, STATES))))


def standing(state: str) -> Standing:
    """What a lesson in a state counts as: only what changed something is learned."""
    return "learned" if state in LEARNED else "set aside" if state in ASIDE else "identified"


def counted_state(state: str, replaced_by: str = "", route: str = "") -> str:
    """The state a lesson counts by: one whose place is taken or that is routed to *reject* is set aside."""
    if state in ASIDE:
        return state
    return "superseded" if replaced_by else "rejected" if route == "reject" else state


def stood(history: Sequence[Row]) -> str:
    """The last state on its way that a lesson was in, before it stalled or was set aside."""
    states = (row[1] for row in reversed(history) if len(row) > 1)
    return next((state for state in states if state in _AFTER), CAPTURED)


def open_from(state: str, history: Sequence[Row] = ()) -> tuple[str, ...]:
    """The states that may follow now, the likely ones first.

    A lesson that stalled, was set aside or was information only can go back to where it stood.
    """
    if state in _AFTER:
        onward = _AFTER[state]
    else:
        before = stood(history)
        onward = (before, *(_AFTER[before] if state == "stalled" else ()))
    return tuple(to for to in (*onward, *FROM_ANY) if to != state)


def refusal(state: str, to: str, history: Sequence[Row] = ()) -> str:
    """Why a lesson in a state can't be in another one now, and what can follow; empty where it can."""
    may = open_from(state, history)
    if to in may:
        return ""
    follows = _(" or ").join(
        f"{in_words(each)} ({_(STATES[each].means)})" for each in may if each not in FROM_ANY
    )
    return _("it is {state}, and {other} does not follow that. Next: {follows}.").format(
        state=in_words(state), other=in_words(to), follows=follows
    )


def missing(to: str, values: Mapping[str, Value]) -> tuple[Need, ...]:
    """What a state needs that a lesson does not have.

    Args:
        to: The state.
        values: The lesson's fields by stored name, with `note` and whatever is said in the same command.
    """
    return tuple(need for need in STATES[to].needs if not _has(need.field, values))


@dataclass(frozen=True, slots=True)
class Way:
    """A state that may follow, and what of it the lesson does not have yet."""

    state: str
    needs: tuple[Need, ...] = ()


def ways(state: str, history: Sequence[Row], values: Mapping[str, Value]) -> tuple[Way, ...]:
    """What may follow now, the likely ones first, each with what it still needs.

    Args:
        state: Where the lesson stands, with what later sessions said.
        history: As its own session has it.
        values: The lesson's fields by stored name.
    """
    return tuple(Way(to, missing(to, values)) for to in open_from(state, history))


def _has(field: str, values: Mapping[str, Value]) -> bool:
    if not is_empty(values.get(field)):
        return True
    if field in ("happened", "why"):  # a lesson taken from a line has both there
        return not is_empty(values.get("source"))
    return field == "recommendation" and says_what_to_do(str(values.get("text") or ""))


def says_what_to_do(text: str) -> bool:
    """Whether a line is long enough to be its own recommendation."""
    return len(text.split()) >= SAYS_IT_ALL


def ask_for(number: str, to: str, needs: Sequence[Need]) -> str:
    """What is missing for a state, and the command with it: `assigned needs an owner. Type: :state …`."""
    listed = listed_needs(needs)
    first = sorted(needs, key=lambda need: need.typed.startswith("|"))  # fields come after words and signs
    typed = " ".join(_(need.typed) for need in first)
    return _("{state} needs {listed}. Type: :state {number} {to} {typed}").format(
        state=in_words(to).capitalize(), listed=listed, number=number, to=to or "captured", typed=typed
    )


def listed_needs(needs: Sequence[Need]) -> str:
    """`an owner, a date and what would have to change`."""
    words = [_(need.words) for need in needs]
    return _(" and ").join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def row_of(day: date, what: str, note: str = "") -> list[str]:
    """A new row of the history, as it is stored."""
    return [day.isoformat(), what or word(CAPTURED), note]


def recurrences(history: Iterable[Row]) -> int:
    """How often it happened again, as counted in its own session."""
    return sum(1 for row in history if len(row) > 1 and row[1] == AGAIN)


def folded(state: str, history: Sequence[Row], verdicts: Iterable[tuple[str, str]]) -> tuple[str, int]:
    """How a lesson stands when what later sessions said of it is counted in.

    Args:
        state: As its own session has it.
        history: As its own session has it.
        verdicts: Day (or time) and verdict of every later session that said something.

    Returns:
        The state (`reopened` where it was learned and happened again after that), and how often it happened
        again in all.
    """
    days = [said[:10] for said, verdict in verdicts if verdict == AGAIN]
    since = max((row[0] for row in history if len(row) > 1 and row[1] in STATES), default="")
    recurred = state in LEARNED and any(day >= since for day in days)
    return ("reopened" if recurred else state), recurrences(history) + len(days)


def decisions_open(own: str, now: str) -> tuple[str, ...]:
    """What a keeper may decide of a lesson that would make it stand otherwise than now.

    Args:
        own: Its state as its own session has it.
        now: Its state with what keepers decided and later sessions said.
    """
    own, now = own or word(CAPTURED), now or word(CAPTURED)
    ends = {says: after_decision(own, says) for says in DECISIONS}
    stays = (now, *(LEARNED if now == "reopened" else ()))  # that it happened again counts after a decision
    return tuple(says for says in DECISIONS if ends[says] not in stays)


def next_decision(now: str, may: Sequence[str]) -> str:
    """The decision that takes a lesson on its way from where it stands; empty: none does."""
    way = [says for says in DECISIONS if says not in ASIDE]
    ahead = way[way.index(now) + 1 :] if now in way else way
    return next((says for says in ahead if says in may), "")


def after_decision(state: str, says: str) -> str:
    """How a lesson stands after a keeper of the team decided of it.

    Setting it aside counts wherever it stands. Checked, validated and information only count as long as it
    is not further on its way: what its own session did since is not undone.
    """
    if says in ASIDE:
        return says
    now = CAPTURED if state in ("", "captured", "stalled") else state
    ahead = "validated" if says == "information" else says
    if now not in ORDER or ahead not in ORDER or ORDER.index(now) > ORDER.index(ahead):
        return state
    return state if now == says else says


@dataclass(frozen=True, slots=True)
class Tally:
    """Lessons counted apart: identified, learned, and set aside (merged, rejected, superseded)."""

    identified: int = 0
    learned: int = 0
    aside: int = 0

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.identified or self.learned or self.aside)

    def __str__(self) -> str:
        """`3 lessons identified, 0 learned yet`; empty where there are none."""
        if not self:
            return ""
        said = ngettext(
            "{n} lesson identified, {learned}{aside}",
            "{n} lessons identified, {learned}{aside}",
            self.identified,
        )
        return said.format(n=self.identified, learned=self._learned, aside=self._aside)

    @property
    def words(self) -> str:
        """`3 identified, 0 learned yet`, where it is plain what is counted; empty where there are none."""
        if not self:
            return ""
        said = ngettext(
            "{n} identified, {learned}{aside}", "{n} identified, {learned}{aside}", self.identified
        )
        return said.format(n=self.identified, learned=self._learned, aside=self._aside)

    @property
    def _learned(self) -> str:
        if not self.learned:
            return _("0 learned yet")
        return ngettext("{n} learned", "{n} learned", self.learned).format(n=self.learned)

    @property
    def _aside(self) -> str:
        if not self.aside:
            return ""
        return ngettext(", {n} set aside", ", {n} set aside", self.aside).format(n=self.aside)


def tally(states: Iterable[str]) -> Tally:
    """Count lessons by their states."""
    return tally_of(Counter(states))


def tally_of(states: Mapping[str, int]) -> Tally:
    """Count lessons of which it is known how many are in each state."""
    counted = {"identified": 0, "learned": 0, "set aside": 0}
    for state, number in states.items():
        counted[standing(state)] += number
    return Tally(counted["identified"], counted["learned"], counted["set aside"])
