"""Where an export goes: files, standard output, or the eyes of whoever asked what would be left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.report.deliver import NOTHING_DUE, PAGES, Delivery, deliver
from kmfacilitate.report.edition import Edition, edition
from kmfacilitate.report.sheets import SHEETS
from kmfacilitate.session.session import Session
from kmfacilitate.speech import say, say_bytes, say_data

from .exporting import Export

Body = Callable[[Edition, datetime, Collection[str] | None], bytes]
"""What one edition adds to a file over many sessions; the ids are the entries that are meant (none: all)."""


def preview(job: Export) -> None:
    """Say what each session would leave out, line by line. Writes nothing."""
    from kmfacilitate.report.front import headline
    from kmfacilitate.report.preview import preview as groups_of

    wish = job.wish
    for session, _rest in job.sessions():
        left = edition(session, wish.which, without=wish.without)
        groups = groups_of(session, left)
        say(
            _("{headline} ({id}), {which} edition{agreed}").format(
                headline=headline(session), id=session.id, which=wish.which, agreed=_agreed(session, job)
            )
        )
        if not groups:
            say(_("  Nothing is left out."))
        for group in groups:
            say(f"  {group.title} ({group.count})")
            for line in group.lines:
                say(f"    {line}")


def _agreed(session: Session, job: Export) -> str:
    meeting = session.meeting
    return (
        _(", shared as {share}, names: {names}").format(share=meeting.share, names=meeting.names)
        if job.wish.which == "shared"
        else ""
    )


def to_files(job: Export) -> None:
    """Write files into the folder."""
    wish = job.wish
    if wish.lessons and wish.form in PAGES:
        _lesson_pages(job)
    elif wish.lessons:
        name = "due-lessons" if wish.form == "ics" else "lessons"
        _over_many(job, {name: _body(wish.form, "lessons")})
    elif wish.form == "kb":
        _knowledge_base(job)
    elif wish.form == "csv" and (wish.table or job.several):
        tables = (wish.table,) if wish.table else tuple(SHEETS)
        _over_many(job, {table: _body("csv", table) for table in tables})
    elif wish.form == "ics" and job.several:
        _over_many(job, {"due-dates": _body("ics")})
    else:
        job.each(lambda session, at: delivery(job, session, at))


def to_output(job: Export) -> None:
    """Write to standard output: pages one after the other, JSON a line a session, one table or calendar.

    Raises:
        WrongUse: There would be several pages in one file, or a Word file on a terminal.
    """
    wish = job.wish
    if wish.form == "docx" and sys.stdout.isatty():
        raise WrongUse(
            _("A Word file is not to be read here; give a folder with --to, or send it on with >.")
        )
    if wish.form in ("html", "docx") and (len(job.paths) > 1 or wish.lessons):
        raise WrongUse(
            _("Several {form} files do not go into one; give a folder with --to.").format(form=wish.form)
        )
    if wish.lessons and wish.form == "md":
        for page in _pages(job):
            say_data(page.text)
    elif wish.form in ("csv", "ics") or wish.lessons:
        _stream(job, _body(wish.form, "lessons" if wish.lessons else wish.table or "lines"))
    elif wish.form == "json" and job.several:
        from kmfacilitate.report.jsonview import show_json

        for left, at in job.editions():
            say_data(json.dumps(show_json(left, at), ensure_ascii=False))
    else:
        for session, at in job.sessions():
            made = delivery(job, session, at)
            if wish.form == "docx":
                say_bytes(made.data)
            else:
                say_data(made.text)


def delivery(job: Export, session: Session, at: datetime) -> Delivery:
    """What one session leaves as.

    Raises:
        Unable: Nothing is shared of it, or it can't be written in that format.
    """
    wish = job.wish
    if wish.artefact:
        from kmfacilitate.commands.artefacts import artefact_of

        return artefact_of(job.library, session, at, wish.which, without=wish.without)
    left = edition(session, wish.which, without=wish.without)
    return deliver(left, at, wish.form, tasks=wish.tasks, layout=wish.layout)  # type: ignore[arg-type]


def _knowledge_base(job: Export) -> None:
    from kmfacilitate.report.knowledge_base import KnowledgeBase

    title = _("Lessons and reviews: {name}").format(name=job.library.name)
    base = KnowledgeBase(title, job.wish.tasks, job.wish.which == "full")
    with job.together() as put:
        for left, at in job.editions():
            for made in base.add(left, at):
                put(made)
        for made in base.pages():
            put(made)


def _lesson_pages(job: Export) -> None:
    with job.together() as put:
        for made in _pages(job):
            put(made)


def _pages(job: Export) -> Iterator[Delivery]:
    """A page for each lesson that is meant, newest session first."""
    from kmfacilitate.report.dates import day_of
    from kmfacilitate.report.lesson_page import Later, lesson_id, lesson_page
    from kmfacilitate.report.markdown import markdown
    from kmfacilitate.session import clock

    wish, later, any_ = job.wish, Later(), False
    for left, at in job.editions():
        later.hear(left, day_of(left.session, clock.sittings(left.session, at)).isoformat())
        for id_ in _lessons(job, left):
            named = lesson_id(left.session.id, id_)
            page = lesson_page(left, id_, at, later=later.of(left.session.id, id_))
            data = markdown(page, tasks=wish.tasks).encode() if wish.form == "md" else PAGES[wish.form](page)
            any_ = True
            yield Delivery(wish.name(f"lessons/{named}", wish.form), data)
    if not any_:
        raise _none_found(job)


def _over_many(job: Export, bodies: dict[str, Body]) -> None:
    """Write files that hold all the sessions, in one go."""
    end = "jsonl" if job.wish.form == "json" else job.wish.form
    head, foot, needed = _around(job, bom=True)
    with job.streams(*(job.wish.name(name, end) for name in bodies)) as writes:
        outlets = list(zip(bodies, bodies.values(), writes, strict=True))
        for name, _rest, write in outlets:
            write(head(name))
        there = False
        for left, at in job.editions():
            ids = _lessons(job, left) if job.wish.lessons else None
            for _last, body, write in outlets:
                made = body(left, at, ids)
                there = there or bool(made)
                write(made)
        if needed and not there:
            raise _none_found(job)
        for _more, _other, write in outlets:
            write(foot)


def _stream(job: Export, body: Body) -> None:
    """The same on standard output, as it is made; there a table has no mark for Excel."""
    head, foot, needed = _around(job, bom=False)
    there = False
    for left, at in job.editions():
        made = body(left, at, _lessons(job, left) if job.wish.lessons else None)
        if made or not needed:
            say_bytes(made if there else head(job.wish.table or "lines") + made)
            there = True
    if not there and needed:
        raise _none_found(job)
    say_bytes(foot if there else head(job.wish.table or "lines"))


def _around(job: Export, *, bom: bool) -> tuple[Callable[[str], bytes], bytes, bool]:
    """What stands before and after, and whether something has to stand between."""
    wish = job.wish
    if wish.form == "ics":
        from kmfacilitate.report.due_dates import FOOT, HEAD

        return lambda name: HEAD, FOOT, True
    if wish.form == "csv":
        return lambda name: SHEETS["lessons" if wish.lessons else name].head(bom=bom), b"", wish.lessons
    return lambda name: b"", b"", True


def _body(form: str, table: str = "lines") -> Body:
    match form:
        case "csv":
            return SHEETS[table].body
        case "ics":
            from kmfacilitate.report.due_dates import body

            return body
        case _:
            return _json_lines


def _json_lines(left: Edition, at: datetime, ids: Collection[str] | None) -> bytes:
    """Lessons as data, one a line, each with where it comes from."""
    from kmfacilitate.report.dates import day_of
    from kmfacilitate.report.jsonview import show_entry
    from kmfacilitate.report.telling import Telling
    from kmfacilitate.session import clock

    session, telling = left.session, Telling(left)
    of = {
        "session": session.id,
        "session_title": session.meeting.title,
        "date": day_of(session, clock.sittings(session, at)).isoformat(),
        "project": session.meeting.project,
        "technique": session.template.technique,
    }
    rows = (of | show_entry(id_, session.raw("entries", id_), telling) for id_ in ids or ())
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode("utf-8", "replace")


def _lessons(job: Export, left: Edition) -> tuple[str, ...]:
    """The lessons of an edition that are meant."""
    session = left.session
    lessons = tuple(
        id_ for id_, entry in session.live() if entry.kind == "lesson" and not session.sealed(entry)
    )
    if not job.wish.words:
        return lessons
    fit = job.lessons_meant.get(session.id, ())
    return tuple(id_ for id_ in lessons if id_ in fit)


def _none_found(job: Export) -> Unable:
    if job.wish.form == "ics":
        return Unable(_(NOTHING_DUE))
    return Unable(
        _("No lesson that may be shared has these words in it.") if job.wish.words else _("No lessons yet.")
    )
