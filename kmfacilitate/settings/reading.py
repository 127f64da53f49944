"""Reading the settings file, which never fails: what can't be read is said, and defaults stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kmfacilitate.clean import clean_line, without_controls
from kmfacilitate.language import _
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.places import Places
from kmfacilitate.store.trouble import reason

from .wishes import BY_NAME, KEYS, Settings, fault_of, taken, unknown

NAME = "settings.toml"


def settings_path(places: Places | None = None) -> Path:
    """Where the settings of this user stand."""
    return (places or Places.here()).config / NAME


def read_settings(path: Path | None = None, disk: Disk = DISK) -> Settings:
    """The settings of this user; defaults for all that is not set or can't be read.

    Args:
        path: the file; none: the one of this user on this machine.
        disk: the disk.
    """
    path = path or settings_path()
    try:
        data, _rest = disk.read(path)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        why = reason(error, path.parent, doing="read")
        return Settings(
            faults=(
                _("{path} can't be read: {why}; the defaults are used.").format(path=_shown(path), why=why),
            )
        )
    import tomllib  # only where there is a file: Home does not wait for what it does not need

    try:
        text = without_controls(data.decode("utf-8-sig"))
        tables = tomllib.loads(text)
    except UnicodeDecodeError:
        return Settings(
            faults=(
                _("{path} is not UTF-8, so it can't be read; the defaults are used.").format(
                    path=_shown(path)
                ),
            )
        )
    except (ValueError, RecursionError) as error:
        return Settings(faults=(_broken(path, str(error)),))
    return _read(path, text, tables)


def _broken(path: Path, why: str) -> str:
    at = re.search(r"\(at line (\d+), column \d+\)", why)
    place = f"{_shown(path)}:{at[1]}" if at else _shown(path)
    said = clean_line(why[: at.start()] if at else why).rstrip(". ")
    return _("{place} is no TOML ({said}); until it is, the defaults are used.").format(
        place=place, said=said or _("it ends too soon")
    )


def _read(path: Path, text: str, tables: Mapping[str, Any]) -> Settings:
    faults: list[str] = []

    def fault(table: str, name: str, why: str) -> None:
        faults.append(f"{_shown(path)}:{_line(text, table, name)}: {why}")

    found: dict[str, Any] = {}
    for name, value in tables.items():
        wish = BY_NAME.get(name)
        if name == KEYS:
            continue
        if wish is None:
            fault("", name, unknown(name))
        elif why := fault_of(wish, value):
            fault(
                "",
                name,
                _("{name}: {why}; {default} is used.").format(
                    name=name, why=why.rstrip("."), default=wish.default or "nothing"
                ),
            )
        else:
            found[name] = taken(wish, value)
    keys: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    table = tables.get(KEYS, {})
    if not isinstance(table, dict):
        fault("", KEYS, _('{KEYS} is a table: [keys], and below it next = "f8".').format(KEYS=KEYS))
        table = {}
    for verb, value in table.items():
        said = [value] if isinstance(value, str) else value
        if isinstance(said, list) and all(isinstance(key, str) for key in said):
            places[clean_line(verb)] = f"{_shown(path)}:{_line(text, KEYS, verb)}"
            keys[clean_line(verb)] = tuple(
                clean_line(key).casefold() for one in said for key in one.split(",")
            )
        else:
            fault(
                KEYS,
                verb,
                _('{KEYS}.{verb}: it takes a key like "f8" or a list of keys.').format(
                    KEYS=KEYS, verb=clean_line(verb)
                ),
            )
    return replace(Settings(keys=keys, key_places=places, faults=tuple(faults)), **found)


def _line(text: str, table: str, name: str) -> int:
    """The line a name is set in; 1 where it can't be found (it may be written in several ways)."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            here = opened[1].strip("\"'")
            if not table and here.partition(".")[0] == name:
                return number
        said = re.match(r"\s*([^=#]+?)\s*=", line)
        if said and here == table and said[1].strip("\"'").partition(".")[0] == name:
            return number
    return 1


def _shown(path: Path) -> str:
    return clean_line(str(path))
