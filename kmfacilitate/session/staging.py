"""Makes scenes: what the facilitator and the room see of a session, in words."""

from __future__ import annotations

from collections import Counter

from kmfacilitate.language import N_, _, ngettext

from . import tables, walk
from .acts import voting
from .acts.reviews import verdict_on
from .answering import Asking, asking, next_field, next_to_score, nothing_to_review, review_hint, score_items
from .board import answered
from .board import asked as asked
from .board import rows as rows
from .board import stage_list as stage_list
from .clock_words import clock_words as clock_words
from .close_rows import close_rows as close_rows
from .close_rows import leaves_words as leaves_words
from .close_rows import tidy_rows as tidy_rows
from .facilitation import Facilitation
from .guide import Step, as_in, step
from .keeping import consent_to_ask
from .kinds import kind_class
from .kinds.activities import Rating
from .material import vote_at
from .only_you import only_you as only_you
from .only_you import safety_words as safety_words
from .pairs import groups_words
from .past import current, text_of, to_review
from .room_view import RoomMode as RoomMode
from .room_view import room_scene as room_scene
from .rounds import turn_of, turns_left, whose_turn
from .scene import Activity, Said, Scene
from .talk import talk as talk
from .wording import marks_of, spread

_COUNTED = (
    ("!", N_("actions"), "action"), ("*", N_("lessons"), "lesson"),
    (">", N_("for others"), "recommendation"),
    ("?", N_("parked"), "parked"), ('"', N_("quotes"), "quote"), ("~", N_("only you"), "private"),
)  # fmt: skip


def scene(f: Facilitation, *, close_page: int = 1) -> Scene:
    """Everything the facilitator's view shows of the room as it is now."""
    session, now = f.session, asking(f)
    at = f.moment()
    kinds = Counter(entry.kind for _id, entry in session.live())
    closing = now.stage is not None and now.stage.script.close
    guided = step(f, now, close_page if closing else 0) if f.guided else Step("")
    return Scene(
        technique=session.template.title,
        subject=session.meeting.title if session.meeting.title != session.template.title else "",
        family={"confidential": "confidential", "conversation": _("nothing is kept")}.get(
            session.meeting.family, ""
        ),
        stages=stage_list(f, at),
        asked=asked(f, now, close_page if closing else 0),
        rows=tuple(rows(f, now, close_page)),
        empty=_("F8 finishes; F3 goes back.") if closing and close_page == 2 else _empty(f, now),
        activity=activity(f, now),
        clock=clock_words(f, at),
        only_you=only_you(f, now, at, close_page if closing else 0),
        counts=tuple((mark, _(word), kinds[kind]) for mark, word, kind in _COUNTED),
        captured=sum(n for kind, n in kinds.items() if kind_class(kind).typed),
        next_place=next_place(f),
        placeholder=as_in(guided) or _placeholder(f, now, close_page if closing else 0),
        close_page=close_page if closing else 0,
        reads_down=now.reads_down,
        talk=talk(f, now, at),
        guide=_(guided.do),
        answered=answered(f, now),
    )


