"""What Home shows of a library, from heads of files and the one file to resume. Imports nothing heavy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _
from kmfacilitate.session.local_words import local
from kmfacilitate.session.wording import count, hour
from kmfacilitate.store import shelf
from kmfacilitate.store.fsio import DISK
from kmfacilitate.store.library import Library
from kmfacilitate.templates.shelf import TemplateShelf, Title
from kmfacilitate.templates.toolbox import techniques
from kmfacilitate.ui.screens.home import HomeScreen, Unfinished
from kmfacilitate.ui.widgets.header import Saved

NEWEST = 20
"""Heads read before the first paint."""


def home_screen(library: Library, *, example: bool = False) -> HomeScreen:
    """Home with what can be known from names and heads of files.

    Args:
        library: the library in use.
        example: whether it is the example, which is gone afterwards.

    Raises:
        Unable: The library can't be read.
    """
    titles = TemplateShelf.for_library(library.folder).titles()
    heads = shelf.newest(library, NEWEST)
    now = datetime.now().astimezone()
    first = next((head for head in heads if head.unfinished), None)
    return HomeScreen(
        techniques(titles),
        heads,
        now=now,
        unfinished=_unfinished(first, titles, now) if first else None,
        library=library.label,
        saved=Saved(),
        total=shelf.count(library),
        example=example,
    )


def _unfinished(head: shelf.Head, titles: list[Title], now: datetime) -> Unfinished:
    if head.confidential:
        return Unfinished(head, stopped=_stopped(head.created, now))
    technique = next((title.title for title in titles if title.id == head.template), head.technique)
    tables = _tables(head)
    facts = [fact for fact in (_place(tables), _lines(tables)) if fact]
    return Unfinished(head, technique, head.title, tuple(facts), _stopped(_last(tables) or head.created, now))


def _tables(head: shelf.Head) -> Mapping[str, Mapping[str, Any]]:
    """The file as plain data; nothing where it can't be read, for Home only offers it."""
    try:
        return dict(json.loads(DISK.read(head.path)[0]))
    except (OSError, ValueError):
        return {}


def _live(table: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [doc for doc in (table or {}).values() if isinstance(doc, dict) and not doc.get("deleted")]


def _place(tables: Mapping[str, Mapping[str, Any]]) -> str:
    stages = [stage.get("stage", "") for stage in _live(tables.get("stages"))]
    scripts = next(iter(_live(tables.get("template"))), {}).get("stages", [])
    titles = {s.get("id"): s for s in scripts if isinstance(s, dict)}
    numbered = [s for s in stages if not titles.get(s, {}).get("break")]
    marks = sorted(
        (m for m in _live(tables.get("clock")) if m.get("where") == "stage"), key=lambda m: m.get("at", "")
    )
    here = marks[-1].get("stage") if marks else next(iter(numbered), "")
    if here not in numbered:
        return ""
    title = clean_line(str(titles.get(here, {}).get("title", "")))
    return _("stage {number} of {n}, {title}").format(
        number=numbered.index(here) + 1, n=len(numbered), title=title
    )


def _lines(tables: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        e for e in _live(tables.get("entries")) if e.get("kind") not in ("vote", "rating", "verdict", "check")
    ]
    return count(len(lines), "{n} line", "{n} lines") if lines else ""


def _last(tables: Mapping[str, Mapping[str, Any]]) -> str:
    stamps = [str(doc.get("at", "")) for name in ("clock", "entries") for doc in _live(tables.get(name))]
    return max(stamps, default="")


def _stopped(stamped: str, now: datetime) -> str:
    try:
        at = datetime.fromisoformat(stamped).replace(tzinfo=UTC).astimezone(now.tzinfo)
    except ValueError:
        return ""
    days = (now.date() - at.date()).days
    day = {0: _("today"), 1: _("yesterday")}.get(days) or _("on {day}").format(day=_day(at.date()))
    return _("stopped {day} at {hour}").format(day=day, hour=hour(at))


def _day(day: date) -> str:
    words = local()
    return words.write(words.day, day)
