"""What is set aside, and what only the facilitator sees."""

from __future__ import annotations

from typing import Annotated, ClassVar

from kmfacilitate.language import N_

from .base import Entry, InRoom, Says, Text

FATES = ("action", "lesson", "question", "dropped")


class Parked(Entry):
    """Something for later: it becomes an action, a lesson, a question, or is dropped."""

    name: ClassVar[str] = "parked"
    label: ClassVar[str] = N_("parked")
    plural: ClassVar[str] = N_("parked")
    mark: ClassVar[str] = "?"
    heading: ClassVar[str] = N_("Parking lot")
    in_room: ClassVar[InRoom] = "no"
    asks: ClassVar[str] = N_("what is set aside")

    became: Annotated[
        str, Says(N_("fate"), N_("Action, lesson, question, or dropped?"), "", ("fate",), FATES)
    ] = ""
    reason: Annotated[Text, Says(N_("reason"), hidden=True)] = ""


class Private(Entry):
    """The facilitator's own note: in no room view and no shared edition."""

    name: ClassVar[str] = "private"
    label: ClassVar[str] = N_("only you")
    plural: ClassVar[str] = N_("only you")
    mark: ClassVar[str] = "~"
    heading: ClassVar[str] = N_("Private notes")
    in_room: ClassVar[InRoom] = "no"
    leaves: ClassVar[bool] = False
    asks: ClassVar[str] = N_("a note for yourself")
