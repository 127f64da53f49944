"""A made-up library of any size, the same for one seed, with words as often as in a language."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kmfacilitate.session.ids import session_id_from
from kmfacilitate.store.encoding import Lines
from kmfacilitate.store.library import Library
from kmfacilitate.store.naming import file_name

WORDS = 12_000
_STARTS = (*"bcdfghjklmnprstvw", "br", "ch", "cl", "dr", "fl", "gr", "pl", "qu", "sh", "sp", "st", "th")
_HEARTS = ("a", "ai", "au", "e", "ea", "ee", "i", "ie", "o", "oa", "oo", "ou", "u")
_ENDS = (*"bdglmnprstx", "ck", "ft", "ll", "mp", "nd", "ng", "nt", "rd", "rk", "ss", "st", "th")
_FORMS = ("", "", "", "s", "ed", "ing", "ation", "ly", "er", "ment")
_STATES = ("", "", "validated", "embedded")
_KINDS = ("lesson", "lesson", "action", "event", "event", "cause", "point", "recommendation", "risk")
_PEOPLE = ("Ana Silva", "Sam Okoro", "Priya Nair", "R. Moyo", "Kate Doyle", "Zoë Lang", "Kamala Rao")
_TECHNIQUES = ("after-action-review", "pre-mortem", "retrospect", "before-action-review", "peer-assist")


def vocabulary(chance: random.Random) -> list[str]:
    """Words, the commonest first and shortest."""
    found: dict[str, None] = {}
    while len(found) < WORDS:
        parts = 1 + (len(found) > 60) + (chance.random() < 0.4)
        word = "".join(chance.choice(_STARTS) + chance.choice(_HEARTS) for _ in range(parts))
        found[word + chance.choice(_ENDS) + (chance.choice(_FORMS) if parts > 1 else "")] = None
    return list(found)


class MadeUp:
    """Makes sessions of a library."""

    def __init__(self, seed: int = 5, kinds: Sequence[str] = _KINDS) -> None:
        self.kinds = kinds
        self.chance = random.Random(seed)
        self.words = vocabulary(self.chance)
        self._weights = [0.0]
        for rank in range(1, len(self.words) + 1):
            self._weights.append(self._weights[-1] + 1 / (rank + 2.7) ** 1.05)
        del self._weights[0]

    def text(self, many: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self._weights, k=many))

    def sessions(self, many: int, lines: int) -> Iterator[dict[str, dict[str, Any]]]:
        """Documents of so many sessions with so many lines on average, oldest first."""
        day = date(2009, 1, 5)
        step = max(1, 6000 // many)
        earlier: list[str] = []
        for at in range(many):
            if at % max(1, many // 6000) == 0:
                day += timedelta(days=step)
            length = max(3, min(424, int(lines * math.exp(self.chance.gauss(-0.125, 0.5)))))
            yield self._session(at, day, length, earlier)

    def _session(self, at: int, day: date, length: int, earlier: list[str]) -> dict[str, dict[str, Any]]:
        chance = self.chance
        id_ = session_id_from(f"made up {at}")
        noon = f"{day}T12:00:00.000Z"
        entries: dict[str, dict[str, Any]] = {}
        first = (at + 1) * 1_000_000_000_000 + 10**18
        for n in range(1, length + 1):
            kind = chance.choice(self.kinds)
            raw: dict[str, Any] = {
                "rev": 1, "kind": kind, "stage": "actual", "question": "timeline", "n": n,
                "text": self.text(chance.randint(6, 22)), "at": noon,
                "tags": [chance.choice(self.words[80:300])],
            }  # fmt: skip
            if kind == "lesson":
                raw |= {
                    "why": [self.text(12)], "recommendation": self.text(15), "context": self.text(12),
                    "owner": chance.choice(_PEOPLE), "state": chance.choice(_STATES),
                }  # fmt: skip
            elif kind in ("action", "recommendation"):
                due = (day + timedelta(days=chance.randint(3, 60))).isoformat()
                raw |= {"owner": chance.choice(_PEOPLE), "due": due}
            elif kind == "cause":
                raw["text"] = " -> ".join(self.text(6) for _ in range(3))
            entries[str(first + n)] = {name: value for name, value in raw.items() if value}
            if kind == "action":
                earlier.append(f"{id_}/{first + n}")
        if len(earlier) > 20:
            on = earlier.pop(chance.randrange(10))
            entries[str(first + length + 1)] = {
                "rev": 1, "kind": "verdict", "stage": "actual", "n": length + 1, "at": noon, "on": on,
                "says": chance.choice(("done", "done", "still open", "dropped")),
            }  # fmt: skip
        meeting = {
            "rev": 1, "title": self.text(6), "project": f"project-{at % 150}",
            "template": "after-action-review", "technique": chance.choice(_TECHNIQUES),
            "family": "structured", "language": "en", "facilitator": chance.choice(_PEOPLE), "tz": "UTC",
            "state": "finished", "created": noon, "started": noon, "ended": noon,
            "names": "owners", "share": "open",
        }  # fmt: skip
        return {
            "_meta": {"1": {"schema": 1, "what": "session", "session": id_, "app": "0"}},
            "session": {"1": meeting},
            "stages": {"1": {"rev": 1, "stage": "actual", "minutes": 30, "state": "done"}},
            "entries": entries,
            "template": {"1": {"rev": 1, "id": "after-action-review", "stages": [{"id": "actual"}]}},
        }


def fill(folder: Path, many: int, lines: int = 30, kinds: Sequence[str] = _KINDS) -> tuple[Library, MadeUp]:
    """Make a library in a folder that holds so many sessions, of so many lines on average."""
    library = Library.open(folder)
    made = MadeUp(kinds=kinds)
    for documents in made.sessions(many, lines):
        meeting = documents["session"]["1"]
        name = file_name(meeting, documents["_meta"]["1"]["session"], 1)
        path = library.sessions_folder / name[:4] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Lines().encode(documents))
    return library, made
