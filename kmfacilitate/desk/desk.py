"""What is open: one session, with its rules, its writer thread, and what is being typed. No screen.

Both front ends hold a desk and nothing else of the session. Everything here but `on_news` belongs to the
thread of the front end; the writer thread only leaves news, which `take_news` picks up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from kmfacilitate import __version__
from kmfacilitate.language import _
from kmfacilitate.library.ask import Ask
from kmfacilitate.library.earlier import EarlierSessions
from kmfacilitate.library.usual_times import usual_times
from kmfacilitate.session import clock
from kmfacilitate.session.acts.meeting import open_with, settle
from kmfacilitate.session.answering import room_at
from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.earlier import to_open_with
from kmfacilitate.session.facilitation import Facilitation, last_sign, zone
from kmfacilitate.session.ids import Ids, new_session_id
from kmfacilitate.session.line import read_line, write_line
from kmfacilitate.session.moments import moment, stamp
from kmfacilitate.session.room_view import RoomMode, room_scene
from kmfacilitate.session.scene import RoomScene
from kmfacilitate.session.session import Session
from kmfacilitate.session.walk import Place
from kmfacilitate.session.wall import view_of
from kmfacilitate.session.wording import hour
from kmfacilitate.store.draft import HalfTyped
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.wall import Wall
from kmfacilitate.templates.model import Template

from .before import Before
from .machine_time import MachineTime, Time
from .saving import Saving

if TYPE_CHECKING:
    from kmfacilitate.library.index import Index


class Desk(Saving):
    """One open session. Made by `begin` or `resume`; `close` it."""

    def __init__(
        self, f: Facilitation, file: SessionFile, library: Library, time_: Time, places: Places | None = None
    ) -> None:
        super().__init__(f, file, library, time_, places)
        self.before = Before(f)
        self.close_page = 1
        self.room_on = False
        self.room_mode: RoomMode = "question"
        self.room_mode_chosen = False
        """Whether what the room sees was said; until then a window of its own shows the lines too."""
        self.lines_in_confidence = False
        self.held_since = ""
        """Lines said later than this are held back from the room; empty: none are."""
        self.places = places or Places.here()
        self.wall = Wall(f.session.id, self.places)
        self._remembered: tuple[tuple[str, ...], bool] = ((), False)
        self._slept = time_.asleep()

    @classmethod
    def begin(
        cls,
        library: Library,
        template: Template,
        plan: Plan,
        *,
        time_: Time | None = None,
        chance: Random | None = None,
        places: Places | None = None,
    ) -> Desk:
        """Begin a session of a template; its file exists when this returns. Waits for the disk.

        Raises:
            WrongUse: The plan does not fit the template.
            Unable: The file can't be made.
        """
        time_ = time_ or MachineTime()
        chance = chance or SystemRandom()
        at = time_.now()
        documents = begin(template, plan, new_session_id(chance), at, Ids(chance), __version__)
        file = SessionFile.create(library, documents, places=places, now=time_.now)
        desk = cls._at(file, library, time_, chance, places, roster=plan.people)
        desk.f.about = plan.about
        return desk

    @classmethod
    def resume(
        cls,
        library: Library,
        path: Path,
        *,
        time_: Time | None = None,
        chance: Random | None = None,
        places: Places | None = None,
        alone: bool = False,
    ) -> tuple[Desk, tuple[str, ...]]:
        """Open a session where it was left, with what should be said about it. Waits for the disk.

        Args:
            library: The library.
            path: The session's file.
            time_: Where the moment comes from.
            chance: Where chance comes from.
            places: The folders of this machine.
            alone: Whether it is opened to be read or put right and not to be held: then no other session is
                read for it, and nothing is settled.

        Raises:
            Unable: It can't be read; the file is left as it is.
        """
        file = SessionFile.open(path, places=places)
        history = file.history
        latest = last_sign(Session.read(file.documents))
        time_ = time_ or MachineTime(latest)
        desk = cls._at(file, library, time_, chance or SystemRandom(), places, alone=alone)
        desk.f.remember(history.done, history.undone)
        notes = [*(note for note in library.notes if note.startswith(path.name)), *file.notes]
        if desk.half_typed is None:
            desk.draft.keep("")
        left = desk.draft.found
        seen = [moment(left.at)] if left and left.at else []
        seen += [latest] if latest else []
        if seen and not file.read_only and clock.state(desk.f.session) == "running":
            said = desk.f.unseen(max(seen))
            notes += [said] if said else []
        return desk, tuple(notes)

    @classmethod
    def _at(
        cls, file: SessionFile, library: Library, time_: Time, chance: Random, places: Places | None,
        roster: Sequence[str] = (), *, alone: bool = False,
    ) -> Desk:  # fmt: skip
        f = Facilitation(Session.read(file.documents), time_.now, chance, roster=roster)
        desk = cls(f, file, library, time_, places)
        f.outlet = desk
        if not alone:
            before = EarlierSessions(library, f.session, places)
            f.past, f.related = before.left, before.lessons_like
            desk.before.fitting = before.fitting
            desk._ask_what_is_usual(places)
        left = desk.draft.found
        if left is not None and not f.roster and f.session.meeting.names == "owners":
            f.roster = left.people
        f.guided = left is not None and left.guided
        desk._remember_room()
        if f.past and not file.read_only:
            f.settle(open_with(to_open_with(f.session, f.past)))
        return desk

    def _ask_what_is_usual(self, places: Places | None) -> None:
        """Learn how long the stages usually take, from the index as it is."""
        ask = Ask(self.library, places)
        try:
            self.f.usual = usual_times(ask, self.f.session.template, self.f.session.meeting.variant)
        finally:
            ask.close()

    def _remember_room(self) -> None:
        """Keep on this machine, until the session is over, what goes on after a crash but is not in its file.

        That is who is here, so that @names are known: with names *all* they are in the session itself, with
        *none* nowhere but in memory. And whether each step says what to do.
        """
        people = self.f.roster if self.f.session.meeting.names == "owners" else ()
        if (people, self.f.guided) != self._remembered:
            if self.f.guided != self._remembered[1]:
                self.draft.keep_guided(self.f.guided)
            if people != self._remembered[0]:
                self.draft.keep_people(people)
            self._remembered = (people, self.f.guided)

    def go_on(self, hard_end: datetime | None = None) -> tuple[str, ...]:
        """Go on another day: open a finished session again, and set the hard end of this sitting.

        Returns:
            What should be said about it.
        """
        said = [self.f.reopen()]
        if hard_end is not None:
            at = hard_end.astimezone(zone(self.f.session))
            self.f.settle(settle({"hard_end": stamp(hard_end)}, _("hard end set")))
            said.append(_("hard end {hour}").format(hour=hour(at)))
        elif (set_to := self.f.session.meeting.hard_end) and moment(set_to) < self.f.moment():
            said.append(_("The hard end that was set is over; :end 16:30 sets another."))
        return tuple(words for words in said if words)

    def join(self, index: Index) -> None:
        """Take the library's index that somebody has open: it is fed from here, and asked."""
        self.gatherer = index.gatherer
        self.before.looker = index.looker

    def tick(self) -> str:
        """Once a second: notices that the machine slept, and says so in one sentence."""
        self._remember_room()
        self.show_wall()
        slept = self.time.asleep()
        gone = slept - self._slept
        self._slept = slept
        now = self.time.now()
        if gone <= 60 or self.file.read_only:
            return ""
        return self.f.unseen(now - timedelta(seconds=gone))

    # What is typed

    def as_typed(self, id_: str) -> str | None:
        """A line as it would be typed, so that Enter without a change changes nothing; none: use the form."""
        entry = self.f.session.entries[id_]
        place = Place(entry.stage, entry.question, entry.under)
        return write_line(entry, room_at(self.f, place, kind=entry.kind))

    @property
    def half_typed(self) -> HalfTyped | None:
        """The line that a window which is gone left behind."""
        found = self.draft.found
        return found if found and found.text and not self._entered(found) else None

    def _entered(self, left: HalfTyped) -> bool:
        """Whether a half-typed line was entered after all: the end came before it could be emptied.

        Then one of the last lines says the same; or, where the last keys were not kept any more, one entered
        after they should have been begins with it.
        """
        place = Place(*[*left.place.split("/", 2), "", ""][:3]) if left.place else None
        text = read_line(left.text, room_at(self.f, place)).text
        kept = moment(left.at)
        for id_, entry in [pair for pair in self.f.session.live() if pair[1].at][-5:]:
            since = moment(entry.edited or entry.at) - kept
            if entry.text == text and since >= timedelta(seconds=-2):
                return True
            begins = entry.text.startswith(text) or (self.as_typed(id_) or "").startswith(left.text)
            if begins and since >= timedelta(0):
                return True
        return False

    # What the room sees

    def room_view(self, mode: RoomMode | None = None) -> RoomScene:
        """What the room may see, in the mode that was chosen unless another is named."""
        return room_scene(
            self.f,
            mode or self.room_mode,
            lines_in_confidence=self.lines_in_confidence,
            until=self.held_since,
        )

    def show_wall(self, *, anyway: bool = False) -> None:
        """Have the windows of other processes show what the room may see now; free while there are none.

        Args:
            anyway: For a front end that does not tick: a window that is opened later shows this.
        """
        if self.wall.wanted or anyway:
            self.wall.show(view_of(self.room_view(self.room_mode if self.room_mode_chosen else "lines")))

    @property
    def closing(self) -> bool:
        """Whether the room is at the close stage."""
        stage = self.f.stage
        return stage is not None and stage.script.close

    def close(self, seconds: float = 5.0) -> Path | None:
        """Stop the clock, save what waits, and let go.

        Returns:
            None when everything is saved, else the file that holds what could not be.

        Raises:
            Unable: It could be written nowhere.
        """
        if not self.file.read_only:
            self.f.leave()
        self._remember_room()
        self.wall.close()
        try:
            return self._writer.close(seconds)
        finally:
            self.draft.close()

    def drop(self) -> None:
        """Let go after the session was finished and nothing is half-typed."""
        self.draft.remove()
