"""What is open: one session, with its rules, its writer thread, and what is being typed. No screen.

Both front ends hold a desk and nothing else of the session. Everything here but `on_news` belongs to the
thread of the front end; the writer thread only leaves news, which `take_news` picks up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Any, Literal

from kmfacilitate import __version__
from kmfacilitate.library.earlier import EarlierSessions
from kmfacilitate.library.place import forget_index
from kmfacilitate.session import clock
from kmfacilitate.session.acts.meeting import open_with, settle
from kmfacilitate.session.answering import room_at
from kmfacilitate.session.beginning import Plan, begin
from kmfacilitate.session.documents import Documents
from kmfacilitate.session.earlier import to_open_with
from kmfacilitate.session.edits import About, Edit
from kmfacilitate.session.facilitation import Facilitation, last_sign, zone
from kmfacilitate.session.ids import Ids, new_session_id
from kmfacilitate.session.line import read_line, write_line
from kmfacilitate.session.moments import moment, stamp
from kmfacilitate.session.room_view import RoomMode, room_scene
from kmfacilitate.session.scene import RoomScene
from kmfacilitate.session.session import Session
from kmfacilitate.session.walk import Place
from kmfacilitate.session.wall import view_of
from kmfacilitate.store.draft import Draft, HalfTyped
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.wall import Wall
from kmfacilitate.store.writer import Writer
from kmfacilitate.templates.model import Template

from .leaving import Leaving
from .machine_time import MachineTime, Time

if TYPE_CHECKING:
    from kmfacilitate.library.gatherer import Gatherer


@dataclass(frozen=True, slots=True)
class News:
    """Something the writer thread has to say."""

    what: Literal["saved", "changed", "trouble"]
    marks: tuple[Any, ...] = ()
    documents: Documents | None = None
    words: str = ""


class Desk(Leaving):
    """One open session. Made by `begin` or `resume`; `close` it."""

    def __init__(
        self, f: Facilitation, file: SessionFile, library: Library, time_: Time, places: Places | None = None
    ) -> None:
        super().__init__(f, library)
        self.file = file
        self.time = time_
        self.close_page = 1
        self.room_on = False
        self.room_mode: RoomMode = "question"
        self.room_mode_chosen = False
        """Whether what the room sees was said; until then a window of its own shows the lines too."""
        self.lines_in_confidence = False
        self.held_since = ""
        """Lines said later than this are held back from the room; empty: none are."""
        self.wall = Wall(f.session.id, places or Places.here())
        self.on_news: Callable[[], None] = lambda: None
        """Called in the writer thread when `take_news` has something to take."""
        self.gatherer: Gatherer | None = None
        """What is told when the session file was written, by whoever has the library's index open."""
        self._places = places
        self._news: SimpleQueue[News] = SimpleQueue()
        self._waiting: dict[int, frozenset[str]] = {}
        self._forgetting: set[int] = set()
        self._unsaid: tuple[str, ...] = ()
        self._marks = 0
        self._remembered: tuple[str, ...] = ()
        self._slept = time_.asleep()
        self._ticked = time_.now()
        self.draft = Draft.open(f.session.id, time_.now, places=places)
        self._writer = Writer(
            file,
            time_.now,
            on_saved=self._saved,
            on_trouble=lambda words: self._leave(News("trouble", words=words)),
            on_changed=lambda documents: self._leave(News("changed", documents=documents)),
            on_published=self._published,
            draft=self.draft,
        )

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
    ) -> tuple[Desk, tuple[str, ...]]:
        """Open a session where it was left, with what should be said about it. Waits for the disk.

        Raises:
            Unable: It can't be read; the file is left as it is.
        """
        file = SessionFile.open(path, places=places)
        history = file.history
        latest = last_sign(Session.read(file.documents))
        time_ = time_ or MachineTime(latest)
        desk = cls._at(file, library, time_, chance or SystemRandom(), places)
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
        roster: Sequence[str] = (),
    ) -> Desk:  # fmt: skip
        f = Facilitation(Session.read(file.documents), time_.now, chance, roster=roster)
        desk = cls(f, file, library, time_, places)
        f.outlet = desk
        before = EarlierSessions(library, f.session, places)
        f.past, f.related = before.left, before.lessons_like
        left = desk.draft.found
        if left is not None and not f.roster and f.session.meeting.names == "owners":
            f.roster = left.people
        desk._remember_room()
        if f.past and not file.read_only:
            f.settle(open_with(to_open_with(f.session, f.past)))
        return desk

    def _remember_room(self) -> None:
        """Keep who is here on this machine until the session is over, so that @names go on after a crash.

        With names *all* they are in the session itself; with *none* they are nowhere but in memory.
        """
        people = self.f.roster if self.f.session.meeting.names == "owners" else ()
        if people != self._remembered:
            self._remembered = people
            self.draft.keep_people(people)

    def go_on(self, hard_end: datetime | None = None) -> tuple[str, ...]:
        """Go on another day: open a finished session again, and set the hard end of this sitting.

        Returns:
            What should be said about it.
        """
        said = [self.f.reopen()]
        if hard_end is not None:
            at = hard_end.astimezone(zone(self.f.session))
            self.f.settle(settle({"hard_end": stamp(hard_end)}, "hard end set"))
            said.append(f"hard end {at:%H:%M}")
        elif (set_to := self.f.session.meeting.hard_end) and moment(set_to) < self.f.moment():
            said.append("The hard end that was set is over; :end 16:30 sets another.")
        return tuple(words for words in said if words)

    # What the rules hand out (the `Outlet` of the facilitation)

    def edited(self, edits: Sequence[Edit], about: About) -> None:
        """Edits were made: have them saved."""
        self._marks += 1
        self._waiting[self._marks] = frozenset(edit.id for edit in edits if edit.table == "entries")
        self._writer.put(edits, self._marks, about)

    def forgot(self, ids: Sequence[str]) -> None:
        """Words must go for good: have them taken from the disk."""
        self._marks += 1
        self._waiting[self._marks] = frozenset()
        self._forgetting.add(self._marks)
        self._writer.forget(ids, self._marks)

    def _saved(self, marks: tuple[Any, ...], documents: Documents, _: datetime) -> None:
        """In the writer thread: these are on the disk."""
        if not self._forgetting.isdisjoint(marks):
            self._forgetting.difference_update(marks)
            if self.gatherer is not None:
                self.gatherer.forget()
            else:
                forget_index(self.library, self._places)
        self._leave(News("saved", marks, documents))

    def _published(self) -> None:
        """In the writer thread: the session file has everything."""
        if self.gatherer is not None:
            self.gatherer.tell(self.file.path)

    def _leave(self, news: News) -> None:
        self._news.put(news)
        self.on_news()

    def take_news(self) -> tuple[str, ...]:
        """Take in what the writer thread left (saved, changed elsewhere, trouble); returns what to say."""
        newest: Documents | None = None
        words: list[str] = [*self._unsaid]
        self._unsaid = ()
        other = False
        with suppress(Empty):
            while True:
                news = self._news.get_nowait()
                for mark in news.marks:
                    self._waiting.pop(mark, None)
                newest = news.documents or newest
                other = other or news.what == "changed"
                if news.what == "trouble":
                    words.append(news.words)
        if newest is not None and not self._waiting and self.f.absorb(newest) and other:
            words.append("the other window added something")
        return tuple(words)

    def tick(self) -> str:
        """Once a second: notices that the machine slept, and says so in one sentence."""
        self._remember_room()
        self.show_wall()
        slept = self.time.asleep()
        gone = slept - self._slept
        self._slept = slept
        now = self.time.now()
        self._ticked = now
        if gone <= 60 or self.file.read_only:
            return ""
        return self.f.unseen(now - timedelta(seconds=gone))

    # Saving, in words

    @property
    def saving(self) -> Literal["saved", "saving", "not saved"]:
        """How saving stands."""
        return self._writer.state.kind

    @property
    def trouble(self) -> str:
        """Why something can't be saved; empty when all is well."""
        state = self._writer.state
        return state.why if state.kind == "not saved" else ""

    def saved_words(self) -> str:
        """`saved 09:42:07`, `saving…` after half a second, `NOT SAVED: disk full`."""
        state = self._writer.state
        if self.file.read_only:
            return "read only, made by a newer version"
        if state.kind == "not saved":
            return f"NOT SAVED: {state.why}"
        since = state.since
        if state.kind == "saving" and self.time.now() - since > timedelta(seconds=0.5):
            return "saving…"
        return f"saved {since.astimezone(zone(self.f.session)):%H:%M:%S}"

    def unsaved(self) -> frozenset[str]:
        """Ids of lines that are not on the disk yet."""
        return frozenset().union(*self._waiting.values()) if self._waiting else frozenset()

    def flush(self, seconds: float = 5.0) -> bool:
        """Wait until everything is on the disk; false if it is not in that time."""
        done = self._writer.flush(seconds)
        self._unsaid = self.take_news()
        return done

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
