"""What plain mode says aloud: where the room is, what was taken down, what can be done. One fact a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kmfacilitate.commands.keeping import needs_yes
from kmfacilitate.commands.notes import OUTCOME_WORDS, row_lines
from kmfacilitate.desk import Desk
from kmfacilitate.language import N_, _, spoken
from kmfacilitate.session import aloud, clock
from kmfacilitate.session.advice import Advice
from kmfacilitate.session.answering import asking
from kmfacilitate.session.facilitation import zone
from kmfacilitate.session.guide import as_in, step
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.session.material import totals, vote_at
from kmfacilitate.session.rows import row
from kmfacilitate.session.scene import LineRow
from kmfacilitate.session.staging import asked, rows
from kmfacilitate.session.tidy_words import tidy_summary
from kmfacilitate.session.wording import count, hour, in_places, labelled
from kmfacilitate.verbs import VERBS

WORKS_ON_LINES = ("vote", "group", "score", "complete", "review", "rank", "pairs")
"""Ways of a question that need the lines before them, with the numbers to type."""


def opening_words(desk: Desk) -> Iterator[str]:
    """What session this is, how long it takes, and where help is: for who sits down at it."""
    session = desk.f.session
    meeting, title = session.meeting, session.template.title
    named = meeting.title if meeting.title != title else ""
    yield f"{title}: {named}" if named else title
    stages = sum(1 for each in session.plan if each.number)
    parts = [count(stages, "{n} stage", "{n} stages"), aloud.minutes_words(meeting.length)]
    hard = clock.hard_end(session, desk.f.moment())
    if hard is not None:
        parts.append(_("hard end {hour}").format(hour=hour(hard.astimezone(zone(session)))))
    yield ", ".join(parts)
    yield _("What begins with a colon is a command; :help says what can be done now.")


def page(desk: Desk) -> int:
    """The page of the close at hand, else 0."""
    return desk.close_page if desk.closing else 0


def question_words(desk: Desk) -> str:
    """`4b What made that possible? About: Live alert sent (line 1 of 3)`."""
    return aloud.question_words(desk.f, asking(desk.f), page(desk))


def place_words(desk: Desk) -> str:
    """Where the room is, in short: `4b`; the stage where no question is asked."""
    stage = desk.f.stage
    return asked(desk.f, asking(desk.f), page(desk)).place or (stage.number if stage else "")


def script_words(desk: Desk, *, how: bool) -> Iterator[str]:
    """What to say at the question at hand, what to ask then and what can be typed, a line each.

    Args:
        desk: The session.
        how: Whether somebody types, who wants to know what.
    """
    way = asking(desk.f)
    yield from aloud.script_words(desk.f, way, page(desk))
    typed = aloud.how_words(desk.f, way, page(desk)) if how else ""
    if typed:
        yield typed
    judged = aloud.review_words(desk.f, way)
    if judged:
        yield judged
    if way.way == "form" and way.kind != "none":
        labels = (_(says.label) for says in kind_class(way.kind).fields().values())
        yield _("Fields: {labels}.").format(labels=", ".join(labels))
        yield _("Type the line, with | field: text after it; or the line alone and then :form.")


def lines_here(desk: Desk) -> list[str]:
    """The lines an activity works on, or those to be read back at the close; what is to tidy in numbers."""
    now = asking(desk.f)
    if now.way not in WORKS_ON_LINES and not desk.closing:
        return []
    if desk.closing and desk.close_page == 2:
        return list(tidy_summary(desk.f))
    found = rows(desk.f, now, desk.close_page if desk.closing else 1)
    vote = vote_at(desk.f.session, now.place.question) if now.way == "vote" else None
    without: list[LineRow] = []
    if vote and vote[1].complete and any(totals(vote[1]).values()):
        counted = totals(vote[1])
        without = [each for each in found if each.id in vote[1].over and not counted.get(each.id)]
    lines = [line for each in found if each not in without for line in row_lines(each)]
    if without:
        lines.append(count(len(without), "{n} line has no vote.", "{n} lines have no vote."))
    return lines


_FEW = 3
"""Lines that are read out without saying first how many there are."""


def counted(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a session, and before them how many there are, where that is worth knowing."""
    many = sum(1 for line in lines if line[:1].isdigit() or line[:1] == "p")
    if many > _FEW:
        yield count(many, "{n} line.", "{n} lines.")
    yield from lines


