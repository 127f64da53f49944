"""Words that break documents, in every field of every kind."""

from __future__ import annotations

from typing import Any

from meetings import REVIEW, Meeting

from kmfacilitate.session.kinds import KINDS, Entry, is_list, is_number

HOSTILE = (
    "# not a heading", "| a | b |", "[[x]]", "<script>alert(1)</script>", "---", "```", "=1+1", "@SUM(A1)",
    "+1", "-1", "\t=1", "مرحبا \u202eabc", "👩‍👩‍👧", "a\x00b", "lone \ud800", "[/foo]", "x" * 20_000,
    "one\n\n    two", "\x1b]52;c;aGk=\x07", "\u009b31m", "{{ 7 * 7 }}", "{% raw %}", "&lt;b&gt;", "1. one",
    "[a]: http://x", "</style></title><img src=x onerror=alert(1)>", "]]>", "\ufffe\uffff\ufdd0",
    "a,b;c\"d'e",
    "END:VCALENDAR\r\nBEGIN:VEVENT", "\\n;,:", "🗓️ 📅 2020-01-01", "]", "[x](y)",
)  # fmt: skip


def every_field(kind: type[Entry], text: str) -> dict[str, Any]:
    """A value for each field that may be filled in: the text where it is free."""
    found: dict[str, Any] = {"consent": "yes"} if "consent" in kind.model_fields else {}
    for name, says in kind.fields().items():
        if name in found:
            continue
        if says.choices:
            found[name] = says.choices[0]
        elif is_number(kind, name):
            found[name] = 3
        elif name in ("due", "review"):
            found[name] = "2018-02-01"
        else:
            found[name] = [text, text] if is_list(kind, name) else text
    return found


def meeting_of(texts: tuple[str, ...], kinds: tuple[str, ...] = tuple(sorted(KINDS)), **said: Any) -> Meeting:
    """A meeting with a line of each kind for each text, in all its fields."""
    m = Meeting(REVIEW, **{"title": texts[0], "project": texts[1], "place": texts[2], **said})
    for kind in kinds:
        for words in texts:
            m.add(kind, "expected", "plan", words, **every_field(KINDS[kind], words))
    m.person(texts[3])
    return m
