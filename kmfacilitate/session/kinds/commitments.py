"""What somebody will do."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from kmfacilitate.language import N_

from ..document import Day
from .base import Entry, InRoom, LeastShare, Says, Text
from .happenings import Consent
from .insights import DUE, OWNER


class Action(Entry):
    """What will be done: one owner and a date, or it shows as incomplete."""

    name: ClassVar[str] = "action"
    label: ClassVar[str] = N_("action")
    plural: ClassVar[str] = N_("actions")
    least_share: ClassVar[LeastShare] = "actions"
    mark: ClassVar[str] = "!"
    heading: ClassVar[str] = N_("Actions")
    asks: ClassVar[str] = N_("what will be done")

    owner: Annotated[Text, OWNER] = ""
    due: Annotated[Day, DUE] = ""
    done: Annotated[Day, Says(N_("done on"), hidden=True)] = ""
    dropped: Annotated[Text, Says(N_("dropped because"), hidden=True)] = ""

    @property
    def state(self) -> Literal["open", "done", "dropped"]:
        """Open until it is done or dropped."""
        return "dropped" if self.dropped else "done" if self.done else "open"

    def missing(self) -> tuple[str, ...]:
        """No owner, no date."""
        return tuple(w for w, have in ((N_("no owner"), self.owner), (N_("no date"), self.due)) if not have)


class Recommendation(Entry):
    """What somebody outside the room should do, and who carries it to them."""

    name: ClassVar[str] = "recommendation"
    label: ClassVar[str] = N_("for others")
    plural: ClassVar[str] = N_("for others")
    least_share: ClassVar[LeastShare] = "summary"
    mark: ClassVar[str] = ">"
    heading: ClassVar[str] = N_("For others")
    asks: ClassVar[str] = N_("what they should do")

    to: Annotated[Text, Says(N_("to"), N_("To whom?"), "", ("for",))] = ""
    owner: Annotated[
        Text, Says(N_("carried by"), N_("Who carries it to them?"), "@", ("owner", "via", "who"))
    ] = ""
    due: Annotated[Day, DUE] = ""

    def missing(self) -> tuple[str, ...]:
        """No carrier."""
        return () if self.owner else (N_("no carrier"),)


class Commitment(Entry):
    """What one person will do."""

    name: ClassVar[str] = "commitment"
    label: ClassVar[str] = N_("promise")
    plural: ClassVar[str] = N_("promises")
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = N_("Commitments")
    asks: ClassVar[str] = N_("what I will do")

    owner: Annotated[Text, OWNER] = ""
    due: Annotated[Day, DUE] = ""


class Contact(Entry):
    """Somebody worth asking; the line is the name."""

    name: ClassVar[str] = "contact"
    label: ClassVar[str] = N_("contact")
    plural: ClassVar[str] = N_("contacts")
    heading: ClassVar[str] = N_("Contacts")
    in_room: ClassVar[InRoom] = "no"
    asks: ClassVar[str] = N_("the name")

    knows: Annotated[
        Text, Says(N_("knows about"), N_("What do they know about?"), "", ("knows", "about"))
    ] = ""
    reach: Annotated[Text, Says(N_("reach"), N_("How are they reached?"), "", ("tel", "mail"))] = ""
    consent: Consent = ""
