"""What a command is told of a session that is to come: its options, and the plan that they make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.speech import say_error

from .root import settings_in_use

if TYPE_CHECKING:
    from kmfacilitate.session.beginning import Plan
    from kmfacilitate.store.library import Library
    from kmfacilitate.templates.model import Template

_OPTIONS = (
    click.option("--title", default="", help="What the session is about."),
    click.option("--project", default="", help="The project or team it belongs to."),
    click.option("--place", default="", help="Where it is held."),
    click.option("--facilitator", default="", help="Who facilitates."),
    click.option(
        "--with", "people", default="", metavar="NAMES", help='Who comes: "Ana;Sam", FILE.csv, or last.'
    ),
    click.option("--people", "head_count", metavar="N", type=click.IntRange(1, 500), help="How many come."),
    click.option("--variant", default="", help="quick, standard or extended."),
    click.option("--minutes", metavar="N", type=click.IntRange(5, 2880), help="Another length."),
    click.option(
        "--at", "begins", default="", metavar="WHEN", help='When it begins: "fri 10:30", "2026-12-03 10:00".'
    ),
    click.option("--end", "hard_end", default="", metavar="HH:MM", help="The hard end."),
    click.option(
        "--share", type=click.Choice(("open", "summary", "actions", "nothing")), help="What leaves the room."
    ),
    click.option("--names", type=click.Choice(("all", "owners", "none")), help="Whose names leave the room."),
)
PLANNED: Mapping[str, str] = {
    "title": "title", "project": "project", "place": "place", "facilitator": "facilitator",
    "people": "with", "head_count": "people", "variant": "variant", "minutes": "minutes",
    "begins": "at", "hard_end": "end", "share": "share", "names": "names",
}  # fmt: skip
"""Under which names a command has them, and the option of each."""


def plan_options(command: Any) -> Any:
    """The options of a command that say what a session shall be."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def plan_said(library: Library, script: Template, said: Mapping[str, Any]) -> Plan:
    """The plan that these options make of a script; what nobody said is as the settings have it.

    A hard end is of the day on which the session begins.

    Args:
        library: Where earlier sessions of the same people are.
        script: What the session follows.
        said: The values of `PLANNED`, and `agreed` where a command asks for that.

    Raises:
        WrongUse: A time is none.
        Unable: There are no such people.
    """
    from zoneinfo import ZoneInfo

    from kmfacilitate.desk import local_zone
    from kmfacilitate.session.beginning import Plan

    settings = settings_in_use()
    roster = _people_named(library, said["people"], said["project"])
    zone, minutes = local_zone(), said["minutes"] or 0
    at = moment_said(said["begins"], datetime.now(UTC), ZoneInfo(zone), script.language)
    return Plan(
        title=said["title"],
        project=said["project"],
        place=said["place"],
        facilitator=said["facilitator"] or settings.name,
        variant=said["variant"] or ("" if minutes else settings.variant_among(script.variants)),
        minutes=minutes,
        people=tuple(roster),
        about=roster,
        head_count=said["head_count"] or 0,
        begins=at,
        hard_end=hard_end_said(said["hard_end"], zone, at),
        share=said["share"] or "",
        names=said["names"] or "",
        agreed=said.get("agreed", False),
        tz=zone,
    )


def time_of_day(words: str) -> tuple[int, int]:
    """Hour and minute of `10:30`.

    Raises:
        WrongUse: It is no time of day.
    """
    found = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})", words.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise WrongUse(_("--end takes a time like 10:30, not {words}.").format(words=clean_line(words)))
    return int(found[1]), int(found[2])


def moment_said(words: str, now: datetime, zone: tzinfo, language: str) -> datetime | None:
    """The moment that --at means; none where it says nothing.

    Raises:
        WrongUse: It is no time.
    """
    if not words:
        return None
    from kmfacilitate.session.when import read_when

    at = read_when(words, now, zone, language)
    if at is None:
        raise WrongUse(
            _('--at takes a time, or a day and a time, like "fri 10:30", not {words}.').format(
                words=clean_line(words)
            )
        )
    return at


def hard_end_said(words: str, zone: str, begins: datetime | None = None) -> datetime | None:
    """The next moment with that time of day, from now or from when it begins.

    A time that is over today means tomorrow; unless somebody said when it begins, that is said.
    """
    if not words:
        return None
    from zoneinfo import ZoneInfo

    hour, minute = time_of_day(words)
    now = (begins or datetime.now(UTC)).astimezone(ZoneInfo(zone))
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if at > now:
        return at
    if begins is not None:
        return at + timedelta(days=1)
    say_error(
        _("{hour:02d}:{minute:02d} is over today, so the hard end is tomorrow at that time.").format(
            hour=hour, minute=minute
        )
    )
    return at + timedelta(days=1)


def _people_named(library: Library, words: str, project: str) -> dict[str, dict[str, str]]:
    """Names parted by ; or , a CSV file with a column name, or those of this project's last session.

    Returns:
        Names in seat order, with the columns of the file.
    """
    if not words:
        return {}
    from kmfacilitate.session.beginning import names_in

    if words.strip().casefold() == "last":
        from kmfacilitate.library.earlier import last_people

        try:
            return {name: {} for name in last_people(library, project)}
        except Unable:
            raise Unable(
                _(
                    "No earlier session keeps a list of people (only those with --names all do); "
                    "name them with --with."
                )
            ) from None
    if words.casefold().endswith(".csv"):
        return _people_in(Path(words))
    return {name: {} for name in names_in(words)}


def _people_in(path: Path) -> dict[str, dict[str, str]]:
    from kmfacilitate.session.sign_up import rows_of
    from kmfacilitate.store.infile import read_text

    heads, *rows = rows_of(read_text(path)) or [[]]
    columns = [head.casefold() for head in heads]
    if "name" not in columns:
        raise Unable(
            _("{path} has no people in it: its first line must name a column name.").format(
                path=clean_line(str(path))
            )
        )
    people = (dict(zip(columns, row, strict=False)) for row in rows)
    return {person["name"]: person for person in people if person.get("name")}
