"""What a library remembers of its hub: where it is, and which sessions are shared. Never a password."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from kmfacilitate.errors import Unable, why
from kmfacilitate.language import _
from kmfacilitate.library.place import index_path
from kmfacilitate.session.ids import new_session_id
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.left import remove
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places, private_folder
from kmfacilitate.store.whole import save

_ORGANISATION = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(slots=True)
class Settings:
    """The hub of one library on this machine."""

    url: str
    organisation: str
    laptop: str
    """Tells this machine from others of the same person."""
    shared: dict[str, int] = field(default_factory=dict)
    """Session id → its generation: how often it was shared again."""
    withdrawn: dict[str, int] = field(default_factory=dict)
    """Session id → the generation that was taken back."""
    agreed: dict[str, int] = field(default_factory=dict)
    """Session id → the generation of which it was shown and agreed what leaves."""
    hub: str = ""
    """Which hub it is, whatever its address; empty: it was never met."""

    @classmethod
    def new(cls, url: str, organisation: str, chance: Random) -> Settings:
        """Settings for a hub that was not used yet.

        Raises:
            Unable: The organisation's name has other letters than it may have.
        """
        if not _ORGANISATION.fullmatch(organisation):
            raise Unable(_("An organisation is named by small letters, digits and hyphens, 40 at most."))
        return cls(url, organisation, new_session_id(chance))

    def share(self, session: str) -> None:
        """Mark a session for sharing."""
        self.shared.setdefault(session, self.withdrawn.pop(session, 0) + 1)

    def unshare(self, session: str) -> None:
        """Take the mark away; the next push takes the session away from the hub.

        Raises:
            Unable: It is not shared.
        """
        if session not in self.shared:
            raise Unable(
                _("{session} is not shared, so there is nothing to take back.").format(session=session)
            )
        self.withdrawn[session] = self.shared.pop(session)
        self.agreed.pop(session, None)

    def share_anew(self, session: str, generation: int) -> None:
        """A shared session goes as if for the first time, since more or less of it leaves than before."""
        if self.agreed.get(session) == self.shared[session]:
            self.agreed[session] = generation
        self.shared[session] = generation

    def adopt(self, session: str, generation: int, gone: bool) -> None:
        """Take on what the hub knows of a session of ours, unless this machine knows of something later."""
        if generation > max(self.shared.get(session, 0), self.withdrawn.get(session, 0)):
            self.shared.pop(session, None)
            self.withdrawn.pop(session, None)
            (self.withdrawn if gone else self.shared)[session] = generation
            if not gone:
                self.agreed[session] = generation

    @property
    def to_show(self) -> frozenset[str]:
        """Shared sessions of which it was not shown yet what leaves."""
        return frozenset(one for one, at in self.shared.items() if self.agreed.get(one) != at)


def settings_path(library: Library, places: Places) -> Path:
    """Where the settings of a library's hub stand: one file for each folder."""
    return places.config / "hub" / f"{index_path(library, places).stem}.json"


def read_settings(library: Library, places: Places, disk: Disk = DISK) -> Settings:
    """The hub of a library.

    Raises:
        Unable: It has none, or the file can't be read.
    """
    path = settings_path(library, places)
    try:
        data, _rest = disk.read(path)
        found = json.loads(data)
        if not isinstance(found.get("agreed", {}), dict):  # once, for everything, as earlier versions asked
            found["agreed"] = {}
        return Settings(**found)
    except FileNotFoundError:
        raise Unable(_("This library has no hub; kmfacilitate hub init URL names one.")) from None
    except (OSError, ValueError, TypeError, AttributeError):
        raise Unable(
            _("What {path} says of the hub can't be read; run kmfacilitate hub init again.").format(path=path)
        ) from None


def shares_anything(library: Library, places: Places, disk: Disk = DISK) -> bool:
    """Whether a library has a hub, and sessions that are shared with it."""
    try:
        return bool(read_settings(library, places, disk).shared)
    except Unable:
        return False


def write_settings(library: Library, places: Places, settings: Settings, disk: Disk = DISK) -> None:
    """Keep the settings of a library's hub.

    Raises:
        Unable: They can't be written.
    """
    write_own(settings_path(library, places), asdict(settings), disk)


def write_own(path: Path, content: object, disk: Disk = DISK) -> None:
    """Write a small file of the program's own, whole or not at all.

    Raises:
        Unable: It can't be written.
    """
    private_folder(path.parent, disk)
    try:
        save(path, json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode(), disk)
    except OSError as error:
        raise Unable(
            _("{path} can't be written: {strerror}; look at the free space.").format(
                path=path, strerror=why(error)
            )
        ) from None


def forget_settings(library: Library, places: Places, disk: Disk = DISK) -> None:
    """Leave no trace of the hub in the settings of this machine."""
    remove(settings_path(library, places), disk)
