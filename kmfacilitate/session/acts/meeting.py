"""The meeting itself: minutes of stages, ways of asking, people, what leaves the room."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from kmfacilitate.language import N_, _, speaking

from .. import clock
from ..catching_up import Proposal
from ..documents import Value
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..kinds.activities import Pairs
from ..names import SPOKEN_KINDS
from ..records import Meeting
from ..session import Session
from ..there import stage_there
from ..walk import Place
from ..wording import count
from .keyboard import without_scribes
from .unnaming import without_turn_names

WAYS = ("list", "round", "slips", "none")
SHORT_OF_TIME = N_("short of time")
"""Why a stage is skipped to end on time; kept in the language of the session."""


def extend(stage_id: str, minutes: int, under: str = "") -> Act:
    """Give a stage more minutes (fewer, with a negative number); with `under`, one item of its repeat."""

    def act(session: Session, now: Now) -> Change:
        stage = stage_there(session, stage_id)
        new = max(0, stage.record.minutes + minutes)
        edits = [change("stages", stage.key, session.raw("stages", stage.key), {"minutes": new})]
        if under:
            more = {**stage.record.more, under: stage.record.more.get(under, 0) + new - stage.record.minutes}
            raw = session.raw("stages", stage.key)
            edits.append(Edit("stages", stage.key, {"more": raw.get("more")}, {"more": more}))
        if session.meeting.length:
            length = max(1, session.meeting.length + new - stage.record.minutes)
            edits.append(change("session", "1", session.raw("session", "1"), {"length": length}))
        says = _("{stage} has {minutes} now").format(
            stage=stage.number or stage.script.name, minutes=count(new, "{n} minute", "{n} minutes")
        )
        return Change(says, tuple(edit for edit in edits if edit.after))

    return act


def take_turns(stage_id: str, turns: int) -> Act:
    """Settle how many have a turn in a stage repeated for people; each keeps the minutes of a turn."""

    def act(session: Session, now: Now) -> Change:
        stage = session.stage(stage_id)
        repeat = stage.script.repeat if stage else None
        if stage is None or repeat is None or not repeat.people:
            raise Refused(_("Nobody has a turn of their own in this stage."))
        variant = session.meeting.variant
        known = session.meeting.later_count or session.meeting.head_count
        if turns < 1 or (known and turns > known):
            raise Refused(
                _("Between 1 and {known} can have a turn, not {turns}.").format(
                    known=known or 50, turns=turns
                )
            )
        planned = stage.record.turns or repeat.seats_in(variant) or known or 1
        once = sum(q.minutes_in(variant) for q in stage.script.questions if q.once)
        each = max(0, stage.record.minutes - once) // planned
        minutes = once + each * turns
        edits = [
            change(
                "stages", stage.key, session.raw("stages", stage.key), {"turns": turns, "minutes": minutes}
            )
        ]
        if session.meeting.length:
            length = max(1, session.meeting.length + minutes - stage.record.minutes)
            edits.append(change("session", "1", session.raw("session", "1"), {"length": length}))
        says = _("{turns} of {minutes}").format(
            turns=count(turns, "{n} turn", "{n} turns"), minutes=count(each, "{n} minute", "{n} minutes")
        )
        return Change(says, tuple(edit for edit in edits if edit.after))

    return act


def plan_minutes(minutes: Mapping[str, int], says: str) -> Act:
    """Set the planned minutes of stages (stage id → minutes)."""

    def act(session: Session, now: Now) -> Change:
        edits = []
        for stage in session.plan:
            if stage.id in minutes:
                raw = session.raw("stages", stage.key)
                edits.append(change("stages", stage.key, raw, {"minutes": minutes[stage.id]}))
        return Change(says, tuple(edit for edit in edits if edit.after))

    return act


def fit(proposal: Proposal) -> Act:
    """Take one of the clock's proposals to end on time."""
    if proposal.skips:
        return skip(proposal.skips)
    if proposal.more:
        return _end_later(proposal)
    return plan_minutes(proposal.minutes, proposal.says)


