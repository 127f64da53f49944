"""What is needed to put one entry into words: its number, votes, the question it answers, days in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.kinds.activities import Verdict, Vote
from kmfacilitate.session.kinds.insights import Risk
from kmfacilitate.session.material import totals
from kmfacilitate.session.session import Session

from .dates import day_in_words
from .edition import Edition, Spread

TAKEN_OUT = N_("(a line that was taken out)")
Rows = Sequence[tuple[str, Entry]]
"""Entries with their ids."""


@dataclass(frozen=True)
class Telling:
    """One edition, being told."""

    edition: Edition

    @property
    def session(self) -> Session:
        """What leaves."""
        return self.edition.session

    @property
    def language(self) -> str:
        """The language of the meeting."""
        return self.session.meeting.language

    def number(self, id_: str) -> str:
        """The number of a line in the session."""
        return self.edition.numbers.get(id_, "")

    def day(self, day: str) -> str:
        """A stored day in words."""
        return day_in_words(day, self.language)

    def spread(self, id_: str) -> Spread:
        """The spread of a rating."""
        return self.edition.spreads.get(id_, Spread(0, None, None))

    def votes(self, id_: str) -> int | None:
        """Votes of a line in the last complete vote it stood in."""
        return self._votes.get(id_)

    def ask(self, entry: Entry) -> str:
        """The question that an entry answers."""
        question = self.session.template.question(entry.question)
        return question.ask if question else ""

    def says(self, entry: Entry) -> str:
        """The words of an entry; where it has none of its own, the question it answers."""
        return entry.text or self.ask(entry) or _(type(entry).label)

    def live(self, id_: str) -> Entry | None:
        """The entry with that id, unless it was taken out or does not leave."""
        entry = self.session.entries.get(id_)
        return None if entry is None or entry.deleted else entry

    def is_own(self, verdict: Verdict) -> bool:
        """Whether a verdict is on a line of this session, not of an earlier one."""
        return verdict.on.partition("/")[0] == self.session.id

    def group(self, entry: Entry) -> str:
        """The name of the group an entry is in."""
        theme = self.live(entry.group) if entry.group else None
        return theme.text if theme else ""

    def members(self, id_: str) -> list[tuple[str, Entry]]:
        """The lines of a group."""
        return self._members.get(id_, [])

    @cached_property
    def has_risks(self) -> bool:
        """Whether the session names risks."""
        return any(isinstance(entry, Risk) for _id, entry in self.session.live())

    @cached_property
    def _votes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for _id, vote in self.session.live():
            if isinstance(vote, Vote) and vote.complete and vote.method == "dots":
                found |= totals(vote)
        return found

    @cached_property
    def _members(self) -> dict[str, list[tuple[str, Entry]]]:
        found: dict[str, list[tuple[str, Entry]]] = {}
        for id_, entry in self.session.live():
            found.setdefault(entry.group, []).append((id_, entry))
        found.pop("", None)
        return found
