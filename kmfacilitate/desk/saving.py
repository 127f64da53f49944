"""A session being saved: what goes to the writer thread, what comes back from it, and how saving stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Literal

from kmfacilitate.language import _
from kmfacilitate.library.place import forget_index
from kmfacilitate.session.documents import Documents
from kmfacilitate.session.edits import About, Edit
from kmfacilitate.session.facilitation import Facilitation, zone
from kmfacilitate.session.wording import hour_second
from kmfacilitate.store.draft import Draft
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile
from kmfacilitate.store.writer import Writer

from .leaving import Leaving
from .machine_time import Time

if TYPE_CHECKING:
    from kmfacilitate.library.gatherer import Gatherer


@dataclass(frozen=True, slots=True)
class News:
    """Something the writer thread has to say."""

    what: Literal["saved", "changed", "trouble"]
    marks: tuple[Any, ...] = ()
    documents: Documents | None = None
    words: str = ""


class Saving(Leaving):
    """The part of a desk that has changes saved. It is the `Outlet` of the facilitation."""

    def __init__(
        self, f: Facilitation, file: SessionFile, library: Library, time_: Time, places: Places | None
    ) -> None:
        super().__init__(f, library, places)
        self.file = file
        self.time = time_
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

    def _saved(self, marks: tuple[Any, ...], documents: Documents, _event: datetime) -> None:
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
            words.append(_("the other window added something"))
        return tuple(words)

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
            return _("read only, made by a newer version")
        if state.kind == "not saved":
            return _("NOT SAVED: {why}").format(why=state.why)
        if self._is_slow:
            return _("saving…")
        return _("saved {at}").format(at=self.saved_at)

    @property
    def saved_at(self) -> str:
        """When all was last on disk: `09:42:07`; empty where it isn't, or is being brought there for long."""
        state = self._writer.state
        if state.kind == "not saved" or self._is_slow:
            return ""
        return hour_second(state.since.astimezone(zone(self.f.session)))

    @property
    def _is_slow(self) -> bool:
        state = self._writer.state
        return state.kind == "saving" and self.time.now() - state.since > timedelta(seconds=0.5)

    def unsaved(self) -> frozenset[str]:
        """Ids of lines that are not on the disk yet."""
        return frozenset().union(*self._waiting.values()) if self._waiting else frozenset()

    def flush(self, seconds: float = 5.0) -> bool:
        """Wait until everything is on the disk; false if it is not in that time."""
        done = self._writer.flush(seconds)
        self._unsaid = self.take_news()
        return done