def _end_later(proposal: Proposal) -> Act:
    """Promise another end; a stage that ran over gets the minutes it took."""

    def act(session: Session, now: Now) -> Change:
        planned = plan_minutes(proposal.minutes, proposal.says)(session, now)
        length = (session.meeting.length or clock.planned(session)) + proposal.more
        edit = change("session", "1", session.raw("session", "1"), {"length": length})
        return Change(proposal.says, (*planned.edits, edit))

    return act


def open_with(past: Mapping[str, Sequence[str]]) -> Act:
    """Settle what of earlier sessions each stage opens with (stage id → words of a template's `past:`)."""

    def act(session: Session, now: Now) -> Change:
        edits = [
            change("stages", stage.key, session.raw("stages", stage.key), {"past": list(past[stage.id])})
            for stage in session.plan
            if stage.id in past
        ]
        return Change(_("earlier lines brought in"), tuple(edit for edit in edits if edit.after))

    return act


def skip(stage_id: str, reason: str = SHORT_OF_TIME) -> Act:
    """Leave a stage out, with a reason; going there later opens it again."""

    def act(session: Session, now: Now) -> Change:
        stage = stage_there(session, stage_id)
        raw = session.raw("stages", stage.key)
        with speaking(session.meeting.language):
            why = _(SHORT_OF_TIME) if reason == SHORT_OF_TIME else reason
        edit = change("stages", stage.key, raw, {"state": "skipped", "reason": why})
        return Change(
            _("{stage} skipped").format(stage=stage.number or stage.script.name),
            (edit,) if edit.after else (),
        )

    return act


def ask_by(place: Place, way: str) -> Act:
    """Ask the question at hand in another way today: list, round, slips or none."""

    def act(session: Session, now: Now) -> Change:
        stage = session.stage(place.stage)
        question = stage.question(place.question) if stage else None
        if stage is None or question is None:
            raise Refused(_("There is no question here."))
        if way not in WAYS:
            raise Refused(_("There is no way {way}: list, round, slips or none.").format(way=way))
        if question.capture.way not in (*WAYS, "form"):
            raise Refused(_("This question is an activity of its own; its way can't be changed."))
        raw = session.raw("stages", stage.key)
        ways = {**stage.record.ways, question.id: way}
        edit = Edit("stages", stage.key, {"ways": raw.get("ways")}, {"ways": ways})
        return Change(_("asked as {way} now").format(way=way), (edit,))

    return act


def add_person(name: str) -> Act:
    """Someone came late (or was forgotten): they join the end of the round and count from the next vote.

    What is said of it is written down, so it has no name.
    """

    def act(session: Session, now: Now) -> Change:
        edits: list[Edit] = []
        if session.meeting.names == "all":
            known = [(i, p) for i, p in session.people.items() if not p.deleted and _named(p.name, name)]
            if any(not person.left for _rest, person in known):
                raise Refused(_("{name} is on the list already.").format(name=name))
            if known:
                edits.append(Edit("people", known[-1][0], {"left": True}, {"left": None}))
            else:
                edits.append(create("people", now.new_id(), {"name": name}))
        edits += _count(session, 1)
        return Change(_("one more in the room"), tuple(edits))

    return act


def remove_person(name: str) -> Act:
    """Someone left; what they said stays."""

    def act(session: Session, now: Now) -> Change:
        edits: list[Edit] = []
        for id_, person in session.people.items():
            if _named(person.name, name) and not person.left and not person.deleted:
                edits.append(Edit("people", id_, {"left": None}, {"left": True}))
        if session.meeting.names == "all" and not edits:
            raise Refused(_("{name} is not on the list.").format(name=name))
        edits += _count(session, -1)
        return Change(_("one less in the room"), tuple(edits))

    return act


def _named(known: str, name: str) -> bool:
    return known.casefold() == name.casefold()


def _count(session: Session, by: int) -> list[Edit]:
    raw = session.raw("session", "1")
    meeting = session.meeting
    fields: dict[str, Value]
    if not meeting.head_count:
        return []
    if meeting.started:
        fields = {"later_count": max(0, (meeting.later_count or meeting.head_count) + by)}
    else:
        fields = {"head_count": max(0, meeting.head_count + by)}
    return [change("session", "1", raw, fields)]


