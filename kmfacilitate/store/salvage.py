"""A damaged session file: read as far as it can be, and put together with what journals know."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from kmfacilitate.session.documents import Documents, Raw

from .library import library_above
from .union import newer

_SESSION = re.compile(rb'"session"\s*:\s*"([0-9a-z]{4}(?:-[0-9a-z]{4}){2})"')
_OPENING = re.compile(r'"([^"\\\n]+)"\s*:\s*\{')
_FIRST_OF_TABLE = re.compile(r'\s*"[0-9]+"\s*:\s*\{')
_LONG = 10
"""Ids this long are of one document alone; shorter ones count within their table."""


def session_in(data: bytes) -> str:
    """The id of the session that a damaged file held, if that can still be read."""
    found = _SESSION.search(data)
    return found[1].decode() if found else ""


def salvage(data: bytes) -> Documents:
    """Every document that stands whole in the bytes of a damaged file."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    decoder = json.JSONDecoder()
    tables: dict[str, dict[str, Raw]] = {}
    table = ""
    at = 0
    while (found := _OPENING.search(text, at)) is not None:
        name = found[1]
        at = found.end()
        if not (name.isascii() and name.isdigit()):
            if _FIRST_OF_TABLE.match(text, at):
                table = name
            continue
        try:
            document, at = decoder.raw_decode(text, found.end() - 1)
        except (ValueError, RecursionError):
            line = text.find("\n", at)  # one document a line: the next one may be whole
            at = line if line >= 0 else len(text)
            continue
        place = table or ("entries" if "kind" in document else "")
        if place and "\ufffd" not in text[found.start() : at]:
            tables.setdefault(place, {})[name] = document
    return tables


def together(kept: Documents, found: Documents) -> dict[str, Mapping[str, Raw]]:
    """What is known for sure, and what was found besides: missing documents and later versions."""
    tables: dict[str, Mapping[str, Raw]] = dict(kept)
    place = {id_: name for name, table in kept.items() for id_ in table}
    for name, table in found.items():
        known = tables.get(name, {})
        added = {
            id_: doc
            for id_, doc in table.items()
            if (newer(doc, known[id_]) if id_ in known else len(id_) < _LONG or id_ not in place)
        }
        tables[name] = {**known, **added}
    return tables


def with_script(tables: Documents, path: Path) -> Documents:
    """The documents with a script and all stages of their variant, where those were among what is lost.

    Raises:
        Unable: the script they were held by is not known here.
    """
    if tables.get("template"):
        return tables
    from kmfacilitate.session.beginning import stage_minutes
    from kmfacilitate.templates.shelf import TemplateShelf

    meeting = next(iter(tables.get("session", {}).values()), {})
    template = TemplateShelf.for_library(library_above(path)).get(str(meeting.get("template", "")))
    snapshot = template.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    stages: dict[str, Raw] = dict(tables.get("stages", {}))
    known = {stage.get("stage") for stage in stages.values()}
    for stage, minutes in stage_minutes(template, str(meeting.get("variant", ""))).items():
        if stage not in known:
            stages[str(len(stages) + 1)] = {"rev": 1, "stage": stage, "minutes": minutes}
    return {**tables, "stages": stages, "template": {"1": {"rev": 1, **snapshot}}}
