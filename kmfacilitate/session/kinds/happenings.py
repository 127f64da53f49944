"""What happened, and what was said about it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from .base import Entry, InRoom, LeastShare, Says, Text

Outcome = Literal["", "better", "worse", "expected", "unclear"]
CONSENTS = ("yes", "unnamed", "no")
"""What somebody agreed to: all of it, the words without the name, or that it stays in the room."""
OUTCOMES = ("better", "worse", "expected", "unclear")
Consent = Annotated[
    Literal["", "yes", "unnamed", "no"],
    Says("consent", "May it leave the room: yes, unnamed (without a name) or no?", "", (), CONSENTS),
]
_OUTCOME = Says("outcome", "Better, worse, as expected, or unclear?", "", (), OUTCOMES)


class Point(Entry):
    """What was said."""

    name: ClassVar[str] = "point"
    label: ClassVar[str] = "point"
    plural: ClassVar[str] = "points"
    asks: ClassVar[str] = "what was said"


class Answer(Entry):
    """One answer to one question: the plan, a scenario, an objective, a line of a charter."""

    name: ClassVar[str] = "text"
    label: ClassVar[str] = "answer"
    plural: ClassVar[str] = "answers"
    asks: ClassVar[str] = "the answer"


class Event(Entry):
    """What happened, when, and whether that was better or worse than expected."""

    name: ClassVar[str] = "event"
    label: ClassVar[str] = "event"
    plural: ClassVar[str] = "events"
    heading: ClassVar[str] = "Timeline"
    asks: ClassVar[str] = "what happened"

    when: Annotated[Text, Says("when", "When was that?", "", ("time",))] = ""
    outcome: Annotated[Outcome, _OUTCOME] = ""


class Difference(Entry):
    """What was expected, and what came of it."""

    name: ClassVar[str] = "difference"
    label: ClassVar[str] = "expected"
    plural: ClassVar[str] = "expectations"
    heading: ClassVar[str] = "Expected and actual"
    asks: ClassVar[str] = "what was expected"

    actual: Annotated[Text, Says("actual", "What came of it?", "", ("act",))] = ""
    outcome: Annotated[Outcome, _OUTCOME] = ""


class Cause(Entry):
    """Why something was so: a chain of whys, parted by ` -> `."""

    name: ClassVar[str] = "cause"
    label: ClassVar[str] = "cause"
    plural: ClassVar[str] = "causes"
    heading: ClassVar[str] = "Causes"
    asks: ClassVar[str] = "difference -> why -> why"

    source: Annotated[str, Says("of", "Which line does it explain?", "", ("from", "source"), hidden=True)] = (
        ""
    )

    @property
    def chain(self) -> tuple[str, ...]:
        """The difference and its whys, in order."""
        return tuple(part.strip() for part in self.text.replace(" → ", " -> ").split(" -> ") if part.strip())


class Theme(Entry):
    """A group of lines, which point to it by `group`."""

    name: ClassVar[str] = "theme"
    label: ClassVar[str] = "group"
    plural: ClassVar[str] = "groups"
    least_share: ClassVar[LeastShare] = "summary"
    asks: ClassVar[str] = "name of the group"


class Quote(Entry):
    """Words kept as they were said."""

    name: ClassVar[str] = "quote"
    label: ClassVar[str] = "quote"
    plural: ClassVar[str] = "quotes"
    mark: ClassVar[str] = '"'
    in_room: ClassVar[InRoom] = "without name"
    asks: ClassVar[str] = "the words"

    by: Annotated[str, Says("said by", "Who said it?", "@", ("by", "said"))] = ""
    consent: Consent = ""


class Story(Entry):
    """What happened to somebody, as they told it."""

    name: ClassVar[str] = "story"
    label: ClassVar[str] = "story"
    plural: ClassVar[str] = "stories"
    heading: ClassVar[str] = "Stories"
    in_room: ClassVar[InRoom] = "no"
    asks: ClassVar[str] = "what happened"

    by: Annotated[str, Says("told by", "Who told it?", "@", ("by", "teller", "told"))] = ""
    words: Annotated[Text, Says("quote", "Which sentence should be kept word for word?", "", ("words",))] = ""
    consent: Consent = ""
