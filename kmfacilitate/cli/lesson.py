"""`lesson`: what became of one lesson, said after its session by those who keep the lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.speech import say, say_error

from .root import head_of, library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.desk import Desk


@click.command()
@click.argument("lesson", metavar="SESSION/NUMBER")
@click.argument("state", required=False, default="")
@click.argument("note", nargs=-1)
@click.option("--owner", default="", metavar="NAME", help="Who takes it on.")
@click.option("--due", default="", metavar="DAY", help="By when: 2026-12-01, fri, 2w.")
@click.option("--target", default="", metavar="TEXT", help="Which document or process would have to change.")
@click.option(
    "--route", default="", metavar="ROUTE", help="Where it goes: local, process, tell, information, known."
)
@click.option("--review", default="", metavar="DAY", help="When to look again, of one that is closed.")
@library_option
def lesson(
    lesson: str,
    state: str,
    note: tuple[str, ...],
    owner: str,
    due: str,
    target: str,
    route: str,
    review: str,
    library: str | None,
) -> None:
    """Bring a lesson into STATE, as in `lesson k3x9/5.1 embedded call-out list v3`.

    States in their order: checked, validated, assigned, actioned, embedded, closed; from any of them merged,
    rejected, stalled and superseded. *again* counts that it happened once more. Without a state it says where
    the lesson stands and what can follow. NOTE is what the state asks for: what was done, the changed thing,
    the effect, the reason, the other lesson.
    """
    session, _, number = lesson.rpartition("/")
    if not session or not number:
        raise WrongUse("Name the lesson by its session and number, as in k3x9/5.1 or last/5.1.")
    opened = library_of(library)
    desk = _desk(opened, head_of(opened, session).path)
    said: tuple[str, ...] = ()
    try:
        given = {"owner": owner, "due": due, "target": target, "route": route, "review": review}
        said = _do(
            desk, number, state, " ".join(note), {name: words for name, words in given.items() if words}
        )
    finally:
        rescue = desk.close()
    for line in said:
        say(line)
    if rescue is not None:
        raise Unable(f"That could not be saved; it is in {rescue}")


def _desk(library: Any, path: Any) -> Desk:
    """The session, opened to change one line of it.

    Raises:
        Unable: Its clock is running, so that it is open in a window, or was left by one that is gone; or it
            was made by a newer version.
    """
    from kmfacilitate.desk import Desk
    from kmfacilitate.session import clock
    from kmfacilitate.session.session import Session
    from kmfacilitate.store.session_file import SessionFile
    from kmfacilitate.verbs import READ_ONLY

    file = SessionFile.open(path)
    if file.read_only:
        raise Unable(READ_ONLY)
    if clock.state(Session.read(file.documents)) == "running":
        raise Unable(
            "The clock of this session is running: say it there with :state, or pause or finish it first."
        )
    desk, notes = Desk.resume(library, path)
    for words in notes:
        say_error(words)
    return desk


def _do(desk: Desk, number: str, state: str, note: str, given: dict[str, str]) -> tuple[str, ...]:
    from kmfacilitate.commands import lessons
    from kmfacilitate.plain.telling import entry_words
    from kmfacilitate.session.answering import entry_named, field_value
    from kmfacilitate.session.documents import Value
    from kmfacilitate.session.lesson_life import state_named

    id_ = entry_named(desk.f, number)
    if not state and not given:
        return lessons.where_it_stands(desk, id_).lines
    fields: dict[str, Value] = {}
    for name, words in given.items():
        read = field_value(desk.f, "lesson", "due" if name == "review" else name, words)
        fields[name] = next(iter(read.values()))
    if state.casefold() == "again":
        outcome = lessons.again(desk, f"{number} {note}")
    elif not state:
        outcome = lessons.fill(desk, id_, fields)
    else:
        outcome = lessons.advance(desk, id_, state_named(state), note, fields)
    return (f"{outcome.says}: {entry_words(desk, id_).partition(': ')[2]}",)
