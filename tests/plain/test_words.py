"""Every word of the table of verbs: what it does, and the sentence when it can't be done."""

from __future__ import annotations

from pathlib import Path

import pytest
from sittings import Room

from kmfacilitate.clean import clean
from kmfacilitate.desk import Desk
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.kinds import KINDS
from kmfacilitate.verbs import BY_ID, BY_WORD, VERBS, enter, words

REVIEW = (
    ":go 3",
    "08:05 - Keys locked in",
    "08:10 + Kate had a spare",
    "09:00 = Door open",
    ":go 5",
    "Two keys; two people",
)
"""3.1 to 3.3 are events, 5.1 is a lesson; the place is 5a."""
TWO_LESSONS = (*REVIEW, "Two keys, on two rings, with two people")
EMBEDDED = (
    *REVIEW,
    ":state 5.1 checked | happened: locked out | why: one key | so: cut a second key",
    ":state 5.1 validated | route: process",
    ":state 5.1 assigned @Ana ^2w | target: the key list",
    ":state 5.1 actioned a second key is cut",
    ":state 5.1 embedded key list, version 3",
)
AGREED = (*REVIEW, "! Cut a second key @Ana ^fri")
"""5.2 is an action."""
CHOSEN = (*REVIEW, ":go 4", ":vote 3.1=2 3.2=1", ":next")
MIDNIGHT = (*REVIEW[:4], "23:50 - lights out", "00:10 + light")
SLIPS = (":go 4", "too late", "too little", "too much")
RANKED = (*SLIPS, ":reveal", ":go 6", ":group 4.1 4.2 Timing", ":go 7")
KEPT = ("yes", ":go 4f", "ring him ^fri")

