"""The one table of what a user can do.

Bindings, footer, palette, help, the `:` words of app and plain mode, `docs/keys.md` and the check of a user's
keymap are all read off it, so that none can drift. A verb that can't be done says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kmfacilitate.clean import nearest
from kmfacilitate.commands import (
    actions,
    activities,
    before,
    keeping,
    keyboard,
    lessons,
    notes,
    outside,
    papers,
    people,
    stages,
    tidying,
    time,
    view,
)
from kmfacilitate.commands.outcome import READ_ONLY, Command, Outcome, did
from kmfacilitate.desk import Desk
from kmfacilitate.language import N_, _
from kmfacilitate.session.answering import answer, room_at
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.kinds import KINDS
from kmfacilitate.session.line import read_line

Group = Literal["stage", "notes", "activity", "people", "time", "view", "app"]


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a user can do.

    `word` is typed after a colon; `keys` are Textual's names, the first is shown; `run` is None where only
    the front end can do it, under the name `front`. `foot` is its place in the runner's footer (0: none).
    """

    id: str
    word: str
    label: str
    help: str
    group: Group
    keys: tuple[str, ...] = ()
    takes: str = ""
    run: Command | None = None
    front: str = ""
    foot: int = 0


VERBS: tuple[Verb, ...] = (
    Verb("next", "next", N_("next"), N_("Go on to the next question, item or stage."), "stage", ("f2", "ctrl+n"), "", stages.next_, foot=2),
    Verb("back", "back", N_("back"), N_("Go back; nothing is lost."), "stage", ("f3", "ctrl+b"), "", stages.back),
    Verb("go", "go", N_("go to"), N_("Go to a stage or question: a number, a number and letter, or the beginning of its title."), "stage", (), "STAGE", stages.go),
    Verb("item", "item", N_("item"), N_("Go to another item of a repeated question."), "stage", (), "[N]", stages.item),
    Verb("skip", "skip", N_("skip"), N_("Leave this stage out, with a reason; going there later opens it again."), "stage", (), "[REASON]", stages.skip),
    Verb("show-stages", "stages", N_("stages"), N_("Show the stages."), "stage", ("f6", "ctrl+g"), "", None, "stages"),
    Verb("add-question", "ask", N_("add the optional question"), N_("Switch this stage's optional question on or off (the safety check)."), "stage", (), "", activities.safety),
    Verb("capture", "add", N_("add"), N_("Add a line here, as Enter does."), "notes", (), "TEXT", notes.add),
    Verb("capture-to", "3", N_("late line"), N_("Add a line to another stage: :3 and the line."), "notes", (), "TEXT"),
    Verb("list", "list", N_("list"), N_("List the lines of this stage, of a stage or of a kind."), "notes", (), "[STAGE|KIND]", notes.list_),
    Verb("edit", "edit", N_("edit"), N_("Change a line."), "notes", (), "ENTRY [LINE]", notes.edit),
    Verb("fill", "fill", N_("fill in"), N_("Set fields of a line: :fill 3.2 | why: …"), "notes", (), "ENTRY | FIELD: TEXT", notes.fill),
    Verb("retype", "kind", N_("kind"), N_("Make a line another kind."), "notes", ("f4",), "ENTRY KIND", notes.kind, foot=3),
    Verb("move", "move", N_("move"), N_("Move a line to another stage, or after another line."), "notes", (), "ENTRY STAGE", notes.move),
    Verb("next-day", "nextday", N_("next day"), N_("Put a line of a timeline on the next day, and the times after it."), "notes", (), "[ENTRY]", notes.next_day),
    Verb("merge", "merge", N_("join"), N_("Join lines into the first."), "notes", (), "ENTRY ENTRY", notes.merge),
    Verb("split", "split", N_("split"), N_("Part a line in two."), "notes", (), "ENTRY [WORDS]", notes.split),
    Verb("delete", "delete", N_("delete"), N_("Take a line out; undo or :restore brings it back."), "notes", (), "ENTRY", notes.delete),
    Verb("restore", "restore", N_("restore"), N_("Bring back a line that was taken out."), "notes", (), "ENTRY", notes.restore),
    Verb("form", "form", N_("all fields"), N_("Fill in a line field by field: of the line named, else the last one."), "notes", (), "[ENTRY]", notes.form),
    Verb("redact", "redact", N_("take a name out"), N_("Replace a name in all lines of this session: :redact Kate, or :redact Kate = the buyer"), "notes", (), "NAME [= WORDS]", notes.redact),
    Verb("strike", "strike", N_("strike"), N_("Remove a line's words for good, at a participant's request."), "notes", (), "ENTRY yes", notes.strike),
    Verb("undo", "undo", N_("undo"), N_("Take back the last thing done."), "notes", ("ctrl+z",), "", notes.undo),
    Verb("redo", "redo", N_("redo"), N_("Bring back what was taken back."), "notes", ("ctrl+y",), "", notes.redo),
    Verb("state", "state", N_("state of a lesson"), N_("Bring a lesson into a state (checked, validated, assigned, …); with its number alone, say what can follow."), "notes", (), "ENTRY [STATE] [NOTE]", lessons.state),
    Verb("route", "route", N_("route"), N_("Say where a lesson goes: local, process, tell, information, known, or reject and why."), "notes", (), "ENTRY ROUTE", lessons.route),
    Verb("supersede", "supersede", N_("supersede"), N_("Let a newer lesson stand in a lesson's place: :supersede 5.1 5.4"), "notes", (), "ENTRY ENTRY", lessons.supersede),
    Verb("effect", "effect", N_("effect"), N_("Say what came of a lesson, and when to look again: :effect 5.1 no wrong list since ^6m"), "notes", (), "ENTRY NOTE", lessons.effect),
    Verb("again", "again", N_("again"), N_("A lesson happened again: count it, and reopen it if it was learned. b1 is the first of those seen before."), "notes", (), "ENTRY|b1 [NOTE]", lessons.again),
    Verb("done", "done", N_("done"), N_("An action is done, today or on the day named."), "notes", (), "ENTRY [DAY]", actions.done),
    Verb("drop", "drop", N_("drop"), N_("An action is dropped, and why."), "notes", (), "ENTRY REASON", actions.drop),
    Verb("open-again", "open", N_("open again"), N_("An action is open after all."), "notes", (), "ENTRY", actions.open_again),
    Verb("open-editor", "editor", N_("editor"), N_("Write the line, or change the one named, in an editor of your own."), "notes", ("ctrl+o",), "[ENTRY]", outside.open_editor),
    Verb("copy", "copy", N_("copy"), N_("Copy the text of the lines named, else of all of this stage, to the clipboard."), "notes", (), "[ENTRY…]", outside.copy),
    Verb("seen-before", "before", N_("seen before"), N_("Lessons of earlier sessions about this line, one of them (b2) in full, or those about some words."), "notes", ("ctrl+l",), "[N|WORDS]", before.seen_before),
    Verb("how", "how", N_("asked as"), N_("Ask this question as a list, in a round, on slips, or keep nothing."), "activity", (), "list|round|slips|none", activities.how),
    Verb("reveal", "reveal", N_("show"), N_("Shuffle the slips and show them, or end the vote."), "activity", (), "", activities.reveal),
    Verb("group", "group", N_("group"), N_("Put lines in a group: :group 1 6 11 NAME"), "activity", (), "ENTRY… NAME", activities.group),
    Verb("ungroup", "ungroup", N_("ungroup"), N_("Take a line out of its group, or a group apart."), "activity", (), "ENTRY", notes.ungroup),
    Verb("vote", "vote", N_("vote"), N_("Take totals (:vote 1=9 2=6) or one slip (:vote 2 1 5)."), "activity", (), "N=VOTES…", activities.vote),
    Verb("score", "score", N_("score"), N_("Score lines, how likely and how bad: :score 1=5,5"), "activity", (), "N=L,I…", activities.score),
    Verb("rank", "rank", N_("rank"), N_("Put lines in the order agreed."), "activity", (), "N…", activities.rank),
    Verb("rate", "rate", N_("rate"), N_("Take the room's marks."), "activity", (), "N…", activities.rate),
    Verb("review", "review", N_("review"), N_("Keep a verdict on a line, :review 2.1 met; a number alone makes it the next one."), "activity", (), "ENTRY [VERDICT] [NOTE]", activities.review),
    Verb("unforeseen", "unforeseen", N_("unforeseen"), N_("Mark lines as what nobody had foreseen, or take the mark away."), "activity", (), "ENTRY…", activities.unforeseen),
    Verb("check", "check", N_("check"), N_("Keep a yes or no."), "activity", (), "yes|no [NOTE]", activities.check),
    Verb("draw", "draw", N_("draw"), N_("Draw pairs or tables at random."), "activity", (), "[SEED]", activities.draw),
    Verb("who", "who", N_("who"), N_("Who is in the room; :who +NAME has come, :who -NAME has left."), "people", (), "[+NAME|-NAME]", people.who),
    Verb("pass", "pass", N_("pass"), N_("Pass the turn on; in a form, leave the field empty."), "people", (), "", people.pass_),
    Verb("turn", "turn", N_("turn"), N_("Give the turn to somebody."), "people", (), "NAME", people.turn),
    Verb("scribe", "scribe", N_("hand over"), N_("Hand the keyboard to a scribe; your earlier notes are out of sight until :scribe back."), "people", (), "[NAME|back]", keyboard.scribe),
    Verb("turns", "turns", N_("turns"), N_("Who has a turn of their own, in order, or how many: :turns Ana; Sam"), "people", (), "[N|NAMES]", keeping.turns),
    Verb("keep", "keep", N_("keep"), N_("Keep somebody's lines if they say so, or hand them a card and forget them: :keep no FOLDER"), "people", (), "yes|no [FOLDER]", keeping.keep),
    Verb("time", "time", N_("time"), N_("How the time stands."), "time", (), "", time.time),
    Verb("clock", "clock", N_("clock"), N_("Start the clock, pause, go on."), "time", ("f5", "ctrl+r"), "", time.toggle_clock, foot=4),
    Verb("start", "start", N_("start"), N_("Start the clock, or let it go on."), "time", (), "", time.start),
    Verb("pause", "pause", N_("pause"), N_("Stop the clock; a reason and a time to be back may follow."), "time", (), "[REASON] [HH:MM]", time.pause),
    Verb("break", "break", N_("break"), N_("A break of so many minutes."), "time", (), "MINUTES", time.break_),
    Verb("extend", "extend", N_("extend"), N_("Give this stage more minutes."), "time", (), "MINUTES", time.extend),
    Verb("fit", "fit", N_("catch up"), N_("Late: the ways to end on time, and taking one."), "time", ("ctrl+t",), "[skip N|from N MINUTES|variant|shrink|extend]", time.fit),
    Verb("end", "end", N_("hard end"), N_("Set the hard end: :end 10:40"), "time", (), "HH:MM", time.end),
    Verb("away", "away", N_("count the gap"), N_("Count a stretch without the program as meeting, or not."), "time", ("f10",), "", time.away),
    Verb("room-view", "room", N_("room"), N_("Turn this window into the room view, and back."), "view", ("f7",), "", view.room, foot=5),
    Verb("show", "show", N_("room sees"), N_("What the room sees: question, lines, blank or off."), "view", (), "question|lines|blank|off", view.show),
    Verb("hold", "hold", N_("hold back"), N_("Keep new lines off the room view until :release."), "view", (), "", view.hold),
    Verb("release", "release", N_("release"), N_("Show the room the lines that were held back."), "view", (), "", view.release),
    Verb("only-you", "stuck", N_("only you"), N_("Tips, what to do when the room is stuck, your notes."), "view", ("f9",), "", view.stuck, foot=4),
    Verb("guide", "guide", N_("guide"), N_("Say at each step what to do, or stop that."), "view", (), "", view.guide),
    Verb("say-again", "here", N_("say again"), N_("Say again where the room is: stage, question, what to say and to ask then, how it stands."), "view", (), "", view.here),
    Verb("rules", "rules", N_("ground rules"), N_("The ground rules, to read aloud."), "view", (), "[all]", view.rules),
    Verb("share", "share", N_("share"), N_("What leaves the room, and whose names."), "view", (), "[open|summary|actions|nothing] [names all|owners|none]", view.share),
    Verb("set-title", "title", N_("title"), N_("Give the session another title."), "view", (), "TITLE", view.title),
    Verb("tidy", "tidy", N_("tidy"), N_("What is left to tidy after a session, and answering it: :tidy 5.1 process"), "notes", (), "[ENTRY ANSWER]", tidying.tidy),
    Verb("report", "report", N_("report"), N_("Show the report as it stands, and save it; in plain mode, read it out part by part."), "view", (), "[PART|all|left]", None, "report"),
    Verb("export", "export", N_("export"), N_("Write the report to a file: as a page, a table, a calendar, data or the artefact; full for the edition that is not for sharing; a folder."), "view", (), "[md|html|docx|csv|ics|json|artefact] [full] [FOLDER]", view.export),
    Verb("papers", "papers", N_("papers"), N_("Write what is printed or sent before: invitation, agenda, cue card, questions, slips, calendar; a day and time say when it begins, in fr their language."), "view", (), "[WHEN|FOLDER] [in CODE]", papers.papers),
    Verb("finish", "finish", N_("finish"), N_("Stamp the end and write the report; everything stays open to change."), "app", ("f8",), "[yes]", view.finish),
    Verb("saved", "saved", N_("saved"), N_("Whether everything is on disk: nothing ever needs saving."), "app", ("ctrl+s",), "", view.saved),
    Verb("find", "find", N_("find"), N_("Find lessons, actions and lines of all sessions."), "app", ("ctrl+f",), "[WORDS]", None, "find"),
    Verb("settings", "settings", N_("settings"), N_("Change the settings: look, keys, how days are written."), "app", (), "", None, "settings"),
    Verb("palette", "palette", N_("commands"), N_("Every command by name."), "app", ("ctrl+p",), "", None, "palette"),
    Verb("help", "help", N_("help"), N_("What can I do now?"), "app", ("f1",), "", None, "help"),
    Verb("words", "words", N_("words"), N_("Every word that can be typed after a colon."), "app", (), "[GROUP|WORD]", None, "words"),
    Verb("quit", "quit", N_("leave"), N_("Leave; nothing is lost, and the clock stops."), "app", ("ctrl+q",), "", None, "quit"),
)  # fmt: skip
"""Every verb. Enter (add the line), the arrows and Tab belong to the capture line itself."""

