"""Edits: done, undone and done again; two windows on one session; what cannot be read is kept."""

from __future__ import annotations

import copy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import HandClock, documents_of, entries_of, entry, go, room, texts, type_all, type_line

from kmfacilitate.clean import clean
from kmfacilitate.session.acts import correct, meeting
from kmfacilitate.session.answering import entry_named
from kmfacilitate.session.documents import same
from kmfacilitate.session.edits import About, Edit, Refused, change, create, put, tombstone
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.session.ids import Ids
from kmfacilitate.session.kinds import KINDS, Entry
from kmfacilitate.session.line import Line
from kmfacilitate.session.session import Session
from kmfacilitate.session.staging import room_scene, scene

VALUES = st.one_of(
    st.none(), st.text(max_size=3), st.integers(0, 3), st.booleans(), st.lists(st.integers(0, 2), max_size=2)
)
FIELDS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def sameness(one: dict, other: dict) -> bool:
    return all(same(one.get(name), other.get(name)) for name in {*one, *other} - {"rev"})


@given(now=FIELDS, to=FIELDS)
def test_a_change_taken_back_is_what_was_and_done_again_what_came(now: dict, to: dict):
    documents = {"entries": {"1": {"rev": 1, **now}}}
    edit = change("entries", "1", documents["entries"]["1"], to)
    done, none = put(documents, [edit])
    assert none == ()
    assert sameness(done["entries"]["1"], {**now, **to})
    back, none = put(done, [edit.reversed()], undoing=True)
    assert none == ()
    assert sameness(back["entries"]["1"], now)
    again, _ = put(back, [edit.again()], undoing=True)
    assert sameness(again["entries"]["1"], done["entries"]["1"])
    assert [d["entries"]["1"]["rev"] for d in (documents, done, back, again)] == (
        [1, 2, 3, 4] if edit.after else [1, 1, 1, 1]
    )
    assert edit.reversed().reversed() == edit


@given(fields=FIELDS)
def test_a_new_document_taken_back_is_deleted_and_keeps_its_words(fields: dict):
    edit = create("entries", "1", fields)
    done, _ = put({}, [edit])
    back, _ = put(done, [edit.reversed()], undoing=True)
    assert back["entries"]["1"]["deleted"] is True
    assert sameness({**back["entries"]["1"], "deleted": None}, fields)
    again, _ = put(back, [edit.again()], undoing=True)
    assert sameness(again["entries"]["1"], fields)
    assert put(done, [edit])[0] == done


@given(now=FIELDS, mine=FIELDS, theirs=FIELDS)
def test_who_comes_second_sets_the_field_and_the_other_value_comes_back(now: dict, mine: dict, theirs: dict):
    documents = {"entries": {"1": {"rev": 1, **now}}}
    raw = documents["entries"]["1"]
    ours = change("entries", "1", raw, mine)
    documents, _ = put(documents, [change("entries", "1", raw, theirs)])
    after, clashes = put(documents, [ours])
    assert all(same(after["entries"]["1"].get(name), value) for name, value in ours.after.items())
    for clash in clashes:
        assert same(clash.other, theirs[clash.field])
        assert not same(clash.other, mine[clash.field])
    left, clashes = put(documents, [ours], undoing=True)
    assert all(same(left["entries"]["1"].get(clash.field), theirs[clash.field]) for clash in clashes)


@given(
    edits=st.lists(
        st.builds(Edit, st.sampled_from(["entries", "new"]), st.sampled_from("12"), FIELDS, FIELDS)
    )
)
def test_nothing_is_changed_in_place_and_a_tombstone_stays(edits: list[Edit]):
    documents = {
        "entries": {"1": {"rev": 3, "a": "x"}, "2": tombstone({"rev": 4, "text": "x", "n": 2}, "2026-11-22")}
    }
    before = copy.deepcopy(documents)
    after, _ = put(documents, edits)
    assert documents == before
    assert (
        after["entries"]["2"]
        == before["entries"]["2"]
        == {"rev": 1004, "n": 2, "deleted": True, "forgotten": "2026-11-22"}
    )
    assert after["entries"]["1"]["rev"] >= 3