WORKS = [
    # word, template, lines before, what is typed, what it says or offers
    ("next", "after-action-review", (), ":next", "2a What did you expect"),
    ("back", "after-action-review", (":go 3",), ":back", "2b What did good look like"),
    ("go", "after-action-review", (), ":go 3b", "3b What surprised us"),
    ("go", "after-action-review", (), ":go why", "4a Which two or three"),
    ("go", "after-action-review", (), ":go", "1 Opening and ground rules: now, 0 of 3 min"),
    ("item", "after-action-review", CHOSEN, ":item 2", "line 2 of 2"),
    ("skip", "after-action-review", (":go 2",), ":skip no time", "2 skipped"),
    ("stages", "after-action-review", (), ":stages", "stages"),
    ("ask", "after-action-review", (), ":ask", "added: How freely could you speak"),
    ("add", "after-action-review", (":go 3",), ":add 08:05 + it rang", "added 3.1"),
    ("3", "after-action-review", REVIEW, ":3 (-) the switchboard was not told", "added 3.4"),
    ("list", "after-action-review", REVIEW, ":list 3", "3.1 08:05 worse: Keys locked in"),
    ("list", "after-action-review", REVIEW, ":list lessons", "5.1 Two keys"),
    ("edit", "after-action-review", REVIEW, ":edit 3.1", "08:05 - Keys locked in"),
    ("editor", "after-action-review", REVIEW, ":editor 3.1", "editor"),
    ("copy", "after-action-review", REVIEW, ":copy 3.1 5.1", "Keys locked in\nTwo keys; two people"),
    ("copy", "after-action-review", REVIEW, ":copy", "Two keys; two people"),
    ("find", "after-action-review", (), ":find", "find"),
    ("settings", "after-action-review", (), ":settings", "settings"),
    ("before", "after-action-review", (), ":before", "before"),
    ("before", "after-action-review", (), ":before keys locked in", "keys locked in"),
    ("edit", "after-action-review", REVIEW, ":edit 3.1 08:06 - Keys left", "changed 3.1"),
    ("fill", "after-action-review", REVIEW, ":fill 5.1 | why: one was sick", "filled in 5.1"),
    ("kind", "after-action-review", REVIEW, ":kind 3.1 lesson", "made 3.1 a lesson"),
    ("move", "after-action-review", REVIEW, ":move 3.1 2", "moved 3.1, now 2.1"),
    ("move", "after-action-review", REVIEW, ":move 3.1 3.2 2", "moved 3.1, now 2.1, moved 3.2, now 2.2"),
    ("nextday", "after-action-review", MIDNIGHT, ":nextday", "3.5 is on the next day"),
    ("merge", "after-action-review", REVIEW, ":merge 3.1 3.2", "joined 3.2 to 3.1"),
    ("split", "after-action-review", REVIEW, ":split 5.1", "split 5.1"),
    ("delete", "after-action-review", REVIEW, ":delete 3.1", "3.1 deleted"),
    ("restore", "after-action-review", (*REVIEW, ":delete 3.1"), ":restore 3.1", "3.1 is back"),
    ("form", "after-action-review", REVIEW, ":form 5.1", "filling in 5.1"),
    ("done", "after-action-review", AGREED, ":done 5.2", "5.2 is done"),
    ("done", "after-action-review", AGREED, ":done 5.2 2026-11-20", "5.2 is done"),
    ("drop", "after-action-review", AGREED, ":drop 5.2 the door is gone", "5.2 is dropped"),
    ("open", "after-action-review", (*AGREED, ":done 5.2"), ":open 5.2", "5.2 is open again"),
    ("redact", "after-action-review", REVIEW, ":redact kate", "kate is [name] now, in 1 line"),
    ("strike", "after-action-review", REVIEW, ":strike 3.2 yes", "struck at a participant's request"),
    ("state", "after-action-review", REVIEW, ":state 5.1", "5.1 is captured: it was typed in a session"),
    ("state", "after-action-review", REVIEW, ":state 5.1 stalled", "5.1 is stalled now"),
    ("route", "after-action-review", REVIEW, ":route 5.1 proc", "5.1 goes to: process"),
    ("supersede", "after-action-review", TWO_LESSONS, ":supersede 5.1 5.2", "5.1 is superseded now"),
    ("effect", "after-action-review", EMBEDDED, ":effect 5.1 no keys lost ^6m", "effect of 5.1 is noted"),
    ("again", "after-action-review", REVIEW, ":again 5.1 in May", "5.1 happened again (1 time)"),
    ("undo", "after-action-review", REVIEW, ":undo", "took back: added 5.1"),
    ("redo", "after-action-review", (*REVIEW, ":undo"), ":redo", "done again: added 5.1"),
    ("how", "after-action-review", REVIEW, ":how slips", "asked as slips now"),
    ("how", "after-action-review", REVIEW, ":how", "asked as list"),
    ("reveal", "pre-mortem", SLIPS, ":reveal", "3 slips shuffled and shown"),
    ("group", "pre-mortem", (*SLIPS, ":reveal", ":go 6"), ":group 4.1 4.3 Timing", "2 lines in group 6.1"),
    ("ungroup", "pre-mortem", (*RANKED, ":go 6"), ":ungroup 4.1", "4.1 is out of its group"),
    ("vote", "pre-mortem", RANKED, ":vote 1=9 2=6", "votes taken"),
    ("vote", "pre-mortem", RANKED, ":vote 1 1 2", "slip 1 of 2 in"),
    ("score", "pre-mortem", (*RANKED, ":vote 1=9 2=6"), ":score 1=5,4", "5 × 4 = 20"),
    ("rank", "pre-mortem", RANKED, ":rank 4.3 6.1", "ranked 4.3, 6.1"),
    ("rate", "after-action-review", REVIEW, ":rate 4 4 5", "3 marks kept, 4 to 5"),
    ("unforeseen", "after-action-review", REVIEW, ":unforeseen 3.1", "3.1 marked unforeseen"),
    ("review", "retrospect", (":go 2", "Launch"), ":review 2.1 met in time", "2.1 met"),
    ("check", "after-action-review", REVIEW, ":check no they want names out", "noted: no"),
    ("who", "after-action-review", (), ":who", "2 people: Ana, Sam"),
    ("who", "after-action-review", (), ":who +Lee", "in the room"),
    ("who", "after-action-review", (":who +Lee; Jo",), ":who", "4 people: Ana, Sam, Lee, Jo"),
    ("who", "after-action-review", (), ":who -Ana", "the room"),
    ("pass", "retrospect", (":go 5",), ":pass", "passed"),
    ("turn", "retrospect", (":go 5",), ":turn sam", "Sam next"),
    ("scribe", "after-action-review", (), ":scribe Ana", "Ana types now"),
    ("turns", "action-learning-set", (), ":turns", "Ana, Sam"),
    ("turns", "action-learning-set", (), ":turns 1", "1 turn of 35 minutes"),
    ("turns", "action-learning-set", (), ":turns sam; ana", "2 turns of 35 minutes: Sam, Ana"),
    ("keep", "action-learning-set", KEPT, ":keep yes", "kept: Ana: 1 action"),
    ("keep", "action-learning-set", KEPT, ":keep no none", "forgotten; left is Ana: 1 action"),
    ("time", "after-action-review", (), ":time", "1 Open: 3 minutes. It would end at 10:50."),
    ("clock", "after-action-review", (), ":clock", "clock started"),
    ("clock", "after-action-review", (":start",), ":clock", "paused"),
    ("start", "after-action-review", (), ":start", "clock started"),
    ("pause", "after-action-review", (":start",), ":pause fire alarm 10:05", "fire alarm, back at 10:05"),
    ("break", "after-action-review", (":start",), ":break 10", "back at 10:00"),
    ("extend", "after-action-review", (), ":extend 5", "1 has 8 minutes now"),
    ("fit", "after-action-review", (":start",), ":fit", "You are on time"),
    ("end", "after-action-review", (), ":end 10:40", "ends 10:40 (hard)"),
    ("end", "after-action-review", (), ":end in 45 minutes", "ends 10:35 (hard)"),
    ("room", "after-action-review", (), ":room", "room view"),
    ("show", "after-action-review", (), ":show lines", "the room sees: lines"),
    ("stuck", "after-action-review", (":go 3",), ":stuck", "Watch for"),
    ("hold", "after-action-review", (), ":hold", "new lines are held back from the room"),
    ("release", "after-action-review", (":hold",), ":release", "the room sees all lines again"),
    ("guide", "after-action-review", (":guide",), ":guide", "No more is said of each step"),
    ("rules", "after-action-review", (), ":rules", "Everyone did their best"),
    ("here", "after-action-review", (":go 3",), ":here", "Then: What did you notice first?"),
    ("tidy", "after-action-review", REVIEW, ":tidy 5.1 proc", "filled in 5.1"),
    ("tidy", "after-action-review", REVIEW, ":tidy", "5.1 Two keys; two people, no route"),
    ("share", "after-action-review", (), ":share actions names none", "actions only, no names"),
    ("title", "after-action-review", (), ":title The keys", "title: The keys"),
    ("report", "after-action-review", (), ":report", "report"),
    ("papers", "after-action-review", (), ":papers", "5 papers written to"),
    ("papers", "after-action-review", (), ":papers mon 10:00", "2026-11-23-after-action-review"),
    ("export", "after-action-review", REVIEW, ":export json full", "FULL-not-for-sharing.json"),
    ("finish", "after-action-review", REVIEW, ":finish", "finished"),
    ("saved", "after-action-review", (), ":saved", "saved 09:50:00"),
    ("palette", "after-action-review", (), ":palette", "palette"),
    ("help", "after-action-review", (), ":help", "help"),
    ("words", "after-action-review", (), ":words", "words"),
    ("quit", "after-action-review", (), ":quit", "quit"),
]  # fmt: skip

