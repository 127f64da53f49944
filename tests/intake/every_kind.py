"""A session with a line of every kind, with every field filled in."""

from __future__ import annotations

from typing import Any

from kmfacilitate.session.kinds import KINDS
from kmfacilitate.session.kinds.base import is_list, is_number
from kmfacilitate.templates.shelf import TemplateShelf

HOSTILE = 'a "b" <i>|</i> \\ \n# é ي 👩‍👩‍👧 =1+1'
_FIRST = 1_779_758_667_127_538_240
_KEPT = {"kind", "n", "stage", "question", "rev", "deleted", "forgotten", "gone"}


def documents() -> dict[str, Any]:
    script = TemplateShelf().get("after-action-review")
    stage = script.stages[1]
    entries = {
        str(_FIRST + (number << 21)): _filled(kind, number, stage.id, stage.questions[0].id)
        for number, kind in enumerate(KINDS.values(), 1)
    }
    gone = str(_FIRST + (500 << 21))
    entries[gone] = {"rev": 9, "kind": "lesson", "stage": stage.id, "n": 90, "text": "out", "deleted": True}
    entries[str(_FIRST + (501 << 21))] = {
        "rev": 2000,
        "kind": "lesson",
        "deleted": True,
        "forgotten": "2026-11-22",
    }
    return {
        "_meta": {"1": {"session": "k3x9-7fq2-m8t4"}},
        "session": {
            "1": {
                "rev": 3, "title": HOSTILE, "template": script.id, "technique": script.technique, "tz": "UTC",
                "state": "finished", "created": "2026-11-22T09:20:00.000Z", "names": "all", "share": "open",
                "later": [1, ["x"]],
            }
        },
        "stages": {
            str(i): {"rev": i, "stage": each.id, "minutes": 3 + i, "state": "done" if i % 2 else "",
                     "new": "x"}
            for i, each in enumerate(script.stages, 1)
        },
        "people": {str(_FIRST): {"rev": 1, "name": HOSTILE, "email": "a@example.org"}},
        "clock": {
            str(_FIRST): {"rev": 1, "at": "2026-11-22T09:30:00.000Z", "where": "stage", "stage": stage.id}
        },
        "entries": entries,
        "conflicts": {
            str(_FIRST): {"rev": 1, "table": "entries", "id": gone, "field": "text", "other": HOSTILE}
        },
        "from-later": {str(_FIRST): {"rev": 1, "what": ["a", ["b"]]}},
        "template": {"1": {"rev": 1, **script.model_dump(mode="json", by_alias=True, exclude_defaults=True)}},
    }  # fmt: skip


def _filled(kind: Any, number: int, stage: str, question: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "rev": number,
        "kind": kind.name,
        "stage": stage,
        "question": question,
        "n": number,
    }
    fields |= {"text": HOSTILE, "at": "2026-11-22T09:31:05.120Z", "from later": ["x", 1]}
    for name, says in kind.fields().items():
        if says.choices:
            fields[name] = says.choices[0]
        elif name == "due":
            fields[name] = "2026-12-01"
        elif is_number(kind, name):
            fields[name] = 3
        elif is_list(kind, name):
            fields[name] = ["one", HOSTILE]
        elif name not in _KEPT:
            fields[name] = HOSTILE
    if kind.name in ("vote", "rating"):
        fields["complete"] = True
    return fields