def activity(f: Facilitation, now: Asking) -> Activity | None:
    """The row over the capture line."""
    session = f.session
    if now.way == "vote":
        vote = vote_at(session, now.place.question)
        slips = vote[1].voters if vote else 0
        expected = voting.expected_slips(session, now.place, f.voters)
        if vote and vote[1].complete:
            return Activity(
                _("Votes"),
                (Said(_("all in") if slips else _("as counted")),),
                right=_("F2 goes on with the first of them"),
            )
        shown = () if expected else (Said(str(slips), "strong"),)
        right = _("counts hidden  :reveal") if slips and slips != expected else _("counts hidden")
        return Activity(_("Slips in"), shown, slips, expected, right)
    if now.way == "slips":
        kept = [e for _id, e in session.answers(now.place.question) if session.sealed(e)]
        if now.stage is not None and now.place.question in now.stage.record.revealed:
            return None
        return Activity(
            _("Slips"),
            (Said(str(len(kept)), "strong"), Said(_("typed, hidden"))),
            right=_(":reveal shuffles and shows"),
        )
    if now.way == "round":
        return _round_activity(f, now)
    if now.way == "pairs":
        return _draw_activity(f, now)
    if now.way == "score":
        waiting = next_to_score(f, now.place)
        if waiting is None:
            words = _("all scored") if score_items(f, now.place) else _("nothing to score yet")
            return Activity(_("Score"), (Said(words),))
        return Activity(
            _("Score"), (Said(session.entries[waiting].text, "strong"),), right=_("likely, bad: 1 to 5")
        )
    if now.way == "complete":
        field = next_field(f, now.place)
        if field is None:
            words = _("all filled in") if score_items(f, now.place) else _("nothing to fill in yet")
            return Activity(_("Fill in"), (Said(words),))
        entry = session.entries[field[0]]
        asks = Said(_field_asks(now, field[1]))
        return Activity(_("Fill in"), (Said(entry.text, "strong"), asks), right=_("Tab leaves it empty"))
    if now.way == "review":
        to_do = to_review(f, now.place)
        waiting = current(f, now.place)
        done = sum(1 for id_ in to_do if verdict_on(session, id_))
        text = text_of(f, waiting) if waiting else ""
        said = (
            Said(text, "strong") if waiting else Said(_("all reviewed") if to_do else _("nothing to review"))
        )
        return Activity(_("Review"), (said,), done, len(to_do))
    return None


def _field_asks(now: Asking, field: str) -> str:
    """How a field is asked for: a question that fills in one field only asks for it in its own words."""
    question = now.question
    if question is not None and len(question.capture.fields) == 1:
        return question.ask
    return _(kind_class(now.kind).speech(field).ask)


def _round_activity(f: Facilitation, now: Asking) -> Activity:
    turn = turn_of(f, now.place)
    who = whose_turn(f, now.place)
    if not who:
        done = turn > 0
        words = (Said(_("done")), Said(_("F2 next"), "muted")) if done else (Said(_("each in turn")),)
        return Activity(_("Round"), words, right=_(":turn for another") if done else "")
    left = turns_left(f, now.place) - 1
    return Activity(
        _("Round"),
        (Said(who, "strong"), Said(_("next"))),
        right=_("{left} to go  :pass").format(left=left) if left else _("last one  :pass"),
    )


def _draw_activity(f: Facilitation, now: Asking) -> Activity:
    drawn = tables.drawn_at(f, now.place)
    if drawn is None:
        return Activity(_("Draw"), (Said(_("nothing drawn yet")),), right=":draw")
    known = tables.tables_of(f, *drawn)
    if not known:
        return Activity(_("Draw"), (Said(_("the names were not kept")),), right=_(":draw draws anew"))
    said = [Said(groups_words(known), "strong")]
    said += [Said(drawn[1].unmet, "warning")] if drawn[1].unmet else []
    return Activity(_("Draw"), tuple(said), right=_("seed {seed}  :draw again").format(seed=drawn[1].seed))


def next_place(f: Facilitation) -> str:
    """Where F2 goes, in short: `3b`, `4`, `finish` at the end."""
    here = f.here
    place = walk.following(f.session, here, f.roster)
    if place is None:
        return "finish"
    words = walk.letter(f.session, place)
    if place.under and place.question == here.question and place.stage == here.stage:
        entry = f.session.entries.get(place.under)
        return (_("{place}, next line") if entry else _("{place}, next person")).format(place=words)
    return words


def _hidden_slips(f: Facilitation) -> int:
    """How many slips are typed and not shown yet."""
    return sum(1 for _id, entry in f.session.live() if f.session.sealed(entry))