REFUSES = [
    ("done", AGREED, ":done", "Say which action is done"),
    ("done", AGREED, ":done 5.1", "5.1 is a lesson, not an action"),
    ("drop", AGREED, ":drop 5.2", "Say why 5.2 is dropped"),
    ("open", AGREED, ":open 9.9", "No line has the number 9.9"),
    ("go", (), ":go 12", "There is no stage 12. Stages: 1 Open, 2 Expected"),
    ("item", (), ":item 2", "This question is asked once."),
    ("skip", (":go 7",), ":skip", "The close is the way out"),
    ("ask", (":go 3",), ":ask", "This stage has no question to add."),
    ("add", (), ":add", "Type the line, then Enter"),
    ("3", (), ":3", "Say what to add: :3 and the line. :go 3 goes there."),
    ("3", (), ":12 word", "There is no stage 12."),
    ("list", (), ":list 12", "There is no stage or kind 12."),
    ("edit", (), ":edit", "Say which line: :edit 3.2"),
    ("edit", (), ":edit 3.9 words", "No line has the number 3.9"),
    ("fill", REVIEW, ":fill 5.1 nonsense", "No field was read. Lesson has: type"),
    ("kind", REVIEW, ":kind 3.1 lessen", "There is no kind lessen; did you mean lesson?"),
    ("kind", REVIEW, ":kind 3.1", "Say which line and which kind"),
    ("move", REVIEW, ":move 3.1 12", "There is no stage 12."),
    ("merge", REVIEW, ":merge 3.1", "Say which lines: :merge 3.2 3.5"),
    ("split", REVIEW, ":split 3.1", "Say where: :split 3.1 and the first words"),
    ("delete", (), ":delete", "Say which line: :delete 3.2"),
    ("restore", (*REVIEW, ":strike 3.1 yes"), ":restore 3.1", "gone for good"),
    ("form", (), ":form", "There is no line here to fill in."),
    ("redact", REVIEW, ":redact Zoe", "Zoe is in no line of this session."),
    ("redact", (), ":redact", "Say which name: :redact Kate"),
    ("strike", REVIEW, ":strike 3.1", "To remove the words of 3.1 for good: :strike 3.1 yes"),
    ("undo", (), ":undo", "There is nothing to take back."),
    ("redo", (), ":redo", "There is nothing to bring back."),
    ("again", REVIEW, ":again 3.1", "3.1 is an event, not a lesson"),
    ("again", (), ":again nowhere/5.1", "No session fits"),
    ("state", (), ":state", "Say which lesson and its state"),
    ("state", REVIEW, ":state 5.1 validated", "does not follow that. Next: checked"),
    ("state", REVIEW, ":state 5.1 checked", "Type: :state 5.1 checked | happened: … | why: …"),
    ("state", REVIEW, ":state 5.1 wise", "A lesson is one of: captured, checked"),
    ("route", REVIEW, ":route 5.1 away", "A lesson goes one of these ways"),
    ("supersede", REVIEW, ":supersede 5.1 5.1", "can't take its own place"),
    ("effect", REVIEW, ":effect 5.1 none yet", "its effect shows once it is embedded"),
    ("editor", (), ":editor 3.9", "No line has the number 3.9"),
    ("editor", (*REVIEW, ":delete 3.1"), ":editor 3.1", ":restore 3.1 brings it back"),
    ("editor", (*REVIEW, ":room"), ":editor 3.1", "An editor would show the room what stands in it"),
    ("copy", (":go 2",), ":copy", "There is no line here to copy."),
    ("copy", (), ":copy 3.9", "No line has the number 3.9"),
    ("before", (), ":before b1", "No earlier lesson is at hand"),
    ("how", (":go 3",), ":how circle", "There is no way circle: list, round, slips or none."),
    ("reveal", (), ":reveal", "There is nothing hidden here."),
    ("group", (), ":group Timing", "Say which lines, then the name: :group 1 6 11 Untested"),
    ("ungroup", REVIEW, ":ungroup 3.1", "3.1 is in no group."),
    ("vote", (), ":vote 1=2", "No line has the number 1"),
    ("vote", REVIEW, ":vote a lot", "Type the numbers alone"),
    ("score", (), ":score 1=5,5", "This session scores nothing."),
    ("rank", (), ":rank", "Say the order, first to last: :rank 3 1 2"),
    ("rate", (), ":rate 4 9", "9 is outside 1 to 5"),
    ("rate", (), ":rate good", "Type the numbers alone"),
    ("unforeseen", (), ":unforeseen", "Say which line nobody had foreseen: :unforeseen 3.2"),
    ("review", (), ":review 3.1 met", "This session reviews nothing."),
    ("check", (), ":check maybe", "Say yes or no: :check yes"),
    ("draw", (), ":draw", "No question of this session draws pairs."),
    ("scribe", (), ":scribe back", "The keyboard is yours"),
    ("nextday", REVIEW, ":nextday 5.1", "5.1 has no time of day"),
    ("turns", (), ":turns 2", "Nobody has a turn of their own"),
    ("tidy", REVIEW, ":tidy 5.1 xx", ":tidy 5.1 local, process"),
    ("tidy", REVIEW, ":tidy 3.1 local", "Nothing is left to tidy about 3.1."),
    ("keep", (), ":keep yes", "Nobody needs to say here"),
    ("who", (), ":who -Zoe", "Zoe is not on the list"),
    ("pass", (), ":pass", "this question is not asked in a round"),
    ("turn", (), ":turn Sam", "This question is not asked in a round."),
    ("pause", (), ":pause", "The clock isn't running."),
    ("break", (":start",), ":break soon", "Say how long: :break 10"),
    ("extend", (), ":extend a bit", "Say how many minutes: :extend 5"),
    ("fit", (":start",), ":fit shrink", "shrink is not offered now; you are on time."),
    ("fit", (":start",), ":fit from 6 3", "6 Act keeps its minutes; take them from another stage."),
    ("fit", (":start",), ":fit from 5", "Say how many minutes: :fit from 5 3"),
    ("fit", (":start",), ":fit from x 3", "There is no stage x."),
    ("fit", (":start",), ":fit skip 7", "7 Close is kept; skip another stage."),
    ("papers", (), ":papers nowhere", "nowhere is no folder, and no time like fri 10:30."),
    ("end", (), ":end noon", "Say when: :end 10:40, or :end 45 min"),
    ("away", (), ":away", "The program was not away, so there is no gap to count."),
    ("show", (), ":show everything", "The room view shows: question, lines, blank or off."),
    ("release", (), ":release", "Nothing is held back from the room."),
    ("share", (), ":share loudly", "Share is: open, summary, actions or nothing"),
    ("export", (), ":export nowhere/at/all", "json, artefact, full, and a folder."),
    ("export", (":share nothing",), ":export", "shared as nothing"),
    ("nxt", (), ":nxt", "no command :nxt; did you mean :next?"),
    ("xyzzy", (), ":xyzzy", "no command :xyzzy; :words lists them"),
]  # fmt: skip

