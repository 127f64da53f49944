"""`lesson` and `action`: what became of one of them, said after its session by those who keep them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.session.wording import labelled
from kmfacilitate.speech import say, say_error

from .root import head_of, library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.commands.outcome import Outcome
    from kmfacilitate.desk import Desk
    from kmfacilitate.session.acts.lessons import Lacking

_OWNER = click.option("--owner", default="", metavar="NAME", help="Who takes it on.")
_DUE = click.option("--due", default="", metavar="DAY", help="By when: 2026-12-01, fri, 2w.")


@click.command()
@click.argument("lesson", metavar="SESSION/NUMBER")
@click.argument("state", required=False, default="")
@click.argument("note", nargs=-1)
@_OWNER
@_DUE
@click.option("--target", default="", metavar="TEXT", help="Which document or process would have to change.")
@click.option(
    "--route", default="", metavar="ROUTE", help="Where it goes: local, process, tell, information, known."
)
@click.option("--happened", default="", metavar="TEXT", help="What happened.")
@click.option("--why", default="", metavar="TEXT", help="Why that happened.")
@click.option("--recommendation", default="", metavar="TEXT", help="What exactly somebody should do.")
@click.option("--review", default="", metavar="DAY", help="When to look again, of one that is closed.")
@library_option
def lesson(lesson: str, state: str, note: tuple[str, ...], library: str | None, **given: str) -> None:
    """Bring a lesson into STATE, as in `lesson k3x9/5.1 embedded call-out list v3`.

    States in their order: checked, validated, assigned, actioned, embedded, closed; from any of them merged,
    rejected, stalled and superseded. *again* counts that it happened once more, *effect* says what came of
    it, *undo* takes the last change back. Without a state it says where the lesson stands and what can
    follow. NOTE is what the state asks for: what was done, the changed thing, the effect, the reason, the
    other lesson.
    """
    from kmfacilitate.commands import afterwards
    from kmfacilitate.session.acts.lessons import Lacking

    session, number = _parted(lesson, "lesson")
    fields = {name: words for name, words in given.items() if words}
    words = " ".join(note)
    match state.casefold():
        case "undo":
            saying = afterwards.take_back()
        case "effect":
            saying = afterwards.effect(number, words, fields.get("review", ""))
        case _:
            saying = _lesson(library, lesson, number, state, words, fields)
    try:
        _say_of(session, number, saying, library)
    except Lacking as lacking:
        raise Unable(_how_to_add(lesson, lacking)) from None


def _lesson(
    library: str | None, lesson: str, number: str, state: str, words: str, fields: dict[str, str]
) -> Callable[[Desk], Outcome]:
    """What is said of a lesson; what later sessions said of it counts, as far as the index knows."""
    from dataclasses import replace

    from kmfacilitate.commands import afterwards
    from kmfacilitate.library.ask import Ask
    from kmfacilitate.session.answering import entry_named

    def saying(desk: Desk) -> Outcome:
        ask = Ask(library_of(library))
        try:
            known = ask.line(desk.f.session.id, entry_named(desk.f, number))
        finally:
            ask.close()
        reopened = known is not None and known.state == "reopened"
        command = f"kmfacilitate lesson {lesson}"
        outcome = afterwards.lesson(number, state, words, fields, reopened=reopened, command=command)(desk)
        if reopened and outcome.front == "list":
            later = _("A later session said that it happened again, so it is reopened.")
            return replace(outcome, lines=(later, *outcome.lines))
        return outcome

    return saying


def _how_to_add(lesson: str, lacking: Lacking) -> str:
    """What a state needs, and how it is said in this command."""
    from kmfacilitate.session.lesson_life import in_words, listed_needs

    said = " ".join(_SAID_BY.get(need.field, f'--{need.field} "…"') for need in lacking.needs)
    return _("{state} needs {listed}. Type: kmfacilitate lesson {lesson} {to} {said}").format(
        state=in_words(lacking.to).capitalize(),
        listed=listed_needs(lacking.needs),
        lesson=lesson,
        to=lacking.to,
        said=said,
    )


_SAID_BY = {"note": '"…"', "effect": '"…"', "replaced_by": "5.2", "due": "--due 2w", "review": "--review 6m"}
"""How a field is given where it is not in words after its own option."""


@click.command()
@click.argument("action", metavar="SESSION/NUMBER")
@click.argument("state", required=False, default="")
@click.argument("note", nargs=-1)
@_OWNER
@_DUE
@library_option
def action(action: str, state: str, note: tuple[str, ...], library: str | None, owner: str, due: str) -> None:
    """Say what became of an action, as in `action k3x9/6.1 done`.

    STATE is done (today, or on the day that follows), dropped and why, open (again), or undo for the last
    change; without one, its owner and day are set.
    """
    from kmfacilitate.commands import afterwards

    session, number = _parted(action, "action")
    fields = {name: words for name, words in (("owner", owner), ("due", due)) if words}
    word = state.casefold()
    if word == "dropped" and not note:
        raise WrongUse(
            _("Say why it is dropped: kmfacilitate action {action} dropped and the reason.").format(
                action=action
            )
        )
    saying = (
        afterwards.take_back() if word == "undo" else afterwards.action(number, word, " ".join(note), fields)
    )
    _say_of(session, number, saying, library)


def _parted(named: str, what: str) -> tuple[str, str]:
    session, _rest, number = named.rpartition("/")
    if not session or not number:
        raise WrongUse(
            _("Name the {what} by its session and number, as in k3x9/5.1 or last/5.1.").format(what=what)
        )
    return session, number


def _say_of(session: str, number: str, saying: Callable[[Desk], Outcome], library: str | None) -> None:
    from dataclasses import replace

    from kmfacilitate.commands.afterwards import say_of
    from kmfacilitate.plain.telling import entry_words
    from kmfacilitate.session.answering import entry_named

    def with_its_words(desk: Desk) -> Any:
        outcome = saying(desk)
        if outcome.front == "list":
            return outcome
        words = entry_words(desk, entry_named(desk.f, number)).partition(": ")[2]
        return replace(outcome, lines=(labelled(outcome.says, words),))

    opened = library_of(library)
    outcome = say_of(opened, head_of(opened, session).path, with_its_words)
    for note in outcome.notes:
        say_error(note)
    for line in outcome.lines:
        say(line)