_READS = frozenset(
    ("show-stages", "list", "time", "room-view", "show", "only-you", "rules", "say-again", "saved", "seen-before", "palette", "help", "words", "quit", "find", "settings", "copy")
)  # fmt: skip
"""Verbs that change nothing, so that a session of a newer version can be read with them."""
_BEFORE_YES = _READS | {"papers", "share", "set-title", "who", "turns"}
"""Verbs that can be used before a confidential session was agreed to."""

_MEANT = {
    "arrived": "who", "behind": "fit", "catchup": "fit", "close": "finish", "continue": "start", "exit": "quit",
    "html": "export", "join": "merge", "late": "fit", "leave": "quit", "minutes": "extend", "names": "who",
    "participants": "who", "people": "who", "prev": "back", "previous": "back", "print": "export", "q": "quit",
    "remove": "delete", "rename": "title", "repeat": "here", "resume": "start", "save": "saved", "search": "find", "stage": "go",
    "stop": "pause", "timer": "clock", "where": "here", "with": "who",
}  # fmt: skip
"""Words that somebody may try, which look like no word of ours or like another one, and the word meant."""

BY_WORD = {verb.word: verb for verb in VERBS}
BY_ID = {verb.id: verb for verb in VERBS}


def run(desk: Desk, word: str, rest: str) -> Outcome:
    """Carry out a word.

    Raises:
        Refused: When there is no such word (the nearest is named), or it can't be done now.
    """
    verb = BY_WORD.get(word.casefold())
    if verb is None or word.isdigit():
        if word.casefold() in KINDS or word.casefold() == "group":
            return notes.of_kind(desk, word.casefold(), rest)
        near = _MEANT.get(word.casefold()) or nearest(word.casefold(), [*BY_WORD, *KINDS])
        hint = _("; did you mean :{near}?").format(near=near) if near else _("; :words lists them")
        raise Refused(_("no command :{word}{hint}").format(word=word, hint=hint))
    if desk.file.read_only and verb.id not in _READS:
        raise Refused(_(READ_ONLY))
    if verb.run is None:
        return Outcome(front=verb.front, about=rest)
    if verb.id not in _BEFORE_YES and keeping.needs_yes(desk):
        return keeping.agree(desk, "")
    return verb.run(desk, rest)


