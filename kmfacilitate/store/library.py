"""The library in use: which folder it is, what it is called, whether it looks synced."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random, SystemRandom

from kmfacilitate import __version__
from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session.ids import new_session_id
from kmfacilitate.session.moments import stamp

from .encoding import Lines, decode
from .fsio import DISK, Disk
from .places import KEPT_DAYS, Places
from .trouble import reason
from .whole import make_folders, save

MARK = Path("sessions") / "library.json"
"""The file that makes a folder a library."""
_SERVICES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mobile documents": "iCloud",
    "icloud": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "syncthing": "Syncthing",
}


@dataclass(frozen=True)
class Library:
    """A folder of sessions. Made by `open`."""

    folder: Path
    id: str
    name: str
    notes: tuple[str, ...] = ()
    """Sentences about what was recovered on opening."""

    @classmethod
    def open(
        cls,
        given: str | Path | None = None,
        *,
        usual: str = "",
        environ: Mapping[str, str] = os.environ,
        here: Path | None = None,
        places: Places | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Random | None = None,
        disk: Disk = DISK,
    ) -> Library:
        """Open the library to work in; a folder that is not a library yet becomes one.

        It is `given`, else `$KMFACILITATE_LIBRARY`, else the nearest from here upwards, else `usual`, else
        `kmfacilitate` in the documents folder. What windows that are gone left of its sessions is taken in;
        see `notes`.

        Args:
            given: the folder the user named.
            usual: the folder of the settings; empty: none.
            environ: the environment.
            here: the folder to look upwards from; none: the current one.
            places: the folders of this machine.
            now: reads the clock, for a new library.
            chance: makes the id of a new library.
            disk: the disk.

        Raises:
            Unable: the folder can't be made, read or written.
        """
        named = given or environ.get("KMFACILITATE_LIBRARY")
        said: tuple[str, ...] = ()
        if named:
            folder = Path(named).expanduser().absolute()
            if folder.exists() and not folder.is_dir():
                raise Unable(
                    _("{folder} is a file, so it can't be a library; name a folder.").format(
                        folder=_shown(folder)
                    )
                )
            if not folder.parent.is_dir():
                raise Unable(
                    _("There is no folder {parent}, so no library can be opened in it.").format(
                        parent=_shown(folder.parent)
                    )
                )
        else:
            folder, said = _unnamed(here or Path.cwd(), usual, places)
        try:
            if not (folder / MARK).exists():
                _make(folder, stamp(now()), chance or SystemRandom(), disk)
            library = replace(_read(folder, disk), notes=said)
        except OSError as error:
            raise Unable(
                _(
                    "The library {folder} can't be opened: {reason}; choose another folder with --library."
                ).format(folder=_shown(folder), reason=reason(error, folder))
            ) from None
        places = places or Places.here()
        if not _something_left(places, now(), disk):
            return library
        from .recovery import at_start

        return replace(library, notes=(*said, *at_start(folder, library.id, places, disk)))

    @property
    def sessions_folder(self) -> Path:
        """The session files, in one folder a year."""
        return self.folder / "sessions"

    @property
    def templates_folder(self) -> Path:
        """The users' own templates."""
        return self.folder / "session_templates"

    @property
    def synced(self) -> str:
        """What seems to copy the folder elsewhere ("OneDrive", "git"); empty: nothing that can be seen."""
        real = self.folder.resolve()
        for part in reversed(real.parts):
            for sign, service in _SERVICES.items():
                if part.lower().startswith(sign):
                    return service
        if "CloudStorage" in real.parts:
            return _("a cloud folder")
        for folder in (real, *real.parents):
            if (folder / ".stfolder").exists():
                return "Syncthing"
            if (folder / ".git").exists():
                return "git"
        return ""

    @cached_property
    def label(self) -> str:
        """What the library is called in the first line of the screen; says so where it looks synced."""
        return f"{self.name}/{'  synced' if self.synced not in ('', 'git') else ''}"


def _something_left(places: Places, at: datetime, disk: Disk) -> bool:
    """Whether a start has anything to take in or to clear away: three folders are listed, nothing is read."""
    with contextlib.suppress(OSError):
        if disk.list_names(places.journals / "live") or disk.list_names(places.purged):
            return True
        oldest = f"{at - timedelta(days=KEPT_DAYS):%Y-%m}"
        return any(name < oldest for name in disk.list_names(places.journals))
    return True


def library_above(path: Path) -> Path | None:
    """The nearest folder that is a library, from a path upwards, if there is one."""
    for folder in (path, *path.parents):
        if (folder / MARK).is_file():
            return folder
    return None


def _unnamed(here: Path, usual: str, places: Places | None) -> tuple[Path, tuple[str, ...]]:
    """The library to open where none is named, and what to say where the one of the settings can't be."""
    above = library_above(here)
    if above is not None or not usual:
        return above or _default(places), ()
    folder = Path(usual).expanduser()
    if folder.is_absolute() and folder.parent.is_dir() and (folder.is_dir() or not folder.exists()):
        return folder, ()
    otherwise = _default(places)
    return otherwise, (
        _(
            "The library of your settings, {folder}, can't be opened, for there is no such "
            "folder; {otherwise} is used."
        ).format(folder=_shown(folder), otherwise=_shown(otherwise)),
    )


def _default(places: Places | None) -> Path:
    return (places or Places.here()).documents / "kmfacilitate"


def _shown(folder: Path) -> str:
    return clean_line(str(folder))


def _read(folder: Path, disk: Disk) -> Library:
    mark = folder / MARK
    data, _rest = disk.read(mark)
    tables = decode(data, mark, Lines())
    name = tables.get("settings", {}).get("1", {}).get("name")
    id_ = tables.get("_meta", {}).get("1", {}).get("library")
    return Library(folder, str(id_ or ""), clean_line(str(name or folder.name)))


def _make(folder: Path, at: str, chance: Random, disk: Disk) -> None:
    meta = {
        "schema": 1,
        "what": "library",
        "library": new_session_id(chance),
        "created": at,
        "app": __version__,
    }
    tables = {"_meta": {"1": meta}, "settings": {"1": {"rev": 1, "name": clean_line(folder.name)}}}
    mark = folder / MARK
    make_folders(mark.parent, disk)
    with contextlib.suppress(FileExistsError):  # another window was quicker
        save(mark, Lines().encode(tables), disk, new=True)
