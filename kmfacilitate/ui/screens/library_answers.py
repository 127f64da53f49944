"""Asking the index for the library screen, and showing what it answers, as both change."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widgets import TextArea

from kmfacilitate.language import _, ngettext
from kmfacilitate.library.counting import Counts, Person, count, everybody
from kmfacilitate.library.detail import Whole, whole
from kmfacilitate.library.found import Filters, Found
from kmfacilitate.library.grouping import Hit
from kmfacilitate.library.waiting import ALIKE
from kmfacilitate.session.lesson_life import Tally
from kmfacilitate.ui.screens.library_asking import Answer, Comparing, Question, compare, exact, look, summary
from kmfacilitate.ui.screens.library_filters import FiltersMixin
from kmfacilitate.ui.widgets.form import OneOf, TextField
from kmfacilitate.ui.widgets.found_list import Counted, FoundList, FoundPage, about_hit
from kmfacilitate.ui.widgets.header import Header, Heading


class AnswersMixin(FiltersMixin):
    """The part of the library that asks and shows."""

    _library: str
    _box: TextField
    _counted: Counted
    _list: FoundList
    _page: FoundPage
    _people: tuple[Person, ...] = ()
    _answer: Answer
    _read_of: Whole
    _at: int

    def show_hints(self) -> None:
        """Show the keys that count now."""
        raise NotImplementedError

    @property
    def chosen(self) -> Hit | None:
        """What is chosen in the list."""
        hits = self._answer.hits
        return hits[self._at] if self._at < len(hits) else None

    @property
    def question(self) -> Question:
        """What is asked now."""
        return Question(
            self._box.text,
            self._sort.value,
            dict(self._chosen_filters),
            self._wait,
            self._today(),
            self._people,
        )

    @on(TextArea.Changed)
    @on(OneOf.Chosen)
    def ask(self) -> None:
        """Search for what stands in the box now; the last one asked wins."""
        question = self.question
        self.show_filters(question)
        self._index.looker.drop("alike")
        self._index.looker.look("search", lambda ask: look(ask, question), self._later(self._show))

    def count(self) -> None:
        """Count what the library holds, and learn who is in it."""
        self._index.looker.look("summary", lambda ask: count(ask, Filters()), self._later(self._show_summary))
        self._index.looker.look("names", everybody, self._later(self._show_people))

    def _show_summary(self, told: Counts) -> None:
        if self.is_mounted:
            words = summary(told) if told.sessions else ""
            many = ngettext("{n} session", "{n} sessions", told.sessions).format(n=f"{told.sessions:,}")
            counted = Tally(told.lessons.identified, told.lessons.learned).words
            short = ", ".join(part for part in (many, counted) if part)
            self.query_one(Header).show(
                Heading(_("Library"), words, library=self._library, short_subject=short if words else "")
            )

    def _show_people(self, people: tuple[Person, ...]) -> None:
        if people != self._people and self.is_mounted:
            self._people = people
            self.ask()

    def _show(self, answer: Answer) -> None:
        if not self.is_mounted:
            return
        before, self._answer = self._answer, answer
        same = replace(answer.question, people=()) == replace(before.question, people=())
        self._sort.count(answer.counts)
        self.choose(min(self._at, len(answer.hits) - 1) if answer.hits and same else 0)
        question = answer.question
        if answer.more:
            self._index.looker.look("counts", lambda ask: exact(ask, answer), self._later(self._show_exact))
        if question.sort == "waiting" and question.wait in ("", ALIKE) and not question.read.words.strip():
            self._compare(Comparing(question))

    def _show_exact(self, answer: Answer) -> None:
        if self.is_mounted and answer.question == self._answer.question:
            self._answer = answer
            self._sort.count(answer.counts)
            self._list.show(answer.groups, self._at, "")

    def _compare(self, so_far: Comparing) -> None:
        self._index.looker.look("alike", lambda ask: compare(ask, so_far), self._later(self._compared))

    def _compared(self, so_far: Comparing) -> None:
        if not self.is_mounted or so_far.question != self._answer.question:
            return
        if group := so_far.group:
            kept = tuple(each for each in self._answer.groups if not each.in_pairs)
            self._answer = replace(self._answer, groups=(*kept, group))
            self.choose(self._at)
        if not so_far.over:
            self._compare(so_far)

    def _say_count(self) -> None:
        answer = self._answer
        progress = self._index.gatherer.progress
        reading = ""
        if progress:
            reading = _("still reading {done} of {all}").format(
                done=f"{progress[0]:,}", all=f"{progress[1]:,}"
            )
        many = answer.counts.get("") or str(len(answer.hits))
        searched = bool(answer.question.read.words.strip())
        found = ngettext("{n} found", "{n} found", 2).format(n=many) if searched else ""
        wide = {"stems": _("other forms of the words too"), "some": _("no line has all the words")}
        meant = _("did you mean {words}?  F2").format(words=answer.meant) if answer.meant else ""
        facts = tuple(part for part in (found, wide.get(answer.wide, ""), meant, reading) if part)
        self._counted.show(facts, answer.question.read.faults)

    def _empty(self) -> str:
        answer = self._answer
        if self._index.gatherer.progress or not answer.ready:
            return _("The sessions are still being read.")
        if answer.question.sort == "waiting":
            return _("Nothing waits.")
        if answer.question.typed.strip() or self._sort.value or self._chosen_filters:
            return _("Nothing was found. Fewer words find more; Esc clears the box.")
        return _(
            "There is nothing here yet. Lessons and actions come from sessions: Esc, then Enter starts one."
        )

    def choose(self, at: int) -> None:
        """Choose one of what was found, and bring it into sight."""
        hits = self._answer.hits
        self._at = max(0, min(at, len(hits) - 1))
        self._list.show(self._answer.groups, self._at, self._empty())
        self.query_one("#both").set_class(not hits, "-nothing")
        self._say_count()
        self.call_after_refresh(self._bring)
        self._read()
        self.show_hints()

    def _bring(self) -> None:
        if self._at < len(self._list.tops):
            top = 0 if self._at == 0 else self._list.tops[self._at]
            self.query_one("#found", VerticalScroll).scroll_to_region(Region(0, top, 1, 4), animate=False)

    def _read(self) -> None:
        hit = self.chosen
        self._read_of = Whole()
        if isinstance(hit, Found) and hit.entry:
            self._index.looker.look(
                "detail", lambda ask: (hit, whole(hit, ask.said_of(hit))), self._later(self._show_page)
            )
        else:
            self._page.show(*about_hit(hit))

    def _show_page(self, read: tuple[Found, Whole]) -> None:
        hit, self._read_of = read if read[0] == self.chosen else (read[0], self._read_of)
        if hit == self.chosen and self.is_mounted:
            self._page.show(f"{hit.kind.capitalize()} {hit.number}", hit.text, self._read_of.parts)
            self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
            self.show_hints()
