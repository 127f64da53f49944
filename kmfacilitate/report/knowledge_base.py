"""A folder of linked pages over many sessions, for Obsidian, MkDocs and GitHub.

Pages of sessions and lessons are made as the sessions come by; of each only what the lists need is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from kmfacilitate.clean import clean_line
from kmfacilitate.language import N_, _
from kmfacilitate.session import clock
from kmfacilitate.session.kinds.commitments import Action
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.lesson_life import in_words, standing, tally
from kmfacilitate.session.wording import count

from .blocks import Block, Bullet, Outline, Section
from .dates import day_of
from .deliver import NOT_FOR_SHARING, Delivery, file_name, slug
from .edition import Edition
from .front import headline, tags_of
from .lesson_page import Later, lesson_id, lesson_page, state_of
from .lines import bullets
from .markdown import Tasks, markdown
from .names import Names
from .outline import WARNING, outline
from .telling import Telling

_STEP = 4
"""Blanks a level of a list: MkDocs wants four, the others take them."""
_LONGEST = 140
_STANDINGS = {
    "identified": N_("Lessons identified"),
    "learned": N_("Lessons learned"),
    "set aside": N_("Lessons set aside"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the lists say of a session, a lesson or an action: a line, its page, and where it belongs."""

    line: Bullet
    path: str
    project: str
    tags: tuple[str, ...] = ()
    state: str = ""
    due: str = ""


@dataclass
class KnowledgeBase:
    """A knowledge base being written. Sessions are added newest first, then `pages` makes the lists.

    Args:
        title: What it is called.
        tasks: How actions are written.
        whole: Whether its sessions are full editions, which is then said on every page.
    """

    title: str
    tasks: Tasks = "github"
    whole: bool = False
    _sessions: list[Kept] = field(default_factory=list)
    _lessons: list[Kept] = field(default_factory=list)
    _actions: list[Kept] = field(default_factory=list)
    _later: Later = field(default_factory=Later)
    _names: Names = field(default_factory=Names)

    def add(self, edition: Edition, at: datetime) -> Iterator[Delivery]:
        """The page of a session and those of its lessons; `at` is now (aware)."""
        session = edition.session
        telling = Telling(edition)
        day = day_of(session, clock.sittings(session, at)).isoformat()
        path = self._names.free(f"sessions/{file_name(edition, at)}")
        project = clean_line(session.meeting.project)
        self._later.hear(edition, day)
        yield self._page(path, outline(edition, at))
        line = Bullet(brief(headline(session)), lead=day, link=path)
        self._sessions.append(Kept(line, path, project))
        for id_, entry in session.live():
            if session.sealed(entry):
                continue
            if isinstance(entry, Lesson):
                yield self._lesson(edition, id_, entry, at, path)
            elif isinstance(entry, Action):
                self._actions.append(self._action(entry, id_, telling, path, project))

    def pages(self) -> Iterator[Delivery]:
        """The lists: the index, lessons, actions, a page a project and a tag."""
        projects = _grouped((kept.project,) for kept in self._sessions)
        tags = _grouped(kept.tags for kept in self._lessons)
        project_paths = self._paths("projects", projects)
        tag_paths = self._paths("tags", tags)
        yield self._list("index.md", self.title, self._index(project_paths, tag_paths, projects, tags))
        yield self._list("lessons.md", _("Lessons"), _by_standing(self._lessons))
        yield self._list("actions.md", _("Actions"), _by_state(self._actions))
        for name, path in project_paths.items():
            yield self._list(path, _("Project: {name}").format(name=name), self._of_project(name), up="../")
        for name, path in tag_paths.items():
            lessons = [kept for kept in self._lessons if name in kept.tags]
            yield self._list(path, _("Tag: {name}").format(name=name), _by_standing(lessons), up="../")

    def _lesson(self, edition: Edition, id_: str, lesson: Lesson, at: datetime, session: str) -> Delivery:
        later = self._later.of(edition.session.id, id_)
        full = f"-{NOT_FOR_SHARING}" if self.whole else ""
        path = f"lessons/{lesson_id(edition.session.id, id_)}{full}.md"
        state = state_of(lesson, later)
        line = Bullet(brief(lesson.text) or _("Lesson"), facts=(in_words(state),), link=path)
        project = clean_line(edition.session.meeting.project)
        self._lessons.append(Kept(line, path, project, tuple(tags_of(lesson.tags)), state))
        return self._page(path, lesson_page(edition, id_, at, later=later, link=f"../{session}"))

    def _action(self, action: Action, id_: str, telling: Telling, session: str, project: str) -> Kept:
        said = self._later.of(telling.session.id, id_)
        ended = next((each for each in said if each.says in ("done", "dropped")), None)
        if action.state == "open" and ended:
            by = (
                {"done": ended.day}
                if ended.says == "done"
                else {"dropped": ended.reason or _("no reason kept")}
            )
            action = action.model_copy(update=by)
        line = bullets(action, id_, telling)[0]
        line = replace(line, text=brief(line.text), link=session)
        return Kept(line, session, project, state=action.state, due=action.due)

    def _index(
        self,
        project_paths: dict[str, str],
        tag_paths: dict[str, str],
        projects: dict[str, int],
        tags: dict[str, int],
    ) -> list[Section]:
        lessons = tally(kept.state for kept in self._lessons)
        open_ = sum(1 for kept in self._actions if kept.state == "open")
        found = [
            Section("lists", _("Lists"), (
                Bullet(_("Lessons"), facts=(lessons.words,) if lessons else (), link="lessons.md"),
                Bullet(_("Actions"), facts=(count(open_, "{n} open", "{n} open"),), link="actions.md"),
            )),
            Section("projects", _("Projects"), tuple(
                Bullet(name, facts=(count(projects[name], "{n} session", "{n} sessions"),), link=path)
                for name, path in project_paths.items()
            )),
            Section("tags", _("Tags"), tuple(
                Bullet(name, facts=(count(tags[name], "{n} lesson", "{n} lessons"),), link=path)
                for name, path in tag_paths.items()
            )),
            Section("sessions", _("Sessions"), tuple(kept.line for kept in self._sessions)),
        ]  # fmt: skip
        return [section for section in found if section.blocks or section.key == "sessions"]

    def _of_project(self, name: str) -> list[Section]:
        sessions = tuple(kept.line for kept in self._sessions if kept.project == name)
        lessons = [kept for kept in self._lessons if kept.project == name]
        actions = [
            replace(kept, line=replace(kept.line, box="", task=None))  # a box to tick stands in actions.md
            for kept in self._actions
            if kept.project == name
        ]
        return [Section("sessions", _("Sessions"), sessions), *_by_standing(lessons), *_by_state(actions)]

    def _list(self, path: str, title: str, sections: Iterable[Section], up: str = "") -> Delivery:
        moved = tuple(
            replace(section, blocks=tuple(_from(block, up) for block in section.blocks))
            for section in sections
        )
        front = (("title", clean_line(title)), ("type", "index"), ("tags", ["index"]))
        about = (
            count(len(self._sessions), "{n} session", "{n} sessions"),
            _("Lessons count as learned when something has changed; until then they are identified."),
        )
        warning = _(WARNING) if self.whole else ""
        return self._page(path, Outline(title, about if path == "index.md" else (), moved, front, warning))

    def _page(self, path: str, page: Outline) -> Delivery:
        return Delivery.of_text(path, markdown(page, tasks=self.tasks, step=_STEP))

    def _paths(self, folder: str, names: Iterable[str]) -> dict[str, str]:
        return {
            name: self._names.free(f"{folder}/{slug(name) or sha256(name.encode()).hexdigest()[:8]}.md")
            for name in names
        }


