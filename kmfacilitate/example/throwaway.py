"""The example library in a folder that is gone afterwards, or in one that stays."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import local_zone
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.trouble import reason

from .playing import play_all
from .running import NAME, PREFIX, folders, state_of
from .script import scripts


@contextmanager
def example_library(today: date, done: Callable[[], None] = lambda: None) -> Iterator[Library]:
    """The example library in a temporary folder, which is removed at the end of the block.

    Within the block this process keeps its state there too, so that nothing of the example stays anywhere;
    the settings of the user go on to count.

    Args:
        today: the day it is seen from: its sessions were held in the half year before.
        done: called after each sitting.

    Raises:
        Unable: It can't be made.
    """
    folder = _temporary_folder()
    settings = Places.here().config
    before = {name: os.environ.get(name) for name in ("KMFACILITATE_STATE", "KMFACILITATE_CONFIG")}
    os.environ.update(KMFACILITATE_STATE=str(state_of(folder)), KMFACILITATE_CONFIG=str(settings))
    try:
        library = Library.open(folder / NAME)
        play_all(library, scripts(), today, zone=local_zone(), done=done)
        yield library
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)


def keep_example(folder: Path, today: date, done: Callable[[], None] = lambda: None) -> Library:
    """Make the example library in a folder that stays.

    Args:
        folder: where; it is made, or is there and empty.
        today: as for `example_library`.
        done: as for `example_library`.

    Raises:
        Unable: There is something in that folder, or it can't be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unable(
            _("{folder} is not an empty folder; name a new one for the example.").format(
                folder=clean_line(str(folder))
            )
        )
    state = _temporary_folder()
    try:
        places = Places(state, state / "cache", state / "config", state)
        library = Library.open(folder, places=places)
        play_all(library, scripts(), today, zone=local_zone(), places=places, done=done)
    finally:
        shutil.rmtree(state, ignore_errors=True)
    return library


def _temporary_folder() -> Path:
    """A new folder that bears the number of this process; those of programs that were killed are removed."""
    for left, runs in folders():
        if not runs:
            shutil.rmtree(left, ignore_errors=True)
    try:
        return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    except OSError as error:
        raise Unable(
            _("The example can't be made: {why}.").format(why=reason(error, Path(tempfile.gettempdir())))
        ) from None
