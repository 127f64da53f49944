"""Saying something of a line of the library, wherever its session is: here, in another window, or closed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from kmfacilitate.commands.afterwards import Saying
    from kmfacilitate.commands.outcome import Outcome
    from kmfacilitate.desk import Desk
    from kmfacilitate.library.index import Index

_PATIENCE = 3.0
"""Seconds that the index may take to hold what was said."""


async def say_of_line(
    app: App[object], index: Index, session: str, path: Path, saying: Saying, desk: Desk | None = None
) -> Outcome:
    """Say one thing at a session: at the desk where it is open in this window, else in its file, in a thread.

    Args:
        app: The app; it may have a session open.
        index: The index of the library.
        session: The id of the session.
        path: Its file.
        saying: What is said.
        desk: The desk of a session that is being read, if one is.

    Raises:
        Unable: The session can't be read or changed now.
        Refused: It can't be said so.
    """
    for open_ in (desk, getattr(app, "desk", None)):
        if open_ is not None and open_.f.session.id == session:
            return saying(open_)
    return await asyncio.to_thread(_say, index, path, saying)


def _say(index: Index, path: Path, saying: Saying) -> Outcome:
    """In a thread: say it, and have the index know of it before the page is drawn again."""
    from kmfacilitate.commands.afterwards import say_of

    outcome = say_of(index.library, path, saying, gatherer=index.gatherer)
    index.gatherer.tell(path)
    index.gatherer.wait(_PATIENCE)
    return outcome


def is_ours(index: Index, path: Path) -> bool:
    """Whether a session is of this library; the others are of the team and only read here."""
    return path.is_relative_to(index.library.folder)
