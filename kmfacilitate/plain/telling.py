"""What plain mode says aloud: where the room is, what was taken down, what can be done. One fact a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kmfacilitate.commands.keeping import needs_yes
from kmfacilitate.commands.notes import OUTCOME_WORDS, row_lines
from kmfacilitate.desk import Desk
from kmfacilitate.language import N_, _, spoken
from kmfacilitate.session import clock
from kmfacilitate.session.advice import Advice
from kmfacilitate.session.answering import Asking, asking, review_hint
from kmfacilitate.session.guide import as_in, step
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.past import to_review
from kmfacilitate.session.rows import row
from kmfacilitate.session.scene import Asked
from kmfacilitate.session.staging import activity, asked, rows
from kmfacilitate.session.tidy_words import tidy_lines
from kmfacilitate.session.wording import count, in_places
from kmfacilitate.verbs import VERBS

WORKS_ON_LINES = ("vote", "group", "score", "complete", "review", "rank", "pairs")
"""Ways of a question that need the lines before them, with the numbers to type."""


def question_now(desk: Desk) -> Asked:
    """The question at hand."""
    return asked(desk.f, asking(desk.f), desk.close_page if desk.closing else 0)


def stage_words(desk: Desk, now: Asking) -> str:
    """`Stage 3 of 7: What actually happened? (8 minutes)`; empty where there is no stage."""
    stage = now.stage
    if stage is None:
        return ""
    numbered = sum(1 for each in desk.f.session.plan if each.number)
    number = _("Stage {number} of {all}: ").format(number=stage.number, all=numbered) if stage.number else ""
    return f"{number}{stage.script.title} ({count(stage.record.minutes, '{n} minute', '{n} minutes')})"


def question_words(desk: Desk) -> str:
    """`4b What made that possible? About: Live alert sent (line 1 of 3)`."""
    now = question_now(desk)
    about = (
        _(" About: {about} ({progress})").format(about=now.about, progress=now.progress) if now.about else ""
    )
    return f"{now.place} {now.ask}{about}".strip()


def place_words(desk: Desk) -> str:
    """Where the room is, in short: `4b`; the stage where no question is asked."""
    stage = desk.f.stage
    return question_now(desk).place or (stage.number if stage else "")


def script_words(desk: Desk) -> Iterator[str]:
    """What to say at the question at hand, and what to ask then, a line each."""
    now = question_now(desk)
    for words in now.say.splitlines():
        yield _("Say: {words}").format(words=words)
    for then in now.then:
        yield _("Then: {words}").format(words=then)
    way = asking(desk.f)
    if way.way == "review" and to_review(desk.f, way.place):
        yield _("Type {words}. :review 2 takes line 2; :next leaves the rest for later.").format(
            words=review_hint(desk.f, way)
        )
    if way.way == "form" and way.kind != "none":
        labels = (_(says.label) for says in kind_class(way.kind).fields().values())
        yield _("Fields: {labels}.").format(labels=", ".join(labels))
        yield _("Type the line, with | field: text after it; or the line alone and then :form.")


def lines_here(desk: Desk) -> list[str]:
    """The lines an activity works on, or those to be read back at the close."""
    now = asking(desk.f)
    if now.way not in WORKS_ON_LINES and not desk.closing:
        return []
    if desk.closing and desk.close_page == 2:
        return list(tidy_lines(desk.f))
    found = rows(desk.f, now, desk.close_page if desk.closing else 1)
    return [line for each in found for line in row_lines(each)]


def activity_now(desk: Desk) -> str:
    """The activity at hand in one line: whose turn, slips in, what comes next; empty for a plain list."""
    row_ = activity(desk.f, asking(desk.f))
    if row_ is None:
        return ""
    counted = [_("{n} of {all}").format(n=row_.done, all=row_.total)] if row_.total else []
    words = " ".join((*counted, *(said.text for said in row_.words)))
    right = without_keys(row_.right.replace("  ", ", "))
    return f"{row_.label}: {words}{', ' + right if right else ''}"


def guide_words(desk: Desk) -> str:
    """What to do at this step, and how it could be typed, where that is to be said; else empty."""
    if not desk.f.guided or needs_yes(desk):
        return ""
    now = step(desk.f, asking(desk.f), desk.close_page if desk.closing else 0)
    words = f"{without_keys(_(now.do))} {as_in(now).replace('  ', ': ')}".strip()
    return _("Guide: {words}").format(words=words)


def entry_words(desk: Desk, id_: str) -> str:
    """A line as it is acknowledged: `6.1 action: order a second key, Sam, 27 Nov`."""
    session = desk.f.session
    entry = session.entries[id_]
    if session.sealed(entry):
        return count(_sealed(desk, entry.question), "slip kept, {n} slip now", "slip kept, {n} slips now")
    shown = row(session, id_, desk.f.now().today, expected=entry.kind)
    label = _(kind_class(entry.kind).label) if entry.kind != "point" else ""
    parts = [shown.number, label, shown.lead if shown.lead != label else ""]
    head = " ".join(part for part in (*parts, _(OUTCOME_WORDS.get(shown.mark, ""))) if part)
    facts = "".join(f", {fact.text.removeprefix('! ')}" for fact in shown.facts)
    under = "".join(f"; {said.text}" for said in shown.under)
    return f"{head}: {shown.text}{facts}{under}"


def advice_words(desk: Desk, id_: str, advice: Advice) -> str:
    """Advice on a lesson, and what to type: `Advice: Why did that happen? … :fill 5.1 | why: …`."""
    number = desk.f.session.number(id_)
    if advice.field == "before":
        return _("Advice: {words}").format(words=advice.words)
    how = f":edit {number}" if advice.field == "text" else f":fill {number} | {advice.field}: …"
    return _("Advice: {words} {how}").format(words=advice.words, how=how)


def without_keys(sentence: str) -> str:
    """A sentence with the word to type in place of a key that is not there."""
    return _keys(spoken()).sub(lambda found: _WORDS.get(found[1].casefold(), found[0]), sentence)


_WORDS = {key: f":{verb.word}" for verb in VERBS for key in verb.keys}
_WORDS |= {"^z": ":undo", "^y": ":redo", "tab": ":pass"}


@cache
def _keys(language: str) -> re.Pattern[str]:
    """Finds a key in a sentence by the verb that follows it, for F2 may be somebody's word too."""
    verbs, either = _("goes|next|start|ends|takes|leaves"), _(" or ")
    return re.compile(rf"(?<![\w-])(F\d|\^[YZ]|Tab)(?:{either}:\w+)?(?= (?:{verbs})\b)")