class Shared:
    """One file that two windows write to and read from."""

    def __init__(self) -> None:
        self.documents = documents_of("after-action-review", people=("Ana", "Sam"))
        self.clashes: list = []
        self.windows = [
            Facilitation(
                Session.read(self.documents), HandClock(), Random(seed), roster=("Ana", "Sam"), outlet=self
            )
            for seed in (1, 2)
        ]

    def edited(self, edits: tuple[Edit, ...], about: About) -> None:
        self.documents, met = put(self.documents, edits, undoing=about.replays)
        self.clashes += met

    def forgot(self, ids: tuple[str, ...]) -> None:
        entries = self.documents["entries"]
        gone = {i: tombstone(entries[i], "2026-11-22") for i in ids if i in entries}
        self.documents = {**self.documents, "entries": {**entries, **gone}}

    def meet(self) -> None:
        for window in self.windows:
            window.absorb(self.documents)


@given(
    acts=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 6), st.integers(0, 5), st.booleans()), max_size=25
    )
)
def test_two_windows_that_have_seen_the_same_hold_the_same(acts: list):
    shared = Shared()
    for window, what, which, meets in acts:
        f = shared.windows[window]
        ids = [i for i, e in f.session.entries.items() if not e.forgotten]
        id_ = ids[which % len(ids)] if ids else ""
        try:
            if what == 0 or not id_:
                type_line(f, f"! order {which} keys")
            elif what == 1:
                f.do("edit", correct.reword(id_, Line("entry", "action", f"changed by {window}")))
            elif what == 2:
                f.do("kind", correct.retype(id_, ("lesson", "private", "point")[which % 3]))
            elif what == 3:
                f.do("delete", correct.delete(id_))
            elif what == 4:
                f.do("strike", correct.strike(id_, True))
            elif what == 5:
                f.undo()
            else:
                f.redo()
        except Refused:
            pass
        if meets:
            shared.meet()
    shared.meet()
    one, two = shared.windows
    assert one.session.documents == two.session.documents == Session.read(shared.documents).documents
    assert entries_of(one) == entries_of(two)
    assert {i: one.session.number(i) for i in one.session.entries} == {
        i: two.session.number(i) for i in two.session.entries
    }


def test_undo_leaves_what_another_window_changed_and_takes_back_the_rest():
    shared = Shared()
    one, two = shared.windows
    type_line(one, "! order a key @sam")
    shared.meet()
    id_ = entry_named(one, "1.1")
    one.do("fill", correct.fill(id_, {"owner": "Ana", "due": "2026-12-01"}))
    shared.meet()
    two.do("fill", correct.fill(id_, {"owner": "Sam Lee"}))
    shared.meet()
    assert one.undo() == "took back: filled in 1.1"
    shared.meet()
    for f in (one, two):
        assert (entry(f, "1.1").owner, entry(f, "1.1").due) == ("Sam Lee", "")
    one.redo()
    shared.meet()
    assert (entry(two, "1.1").owner, entry(two, "1.1").due) == ("Sam Lee", "2026-12-01")
    two.do("edit", correct.fill(id_, {"due": "2026-12-24"}))
    shared.meet()
    assert one.undo() == "filled in 1.1: that was changed since, so it stays"
    assert entry(one, "1.1").due == "2026-12-24"


def test_numbers_given_by_two_windows_at_once_get_letters():
    shared = Shared()
    one, two = shared.windows
    type_all(one, "! one", "~ mine")
    go(two, "3")
    type_line(two, "~ theirs")
    go(two, "1")
    type_line(two, "! two")
    shared.meet()
    assert sorted(filter(None, map(one.session.number, one.session.entries))) == ["1.1", "1.1b", "p1", "p1b"]
    assert one.session.numbered("1.1B") is not None
    two.do("move", correct.move(entry_named(two, "1.1"), go(two, "6")))
    assert "1.1b" in map(two.session.number, two.session.entries)


