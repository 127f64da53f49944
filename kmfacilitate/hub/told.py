"""What an exchange with the hub did, as it is told afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Told:
    """What an exchange did."""

    sent: int = 0
    conflicts: int = 0
    """Lines that were changed in two places at once, of which the hub keeps both versions."""
    withdrawn: int = 0
    taken: int = 0
    removed: int = 0
    decided: int = 0
    """Decisions of keepers that came."""
    gone: int = 0
    """Sessions that were not sent since they were taken back, from another laptop or before."""
    others: int = 0
    """Sessions that were not sent since somebody else shares them."""
    older: int = 0
    """Sessions that were not sent since another machine shared them later, with less or more of them."""
    archived: int = 0
    """Sessions that were not sent since their year was put away."""
    unread: list[str] = field(default_factory=list)
    """Why files of shared sessions could not be read; nothing of them was sent."""
    waiting: bool = False
    """Somebody was still writing: what they write comes with a later pull."""
    compared_again: bool = False
    """The hub knew less than it had acknowledged: it came back from an older backup."""
