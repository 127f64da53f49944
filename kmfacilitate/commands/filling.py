"""Filling in a line field by field: one question, one answer."""

from __future__ import annotations

from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session.acts import correct
from kmfacilitate.session.answering import field_value
from kmfacilitate.session.documents import is_empty
from kmfacilitate.session.edits import Change
from kmfacilitate.session.kinds import kind_class


class Filling:
    """The fields of one line that are still to be asked for."""

    def __init__(self, desk: Desk, entry: str) -> None:
        self._desk = desk
        self.entry = entry
        self.kind = desk.f.session.entries[entry].kind
        raw = desk.f.session.documents["entries"][entry]
        self._left = [name for name in kind_class(self.kind).fields() if is_empty(raw.get(name))]

    @property
    def label(self) -> str:
        """What the field is called that is asked for next; empty when nothing is left."""
        return _(kind_class(self.kind).speech(self._left[0]).label) if self._left else ""

    @property
    def ask(self) -> str:
        """What is asked for next; empty when nothing is left."""
        if not self._left:
            return ""
        says = kind_class(self.kind).speech(self._left[0])
        return f"{_(says.label)}: {_(says.ask)}"

    def answer(self, words: str) -> Change:
        """Keep the answer to what is asked for.

        Raises:
            Refused: It can't be read as that field, which is then asked for again.
        """
        field = self._left[0]
        fields = field_value(self._desk.f, self.kind, field, words)
        change = self._desk.f.do("fill", correct.fill(self.entry, fields, kind=self.kind))
        del self._left[0]
        return change

    def leave_out(self) -> None:
        """Go on to the next field."""
        del self._left[0]