def brief(text: str) -> str:
    """A text as one short line of a list; what is cut off is marked."""
    line = clean_line(text)
    if len(line) <= _LONGEST:
        return line
    cut = line[: _LONGEST - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _grouped(named: Iterable[Iterable[str]]) -> dict[str, int]:
    """Names and how often each was said, in the order of the alphabet."""
    counted: dict[str, int] = {}
    for names in named:
        for name in filter(None, names):
            counted[name] = counted.get(name, 0) + 1
    return dict(sorted(counted.items(), key=lambda row: (row[0].casefold(), row[0])))


def _by_standing(lessons: list[Kept]) -> list[Section]:
    found = []
    for stands, title in _STANDINGS.items():
        lines = tuple(kept.line for kept in lessons if standing(kept.state) == stands)
        if lines or stands == "identified":
            found.append(Section(stands.replace(" ", "-"), _(title), lines, len(lines)))
    return found


def _by_state(actions: list[Kept]) -> list[Section]:
    found = []
    for state, title in (("open", _("Open actions")), ("done", _("Done")), ("dropped", _("Dropped"))):
        kept = [each for each in actions if each.state == state]
        kept.sort(key=lambda each: each.due or "9999")
        if kept or state == "open":
            found.append(Section(state, title, tuple(each.line for each in kept), len(kept)))
    return found


def _from(block: Block, up: str) -> Block:
    """A block with its link as seen from a page that lies deeper."""
    return replace(block, link=f"{up}{block.link}") if isinstance(block, Bullet) and block.link else block
