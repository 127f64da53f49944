"""What the room decides together: votes, ratings, checks, pairs, and verdicts on earlier lines."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from kmfacilitate.language import N_

from .base import Entry, InRoom, LeastShare, Says, Text


class Vote(Entry):
    """A vote or ranking on lines; only totals are kept, and none is shown before it is complete."""

    name: ClassVar[str] = "vote"
    label: ClassVar[str] = N_("vote")
    plural: ClassVar[str] = N_("votes")
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = N_("Ranking")
    in_room: ClassVar[InRoom] = "when complete"
    typed: ClassVar[bool] = False

    method: Literal["dots", "score", "rank"] = "dots"
    dots: int = 0
    voters: int = 0
    """Slips in so far."""
    expected: int = 0
    """Slips that make it complete: people in the room when the first one came; 0: nobody counted."""
    over: tuple[str, ...] = ()
    """Ids of the lines on the ballot, in ballot order."""
    tally: tuple[tuple[str, int], ...] = ()
    scores: tuple[tuple[str, int, int], ...] = ()
    order: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    """Ids taken on after the reveal, where the facilitator chose otherwise than the first few."""
    complete: bool = False


class Rating(Entry):
    """Numbers from the room: how many, and their spread; never who."""

    name: ClassVar[str] = "rating"
    label: ClassVar[str] = N_("rating")
    plural: ClassVar[str] = N_("ratings")
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = N_("Ratings")
    in_room: ClassVar[InRoom] = "when complete"
    typed: ClassVar[bool] = False

    values: tuple[int, ...] = ()
    scale: tuple[int, int] = (1, 5)
    private: Literal["", "yes"] = ""
    """The safety check: seen by the facilitator alone, in no edition."""
    complete: bool = False


class Check(Entry):
    """A yes or no."""

    name: ClassVar[str] = "check"
    label: ClassVar[str] = N_("check")
    plural: ClassVar[str] = N_("checks")
    heading: ClassVar[str] = N_("Checks")
    typed: ClassVar[bool] = False

    answer: Annotated[
        Literal["", "yes", "no"], Says(N_("answer"), N_("Yes or no?"), "", (), ("yes", "no"))
    ] = ""


class Pairs(Entry):
    """Pairs or tables drawn at random from a shown seed."""

    name: ClassVar[str] = "pairs"
    label: ClassVar[str] = N_("pairs")
    plural: ClassVar[str] = N_("pairs")
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = N_("Pairs and tables")
    typed: ClassVar[bool] = False

    tables: tuple[tuple[str, ...], ...] = ()
    """Who is with whom; empty where names may not be kept."""
    sizes: tuple[int, ...] = ()
    """How many are at each table."""
    seed: int = 0
    unmet: str = ""


class Verdict(Entry):
    """What the room says about an earlier line, of this session or another."""

    name: ClassVar[str] = "verdict"
    label: ClassVar[str] = N_("verdict")
    plural: ClassVar[str] = N_("verdicts")
    least_share: ClassVar[LeastShare] = "summary"
    heading: ClassVar[str] = N_("Carried over")
    typed: ClassVar[bool] = False

    on: str = ""
    """`session/entry`."""
    says: str = ""
    """The verdict: met, missed, done, dropped, applies, …."""
    of: str = ""
    """The kind of the line judged: action, lesson, risk, …."""
    what: Annotated[Text, Says(N_("about"), hidden=True)] = ""
    reason: Annotated[Text, Says(N_("reason"), N_("What was said about it?"), "", ("note",))] = ""
