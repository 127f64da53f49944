"""Writing one setting into the file: comments, order and what is unknown stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import N_, _
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.places import private_folder
from kmfacilitate.store.trouble import reason
from kmfacilitate.store.whole import save

from .reading import read_settings, settings_path
from .wishes import BY_NAME, KEYS, WISHES, Settings, fault_of, taken, unknown

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_VARIABLE = "KMFACILITATE_CONFIG"
_MAY_BE_WRITTEN = 0o222
_TOP = N_("Settings of kmfacilitate; `kmfacilitate settings` lists what can be set.")


def keep(name: str, value: str | None, path: Path | None = None, disk: Disk = DISK) -> Settings:
    """Set one setting, or with no value give it back its default. Waits for the disk.

    Args:
        name: a setting.
        value: what it shall be; none: its default.
        path: the file; none: the one of this user.
        disk: the disk.

    Returns:
        The settings as they are now.

    Raises:
        WrongUse: There is no such setting, or it can't have this value.
        Unable: The file can't be read or written.
    """
    wish = BY_NAME.get(name)
    if wish is None:
        raise WrongUse(_sentence(unknown(name)))
    if value is not None and (why := fault_of(wish, value)):
        raise WrongUse(_("{name} can't be set: {why}.").format(name=name, why=why))
    path = path or settings_path()
    document = _document(path, disk)
    _put(document, name, None if value is None else taken(wish, value))
    return _write(document, path, disk)


def keep_keys(verb: str, keys: Sequence[str] | None, path: Path | None = None, disk: Disk = DISK) -> Settings:
    """Give a verb these keys (none at all: an empty list), or with None its own ones again.

    Whether they can be taken is asked of `keymap` before.

    Raises:
        Unable: The file can't be read or written.
    """
    import tomlkit

    path = path or settings_path()
    document = _document(path, disk)
    if not isinstance(document.get(KEYS, {}), dict):
        _put(document, KEYS, None)
    if KEYS not in document:
        document.add(KEYS, tomlkit.table())
    _put(document[KEYS], verb, None if keys is None else keys[0] if len(keys) == 1 else list(keys))
    return _write(document, path, disk)


def make(path: Path, disk: Disk = DISK) -> Path:
    """Make the file where there is none, with every setting in it as a comment; its path.

    Raises:
        Unable: It can't be made.
    """
    if path.exists():
        return path
    lines = [f"# {_(_TOP)}", ""]
    for wish in WISHES:
        lines += [f"# {_(wish.help)}", f'# {wish.name} = "{wish.default}"', ""]
    lines += [
        f"# {_('Keys by verb; kmfacilitate settings keys lists the verbs.')}",
        "# [keys]",
        '# next = ["f2", "ctrl+n"]',
    ]
    private_folder(path.parent, disk, variable=_VARIABLE)
    try:
        save(path, "\n".join([*lines, ""]).encode("utf-8"), disk, new=True)
    except OSError as error:
        raise Unable(
            _("{path} can't be made: {reason}.").format(path=_shown(path), reason=reason(error, path.parent))
        ) from None
    return path


def _document(path: Path, disk: Disk) -> TOMLDocument:
    import tomlkit  # reads and writes TOML with its comments; needed only when something is set
    from tomlkit.exceptions import TOMLKitError

    try:
        data, _rest = disk.read(path)
        return tomlkit.parse(data.decode("utf-8-sig"))
    except FileNotFoundError:
        document = tomlkit.document()
        document.add(tomlkit.comment(_TOP))
        document.add(tomlkit.nl())
        return document
    except OSError as error:
        raise Unable(
            _("{path} can't be read: {reason}.").format(
                path=_shown(path), reason=reason(error, path.parent, doing="read")
            )
        ) from None
    except (TOMLKitError, ValueError):
        raise Unable(
            _(
                "{path} can't be changed because it is no TOML now; put it right first: "
                "kmfacilitate settings --edit"
            ).format(path=_shown(path))
        ) from None


def _put(table: Any, name: str, value: str | list[str] | None) -> None:
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value


def _write(document: TOMLDocument, path: Path, disk: Disk) -> Settings:
    import tomlkit

    private_folder(path.parent, disk, variable=_VARIABLE)
    try:
        if path.exists() and not disk.stat(path).st_mode & _MAY_BE_WRITTEN:
            raise Unable(
                _("{path} is protected against writing, so nothing was changed.").format(path=_shown(path))
            )
        # Who keeps the file elsewhere and a link here keeps both.
        save(path.resolve(), tomlkit.dumps(document).encode("utf-8"), disk)
    except OSError as error:
        raise Unable(
            _("{path} can't be written: {reason}.").format(
                path=_shown(path), reason=reason(error, path.parent)
            )
        ) from None
    return read_settings(path, disk)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _shown(path: Path) -> str:
    return clean_line(str(path))
