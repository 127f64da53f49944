"""Finds the language spoken here, and how days and times are written: by settings, else locale.

English needs nothing more. For another locale Babel is asked once; what it said is kept in the cache folder,
for Babel takes longer to import than Home has.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kmfacilitate.session.local_words import AMERICAN, ENGLISH, LocalWords
from kmfacilitate.store.fsio import DISK, Disk
from kmfacilitate.store.places import Places

from .wishes import Settings

if TYPE_CHECKING:
    from babel import Locale

_OURS = {"": ENGLISH, "en": ENGLISH, "en_GB": ENGLISH, "en_IE": ENGLISH, "en_US": AMERICAN}
_VERSION = 1
"""Counts up when what is kept in the cache changes."""
_INVISIBLE = re.compile("[\u200e\u200f\u061c]")
_SPACES = re.compile("[\u00a0\u202f]")


def locale_name(settings: Settings, environ: Mapping[str, str] = os.environ) -> str:
    """The locale of days and times as `fr_FR`; empty where none is named (`C` and `POSIX` name none)."""
    given = settings.language or next(
        (environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if environ.get(name)), ""
    )
    name = re.split(r"[.@]", given)[0].replace("-", "_")
    language, _, territory = name.partition("_")
    if language.upper() in ("C", "POSIX") or not re.fullmatch(r"[A-Za-z]{2,3}(_\w+)?", name):
        return ""
    return f"{language.lower()}_{territory.upper()}" if len(territory) == 2 else name


def languages(settings: Settings, environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The languages wanted for the words of the interface, the dearest first."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    given = settings.language or next((environ[name] for name in names if environ.get(name)), "")
    return tuple(one for one in given.split(":") if one)


def local_words(
    settings: Settings,
    *,
    environ: Mapping[str, str] = os.environ,
    places: Places | None = None,
    disk: Disk = DISK,
) -> LocalWords:
    """How days and times are written for these settings; as in English where the locale is not known."""
    name = locale_name(settings, environ)
    words = _OURS.get(name)
    if words is None:
        path = (places or Places.here()).cache / "days" / f"{name}.json"
        words = _kept(path, disk)
    if words is None:
        words = _asked(name)
        _keep(words, path, disk)
    return _by_clock(words, settings.clock)


def _by_clock(words: LocalWords, clock: str) -> LocalWords:
    twelve = "a" in words.hour
    if clock == "24" and twelve:
        return replace(words, hour="HH:mm", hour_second="HH:mm:ss")
    if clock == "12" and not twelve:
        return replace(words, hour="h:mm a", hour_second="h:mm:ss a")
    return words


def _kept(path: Path, disk: Disk) -> LocalWords | None:
    try:
        found = json.loads(disk.read(path)[0])
        if found.pop("version") != _VERSION or set(found) != {one.name for one in fields(LocalWords)}:
            return None
        kept: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in found.items()}
        return LocalWords(**kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(words: LocalWords, path: Path, disk: Disk) -> None:
    from kmfacilitate.store.whole import make_folders, save

    try:
        make_folders(path.parent, disk, private=True)
        save(path, json.dumps({"version": _VERSION, **asdict(words)}).encode(), disk, flush_folder=False)
    except OSError:
        return  # it is only asked again the next time


def _asked(name: str) -> LocalWords:
    try:
        from babel import Locale

        locale = Locale.parse(name)
        return _from_babel(locale)
    except Exception:  # Babel raises several kinds for codes it does not know; English is then enough
        return ENGLISH


def _from_babel(locale: Locale) -> LocalWords:
    def names(of: Any, first: int, count: int) -> tuple[str, ...]:
        return tuple(_plain(str(of[first + at])) for at in range(count))

    def pattern(skeleton: str, otherwise: str) -> str:
        found = locale.datetime_skeletons.get(skeleton)
        return _plain(str(found.pattern if hasattr(found, "pattern") else found)) if found else otherwise

    def long(pattern: str) -> str:
        return re.sub(r"(?<![ML])([ML])\1\1(?![ML])", r"\1\1\1\1", pattern)

    months, days = locale.months["format"], locale.days["format"]
    halves = locale.day_periods["format"]["wide"]
    short_day = pattern("MMMd", "d MMM")
    middle = pattern("yMMMEd", "E d MMM y")
    hour = _no_parts(_plain(locale.time_formats["short"].pattern))
    second = _no_parts(_plain(locale.time_formats["medium"].pattern))
    if "am" not in halves:  # only parts of the day are known, which would need their own hours
        hour, second = "HH:mm", "HH:mm:ss"
    digits = pattern("yMd", "d/M/y")
    weekend = range(locale.weekend_start, locale.weekend_end + 1)
    return LocalWords(
        months=names(months["wide"], 1, 12),
        short_months=names(months["abbreviated"], 1, 12),
        weekdays=names(days["wide"], 0, 7),
        short_weekdays=names(days["abbreviated"], 0, 7),
        halves=(_plain(str(halves.get("am", "am"))), _plain(str(halves.get("pm", "pm")))),
        day=pattern("MMMMd", long(short_day)),
        short_day=short_day,
        short_day_year=pattern("yMMMd", "d MMM y"),
        long_day=long(pattern("MMMEd", "E d MMM")),
        long_day_year=long(middle),
        full_day=_plain(locale.date_formats["full"].pattern),
        middle_day=middle,
        hour=hour,
        hour_second=second,
        first_weekday=locale.first_week_day,
        weekend=tuple(weekend) or (locale.weekend_start,),
        day_first=digits.find("d") < digits.find("M"),
    )


def _plain(words: str) -> str:
    """Without signs that a terminal draws as nothing or as something else."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", words))


def _no_parts(pattern: str) -> str:
    """Parts of the day ("in the morning") are written as the halves."""
    return re.sub("[bB]+", "a", pattern)
