"""Names of files that are made in one go: no two the same, whether or not the disk minds capitals."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Names:
    """The names given so far."""

    _given: set[str] = field(default_factory=set)

    def free(self, name: str) -> str:
        """The name, or the same with a number where it was given already: `a.md`, then `a-2.md`."""
        stem, dot, end = name.rpartition(".")
        found, number = name, 2
        while found.casefold() in self._given:
            found = f"{stem}-{number}{dot}{end}"
            number += 1
        self._given.add(found.casefold())
        return found
