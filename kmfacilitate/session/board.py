"""What is on the board: the stages, the question being asked, and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from kmfacilitate.language import _

from . import clock, walk
from .acts import voting
from .acts.reviews import verdict_on
from .answering import Asking, group_pool, score_items
from .close_rows import close_rows, tidy_rows
from .documents import is_empty
from .facilitation import Facilitation
from .kinds import kind_class
from .looking_back import asked_about
from .material import is_there, material, vote_at
from .past import current, past_at, to_review
from .rows import ballot_rows, grouped_rows, heading, item_words, reviewed_rows, row, scored_rows, stage_rows
from .scene import Asked, LineRow, StageRow
from .tables import table_rows
from .tidy import to_tidy
from .wording import count


def stage_list(f: Facilitation, at: datetime) -> tuple[StageRow, ...]:
    """The stages with their state and minutes."""
    spent = clock.used(f.session, at)
    here = f.here.stage
    found = []
    for stage in f.session.plan:
        state: Literal["done", "now", "todo", "skipped"] = "todo"
        if stage.id == here:
            state = "now"
        elif stage.record.state:
            state = "skipped" if stage.record.state == "skipped" else "done"
        found.append(
            StageRow(
                number=stage.number,
                name=stage.script.name,
                title=stage.script.title,
                state=state,
                used=spent.get(stage.id, 0),
                planned=stage.record.minutes,
                kept=stage.script.protected,
                pause=stage.script.break_,
            )
        )
    return tuple(found)


def asked(f: Facilitation, now: Asking, close_page: int = 0) -> Asked:
    """The question being asked, with where it stands."""
    stage = now.stage
    if stage is None:
        return Asked("", "", "", f.session.template.title, "", ())
    if close_page == 2:
        things = len(to_tidy(f.session, f.roster))
        words = (
            count(things, "{n} thing to tidy", "{n} things to tidy")
            if things
            else _("Nothing is left to tidy")
        )
        return Asked("", stage.script.title, _("page 2 of 2, for you, now or tomorrow"), words, "", ())
    questions = walk.asked_questions(stage)
    question = now.question
    if question is None:
        words = _("Break") if stage.script.break_ else stage.script.title
        return Asked(walk.letter(f.session, now.place), stage.script.title, "", words, stage.script.say, ())
    index = [q.id for q in questions].index(question.id) + 1 if question in questions else 1
    progress = _("{index} of {n}").format(index=index, n=len(questions)) if len(questions) > 1 else ""
    about = ""
    if now.place.under:
        repeated = walk.items(f.session, stage, question, f.roster)
        entry = f.session.entries.get(now.place.under)
        about = item_words(f.session, now.place.under)
        if now.place.under in repeated:
            number = repeated.index(now.place.under)
            repeat = walk.repeat_at(f.session, now.place)
            item = (repeat.called or "person") if repeat is not None and repeat.people else "line"
            progress = f"{item} {number + 1} of {len(repeated)}"
            if entry is None and number < len(f.roster) and about not in f.roster:
                about = f.roster[number]  # who it is, for the facilitator; nothing is kept under that name
    opening = next((each for each in questions if not asked_about(each)), question)
    say = "\n".join(
        words for words in (stage.script.say if question == opening else "", question.say) if words
    )
    return Asked(
        walk.letter(f.session, now.place),
        stage.script.title,
        progress,
        question.ask,
        say,
        question.probes,
        about,
    )


def rows(f: Facilitation, now: Asking, close_page: int = 1) -> list[LineRow]:
    """The lines at the question at hand."""
    session, today = f.session, f.now().today
    if now.stage is not None and now.stage.script.close:
        if close_page == 2:
            return tidy_rows(f)
        above = _worked_on(f, now) or _before(f, now)
        return [*above, *close_rows(f, but=[line.id for line in above])]
    worked_on = _worked_on(f, now)
    if worked_on is not None:
        return worked_on
    before, own = _before(f, now), stage_rows(session, now.place.stage, today, now.kind)
    return [*before, heading(_("Said here")), *own] if before and own else [*before, *own]


def answered(f: Facilitation, now: Asking) -> bool:
    """Whether the room has answered the question at hand, so that what to say before it may fold away."""
    if now.way in ("score", "complete"):
        fields = now.question.capture.fields if now.question and now.way == "complete" else ("likelihood",)
        worked_on = [f.session.raw("entries", id_) for id_ in score_items(f, now.place)]
        return any(not is_empty(line.get(field)) for line in worked_on for field in fields)
    if now.question is not None and asked_about(now.question):
        return True  # what earlier sessions left is the better thing to look at
    if now.way == "review":
        return any(verdict_on(f.session, id_) is not None for id_ in to_review(f, now.place))
    if now.way == "vote":
        return vote_at(f.session, now.place.question) is not None
    return any(
        entry.under == now.place.under and not f.session.sealed(entry)
        for _id, entry in f.session.answers(now.place.question)
    )


def _before(f: Facilitation, now: Asking) -> list[LineRow]:
    """The lines that a question goes on from, where it says so with `of`; they can be picked and changed."""
    of = now.question.capture.of if now.question is not None else None
    if of is None:
        return []
    today = f.now().today
    found = [
        row(f.session, id_, today, expected=f.session.entries[id_].kind)
        for id_ in material(f.session, of)
        if is_there(f.session, id_) and f.session.entries[id_].stage != now.place.stage
    ]
    return [heading(_("Go on from"), len(found)), *found] if found else []


def _worked_on(f: Facilitation, now: Asking) -> list[LineRow] | None:
    """The lines that an activity works on; none where the answers are simply lines."""
    session, today = f.session, f.now().today
    if now.way == "vote":
        vote = vote_at(session, now.place.question)
        over = voting.ballot(session, now.place)
        return ballot_rows(session, vote[1] if vote else None, over, today) + _beside(f, now, shown=over)
    if now.way == "group":
        pool = group_pool(f, now.place)
        groups = [i for i, e in session.of_kind("theme", "risk") if e.question == now.place.question]
        return grouped_rows(session, pool, groups, today) + _beside(f, now, ("theme", "risk"))
    if now.way in ("score", "complete"):
        ids = score_items(f, now.place)
        return scored_rows(session, ids, today) + _beside(f, now)
    if now.way == "review":
        found, brought = to_review(f, now.place), past_at(f, now.place)
        return reviewed_rows(session, found, today, brought, current(f, now.place)) + _beside(f, now)
    if now.way == "pairs":
        return table_rows(f, now.place) + _beside(f, now)
    return None


def _beside(
    f: Facilitation, now: Asking, but: Sequence[str] = (), shown: Sequence[str] = ()
) -> list[LineRow]:
    """Lines captured during an activity, below what it works on; not those of it (a group made there)."""
    today = f.now().today
    found = [
        row(f.session, id_, today)
        for id_, e in f.session.answers(now.place.question)
        if kind_class(e.kind).typed and e.kind not in ("private", *but) and id_ not in shown
        and not is_there(f.session, e.group) and not f.session.sealed(e)
    ]  # fmt: skip
    return [heading(_("Also said"), len(found)), *found] if found else []
