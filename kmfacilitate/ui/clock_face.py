"""The clock as the settings want it: still but for the minutes, and one bell two minutes before the end."""

from __future__ import annotations

import re
from dataclasses import replace

from kmfacilitate.session.scene import ClockWords, Said, Talk

WARNING = 120
"""Seconds before the end of a stage at which a bell may ring."""
_STOPWATCH = re.compile(r"(?<![\d:])(\d+):(\d\d)(?![\d:])")


class Bell:
    """Says when to ring: once, as the time left of a stage comes down to two minutes."""

    def __init__(self) -> None:
        self._stage = ""
        self._left: int | None = None

    def rings(self, clock: ClockWords, stage: str) -> bool:
        """Whether to ring now; to be asked at every tick.

        Args:
            clock: the words of the clock; of somebody's own turn nothing rings.
            stage: the stage at hand.
        """
        before = self._left if stage == self._stage else None
        self._stage = stage
        used, planned = _seconds(clock.used), _seconds(clock.planned)
        runs = not clock.item and clock.state == "running"
        self._left = planned - used if runs else None
        return before is not None and self._left is not None and before > WARNING >= self._left > WARNING // 2


def still(clock: ClockWords) -> ClockWords:
    """The words of the clock in whole minutes, so that they change once a minute."""
    return ClockWords(
        _minutes(clock.used),
        _minutes(clock.planned),
        Said(_left(clock.left.text) if clock.state == "running" else clock.left.text, clock.left.role),
        _minutes(clock.item),
        _minutes(clock.step),
        clock.overall,
        clock.state,
    )


def still_talk(talk: Talk | None) -> Talk | None:
    """A conversation with its large clock in whole minutes."""
    if talk is None:
        return None
    return replace(talk, left=_left(talk.left).replace(" min", ""))


def _left(words: str) -> str:
    """Time left is rounded up, what is over is rounded down."""
    return _minutes(words, up=not words.startswith(("!", "+")))


def _minutes(words: str, *, up: bool = False) -> str:
    return _STOPWATCH.sub(lambda found: f"{int(found[1]) + (up and found[2] != '00')} min", words)


def _seconds(words: str) -> int:
    found = _STOPWATCH.fullmatch(words)
    return int(found[1]) * 60 + int(found[2]) if found else 0
