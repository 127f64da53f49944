"""A list of words that leave in no edition: taken out of everything that somebody typed, on the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kmfacilitate.clean import clean_line
from kmfacilitate.language import ENGLISH, _, speaking
from kmfacilitate.session.documents import Documents, Raw
from kmfacilitate.session.kinds import kind_class

from .redaction import LEFT_OUT, Redaction
from .sharing import AS_THEY_ARE

_PROGRAMS_OWN: Mapping[str, frozenset[str]] = {
    "session": frozenset(
        {"template", "technique", "variant", "family", "language", "tz", "state", "created", "begins",
         "started", "ended", "hard_end", "names", "share"}
    ),
    "clock": frozenset({"at", "where", "stage", "question", "back"}),
    "conflicts": frozenset({"table", "id", "field", "at"}),
}  # fmt: skip
"""Fields that hold times, ids and words of the program, by table."""
_TYPED_IN = frozenset({"reason"})
"""What is typed into the record of a stage."""
_TOLD = frozenset(
    {"title", "short", "ask", "say", "probes", "tips", "watch_for", "if_stuck", "summary", "tagline",
     "when_to_use", "not_for", "who", "roles", "prepare", "ground_rules", "ground_rules_short", "pitfalls",
     "outputs", "called"}
)  # fmt: skip
"""What is told in a template, at any depth."""


def read_words(text: str) -> tuple[str, ...]:
    """The words of a list: one name or phrase a line; `#` begins a remark."""
    lines = (clean_line(line.partition("#")[0]) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def without_words(documents: Documents, redaction: Redaction) -> dict[str, dict[str, Raw]]:
    """The documents of a session without these words; ids, times and the program's own words stay."""
    entries = documents.get("entries", {})

    def entry(raw: Raw) -> Raw:
        kind = kind_class(str(raw.get("kind", "")))
        choices = {name for name, says in kind.fields().items() if says.choices}
        own = (AS_THEY_ARE | choices | {"state", "method"}) - {"under"}
        found = {name: value if name in own else redaction.deep(value) for name, value in raw.items()}
        if raw.get("under") in entries:
            found["under"] = raw["under"]
        if raw.get("tags"):
            found["tags"] = [tag for tag in raw["tags"] if not redaction.names(str(tag).replace("-", " "))]
        return found

    def table(name: str, raw: Raw) -> Raw:
        match name:
            case "_meta":
                return raw
            case "entries":
                return entry(raw)
            case "template":
                return dict(_told(raw, redaction))
            case "stages":
                return {**raw, **{n: redaction.deep(v) for n, v in raw.items() if n in _TYPED_IN}}
            case _:
                own = _PROGRAMS_OWN.get(name, frozenset())
                return {n: v if n in own else redaction.deep(v) for n, v in raw.items()}

    return {
        name: {id_: table(name, raw) if isinstance(raw, Mapping) else raw for id_, raw in rows.items()}
        for name, rows in documents.items()
    }


def _told(value: Any, redaction: Redaction) -> Any:
    if isinstance(value, Mapping):
        return {
            name: redaction.deep(part) if name in _TOLD else _told(part, redaction)
            for name, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_told(part, redaction) for part in value]
    return value


def redaction_of(words: Iterable[str], language: str = ENGLISH) -> Redaction | None:
    """What takes these words out; none where there are none."""
    words = tuple(words)
    with speaking(language):
        return Redaction(words, _(LEFT_OUT)) if words else None