def settle(fields: Mapping[str, Value], says: str) -> Act:
    """Set fields of the meeting: title, hard end, sharing, names."""

    def act(session: Session, now: Now) -> Change:
        edit = change("session", "1", session.raw("session", "1"), fields)
        return Change(says, (edit,) if edit.after else ())

    return act


LOOSER = ("nothing", "actions", "summary", "open")
"""Ways of sharing, tightest first."""
MORE_NAMES = ("none", "owners", "all")


def _loosened(meeting: Meeting, share: str, names: str) -> Iterator[str]:
    """What of an agreement about sharing gives away more than before, for the history."""
    if share and LOOSER.index(share) > LOOSER.index(meeting.share):
        yield _("shared as {share}, was {before}").format(share=_(share), before=_(meeting.share))
    if names and MORE_NAMES.index(names) > MORE_NAMES.index(meeting.names):
        yield _("names {names}, were {before}").format(names=_(names), before=_(meeting.names))


def agree_sharing(share: str = "", names: str = "") -> Act:
    """Settle what leaves the room; tightening is free, loosening is dated in the history."""

    def act(session: Session, now: Now) -> Change:
        meeting = session.meeting
        fields: dict[str, Value] = {}
        if share and share not in LOOSER:
            raise Refused(_("Share is: open, summary, actions or nothing."))
        if names and names not in MORE_NAMES:
            raise Refused(_("Names are: all, owners or none."))
        if share:
            fields["share"] = share
        if names:
            fields["names"] = names
        with speaking(meeting.language):
            loosened = list(_loosened(meeting, share, names))
        rows = [list(row) for row in meeting.history]
        if names and names != "all":
            rows = without_scribes(rows)
        if loosened and meeting.started:
            rows += [[now.stamp, what] for what in loosened]
        if rows:
            fields["history"] = rows
        edits = [change("session", "1", session.raw("session", "1"), fields)]
        gone: tuple[str, ...] = ()
        if names and names != "all":
            edits += _without_speakers(session, () if names == "none" else SPOKEN_KINDS)
            edits += _without_tables(session)
            edits += without_turn_names(session) if session.meeting.names == "all" else []
            gone = tuple(
                id_ for id_, raw in session.documents.get("people", {}).items() if "forgotten" not in raw
            )
        said = " ".join(part for part in (share or meeting.share, "names", names or meeting.names) if part)
        return Change(
            _("leaves the room: {said}").format(said=said),
            tuple(edit for edit in edits if edit.after),
            forgets=gone,
        )

    return act


def _without_speakers(session: Session, spared: Collection[str]) -> list[Edit]:
    """Who said a line is no longer kept, but for these kinds."""
    return [
        change("entries", id_, session.raw("entries", id_), {"by": ""})
        for id_, entry in session.entries.items()
        if entry.by and entry.kind not in spared
    ]


def _without_tables(session: Session) -> list[Edit]:
    """Who was drawn with whom is no longer kept."""
    return [
        change("entries", id_, session.raw("entries", id_), {"tables": []})
        for id_, entry in session.entries.items()
        if isinstance(entry, Pairs) and entry.tables
    ]


def choose_questions(stage_id: str, questions: tuple[str, ...]) -> Act:
    """Switch the optional questions of a stage on, and those not named off; their minutes come and go too."""

    def act(session: Session, now: Now) -> Change:
        stage = stage_there(session, stage_id)
        on, variant = set(questions), session.meeting.variant
        more = sum(
            question.minutes_in(variant) * ((question.id in on) - (question.id in stage.record.chosen))
            for question in stage.script.questions
            if question.optional
        )
        minutes = max(0, stage.record.minutes + more)
        raw = session.raw("stages", stage.key)
        edits = [change("stages", stage.key, raw, {"chosen": list(questions), "minutes": minutes})]
        if session.meeting.length and more:
            length = max(1, session.meeting.length + more)
            edits.append(change("session", "1", session.raw("session", "1"), {"length": length}))
        return Change(_("questions chosen"), tuple(edit for edit in edits if edit.after))

    return act
