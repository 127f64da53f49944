"""A programme of coffees: a record of rounds, not a session with a clock.

Stored as tables of documents, like a session (`docs/coffees.md` tells its users):

- `_meta` `1`: `schema`, `what` = programme, `app`
- `programme` `1`: `rev`, `name`, `created`
- `people`: `rev`, `name`; tables name people by the id here, so that forgetting somebody leaves rounds whole
- `rounds`, by number: `rev`, `at`, `seed`, `size`, `avoid`, `same`, `mix`, `tables` (lists of ids of people),
  `left` (ids of who left after the draw), `kept_apart` (how many twos; never who)
- `feedback`, by round: `rev`, `answers`, `met`, `worth` (how many gave 1, 2, … 5), `again`, `asked_again`,
  `quotes` (of those who agreed to share them)

No address is kept, and nobody who is kept apart is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .documents import Documents, Raw, without_empty
from .pairs import Tables, Wishes
from .sign_up import Feedback

SCHEMA = 1
SOMEONE = "someone"
"""What stands for a person who was forgotten."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round as it stands now."""

    number: int
    seed: int
    size: int
    tables: Tables
    avoid: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    mix: tuple[str, ...] = ()
    kept_apart: int = 0


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme, immutable: what changes it returns another one. Fields it does not know are kept."""

    documents: Documents

    @classmethod
    def begin(cls, name: str, at: str, app: str) -> Programme:
        """A new programme; `at` is a stamp."""
        return cls(
            {
                "_meta": {"1": {"schema": SCHEMA, "what": "programme", "app": app}},
                "programme": {"1": {"rev": 1, "name": name, "created": at}},
            }
        )

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self._document("programme", "1").get("name", ""))

    @property
    def is_newer(self) -> bool:
        """Whether it was written by a version that this one would do harm to."""
        return int(self._document("_meta", "1").get("schema", SCHEMA)) > SCHEMA

    def rounds(self) -> tuple[Round, ...]:
        """The rounds, first to last; whoever was forgotten is in none of their tables."""
        names = {id_: str(raw.get("name", "")) for id_, raw in self._table("people").items()}
        found = []
        for number, raw in sorted((int(id_), raw) for id_, raw in self._table("rounds").items()):
            known = (
                tuple(names[id_] for id_ in table if names.get(id_, SOMEONE) != SOMEONE)
                for table in raw.get("tables", ())
            )
            found.append(
                Round(
                    number,
                    int(raw.get("seed", 0)),
                    int(raw.get("size", 2)),
                    tuple(known),
                    avoid=tuple(raw.get("avoid", ())),
                    same=tuple(raw.get("same", ())),
                    mix=tuple(raw.get("mix", ())),
                    kept_apart=int(raw.get("kept_apart", 0)),
                )
            )
        return tuple(found)

    def with_round(self, tables: Tables, seed: int, size: int, wishes: Wishes, at: str) -> Programme:
        """The programme with one more round."""
        people, ids = self._with_people(name for table in tables for name in table)
        everybody = set(ids)
        drawn = {
            "at": at, "seed": seed, "size": size,
            "avoid": list(wishes.avoid), "same": list(wishes.same), "mix": list(wishes.mix),
            "tables": [[ids[name] for name in table] for table in tables],
            "kept_apart": sum(1 for two in wishes.apart if two <= everybody),
        }  # fmt: skip
        number = max((each.number for each in self.rounds()), default=0) + 1
        return people._put("rounds", str(number), without_empty(drawn))

    def without_leaver(self, number: int, leaver: str, tables: Tables) -> Programme:
        """The programme after somebody left a round, with the tables as they are now."""
        people, ids = self._with_people([leaver, *(name for table in tables for name in table)])
        left = [*self._document("rounds", str(number)).get("left", ()), ids[leaver]]
        seats = [[ids[name] for name in table] for table in tables]
        return people._put("rounds", str(number), {"tables": seats, "left": left})

    def with_feedback(self, number: int, said: Feedback) -> Programme:
        """The programme with what came back after a round; it replaces what came before."""
        fields: dict[str, Any] = {
            "answers": said.answers, "met": said.met, "worth": list(said.worth), "again": said.again,
            "asked_again": said.asked_again, "quotes": list(said.quotes),
        }  # fmt: skip
        return self._put("feedback", str(number), fields)

    def mentions(self, name: str) -> int:
        """In how many places somebody is named."""
        named = sum(1 for raw in self._table("people").values() if _is(raw, name))
        pattern = _whole_name(name)
        return named + sum(
            len(pattern.findall(quote))
            for raw in self._table("feedback").values()
            for quote in raw.get("quotes", ())
        )

    def forget(self, name: str) -> Programme:
        """The programme with somebody called "someone" everywhere; the rounds keep all their tables."""
        found = self
        for id_, raw in self._table("people").items():
            if _is(raw, name):
                found = found._put("people", id_, {"name": SOMEONE})
        pattern = _whole_name(name)
        for id_, raw in self._table("feedback").items():
            quotes = [pattern.sub(SOMEONE, quote) for quote in raw.get("quotes", ())]
            if quotes != list(raw.get("quotes", ())):
                found = found._put("feedback", id_, {"quotes": quotes})
        return found

    def _table(self, name: str) -> Mapping[str, Raw]:
        return self.documents.get(name, {})

    def _document(self, table: str, id_: str) -> Raw:
        return self._table(table).get(id_, {})

    def _put(self, table: str, id_: str, fields: Mapping[str, Any]) -> Programme:
        before = self._document(table, id_)
        after = {"rev": 0, **before, **fields}
        after["rev"] = int(before.get("rev", 0)) + 1
        return Programme({**self.documents, table: {**self._table(table), id_: after}})

    def _with_people(self, names: Iterable[str]) -> tuple[Programme, dict[str, str]]:
        """The programme with these people in it, and the id of each."""
        ids = {str(raw.get("name", "")): id_ for id_, raw in self._table("people").items()}
        ids.pop(SOMEONE, None)
        latest = max(map(int, self._table("people")), default=0)
        found = self
        for name in sorted(set(names) - set(ids)):
            latest += 1
            ids[name] = str(latest)
            found = found._put("people", str(latest), {"name": name})
        return found, ids


def _is(raw: Raw, name: str) -> bool:
    return str(raw.get("name", "")).casefold() == name.strip().casefold()


def _whole_name(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