def _empty(f: Facilitation, now: Asking) -> str:
    if now.way == "none" and now.stage is not None and now.stage.script.break_:
        return _("A break. F2 goes on.")
    if now.way == "none" or now.kind == "none":
        return _("Nothing is kept here. Listen.")
    if now.kind == "private":
        return _("Only you see this. F9 shows your notes.")
    if now.way == "rate":
        return _marks_so_far(f, now)
    if now.way == "check":
        return _("No answer yet. Type yes or no, then Enter.")
    if now.way == "slips":
        return _("Slips stay hidden until all are in. Type one, then Enter.")
    if now.way == "pairs":
        return _(":draw draws who is with whom.")
    if now.way == "review":
        return nothing_to_review(now)
    if hidden := _hidden_slips(f):
        return ngettext(
            "{n} slip is still hidden. :reveal shows it.",
            "{n} slips are still hidden. :reveal shuffles and shows them.",
            hidden,
        ).format(n=hidden)
    if now.way in ("vote", "score", "complete", "group"):
        of = now.question.capture.of if now.question else None
        vote = vote_at(f.session, of.question) if of else None
        if vote and not vote[1].complete:
            return _("The vote is not shown yet. F3 goes back to it; :reveal shows it.")
        return _("There are no lines to work on yet. F3 goes back.")
    return _("No lines yet. Type what the room says, then Enter.")


def _marks_so_far(f: Facilitation, now: Asking) -> str:
    """The spread of the marks that are in, of which nobody's own is shown."""
    ratings = [e for _id, e in f.session.answers(now.place.question) if isinstance(e, Rating) and e.values]
    if not ratings:
        return _("No marks yet. Type the numbers, then Enter.")
    if ratings[-1].private:
        return _("The marks are in. F9 shows you how they lie.")
    values = ratings[-1].values
    return _("{marks}, {spread}. F2 goes on.").format(
        marks=marks_of(len(values), f.voters), spread=spread(values)
    )


def _consent_words(f: Facilitation, now: Asking) -> str:
    """What decides whether lines may be kept here, until it is said."""
    match consent_to_ask(f.session, now.place):
        case "before":
            return _("Ask whether it may be kept: yes, then the lines")
        case "after":
            return _("yes keeps them for next time, no FOLDER hands out a card")
        case _:
            return ""


def _placeholder(f: Facilitation, now: Asking, close_page: int) -> str:
    if close_page == 2:
        return _("Enter changes the picked line, a letter answers it")
    if close_page == 1 and now.kind == "none":
        if (
            now.stage is not None
            and now.question is not None
            and now.stage.script.questions[0] != now.question
        ):
            return _("heard, not kept: F2 goes on   ! an action   * a lesson")
        return _("↑ picks a line to change   ! an action   * a lesson")
    if now.kind == "none" or now.way == "none":
        return _("Nothing is kept here.  ~ a note for you   ! an action")
    consent = _consent_words(f, now)
    if consent:
        return consent
    if now.way == "round":
        who = whose_turn(f, now.place)
        return (
            _("what {who} says, then Enter").format(who=who) if who else _("what the room says, then Enter")
        )
    if now.way == "complete":
        field = next_field(f, now.place)
        return _field_asks(now, field[1]) if field else _("all filled in; F2 goes on")
    low, high = now.question.capture.scale if now.question else (1, 5)
    vote = vote_at(f.session, now.place.question) if now.way == "vote" else None
    counted = vote is not None and vote[1].complete
    ways = {
        "vote": _("F2 goes on; :vote and the totals correct the count")
        if counted
        else _("the numbers on one slip, then Enter"),
        "slips": _("one slip, then Enter"),
        "score": _("two numbers: how likely, how bad"),
        "rate": _("the numbers, {low} to {high}, parted by spaces").format(low=low, high=high),
        "check": _("yes or no, and a note"),
        "group": _("numbers, then the name of the group"),
        "review": review_hint(f, now) if now.way == "review" else "",
        "rank": _("numbers in order, first to last"),
        "pairs": _(":draw draws by chance; :draw 7 draws from the seed 7"),
    }
    return ways.get(now.way, _("what the room says, then Enter"))
