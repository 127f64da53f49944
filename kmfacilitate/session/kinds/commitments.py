"""What somebody will do."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from ..document import Day
from .base import Entry, InRoom, LeastShare, Says, Text
from .happenings import Consent
from .insights import DUE, OWNER


class Action(Entry):
    """What will be done: one owner and a date, or it shows as incomplete."""

    name: ClassVar[str] = "action"
    label: ClassVar[str] = "action"
    plural: ClassVar[str] = "actions"
    least_share: ClassVar[LeastShare] = "actions"
    mark: ClassVar[str] = "!"
    heading: ClassVar[str] = "Actions"
    asks: ClassVar[str] = "what will be done"

    owner: Annotated[Text, OWNER] = ""
    due: Annotated[Day, DUE] = ""
    done: Annotated[Day, Says("done on", hidden=True)] = ""
    dropped: Annotated[Text, Says("dropped because", hidden=True)] = ""

    @property
    def state(self) -> Literal["open", "done", "dropped"]:
        """Open until it is done or dropped."""
        return "dropped" if self.dropped else "done" if self.done else "open"

    def missing(self) -> tuple[str, ...]:
        """No owner, no date."""
        return tuple(w for w, have in (("no owner", self.owner), ("no date", self.due)) if not have)


class Recommendation(Entry):
    """What somebody outside the room should do, and who carries it to them."""

    name: ClassVar[str] = "recommendation"
    label: ClassVar[str] = "for others"
    plural: ClassVar[str] = "for others"
    least_share: ClassVar[LeastShare] = "summary"
    mark: ClassVar[str] = ">"
    heading: ClassVar[str] = "For others"
    asks: ClassVar[str] = "what they should do"

    to: Annotated[Text, Says("to", "To whom?", "", ("for",))] = ""
    owner: Annotated[Text, Says("carried by", "Who carries it to them?", "@", ("owner", "via", "who"))] = ""
    due: Annotated[Day, DUE] = ""

    def missing(self) -> tuple[str, ...]:
        """No carrier."""
        return () if self.owner else ("no carrier",)


class Commitment(Entry):
    """What one person will do."""

    name: ClassVar[str] = "commitment"
    label: ClassVar[str] = "promise"
    plural: ClassVar[str] = "promises"
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = "Commitments"
    asks: ClassVar[str] = "what I will do"

    owner: Annotated[Text, OWNER] = ""
    due: Annotated[Day, DUE] = ""


class Contact(Entry):
    """Somebody worth asking; the line is the name."""

    name: ClassVar[str] = "contact"
    label: ClassVar[str] = "contact"
    plural: ClassVar[str] = "contacts"
    heading: ClassVar[str] = "Contacts"
    in_room: ClassVar[InRoom] = "no"
    asks: ClassVar[str] = "the name"

    knows: Annotated[Text, Says("knows about", "What do they know about?", "", ("knows", "about"))] = ""
    reach: Annotated[Text, Says("reach", "How are they reached?", "", ("tel", "mail"))] = ""
    consent: Consent = ""