HOSTILE = (
    "# not a heading", "| a | b |", "[[x]]", "<script>", "---", "```", "=1+1", "مرحبا بالعالم",
    "👩‍👩‍👧‍👦", "a\x00b", "lone \ud800",
    "[/foo]", "\x1b]52;c;aGk=\x07", "\x9b31m", "\u202eevil", "x" * 20_000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_kept_but_for_what_cleaning_takes_in_every_kind(text: str):
    f = room()
    go(f, "3")
    for kind in [name for name, cls in KINDS.items() if cls.typed]:
        type_line(f, f":{kind} word {text}")
        made = f.session.entries[list(f.session.entries)[-1]]
        assert made.kind == kind
        assert clean(text).strip() in f"{made.text} {made.model_dump()}" or kind == "lesson"
        f.do("edit", correct.retype(list(f.session.entries)[-1], "point"))
    scene(f)
    room_scene(f, "lines")
    again = Session.read(f.session.documents)
    assert [e.text for e in again.entries.values()] == [e.text for e in f.session.entries.values()]
    assert not again.odd


def test_what_a_newer_version_wrote_is_read_as_far_as_it_can_be_and_kept():
    documents = documents_of("after-action-review")
    documents["session"]["1"].update(state="hovering", share="friends", mood="good", title="Kept")
    documents["stages"]["2"].update(state="dreaming", minutes="seven", glow=True)
    documents["template"]["1"]["stages"][2]["questions"][0]["capture"]["how"] = "sing"
    documents["template"]["1"]["stages"][3]["questions"][0] = {"id": "broken"}
    documents["holograms"] = {"5": {"rev": 1, "beam": "on"}}
    documents["entries"] = {
        "1": {"rev": 1, "kind": "hologram", "stage": "actual", "n": 1, "text": "a new kind",
              "owner": ["x"], "due": "soon"},
        "2": {"rev": 1, "kind": "event", "stage": "actual", "n": 2, "text": "an event", "outcome": "purple"},
        "3": {"rev": 1, "kind": "action", "stage": "actual", "n": 3, "text": "an action", "shine": 4},
        "4": {"rev": 1, "kind": 5},
        "5": "no document at all",
    }  # fmt: skip
    raw = copy.deepcopy(documents)
    f = Facilitation(Session.read(documents), HandClock(), Random(1))
    assert (f.session.meeting.title, f.session.meeting.share, f.session.meeting.state) == (
        "Kept",
        "nothing",
        "planned",
    )
    assert [stage.id for stage in f.session.plan] == [s["stage"] for s in documents["stages"].values()]
    assert [stage.number for stage in f.session.plan] == list("1234567")
    assert set(f.session.odd) == {("entries", "2"), ("entries", "4"), ("entries", "5")}
    assert type(f.session.entries["1"]) is Entry
    go(f, "3")
    scene(f)
    room_scene(f, "lines")
    f.do("kind", correct.retype("3", "lesson"))
    f.do("extend", meeting.extend("expected", 2))
    type_line(f, "08:05 goes on")
    f.finish()
    now = f.session.documents
    for table, id_ in (
        ("holograms", "5"),
        ("entries", "1"),
        ("entries", "2"),
        ("entries", "4"),
        ("entries", "5"),
        ("template", "1"),
    ):
        assert now[table][id_] == raw[table][id_]
    assert now["entries"]["3"]["shine"] == 4
    assert (now["session"]["1"]["mood"], now["session"]["1"]["share"]) == ("good", "friends")
    assert now["stages"]["2"]["glow"] is True


@pytest.mark.parametrize("missing", ["session", "stages", "template", "entries", "clock", "_meta"])
def test_a_session_without_one_of_its_tables_still_opens(missing: str):
    documents = documents_of("after-action-review")
    del documents[missing]
    f = Facilitation(Session.read(documents), HandClock(), Random(1))
    f.next()
    scene(f)
    room_scene(f, "lines")
    f.finish()
    if missing == "session":
        assert (f.session.meeting.share, f.session.meeting.names) in {("nothing", "none"), ("open", "owners")}


def test_a_lost_document_is_put_back():
    f = room()
    type_all(f, "! one", "! two")
    f.absorb({**f.session.documents, "entries": {}})
    assert texts(f) == ["one", "two"]
    assert len(f.session.documents["entries"]) == 2


def test_ids_rise_and_strange_ones_are_passed_over():
    ids = Ids(Random(1))
    for strange in ("²", "x", "9" * 30, "", "-5"):
        ids.saw(strange)
    one, two = ids.new(HandClock().at), ids.new(HandClock().at)
    assert 10**18 < int(one) < int(two) < 2**63


def test_one_field_name_has_one_type_in_all_kinds_that_can_become_each_other():
    types: dict[str, set] = {}
    for cls in KINDS.values():
        if cls.typed:
            for name, field in cls.model_fields.items():
                types.setdefault(name, set()).add(str(field.annotation))
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