def enter(desk: Desk, typed: str) -> Outcome:
    """What Enter does with a line: the same in the app and in plain mode.

    Raises:
        Refused: When the line can't be taken; it stays in the capture line, and the sentence says why.
    """
    f = desk.f
    line = read_line(typed, room_at(f))
    if line.what == "nothing":
        return Outcome(taken=False)
    if desk.file.read_only and line.what not in ("help", "command"):
        raise Refused(_(READ_ONLY))
    if line.what == "help":
        return Outcome(front="help")
    if line.what == "command":
        return run(desk, line.word, line.text)
    if keeping.needs_yes(desk):
        return keeping.agree(desk, typed)
    if line.what == "to-stage":
        return notes.late_line(desk, line.word, line.text)
    if line.what == "entry" and not line.marked and (said := keeping.answered_here(desk, typed)):
        return said
    return did(f.do("capture", answer(f, typed, line)))


def edited(desk: Desk, entry: str, typed: str) -> Outcome:
    """What Enter does with a line that was brought in to be changed.

    Raises:
        Refused: When it can't be changed so.
    """
    if desk.file.read_only:
        raise Refused(_(READ_ONLY))
    return notes.reword(desk, entry, typed)


def words() -> Sequence[str]:
    """Every word that can follow a colon, kinds included, for completion."""
    kinds = (name for name, kind in KINDS.items() if kind.typed)
    return [*(verb.word for verb in VERBS if not verb.word.isdigit()), *kinds]