def _sealed(desk: Desk, question: str) -> int:
    session = desk.f.session
    return sum(1 for _id, entry in session.answers(question) if session.sealed(entry))


def room_words(desk: Desk) -> Iterator[str]:
    """What the room would see, a line each; plain mode itself shows it nothing."""
    if not desk.room_on:
        yield _("The room sees nothing.")
        return
    seen = desk.room_view()
    yield _("Plain mode has no window for the room. It would see:")
    if seen.blank:
        yield seen.blank
        return
    yield seen.ask or seen.stage
    for each in seen.rows:
        yield from row_lines(each)


GROUPS = {
    "stage": N_("going through the stages"),
    "notes": N_("lines"),
    "activity": N_("activities"),
    "people": N_("people"),
    "time": N_("time"),
    "view": N_("what is seen, and what leaves"),
    "app": N_("the program"),
}
"""The groups of words, by the name that :words takes."""


def words_of_verbs(about: str) -> Iterator[str]:
    """The words after a colon: a line a group; of a group or one word, what each does."""
    wanted = about.strip().lstrip(":").casefold()
    named = [verb for verb in VERBS if wanted in (verb.word, verb.group)]
    for verb in named:
        takes = f" {in_places(verb.takes)}" if verb.takes else ""
        yield f":{verb.word}{takes}, {_(verb.help)}"
    if named:
        return
    for group, title in GROUPS.items():
        words = ", ".join(verb.word for verb in VERBS if verb.group == group)
        yield _(":words {group}, {title}: {words}").format(group=group, title=_(title), words=words)
    yield _(":words and one of them says what it does; so does :words time for all of a group.")


def help_words(desk: Desk) -> Iterator[str]:
    """What can be done now."""
    yield _("You are at {question}").format(question=question_words(desk))
    doing = activity_now(desk)
    if doing:
        yield doing
    if clock.state(desk.f.session) == "not started":
        yield _("The clock has not started: :start, or :next.")
    yield _("Type what the room says, then Enter.")
    yield _("Signs at the start of a line: ! action, * lesson, > for others, ? parked, ~ only you.")
    yield _("A line in quotation marks is a quote. Anywhere: @name, #tag, ^date, | field: text.")
    yield _(":next goes on, :back goes back, :go 4 goes to stage 4.")
    yield _(":list reads the lines, :edit 3.2 changes one, :undo takes back.")
    yield _(":time says how late it is, :stuck helps, :words reads every word.")
    yield _(":finish ends the session, :quit leaves it; nothing is lost.")
