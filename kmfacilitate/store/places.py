"""The folders of this machine: state, cache, configuration, documents. Never inside a library."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.ids import is_session_id

from .fsio import DISK, Disk
from .trouble import reason
from .whole import make_folders

KEPT_DAYS = 90
"""How long a closed journal is kept."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the program keeps what is not a session.

    `$KMFACILITATE_STATE` puts all but the documents folder in one folder, `$KMFACILITATE_CONFIG` the settings
    in one of their own.
    """

    state: Path
    cache: Path
    config: Path
    documents: Path

    @classmethod
    def here(cls, environ: Mapping[str, str] = os.environ) -> Places:
        """The folders of this user on this machine; nothing is made."""
        import platformdirs

        documents = platformdirs.user_documents_path()
        given, config = environ.get("KMFACILITATE_STATE"), environ.get("KMFACILITATE_CONFIG")
        settings = Path(config).expanduser().absolute() if config else None
        if given:
            state = Path(given).expanduser().absolute()
            return cls(state, state / "cache", settings or state / "config", documents)
        name = "kmfacilitate"
        return cls(
            platformdirs.user_state_path(name, appauthor=False),
            platformdirs.user_cache_path(name, appauthor=False),
            settings or platformdirs.user_config_path(name, appauthor=False),
            documents,
        )

    @property
    def locks(self) -> Path:
        """One lock file a session."""
        return self.state / "locks"

    @property
    def drafts(self) -> Path:
        """One half-typed line a session and window."""
        return self.state / "draft"

    @property
    def journals(self) -> Path:
        """What was written down line by line: `live/` for windows that are open, a folder a month after."""
        return self.state / "journal"

    @property
    def backups(self) -> Path:
        """Session files as they were before a newer version rewrote them."""
        return self.state / "backups"

    @property
    def written(self) -> Path:
        """What reports were like when they were written, so that nobody's changes are written over."""
        return self.state / "written"

    @property
    def room(self) -> Path:
        """What the room may see of a session, while a window of another process shows it."""
        return self.state / "room"

    @property
    def purged(self) -> Path:
        """One empty mark for each purged session, so that no window or copy brings it back."""
        return self.state / "purged"


def private_folder(folder: Path, disk: Disk = DISK, *, variable: str = "KMFACILITATE_STATE") -> Path:
    """Make a folder of the program's own, for its owner alone, if it isn't there.

    Args:
        folder: the folder.
        disk: the disk.
        variable: what of the environment puts it elsewhere.

    Raises:
        Unable: it can't be made.
    """
    try:
        make_folders(folder, disk, private=True)
    except OSError as error:
        raise Unable(
            _(
                "The folder {folder} can't be made: {reason}; set {variable} to a folder you may write in."
            ).format(folder=folder, reason=reason(error, folder.parent), variable=variable)
        ) from None
    return folder


def name_of(session: str) -> str:
    """A file name for a session id; what is not an id (a file may hold anything) becomes a hash."""
    if is_session_id(session):
        return session
    import hashlib  # needed only for a session id that is none

    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()[:24]
