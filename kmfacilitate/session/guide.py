"""Saying at each step what to do, for whoever holds a session for the first time.

It stands where hints stand anyway, and is asked of the session as it is: nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kmfacilitate.language import N_, _

from .answering import Asking
from .beginning import Plan
from .facilitation import Facilitation
from .material import vote_at

FIRST_TEMPLATE = "after-action-review"
FIRST_VARIANT = "quick"
FIRST_TITLE = N_("My first review")


@dataclass(frozen=True, slots=True)
class Step:
    """What to do now, and a line as it could be typed; empty: nothing has to be typed."""

    do: str
    as_in: str = ""


_ON = Step(N_("F2 goes on."))
_BY_QUESTION: Mapping[str, Sequence[Step]] = MappingProxyType(
    {
        "rules": (
            Step(N_("Read the question aloud. When all agree, type yes and Enter."), N_("yes")),
            Step(N_("That is saved already. F2 goes on to the next question, F3 goes back.")),
        ),
        "expected": (
            Step(N_("What was meant to happen? Type it, then Enter."), N_("Dinner at seven, for four")),
            Step(N_("Another line, or F2 goes on. Nothing goes on by itself, and going back loses nothing.")),
        ),
        "good": (
            Step(N_("How would you have known that it went well?"), N_("Everybody has eaten by eight")),
            _ON,
        ),
        "timeline": (
            Step(
                N_("What happened: the time, how it went (= is as expected), and the words."),
                N_("18:30 = Guests came"),
            ),
            Step(N_("A minus is worse, + better, ? unclear. One more:"), N_("19:40 - The rice was burnt")),
            Step(
                N_("A ? in front parks a line for later, a ~ keeps it for you alone."),
                N_("? Who buys the rice"),
            ),
            Step(N_("Something wrong? ^Z takes back the last thing. F2 goes on.")),
        ),
        "surprise": (
            Step(
                N_("Anything that surprised you? If not, F2 goes on."),
                N_("+ Nobody minded, and we ate bread"),
            ),
            _ON,
        ),
        "choose": (
            Step(
                N_("Which line mattered most? Type its number, then Enter: that is one person’s vote."), "1"
            ),
            Step(N_("A number for each person. :reveal ends the vote and shows it."), ":reveal"),
            Step(N_("F2 goes on with the first of them.")),
        ),
        "cause": (
            Step(
                N_("Why was that? An arrow brings the why behind the why."),
                N_("Nobody watched it -> we were talking"),
            ),
            Step(N_("F2 goes on, to the next line that was chosen or the next question.")),
        ),
        "lesson": (
            Step(
                N_("What to do next time, as an order to a stranger, and why."),
                N_("change: Set a timer | why: nobody watches a pot"),
            ),
            Step(N_("Advice only asks, and you may leave it. F2 goes on.")),
        ),
        "advice": (Step(N_("Another lesson, for people who were not there? If not, F2 goes on.")), _ON),
        "action": (
            Step(
                N_("Who does what by when: @ before the name, ^ before the day."), N_("Buy a timer @sam ^fri")
            ),
            Step(N_("How it was understood stands beside it. F2 goes on.")),
        ),
        "others": (
            Step(
                N_("Something for people who are not here? If not, F2 goes on."),
                N_("The shop: sell rice that can’t burn @ana"),
            ),
            _ON,
        ),
        "read-back": (
            Step(N_("Read lessons and actions aloud: that is what everybody agrees to. F2 goes on.")),
        ),
        "worth": (Step(N_("Was it worth the time? A number for each person."), "4 5"), _ON),
        "word": (Step(N_("One word from each, which is not kept. F2 goes on.")),),
    }
)
"""Steps of the questions that a first session asks, by how much was answered; the last one stays."""
_BY_WAY: Mapping[str, Sequence[Step]] = MappingProxyType(
    {
        "none": (Step(N_("Nothing is kept here: listen, and F2 goes on.")),),
        "slips": (Step(N_("One slip a line. Nobody sees them until :reveal shuffles and shows them.")),),
        "vote": _BY_QUESTION["choose"],
        "rate": _BY_QUESTION["worth"],
        "check": (Step(N_("Type yes or no, and a note if you like."), N_("yes")), _ON),
        "score": (Step(N_("Two numbers from 1 to 5: how likely, and how bad."), "3 4"),),
        "review": (
            Step(N_("Type what became of the line above; F2 goes on and leaves the rest for later.")),
        ),
        "pairs": (Step(N_("Chance draws who is with whom."), ":draw"), _ON),
        "group": (Step(N_("Which belong together? Their numbers, and a name."), N_("1 3 Late deliveries")),),
        "complete": (Step(N_("Answer what is asked about each line; Tab leaves it empty.")),),
        "rank": (Step(N_("The numbers in their order, the first one first."), "2 1 3"),),
    }
)
_SOMETHING_SMALL = Step(
    N_("Think of something small, such as a dinner. Read it aloud, then type yes and Enter."), N_("yes")
)
_ANY = (Step(N_("Type what the room says, a line and Enter each time. F2 goes on.")), _ON)
_TIDY = Step(N_("What is missing can wait. F8 ends the session and writes the report."))


def first_plan(facilitator: str, tz: str) -> Plan:
    """What is settled before a first session: a short review, of which nobody has to be named."""
    return Plan(title=_(FIRST_TITLE), variant=FIRST_VARIANT, facilitator=facilitator, tz=tz)


def step(f: Facilitation, now: Asking, close_page: int = 0) -> Step:
    """What to do at the question at hand, by what was answered there."""
    if close_page == 2:
        return _TIDY
    meeting, question = f.session.meeting, now.place.question
    answered = _answered(f, now)
    if question == "rules" and not answered and meeting.title == _(FIRST_TITLE):
        return _SOMETHING_SMALL
    way = "none" if now.kind == "none" and now.way in ("list", "round", "form") else now.way
    own = _BY_QUESTION.get(question) if meeting.template == FIRST_TEMPLATE or question == "rules" else None
    steps = own or _BY_WAY.get(way) or _ANY
    return steps[min(answered, len(steps) - 1)]


def as_in(step: Step) -> str:
    """`as in  18:30 = Guests came`; empty where nothing has to be typed."""
    return f"{_('as in')}  {_(step.as_in)}" if step.as_in else ""


def _answered(f: Facilitation, now: Asking) -> int:
    """How many lines are there; of a vote whether slips are in (1), and whether it is shown (2)."""
    vote = vote_at(f.session, now.place.question) if now.way == "vote" else None
    if vote is not None:
        return 2 if vote[1].complete else min(1, vote[1].voters)
    lines = f.session.answers(now.place.question, now.place.under)
    return sum(not f.session.sealed(entry) for _id, entry in lines)
