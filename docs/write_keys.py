"""Write keys.md, the page of words and keys, from the table of verbs: `python docs/write_keys.py`."""

from __future__ import annotations

from pathlib import Path

from kmfacilitate.verbs import VERBS, Verb

PAGE = Path(__file__).with_name("keys.md")
GROUPS = {
    "stage": "Going through the stages",
    "notes": "Lines",
    "activity": "Slips, votes, scores, ratings",
    "people": "People",
    "time": "Time",
    "view": "What is seen, and what leaves",
    "app": "The program",
}
TOP = """\
# Words and keys

Every word can be typed in the capture line of the app and in [plain mode](plain.md), after a colon.
Keys are those of the app. `python docs/write_keys.py` writes this page from `kmfacilitate/verbs.py`.

In the capture line itself: Enter adds the line and does nothing on an empty one; ↑ on an empty line
picks a line, then Enter changes it, Space marks it, `/` splits it in two, Delete takes it out; with some
marked, `&` joins them into the first and `(` asks for the name of a group for them; Tab completes names,
tags and fields; Esc goes back and never destroys.

A kind's name is a word too: `:risk Keys get lost | sign: a hook is empty`.
"""


def page() -> str:
    """The whole page."""
    parts = [TOP]
    for group, title in GROUPS.items():
        rows = [_row(verb) for verb in VERBS if verb.group == group]
        parts.append(
            "\n".join((f"## {title}\n", "| Word | Keys | What it does |", "| --- | --- | --- |", *rows))
            + "\n"
        )
    return "\n".join(parts)


def _row(verb: Verb) -> str:
    takes = f" {verb.takes}" if verb.takes else ""
    word = f"`:{verb.word}{takes}`".replace("|", "\\|")
    keys = ", ".join(_key(key) for key in verb.keys)
    return f"| {word} | {keys} | {verb.help.replace('|', chr(92) + '|')} |"


def _key(name: str) -> str:
    return "+".join(part.upper() if len(part) < 3 else part.capitalize() for part in name.split("+"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