NEVER_REFUSED = {
    "next", "back", "stages", "time", "clock", "start", "room", "stuck", "rules", "here", "title", "report",
    "finish", "guide", "hold", "saved", "palette", "help", "words", "quit", "find", "settings",
}  # fmt: skip
NOT_HERE = {"away", "draw", "before"}
"""Words that need what these sessions have not: a gap, pairs, what later versions bring."""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def at_the_desk(room: Room, template: str, lines: tuple[str, ...]) -> Desk:
    desk = room.open(template, people="Ana;Sam", names="all")
    for line in lines:
        enter(desk, line)
    return desk


@pytest.mark.parametrize(("word", "template", "lines", "typed", "says"), WORKS, ids=[row[3] for row in WORKS])
def test_a_word_does_what_it_says(
    room: Room, word: str, template: str, lines: tuple[str, ...], typed: str, says: str
):
    desk = at_the_desk(room, template, lines)
    outcome = enter(desk, typed)
    told = "\n".join((outcome.says, outcome.front, *outcome.lines, *outcome.notes))
    assert says in told
    assert told == clean(told)
    assert desk.flush()
    desk.close()


@pytest.mark.parametrize(("word", "lines", "typed", "says"), REFUSES, ids=[row[2] for row in REFUSES])
def test_a_word_that_cannot_be_done_says_why_and_changes_nothing(
    room: Room, word: str, lines: tuple[str, ...], typed: str, says: str
):
    desk = at_the_desk(room, "after-action-review", lines)
    before = desk.f.session.documents
    with pytest.raises(Refused) as refused:
        enter(desk, typed)
    assert says in str(refused.value)
    assert desk.f.session.documents == before
    desk.close()


