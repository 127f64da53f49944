"""Moving between stages and questions."""

from __future__ import annotations

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.language import _, ngettext
from kmfacilitate.session import clock, walk
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.answering import (
    asking,
)
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.staging import asked, stage_list
from kmfacilitate.session.walk import Place
from kmfacilitate.session.wording import count

from .outcome import Outcome


def where(desk: Desk) -> str:
    """Where the room is now, in one line: place, question, item."""
    now = asked(desk.f, asking(desk.f), desk.close_page if desk.closing else 0)
    about = f" · {now.about}" if now.about else ""
    progress = f" · {now.progress}" if now.progress else ""
    return f"{now.place} {now.ask}{about}{progress}".strip()


def next_(desk: Desk, rest: str) -> Outcome:
    """Go on to the next question, item or stage."""
    if desk.closing and walk.following(desk.f.session, desk.f.here, desk.f.roster) is None:
        if clock.state(desk.f.session) == "not started":
            desk.f.start()
        if desk.close_page == 1:
            desk.close_page = 2
            return Outcome(where(desk), front="moved")
        return Outcome(_("That was the last page. F8 or :finish ends the session."))
    here = desk.f.here
    started = clock.state(desk.f.session) == "not started"
    if desk.f.next() is None:
        return Outcome(_("That was the last question. F8 or :finish ends the session."))
    desk.close_page = 1
    moved = desk.f.here != here
    if not moved:
        return Outcome(_("clock started"))
    notes = ((_("clock started"),) if started else ()) + _still_hidden(desk, here)
    return Outcome(where(desk), notes=notes, front="moved")


def _still_hidden(desk: Desk, left: Place) -> tuple[str, ...]:
    """What to type where slips were left behind that nobody has seen: the next question may work on them."""
    session = desk.f.session
    many = sum(1 for _id, entry in session.answers(left.question) if session.sealed(entry))
    if not many:
        return ()
    said = ngettext(
        "{n} slip is still hidden; :reveal shows it", "{n} slips are still hidden; :reveal shows them", many
    )
    return (said.format(n=many),)


def back(desk: Desk, rest: str) -> Outcome:
    """Go back; nothing is lost."""
    if desk.closing and desk.close_page == 2:
        desk.close_page = 1
        return Outcome(where(desk), front="moved")
    if desk.f.back() is None:
        return Outcome(_("This is the first question."))
    return Outcome(where(desk), front="moved")


def go(desk: Desk, rest: str) -> Outcome:
    """Go to a stage, a question, or the beginning of a stage's title."""
    if not rest.strip():
        return Outcome(front="stages", lines=stage_lines(desk))
    place = walk.named(desk.f.session, rest, desk.f.roster)
    if place is None:
        raise Refused(
            _("There is no stage {rest}. Stages: {stages}.").format(
                rest=rest.strip(), stages=", ".join(stage_names(desk))
            )
        )
    desk.f.go(place)
    desk.close_page = 1
    return Outcome(where(desk), front="moved")


def stage_names(desk: Desk) -> list[str]:
    """The stages as `:go` takes them."""
    return [f"{s.number} {s.script.name}".strip() for s in desk.f.session.plan]


def stage_lines(desk: Desk) -> tuple[str, ...]:
    """The stages with their state and minutes, a line each."""
    words = {"done": _("done"), "now": _("now"), "todo": _("to do"), "skipped": _("skipped")}
    return tuple(
        _("{number} {title}: {state}, {used} of {planned} min").format(
            number=row.number or "-",
            title=row.title,
            state=words[row.state],
            used=row.used // 60,
            planned=row.planned,
        )
        + (_(", keeps its minutes when late") if row.kept else "")
        for row in stage_list(desk.f, desk.f.moment())
    )


def item(desk: Desk, rest: str) -> Outcome:
    """Go to an item of a repeated stage: the next one, or the one with that number."""
    here = desk.f.here
    stage, question = desk.f.stage, walk.question_at(desk.f.session, here)
    items = walk.items(desk.f.session, stage, question, desk.f.roster) if stage and question else ()
    if not items:
        raise Refused(_("This question is asked once."))
    now = items.index(here.under) if here.under in items else -1
    wanted = int(rest) - 1 if rest.strip().isdigit() else now + 1
    if not 0 <= wanted < len(items):
        raise Refused(count(len(items), "There are {n} one.", "There are {n} of them."))
    places = walk.places(desk.f.session, stage, desk.f.roster) if stage else []
    desk.f.go(next(place for place in places if place.under == items[wanted]))
    return Outcome(where(desk), front="moved")


def skip(desk: Desk, rest: str) -> Outcome:
    """Leave this stage out, with a reason, and go on."""
    stage = desk.f.stage
    if stage is None:
        raise Refused(_("There is no stage here."))
    if stage.script.close:
        raise Refused(_("The close is the way out of a session; :finish ends it."))
    change = desk.f.do("skip", meeting.skip(stage.id, clean_line(rest)))
    plan = desk.f.session.plan
    after = plan[[s.id for s in plan].index(stage.id) + 1 :]
    following = next((s for s in after if s.record.state != "skipped"), None)
    if following is not None:
        desk.f.go(walk.places(desk.f.session, following, desk.f.roster)[0])
    return Outcome(change.says)
