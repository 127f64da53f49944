"""Holding the sessions of the example library: each line typed at a desk, by a clock set by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session import walk
from kmfacilitate.session.beginning import Plan
from kmfacilitate.session.past import past_at
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.templates.model import Template
from kmfacilitate.templates.shelf import TemplateShelf
from kmfacilitate.verbs import enter

from .script import Script, Sitting

_WORDS = re.compile(r"\{([^{}]+)\}")
_TO = re.compile(r"\[([a-z0-9-]+)\]")


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was moved to."""
        return self._at

    def asleep(self) -> float:
        """Nothing ever sleeps."""
        return 0.0

    def wait(self, seconds: float) -> None:
        """Move it on."""
        self._at += timedelta(seconds=seconds)


def play_all(
    library: Library,
    scripts: Iterable[Script],
    today: date,
    *,
    zone: str,
    places: Places | None = None,
    done: Callable[[], None] = lambda: None,
) -> None:
    """Hold the sessions of these scripts in a library, in the order of time.

    The same scripts on the same day make the same library.

    Args:
        library: where.
        scripts: the sessions.
        today: the day they are seen from.
        zone: the time zone of the rooms, by its IANA name.
        places: the folders of this machine.
        done: called after each sitting.

    Raises:
        Unable: A line can't be taken, or not saved.
    """
    player = _Player(library, zone, places)
    sittings = [(each.at(today, zone), script, each) for script in scripts for each in script.sittings]
    for at, script, sitting in sorted(sittings, key=lambda one: (one[0], one[1].name)):
        player.sit(script, sitting, at)
        done()


class _Player:
    """Holds sittings, and knows the session of each script."""

    def __init__(self, library: Library, zone: str, places: Places | None) -> None:
        self._library = library
        self._zone = zone
        self._places = places
        self._shelf = TemplateShelf()
        self._templates: dict[str, Template] = {}
        self._paths: dict[str, Path] = {}

    def sit(self, script: Script, sitting: Sitting, at: datetime) -> None:
        """Hold one sitting: begin or go on, type its lines over the minutes planned, and let go."""
        clock = HandClock(at)
        chance = Random(f"{script.name} {sitting.when}")
        path = self._paths.get(script.name)
        if path is None:
            desk = self._begin(script, clock, chance)
        else:
            desk, _said = Desk.resume(self._library, path, time_=clock, chance=chance, places=self._places)
        try:
            self._type(desk, script, sitting, clock)
        finally:
            rescue = desk.close()
        if rescue is not None:
            raise Unable(_("The example could not be saved: {why}.").format(why=desk.trouble))
        if desk.f.session.meeting.state == "finished":
            desk.drop()

    def _begin(self, script: Script, clock: HandClock, chance: Random) -> Desk:
        head = script.head
        template = self._template(head["template"])
        plan = Plan(
            title=head.get("title", ""),
            project=head.get("project", ""),
            facilitator=head.get("facilitator", ""),
            variant=head.get("variant", ""),
            people=script.people,
            head_count=int(head.get("head count", 0)),
            share=head.get("share", ""),
            names=head.get("names", ""),
            tz=self._zone,
        )
        desk = Desk.begin(self._library, template, plan, time_=clock, chance=chance, places=self._places)
        self._paths[script.name] = desk.file.path
        return desk

    def _template(self, id_: str) -> Template:
        if id_ not in self._templates:
            self._templates[id_] = self._shelf.get(id_)
        return self._templates[id_]

    def _type(self, desk: Desk, script: Script, sitting: Sitting, clock: HandClock) -> None:
        """Type the lines; in the meeting itself they share out its minutes, later each takes a minute."""
        planned = desk.f.session.meeting.length * 60
        held = sitting is script.sittings[0]
        pause = planned * float(script.head.get("pace", 1)) / len(sitting.lines) if held else 60.0
        for line in sitting.lines:
            clock.wait(pause)
            try:
                if to := _TO.fullmatch(line):
                    _go(desk, to[1])
                    continue
                outcome = enter(desk, _WORDS.sub(lambda found: self._number(desk, found[1]), line))
            except Unable as unable:
                raise Unable(
                    _("Example {name}, “{line}”: {unable}").format(name=script.name, line=line, unable=unable)
                ) from None
            if outcome.front == "finish" and not desk.nothing_leaves:
                desk.write_report()

    def _number(self, desk: Desk, words: str) -> str:
        """The number of the line that has these words: an earlier one that is reviewed now, else one here."""
        session = desk.f.session
        for at, line in enumerate(past_at(desk.f, desk.f.here), 1):
            if words in line.text:
                return str(at)
        for id_, entry in session.live():
            if words in entry.text:
                return session.number(id_)
        raise Unable(_("no line has the words {words}.").format(words=words))


def _go(desk: Desk, question: str) -> None:
    """Go to the next place where a question is asked, or a stage begins; back, where none is further on."""
    f = desk.f
    all_places = [place for stage in f.session.plan for place in walk.places(f.session, stage, f.roster)]
    here = all_places.index(f.here) if f.here in all_places else -1
    fits = [place for place in all_places if question in (place.question, place.stage)]
    if not fits:
        raise Unable(_("no question of that name is asked."))
    f.go(next((place for place in fits if all_places.index(place) > here), fits[0]))
    desk.close_page = 1
