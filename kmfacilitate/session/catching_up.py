"""Late: the ways to end on time after all, and what each does to the minutes of the stages.

Whole activities go before all of them are rushed; protected stages keep their minutes, none goes under its
`least`, and a break stays one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kmfacilitate.language import _

from . import clock
from .edits import Refused
from .session import PlannedStage, Session

Way = Literal["skip", "from", "variant", "shrink", "extend"]
SHORTEST_BREAK = 5
"""Minutes that a break keeps, where its script names no other least."""
MOST_NAMED = 2
"""Later stages that are offered by name as ones that could give their minutes."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way to end on time: minutes a stage, and what it says in words.

    `word` is what is typed after `:fit`, `key` the one key that takes it. `skips` is the id of a stage left
    out; with `more`, the session ends so many minutes later than promised.
    """

    way: Way
    word: str
    key: str
    says: str
    minutes: Mapping[str, int]
    ends: datetime
    skips: str = ""
    more: int = 0


class CatchingUp:
    """How late a session is at a moment, with the room in stage `here`, and what could be done about it.

    `usual` is the minutes that a stage usually takes here (stage id → minutes), as far as that is known: of
    two stages that could give, the one that seldom needs its minutes is named first.
    """

    def __init__(
        self, session: Session, at: datetime, here: str, usual: Mapping[str, int] | None = None
    ) -> None:
        self._session = session
        self._at = clock.goes_on(session, at)
        self._here = here
        self._usual = usual or {}
        self._course = clock.course(session, at, here)
        self._coming = clock.to_come(session, at, here)
        self._spent = clock.used(session, at)
        self._stages = {stage.id: stage for stage in session.plan}

    @property
    def late(self) -> int:
        """Minutes behind, as they are told; 0 where it is on time, or as good as."""
        return max(0, self._course.behind_minutes)

    def proposals(self) -> tuple[Proposal, ...]:
        """What could be done about being late, in the order to offer it; nothing where it is on time."""
        if not self.late:
            return ()
        found = [self._skip(), *self._named(), self._shorter_variant(), self._shrunk(), self._later()]
        return tuple(proposal for proposal in found if proposal is not None)

    def taken(self, stage: PlannedStage, minutes: int) -> Proposal:
        """Take minutes from a later stage: first for being late, the rest for the stage at hand.

        Raises:
            Refused: The stage can't give so many.
        """
        free = self._free(stage)
        if minutes > free:
            raise Refused(self._why_not(stage, free))
        rest = max(0, minutes - self.late)
        changed = {stage.id: stage.record.minutes - minutes}
        here = self._stages.get(self._here)
        if here is not None:
            changed[here.id] = max(here.record.minutes, self._spent_minutes(here.id)) + rest
        says = _("take {minutes} min from {stage}")
        if here is not None and rest:
            says = _("take {minutes} min from {stage} for {here}")
        return self._made(
            "from",
            _("from {number} {minutes}").format(number=stage.number or stage.script.name, minutes=minutes),
            stage.number if len(stage.number) == 1 else "",
            says.format(minutes=minutes, stage=stage.named, here=here.named if here else ""),
            changed,
        )

    # The ways

    def _skip(self) -> Proposal | None:
        wanted = str(self._session.template.drop_first or "")
        drop = next((stage for stage in self._session.plan if wanted and stage.number == wanted), None)
        if drop is None or drop.id == self._here or drop.record.state or drop.script.protected:
            return None
        says = _("skip {stage}").format(stage=drop.named)
        return self._made("skip", "skip", "s", says, {drop.id: drop.record.minutes}, skips=drop.id)

    def _named(self) -> Iterator[Proposal]:
        """Later stages that can give all that is needed, the one with most to spare first."""
        able = [stage for stage in self._session.plan if self._free(stage) >= self.late]
        able.sort(key=lambda stage: -self._to_spare(stage))
        for stage in able[:MOST_NAMED]:
            yield self.taken(stage, self.late)

    def _to_spare(self, stage: PlannedStage) -> int:
        usual = self._usual.get(stage.id, stage.record.minutes)
        return self._free(stage) + stage.record.minutes - usual

    def _shorter_variant(self) -> Proposal | None:
        template = self._session.template
        if not template.variants:
            return None
        name = min(template.variants, key=lambda variant: template.variants[variant])
        if name == self._session.meeting.variant:
            return None
        minutes = {}
        for id_ in self._coming:
            quick = self._stages[id_].script.minutes_in(name)
            if quick < self._stages[id_].record.minutes:
                minutes[id_] = max(quick, self._spent_minutes(id_))
        if not minutes:
            return None
        return self._made(
            "variant",
            "variant",
            "v",
            _("use the {variant} minutes for the rest").format(variant=name),
            minutes,
        )

    def _shrunk(self) -> Proposal | None:
        coming = self._coming
        free = {
            id_: -(-left // 60)
            for id_, left in coming.items()
            if not self._stages[id_].script.protected and left
        }
        kept = sum(left for id_, left in coming.items() if self._stages[id_].script.protected)
        room = int(((self._course.due - self._at).total_seconds() - kept) // 60)
        least = {id_: min(free[id_], self._least(self._stages[id_])) for id_ in free}
        if not free or room < sum(least.values()) or room >= sum(free.values()):
            return None
        shares = largest_remainder(free, room, least)
        minutes = {id_: self._spent_minutes(id_) + share for id_, share in shares.items()}
        return self._made("shrink", "shrink", "h", _("shorten all that is not kept"), minutes)

    def _later(self) -> Proposal | None:
        here = self._stages.get(self._here)
        if self._course.hard or here is None:
            return None
        spent = self._spent_minutes(here.id)
        over = {here.id: spent} if spent > here.record.minutes else {}
        return self._made(
            "extend",
            "extend",
            "e",
            _("end {minutes} min later").format(minutes=self.late),
            over,
            more=self.late,
        )

    def _made(
        self, way: Way, word: str, key: str, says: str, minutes: Mapping[str, int],
        skips: str = "", more: int = 0,
    ) -> Proposal:  # fmt: skip
        left = sum(
            max(0, minutes.get(id_, self._stages[id_].record.minutes) * 60 - self._spent.get(id_, 0))
            for id_ in self._coming
            if id_ != skips
        )
        ends = self._at + timedelta(seconds=left)
        return Proposal(way, word, key, says, minutes, ends, skips, more)

    # What a stage can give

    def _free(self, stage: PlannedStage) -> int:
        """Whole minutes that a later stage can give; 0 of one that keeps them, or is not to come."""
        if stage.id == self._here or stage.id not in self._coming or stage.script.protected:
            return 0
        return max(0, self._coming[stage.id] // 60 - self._least(stage))

    def _why_not(self, stage: PlannedStage, free: int) -> str:
        if stage.id == self._here:
            return _("That is the stage at hand; take minutes from a later one.")
        if stage.id not in self._coming:
            says = _("{stage} is over; take minutes from a stage that is to come.")
        elif stage.script.protected:
            says = _("{stage} keeps its minutes; take them from another stage.")
        elif free:
            says = _("{stage} can give {minutes} min at the most.")
        else:
            says = _("{stage} has no minute to give.")
        return says.format(stage=stage.named, minutes=free)

    def _least(self, stage: PlannedStage) -> int:
        least = stage.script.least or (SHORTEST_BREAK if stage.script.break_ else 0)
        return max(0, least - self._spent.get(stage.id, 0) // 60)

    def _spent_minutes(self, id_: str) -> int:
        return -(-self._spent.get(id_, 0) // 60)


def proposals(
    session: Session, at: datetime, here: str, usual: Mapping[str, int] | None = None
) -> tuple[Proposal, ...]:
    """What could be done about being late, in the order to offer: skip, from, variant, shrink, extend."""
    return CatchingUp(session, at, here, usual).proposals()


@dataclass(frozen=True, slots=True)
class After:
    """What becomes of a stage that is to come, if a proposal is taken."""

    stage: PlannedStage
    minutes: int
    """Its minutes then; 0: it is skipped."""
    ends: datetime
    skipped: bool = False

    @property
    def changed(self) -> int:
        """The minutes it has now, where that changes; else 0."""
        return self.stage.record.minutes if self.minutes != self.stage.record.minutes else 0


def after(session: Session, at: datetime, here: str, proposal: Proposal) -> tuple[After, ...]:
    """Stage by stage, from the one at hand on, what becomes of the plan if a proposal is taken."""
    spent, coming = clock.used(session, at), clock.to_come(session, at, here)
    found, ends = [], clock.goes_on(session, at)
    for stage in session.plan:
        if stage.id not in coming:
            continue
        skipped = stage.id == proposal.skips
        minutes = 0 if skipped else proposal.minutes.get(stage.id, stage.record.minutes)
        ends += timedelta(seconds=max(0, minutes * 60 - spent.get(stage.id, 0)))
        found.append(After(stage, minutes, ends, skipped))
    return tuple(found)


def changes(session: Session, at: datetime, here: str, proposal: Proposal) -> tuple[After, ...]:
    """The stages whose minutes a proposal changes; that the one at hand took longer is no news of it."""
    return tuple(
        one
        for one in after(session, at, here, proposal)
        if one.changed and (one.stage.id != here or one.minutes < one.changed)
    )


def largest_remainder(weights: dict[str, int], total: int, least: dict[str, int]) -> dict[str, int]:
    """Share out `total` in proportion to `weights`, whole numbers, none under its `least`; it adds up."""
    fixed: dict[str, int] = {}
    while True:
        open_ = {id_: weight for id_, weight in weights.items() if id_ not in fixed}
        left = total - sum(fixed.values())
        weight_sum = sum(open_.values())
        if not open_ or not weight_sum:
            return fixed
        exact = {id_: weight * left / weight_sum for id_, weight in open_.items()}
        under = [id_ for id_ in open_ if exact[id_] < least.get(id_, 0)]
        if not under:
            break
        fixed.update({id_: least[id_] for id_ in under})
    shares = {id_: int(value) for id_, value in exact.items()}
    order = sorted(exact, key=lambda id_: (shares[id_] - exact[id_], list(weights).index(id_)))
    for id_ in order[: left - sum(shares.values())]:
        shares[id_] += 1
    return {id_: fixed.get(id_, shares.get(id_, 0)) for id_ in weights}
