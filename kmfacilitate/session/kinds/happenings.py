"""What happened, and what was said about it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from kmfacilitate.language import N_

from .base import Entry, InRoom, LeastShare, Says, Text

Outcome = Literal["", "better", "worse", "expected", "unclear"]
CONSENTS = ("yes", "unnamed", "no")
"""What somebody agreed to: all of it, the words without the name, or that it stays in the room."""
OUTCOMES = ("better", "worse", "expected", "unclear")
Consent = Annotated[
    Literal["", "yes", "unnamed", "no"],
    Says(N_("consent"), N_("May it leave the room: yes, unnamed (without a name) or no?"), "", (), CONSENTS),
]
_OUTCOME = Says(N_("outcome"), N_("Better, worse, as expected, or unclear?"), "", (), OUTCOMES)


class Point(Entry):
    """What was said."""

    name: ClassVar[str] = "point"
    label: ClassVar[str] = N_("point")
    plural: ClassVar[str] = N_("points")
    asks: ClassVar[str] = N_("what was said")


class Answer(Entry):
    """One answer to one question: the plan, a scenario, an objective, a line of a charter."""

    name: ClassVar[str] = "text"
    label: ClassVar[str] = N_("answer")
    plural: ClassVar[str] = N_("answers")
    asks: ClassVar[str] = N_("the answer")


class Event(Entry):
    """What happened, when, and whether that was better or worse than expected."""

    name: ClassVar[str] = "event"
    label: ClassVar[str] = N_("event")
    plural: ClassVar[str] = N_("events")
    heading: ClassVar[str] = N_("Timeline")
    asks: ClassVar[str] = N_("what happened")

    when: Annotated[Text, Says(N_("when"), N_("When was that?"), "", ("time",))] = ""
    outcome: Annotated[Outcome, _OUTCOME] = ""


class Difference(Entry):
    """What was expected, and what came of it."""

    name: ClassVar[str] = "difference"
    label: ClassVar[str] = N_("expected")
    plural: ClassVar[str] = N_("expectations")
    heading: ClassVar[str] = N_("Expected and actual")
    asks: ClassVar[str] = N_("what was expected")

    actual: Annotated[Text, Says(N_("actual"), N_("What came of it?"), "", ("act",))] = ""
    outcome: Annotated[Outcome, _OUTCOME] = ""


class Cause(Entry):
    """Why something was so: a chain of whys, parted by ` -> `."""

    name: ClassVar[str] = "cause"
    label: ClassVar[str] = N_("cause")
    plural: ClassVar[str] = N_("causes")
    heading: ClassVar[str] = N_("Causes")
    asks: ClassVar[str] = N_("difference -> why -> why")

    source: Annotated[
        str, Says(N_("of"), N_("Which line does it explain?"), "", ("from", "source"), hidden=True)
    ] = ""

    @property
    def chain(self) -> tuple[str, ...]:
        """The difference and its whys, in order."""
        return tuple(part.strip() for part in self.text.replace(" → ", " -> ").split(" -> ") if part.strip())


class Theme(Entry):
    """A group of lines, which point to it by `group`."""

    name: ClassVar[str] = "theme"
    label: ClassVar[str] = N_("group")
    plural: ClassVar[str] = N_("groups")
    least_share: ClassVar[LeastShare] = "summary"
    asks: ClassVar[str] = N_("name of the group")


class Quote(Entry):
    """Words kept as they were said."""

    name: ClassVar[str] = "quote"
    label: ClassVar[str] = N_("quote")
    plural: ClassVar[str] = N_("quotes")
    mark: ClassVar[str] = '"'
    in_room: ClassVar[InRoom] = "without name"
    asks: ClassVar[str] = N_("the words")

    by: Annotated[str, Says(N_("said by"), N_("Who said it?"), "@", ("by", "said"))] = ""
    consent: Consent = ""


class Story(Entry):
    """What happened to somebody, as they told it."""

    name: ClassVar[str] = "story"
    label: ClassVar[str] = N_("story")
    plural: ClassVar[str] = N_("stories")
    heading: ClassVar[str] = N_("Stories")
    in_room: ClassVar[InRoom] = "no"
    asks: ClassVar[str] = N_("what happened")

    by: Annotated[str, Says(N_("told by"), N_("Who told it?"), "@", ("by", "teller", "told"))] = ""
    words: Annotated[
        Text, Says(N_("quote"), N_("Which sentence should be kept word for word?"), "", ("words",))
    ] = ""
    consent: Consent = ""
