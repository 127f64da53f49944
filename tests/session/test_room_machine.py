"""Any sequence of what can be done in a room: nothing is lost, nothing breaks, all of it is taken back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict

from effort import times
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support import HandClock, entries_of, room, type_line

from kmfacilitate.session import catching_up, clock, walk
from kmfacilitate.session.acts import activities, correct, meeting, reviews, voting
from kmfacilitate.session.edits import Edit, Refused, put
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.kinds import KINDS
from kmfacilitate.session.session import Session
from kmfacilitate.session.staging import room_scene, scene
from kmfacilitate.session.walk import Place

NAMES = ("after-action-review", "before-action-review", "pre-mortem", "retrospect")
WORDS = st.sampled_from(
    ["doors opened", "fridge alarm; again", "One. Two.", "a -> b -> c", "-> and why", "# not a heading",
     "[/foo]", "| a | b |", "3 4", "\x1b]52;c;x\x07", "\ud800 lone", "مرحبا", "👩‍👩‍👧", "---", "0", "=1+1",
     "<script>"]
)  # fmt: skip
LINES = st.one_of(
    WORDS,
    st.builds(lambda sign, words: f"{sign} {words}", st.sampled_from("!*>?~"), WORDS),
    st.builds(lambda words: f'"{words}" @Ana', WORDS),
    st.builds(lambda n: " ".join(map(str, n)), st.lists(st.integers(0, 12), min_size=1, max_size=4)),
    st.builds(lambda a, n: f"{a}={n}", st.integers(1, 6), st.integers(0, 9)),
    st.builds(lambda a, b, c: f"{a}={b},{c}", st.integers(1, 6), st.integers(0, 6), st.integers(0, 6)),
    st.sampled_from(
        ["yes", "no because", "met", "missed it", "^fri", "@sam", "applies", "1 2 name", "2 other"]
    ),
)


class Room(RuleBasedStateMachine):
    """A room in which anything may happen next."""

    @initialize(
        name=st.sampled_from(NAMES), names=st.sampled_from(["all", "owners", "none"]), alone=st.booleans()
    )
    def enter(self, name: str, names: str, alone: bool) -> None:
        self.alone = alone
        self.time = HandClock()
        self.f: Facilitation = room(name, "", "Ana", "Sam", "Priya", clock=self.time, names=names)
        self.revs: dict[tuple[str, str], int] = {}
        self.numbers: dict[str, str] = {}
        self.struck: set[str] = set()

    def ids(self) -> list[str]:
        return list(self.f.session.entries)

    def attempt(self, act) -> None:
        before = self.f.session
        try:
            self.f.do("act", act)
        except Refused:
            assert self.f.session is before

    @rule(typed=LINES, seconds=st.integers(0, 90))
    def type(self, typed: str, seconds: int) -> None:
        self.time.on(seconds=seconds)
        before = self.f.session
        try:
            type_line(self.f, typed)
        except Refused:
            assert self.f.session is before

    @rule()
    def next(self) -> None:
        here = self.f.here
        place = self.f.next()
        assert place is None or place != here

    @rule()
    def back(self) -> None:
        self.f.back()

    @rule(data=st.data())
    def jump(self, data: st.DataObject) -> None:
        stage = data.draw(st.sampled_from(self.f.session.plan))
        self.f.go(data.draw(st.sampled_from(walk.places(self.f.session, stage, self.f.roster))))

    @rule(data=st.data())
    def late_line(self, data: st.DataObject) -> None:
        stage = data.draw(st.sampled_from(self.f.session.plan))
        place = data.draw(st.sampled_from(walk.places(self.f.session, stage, self.f.roster)))
        with suppress(Refused):
            type_line(self.f, data.draw(LINES), place)

    @precondition(lambda self: self.ids())
    @rule(data=st.data(), what=st.integers(0, 13))
    def correct(self, data: st.DataObject, what: int) -> None:
        id_, other = data.draw(st.sampled_from(self.ids())), data.draw(st.sampled_from(self.ids()))
        stage = data.draw(st.sampled_from(self.f.session.plan))
        place = walk.places(self.f.session, stage, self.f.roster)[-1]
        some = data.draw(st.lists(st.sampled_from(self.ids()), min_size=1, max_size=3))
        self.attempt(
            [
                lambda: correct.retype(id_, data.draw(st.sampled_from(list(KINDS)))),
                lambda: correct.move(id_, place),
                lambda: correct.move(id_, Place(""), other),
                lambda: correct.delete(id_),
                lambda: correct.restore(id_),
                lambda: correct.merge(id_, other),
                lambda: correct.split(id_),
                lambda: activities.group(
                    self.f.here, some, data.draw(st.sampled_from(["", "Cold", "Doors"]))
                ),
                lambda: activities.ungroup(id_),
                lambda: voting.score(place, dict.fromkeys(some, (data.draw(st.integers(0, 6)), 3))),
                lambda: voting.rank(place, some),
                lambda: reviews.review(place, id_, "met"),
                lambda: correct.fill(
                    id_, {data.draw(st.sampled_from(["owner", "sign", "due", "by"])): "2026-12-01"}
                ),
                lambda: voting.choose(self.f.here, some),
            ][what]()
        )

    @precondition(lambda self: self.ids())
    @rule(data=st.data())
    def strike(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(self.ids()))
        before = self.f.session.entries[id_]
        self.attempt(correct.strike(id_, True))
        if not before.forgotten:
            self.struck.add(id_)

    @rule()
    def reveal(self) -> None:
        sealed = {e.question: e for _, e in self.f.session.live() if self.f.session.sealed(e)}
        for question, e in sealed.items():
            self.attempt(activities.reveal_slips(Place(e.stage, question)))

    @rule(way=st.sampled_from(meeting.WAYS))
    def ask_otherwise(self, way: str) -> None:
        self.attempt(meeting.ask_by(self.f.here, way))

    @rule(sharing=st.sampled_from(["open", "nothing"]), names=st.sampled_from(["all", "owners", "none", ""]))
    def share(self, sharing: str, names: str) -> None:
        self.f.settle(meeting.agree_sharing(sharing, names))

    @rule(what=st.integers(0, 5), seconds=st.integers(1, 2000))
    def clock(self, what: int, seconds: int) -> None:
        seen = self.time.at
        self.time.on(seconds=seconds)
        try:
            [
                self.f.start,
                self.f.pause,
                self.f.leave,
                self.f.finish,
                self.f.reopen,
                lambda: self.f.unseen(seen),
            ][what]()
            if what == 5 and self.f.gap:
                self.f.swap_gap()
        except Refused:
            pass

    @rule(data=st.data())
    def catch_up(self, data: st.DataObject) -> None:
        found = catching_up.proposals(self.f.session, self.time.at, self.f.here.stage)
        if found:
            self.attempt(meeting.fit(data.draw(st.sampled_from(found))))

    @rule(name=st.sampled_from(["Ana", "Lee"]), comes=st.booleans())
    def people(self, name: str, comes: bool) -> None:
        self.attempt(meeting.add_person(name) if comes else meeting.remove_person(name))

    @rule()
    def undo(self) -> None:
        if self.f.can_undo:
            self.f.undo()

    @rule()
    def redo(self) -> None:
        if self.f.can_redo:
            self.f.redo()

    @precondition(lambda self: not self.alone)
    @rule(data=st.data(), field=st.sampled_from(["text", "kind", "deleted", "tags", "group"]))
    def another_window(self, data: st.DataObject, field: str) -> None:
        value = {"text": "theirs", "kind": "point", "deleted": True, "tags": ["theirs"], "group": ""}[field]
        documents = self.f.session.documents
        ids = [id_ for id_ in self.ids() if not documents["entries"][id_].get("forgotten")]
        if ids:
            id_ = data.draw(st.sampled_from(ids))
            before = {field: documents["entries"][id_].get(field)}
            documents, _ = put(documents, [Edit("entries", id_, before, {field: value})])
        fresh = {
            "rev": 1,
            "kind": "point",
            "stage": self.f.here.stage,
            "n": 1,
            "text": "from the other window",
        }
        new = str(max(map(int, documents["entries"]), default=10**18) + 1)
        documents = {**documents, "entries": {**documents["entries"], new: fresh}}
        self.f.absorb(documents)

    @rule()
    def start_and_end(self) -> None:
        """Take everything back and bring it all again."""
        while self.f.can_redo:
            self.f.redo()
        count = sum(1 for step in self.f.steps() if step.edits)
        before = entries_of(self.f)
        while self.f.can_undo:
            self.f.undo()
        assert all(step.edits for step in self.f.steps())
        while self.f.can_redo:
            self.f.redo()
        if self.alone:
            assert len(self.f.steps()) == count
            assert entries_of(self.f) == before

    @invariant()
    def no_document_vanishes_and_revs_rise(self) -> None:
        revs = {
            (table, id_): doc.get("rev", 0)
            for table, docs in self.f.session.documents.items()
            for id_, doc in docs.items()
        }
        for place, rev in self.revs.items():
            assert revs[place] >= rev, place
        self.revs = revs

    @invariant()
    def memory_is_what_the_documents_say(self) -> None:
        fresh = Session.read(self.f.session.documents)
        assert dict(fresh.entries) == dict(self.f.session.entries)
        assert list(fresh.entries) == list(self.f.session.entries)
        assert fresh.meeting == self.f.session.meeting
        assert dict(fresh.stages) == dict(self.f.session.stages)
        assert not fresh.odd

    @invariant()
    def numbers_are_given_once(self) -> None:
        session = self.f.session
        shown = {id_: number for id_ in session.entries if (number := session.number(id_))}
        assert len(shown) == len(set(shown.values()))
        for id_, number in shown.items():
            assert number[-1].isalpha() or self.numbers.setdefault(number, id_) == id_, "given twice"

    @invariant()
    def marks_are_in_order_and_begin_in_a_stage(self) -> None:
        marks = clock.marks(self.f.session)
        assert [m.at for m in marks] == sorted(m.at for m in marks)
        assert not marks or marks[0].where == "stage"
        for stage, seconds in clock.used(self.f.session, self.time.at).items():
            assert seconds >= 0, stage

    @invariant()
    def the_room_sees_only_what_it_may(self) -> None:
        session = self.f.session
        scene(self.f)
        wall = room_scene(self.f, "lines")
        for row in wall.rows:
            if row.id in session.entries and not row.heading:
                e = session.entries[row.id]
                assert KINDS[e.kind].in_room != "no"
                assert not session.sealed(e)
        assert "Ana" not in repr([asdict(row) for row in wall.rows if '"' not in row.text])

    @invariant()
    def with_no_names_there_are_none(self) -> None:
        session = self.f.session
        if session.meeting.names == "none":
            assert not [e for e in session.entries.values() if e.by and e.text != "theirs"]
            assert not session.names()

    @invariant()
    def what_was_struck_stays_struck(self) -> None:
        for id_ in self.struck:
            assert self.f.session.entries[id_].forgotten
            assert "text" not in self.f.session.documents["entries"][id_]


Room.TestCase.settings = settings(
    max_examples=times(20, 1000), stateful_step_count=30, suppress_health_check=list(HealthCheck)
)
TestRoom = Room.TestCase
