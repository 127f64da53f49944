"""What is set aside, and what only the facilitator sees."""

from __future__ import annotations

from typing import Annotated, ClassVar

from .base import Entry, InRoom, Says, Text

FATES = ("action", "lesson", "question", "dropped")


class Parked(Entry):
    """Something for later: it becomes an action, a lesson, a question, or is dropped."""

    name: ClassVar[str] = "parked"
    label: ClassVar[str] = "parked"
    plural: ClassVar[str] = "parked"
    mark: ClassVar[str] = "?"
    heading: ClassVar[str] = "Parking lot"
    in_room: ClassVar[InRoom] = "no"
    asks: ClassVar[str] = "what is set aside"

    became: Annotated[str, Says("fate", "Action, lesson, question, or dropped?", "", ("fate",), FATES)] = ""
    reason: Annotated[Text, Says("reason", hidden=True)] = ""


class Private(Entry):
    """The facilitator's own note: in no room view and no shared edition."""

    name: ClassVar[str] = "private"
    label: ClassVar[str] = "only you"
    plural: ClassVar[str] = "only you"
    mark: ClassVar[str] = "~"
    heading: ClassVar[str] = "Private notes"
    in_room: ClassVar[InRoom] = "no"
    leaves: ClassVar[bool] = False
    asks: ClassVar[str] = "a note for yourself"