def test_every_word_is_tried_here():
    assert {row[0] for row in WORKS} | NOT_HERE == set(BY_WORD)
    assert set(BY_WORD) - {row[0] for row in REFUSES} == NEVER_REFUSED


def test_the_table_is_sound():
    assert len({verb.id for verb in VERBS}) == len({verb.word for verb in VERBS}) == len(VERBS)
    keys = [key for verb in VERBS for key in verb.keys]
    assert len(set(keys)) == len(keys)
    for verb in VERBS:
        assert verb.help.endswith((".", "?")) or ": :" in verb.help
        assert verb.run is not None or verb.front or verb.id == "capture-to"


ROOM_WORDS = (
    "next back go item skip list edit fill kind move merge split delete restore strike undo redo how reveal"
    " group ungroup vote score rank rate review check draw who pass turn time start extend fit pause break"
    " end show share finish quit stuck help"
)
MORE_IDS = (
    "capture capture-to retype fill restore open-editor redact again seen-before show-stages only-you"
    " room-view export set-title palette words"
)


def test_the_table_has_every_word_and_id_of_the_design():
    assert set(ROOM_WORDS.split()) <= set(BY_WORD)
    assert set(MORE_IDS.split()) <= set(BY_ID)
    assert {name for name, kind in KINDS.items() if kind.typed} <= set(words())


def test_a_name_is_taken_out_everywhere_and_undo_brings_it_back(room: Room):
    desk = at_the_desk(
        room,
        "after-action-review",
        (
            ":go 3",
            "Kate left | but: KATE stayed",
            "Kateryna came",
            ":go 6",
            "Ring the buyer @Kate ^fri",
            ":title Kate's keys",
        ),
    )
    deleted = enter(desk, "~ Kate is cross").entry
    enter(desk, f":delete {desk.f.session.number(deleted)}")
    assert enter(desk, ":redact Kate = the buyer").says == "Kate is the buyer now, in 3 lines"
    kept = str(desk.f.session.documents)
    assert "Kate" in kept.replace("Kateryna", "Kate")
    assert "Kate" not in kept.replace("Kateryna", "")
    assert desk.f.session.meeting.title == "the buyer's keys"
    enter(desk, ":undo")
    assert [e.text for _, e in desk.f.session.of_kind("event")] == ["Kate left", "Kateryna came"]
    desk.close()
