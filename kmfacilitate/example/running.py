"""Where example libraries stand while somebody looks around in them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kmfacilitate.desk.editor import alive
from kmfacilitate.store.places import Places

NAME = "example"
"""What the library is called, which the header of every screen says."""
PREFIX = "kmfacilitate-example-"
"""What the name of the temporary folder begins with; the number of the process follows."""


def folders() -> Iterator[tuple[Path, bool]]:
    """The folders of examples, each with whether its program still runs."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        yield folder, alive(folder.name.removeprefix(PREFIX).partition("-")[0])


def state_of(folder: Path) -> Path:
    """Where the program keeps the state of an example in that folder."""
    return folder / "state"


def running(places: Places) -> tuple[tuple[Path, Places], ...]:
    """The example libraries of this user that are open now, the newest first, each with its folders.

    Args:
        places: The folders of this machine, whose settings and documents count for an example too.
    """
    found = []
    for folder, runs in folders():
        try:
            about = folder.stat()
        except OSError:
            continue
        mine = not hasattr(os, "getuid") or about.st_uid == os.getuid()
        if runs and mine and (folder / NAME).is_dir():
            state = state_of(folder)
            found.append((about.st_mtime, folder / NAME, replace(places, state=state, cache=state / "cache")))
    return tuple((library, its) for _at, library, its in sorted(found, key=lambda one: one[0], reverse=True))
