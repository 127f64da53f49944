"""A disk that fails when told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kmfacilitate.store.fsio import Disk


class FailingDisk(Disk):
    """A disk whose n-th call fails, once or from then on. A failing write leaves half of what it should."""

    CALLS = tuple(name for name in vars(Disk) if not name.startswith("_"))

    def __init__(self) -> None:
        self.made = 0
        self.writes = 0
        self.names: list[str] = []
        self.fails: Callable[[int, str], int] = lambda number, name: 0
        """From the number and name of a call to the errno it fails with, or 0."""
        self.failed = 0
        self.lies = False
        """Whether a write that fails says nothing, and writes nothing."""

    def __getattribute__(self, name: str) -> Any:
        method = super().__getattribute__(name)
        if name not in FailingDisk.CALLS:
            return method

        def call(*arguments: Any, **named: Any) -> Any:
            self.made += 1
            self.names.append(name)
            number = self.fails(self.made, name)
            if number:
                self.failed += 1
                if name == "write" and self.lies:
                    return None
                if name == "write":
                    method(arguments[0], arguments[1][: len(arguments[1]) // 2])
                if name == "close":
                    method(*arguments)
                raise OSError(number, "injected")
            return method(*arguments, **named)

        return call

    def fail_at(self, at: int, number: int, *, for_ever: bool = False) -> None:
        self.made = 0
        self.fails = lambda made, name: number if made == at or (for_ever and made >= at) else 0

    def heal(self) -> None:
        self.fails = lambda made, name: 0
