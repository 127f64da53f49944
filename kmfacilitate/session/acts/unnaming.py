"""When names may no longer be kept: turns that bore a name bear a number instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..edits import Edit, change
from ..session import PlannedStage, Session
from ..walk import asked_questions


def without_turn_names(session: Session) -> list[Edit]:
    """Lines, clock marks and stages that bear the name of whose turn it was, each with a number instead."""
    edits: list[Edit] = []
    for stage in session.plan:
        called = _called(session, stage)
        if called:
            edits += _lines(session, stage, called)
            edits += _marks(session, stage, called)
            edits += _record(session, stage, called)
    return edits


def _called(session: Session, stage: PlannedStage) -> dict[str, str]:
    """Name → `presenter 2`, numbered as `walk.items` does; who has left comes last."""
    repeats = [stage.script.repeat, *(question.repeat for question in asked_questions(stage))]
    repeat = next((each for each in repeats if each is not None and each.people), None)
    if repeat is None:
        return {}
    names = dict.fromkeys((*session.present(), *(person.name for person in session.people.values())))
    return {name: f"{repeat.called or 'seat'} {number}" for number, name in enumerate(names, start=1)}


def _lines(session: Session, stage: PlannedStage, called: Mapping[str, str]) -> list[Edit]:
    return [
        change("entries", id_, session.raw("entries", id_), {"under": called[entry.under]})
        for id_, entry in session.entries.items()
        if entry.stage == stage.id and entry.under in called
    ]


def _marks(session: Session, stage: PlannedStage, called: Mapping[str, str]) -> list[Edit]:
    return [
        change("clock", id_, session.raw("clock", id_), {"under": called[mark.under]})
        for id_, mark in session.clock.items()
        if mark.stage == stage.id and mark.under in called
    ]


def _record(session: Session, stage: PlannedStage, called: Mapping[str, str]) -> list[Edit]:
    def place(words: str) -> str:
        question, parted, under = words.partition("/")
        return f"{question}{parted}{called.get(under, under)}"

    record = stage.record
    fields: dict[str, Any] = {
        "asked": [place(words) for words in record.asked],
        "more": {called.get(under, under): minutes for under, minutes in record.more.items()},
        "rounds": {place(words): round_ for words, round_ in record.rounds.items()},
    }
    raw = session.raw("stages", stage.key)
    edit = change("stages", stage.key, raw, {name: value for name, value in fields.items() if name in raw})
    return [edit] if edit.after else []
