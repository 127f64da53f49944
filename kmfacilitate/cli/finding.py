"""Which sessions and lessons have these words in them, of what may leave."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from kmfacilitate.errors import Unable
from kmfacilitate.report.edition import edition
from kmfacilitate.session.documents import plain
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.session import Session

from .exporting import read_session


def sessions_with(paths: Iterable[Path], words: str) -> list[Path]:
    """The sessions in whose shared edition all these words stand, in the order they came."""
    found = []
    for path in paths:
        try:
            session = edition(read_session(path)[0]).session
        except Unable:
            continue
        meeting = session.meeting
        said = " ".join([meeting.title, meeting.project, meeting.place, *_said(session, session.entries)])
        if _has(said, words):
            found.append(path)
    return found


def lessons_with(session: Session, words: str) -> tuple[str, ...]:
    """The ids of the lessons of a session in which all these words stand; without words, all of them."""
    return tuple(
        id_
        for id_, entry in session.live()
        if isinstance(entry, Lesson)
        and not session.sealed(entry)
        and _has(" ".join([session.meeting.title, session.meeting.project, *_said(session, [id_])]), words)
    )


def _said(session: Session, ids: Iterable[str]) -> list[str]:
    return [_flat(plain(list(session.raw("entries", id_).values()))) for id_ in ids]


def _flat(value: object) -> str:
    return " ".join(map(_flat, value)) if isinstance(value, list) else str(value)


def _has(text: str, words: str) -> bool:
    folded = _fold(text)
    return all(word in folded for word in _fold(words).split())


def _fold(text: str) -> str:
    """Without capitals and accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
