"""What was learned, what may go wrong, what is not known."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kmfacilitate.language import N_

from ..document import Day
from ..lesson_life import Standing, counted_state, standing
from .base import Entry, LeastShare, Says, Text, Texts

OWNER = Says(N_("owner"), N_("Who will do it? One name."), "@", ("who",))
DUE = Says(N_("due"), N_("By when?"), "^", ("by", "when"))
TYPES = ("keep", "change", "avoid", "fix", "notable")
ROUTES = ("local", "process", "tell", "information", "known", "reject")
STATES = (
    "checked", "validated", "assigned", "actioned", "embedded", "closed", "information", "merged", "rejected",
    "stalled", "superseded", "reopened",
)  # fmt: skip
Scale = Annotated[int, Field(ge=0, le=5)]


class Lesson(Entry):
    """What to do the same, or differently, next time."""

    name: ClassVar[str] = "lesson"
    label: ClassVar[str] = N_("lesson")
    plural: ClassVar[str] = N_("lessons")
    least_share: ClassVar[LeastShare] = "summary"
    mark: ClassVar[str] = "*"
    heading: ClassVar[str] = N_("Lessons")
    asks: ClassVar[str] = N_("what to do, in one sentence")

    type: Annotated[
        Literal["", "keep", "change", "avoid", "fix", "notable"],
        Says(N_("type"), N_("Keep, change, avoid, fix or notable?"), "", (), TYPES),
    ] = ""
    context: Annotated[Text, Says(N_("context"), N_("Where and when was this?"), "", ("ctx",))] = ""
    happened: Annotated[Text, Says(N_("what happened"), N_("What happened?"), "", ("happened", "what"))] = ""
    why: Annotated[
        Texts, Says(N_("why"), N_("Why did that happen? And why was that?"), "", ("because",))
    ] = ()
    recommendation: Annotated[
        Text, Says(N_("recommendation"), N_("What exactly should someone do?"), "", ("rec", "so"))
    ] = ""
    applies: Annotated[
        Text, Says(N_("applies to"), N_("For whom, in which situations?"), "", ("applies", "for"))
    ] = ""
    not_when: Annotated[Text, Says(N_("except"), N_("When does it not apply?"), "", ("except", "not"))] = ""
    impact: Annotated[
        Scale, Says(N_("impact"), N_("How much does it matter, from one to five?"), "", ("imp",))
    ] = 0
    evidence: Annotated[Text, Says(N_("evidence"), N_("How do we know?"), "", ("ev",))] = ""
    route: Annotated[
        Literal["", "local", "process", "tell", "information", "known", "reject"],
        Says(N_("route"), N_("Where does this go?"), "", (), ROUTES),
    ] = ""
    target: Annotated[
        Text, Says(N_("target"), N_("Which document or process would have to change?"), "", ("doc",))
    ] = ""
    owner: Annotated[Text, OWNER] = ""
    due: Annotated[Day, DUE] = ""
    state: Annotated[str, Says(N_("state"), hidden=True)] = ""
    history: tuple[tuple[str, ...], ...] = ()
    """`[day, what, note]`: states, changes after the session was over, and when it happened again."""
    replaced_by: str = ""
    """`session/entry` of the lesson it was merged into or is superseded by."""
    review: Annotated[
        Day, Says(N_("to be looked at again"), N_("When is it looked at again?"), hidden=True)
    ] = ""
    effect: Annotated[Text, Says(N_("effect"), N_("Did it stop happening?"), hidden=True)] = ""

    @property
    def counted_state(self) -> str:
        """The state it counts by: set aside, too, where another stands in its place or it is routed so."""
        return counted_state(self.state, self.replaced_by, self.route)

    @property
    def standing(self) -> Standing:
        """Whether it counts as identified, as learned, or not at all."""
        return standing(self.counted_state)

    @property
    def learned(self) -> bool:
        """Whether it may be counted as learned; everything before is identified."""
        return self.standing == "learned"


class Risk(Entry):
    """A cause of failure, how likely and how bad, how it is seen and prevented."""

    name: ClassVar[str] = "risk"
    label: ClassVar[str] = N_("risk")
    plural: ClassVar[str] = N_("risks")
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = N_("Risks")
    asks: ClassVar[str] = N_("the cause")

    likelihood: Annotated[Scale, Says(N_("likelihood"), N_("How likely, from one to five?"), "", ("l",))] = 0
    impact: Annotated[Scale, Says(N_("impact"), N_("How bad, from one to five?"), "", ("i",))] = 0
    sign: Annotated[
        Text, Says(N_("first sign"), N_("What is the first visible sign?"), "", ("sign", "warning"))
    ] = ""
    watcher: Annotated[Text, Says(N_("who would see it"), N_("Who would see it?"), "", ("watcher",))] = ""
    prevention: Annotated[Text, Says(N_("prevention"), N_("What could we change now?"), "", ("prevent",))] = (
        ""
    )
    fallback: Annotated[Text, Says(N_("fallback"), N_("If it happens anyway, what then?"), "", ("else",))] = (
        ""
    )
    owner: Annotated[Text, OWNER] = ""
    due: Annotated[Day, DUE] = ""

    @property
    def score(self) -> int:
        """Likelihood × impact; 0 while either is missing."""
        return self.likelihood * self.impact


class Gap(Entry):
    """A question the team has to answer before it starts."""

    name: ClassVar[str] = "gap"
    label: ClassVar[str] = N_("gap")
    plural: ClassVar[str] = N_("gaps")
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = N_("Knowledge gaps")
    asks: ClassVar[str] = N_("the question, as a full sentence")

    have: Annotated[Text, Says(N_("have"), N_("What do we have already?"))] = ""
    need: Annotated[Text, Says(N_("need"), N_("What do we need?"))] = ""
    importance: Annotated[
        Scale, Says(N_("importance"), N_("How important, from one to five?"), "", ("imp",))
    ] = 0
    where_from: Annotated[Text, Says(N_("source"), N_("Who or what could answer it?"), "", ("source",))] = ""
    method: Annotated[Text, Says(N_("method"), N_("How do we find out?"), "", ("how",))] = ""
    answer: Annotated[Text, Says(N_("answer"), N_("What is the answer?"), "", ("ans",))] = ""
    owner: Annotated[Text, OWNER] = ""
    due: Annotated[Day, DUE] = ""