def activity_now(desk: Desk) -> str:
    """The activity at hand in a sentence: whose turn, slips in, what comes next; empty for a plain list."""
    return without_keys(aloud.activity_words(desk.f, asking(desk.f)))


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
    head, parts = entry_parts(desk, id_)
    return "".join((head, *parts))


def entry_parts(desk: Desk, id_: str) -> tuple[str, tuple[str, ...]]:
    """A line in parts: its number, kind and words, and each fact or field of it (`, Sam`, `; why: …`)."""
    session = desk.f.session
    entry = session.entries[id_]
    shown = row(session, id_, desk.f.now().today, expected=entry.kind)
    label = _(kind_class(entry.kind).label) if entry.kind not in ("point", "pairs") else ""
    parts = [shown.number, label, shown.lead if shown.lead != label else ""]
    head = " ".join(part for part in (*parts, _(OUTCOME_WORDS.get(shown.mark, ""))) if part)
    facts = [f", {fact.text.removeprefix('! ')}" for fact in shown.facts]
    under = [f"; {said.text}" for said in shown.under]
    tags = [_("; tags: {tags}").format(tags=", ".join(entry.tags))] if entry.tags else []
    return labelled(head, shown.text), (*facts, *under, *tags)


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
    verbs, either = _("goes|next|starts?|ends|takes|leaves"), _(" or ")
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
        takes = f" {takes_words(verb.takes)}" if verb.takes else ""
        yield f":{verb.word}{takes}, {_(verb.help)}"
    if named:
        return
    for group, title in GROUPS.items():
        words = ", ".join(verb.word for verb in VERBS if verb.group == group)
        yield _(":words {group}, {title}: {words}").format(group=group, title=_(title), words=words)
    yield _(":words and one of them says what it does; so does :words time for all of a group.")


def takes_words(takes: str) -> str:
    """What a word takes, for the ear: `[N|NAMES]` as `perhaps N or NAMES`."""
    parts = re.findall(r"\[[^]]*\]|[^[]+", takes)
    return ", ".join(_perhaps(part.strip()) for part in parts if part.strip())


def _perhaps(part: str) -> str:
    either = in_places(part.strip("[]"))
    either = re.sub(r"(?<=\S)\|(?=\S)", _(" or "), either)  # a bar between spaces is typed
    return _("perhaps {what}").format(what=either) if part.startswith("[") else either


OFTEN_MEANT = frozenset(("next", "back", "help", "here", "list", "time", "undo", "finish", "quit", "words"))
"""Words that somebody who types one of them alone probably means as a command."""


def meant_words(word: str) -> str:
    """Said of a line that is one of those words: what it is as a command."""
    return _("taken down as a line; the command is :{word}, and :undo takes the line out").format(word=word)


def form_words() -> str:
    """How a form is gone through, to be said before it and where an empty line is entered."""
    return _(":pass leaves a field empty; any other word after a colon ends the form.")


def help_words(desk: Desk) -> Iterator[str]:
    """What can be done now."""
    yield _("You are at {question}").format(question=question_words(desk))
    how = aloud.how_words(desk.f, asking(desk.f), page(desk))
    yield from (words for words in (how, activity_now(desk)) if words)
    if clock.state(desk.f.session) == "not started":
        yield _("The clock has not started: :start, or :next.")
    if not how:
        yield _("Type what the room says, then Enter.")
    yield _("A line is what its first sign says; a space or a letter follows it.")
    for sign, what in SIGNS:
        yield _("{sign} ({name}): {kind}").format(sign=sign, name=_(what[0]), kind=_(what[1]))
    yield _("Anywhere in it: @name, #tag, ^date, and | field: text.")
    yield _("What begins with a colon is a command. :next goes on, :back goes back, :go 4 goes to stage 4.")
    yield _(":here says again where we are and what to say; :list reads the lines.")
    yield _(":edit 3.2 changes a line, :undo takes back.")
    yield _(":time says how late it is, :stuck helps, :words reads every word.")
    yield _(":finish ends the session, :quit leaves it; nothing is lost.")


SIGNS = (
    ("!", (N_("exclamation mark"), N_("an action"))),
    ("*", (N_("star"), N_("a lesson"))),
    (">", (N_("greater than"), N_("for others, a recommendation"))),
    ("?", (N_("question mark"), N_("parked for later"))),
    ("~", (N_("tilde"), N_("only for you"))),
    ('"', (N_("quotation mark"), N_("a quote, with another at its end"))),
)
"""The signs at the start of a line, by the names of a voice, for it may not speak the signs."""
