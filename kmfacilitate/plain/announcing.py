"""What plain mode says by itself: where the room is, what is expected next, how late it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session import clock, coach
from kmfacilitate.session.answering import asking
from kmfacilitate.session.material import vote_at
from kmfacilitate.speech import ring

from .telling import activity_now, guide_words, lines_here, question_words, script_words, stage_words
from .wrapping import tell


class Announcer:
    """Says of a session what has come up since it last spoke, each thing once.

    `piped` is whether nobody sits at the other end: for a pipe has no time, and needs no prompting. `bell` is
    whether a bell rings when two minutes of a stage are left.
    """

    def __init__(self, desk: Desk, *, piped: bool, bell: bool = False) -> None:
        self._desk = desk
        self._piped = piped
        self._bell = bell
        self._told: set[str] = set()
        self._stage = self._place = self._doing = self._guide = ""

    def first(self, what: str) -> bool:
        """Whether this is said for the first time; from now on it is not."""
        if what in self._told:
            return False
        self._told.add(what)
        return True

    def place(self) -> None:
        """Say where the room is, when that is new; in a round or activity, what is expected next."""
        self._desk.show_wall(anyway=True)
        desk, now = self._desk, asking(self._desk.f)
        vote = vote_at(desk.f.session, now.place.question) if now.way == "vote" else None
        place = f"{now.place} {desk.close_page if desk.closing else ''} {bool(vote and vote[1].complete)}"
        stage = stage_words(desk, now)
        if stage != self._stage:
            self._stage = stage
            tell(stage)
        if place != self._place:
            counted = self._place.removesuffix("False") == place.removesuffix("True")
            self._place = place
            if not counted:
                tell(question_words(desk))
                self._script(f"{now.place.stage}/{now.place.question}")
            closing = f"close {desk.close_page}" if desk.closing else place
            if self.first(closing):
                say_all(lines_here(desk))
        doing = activity_now(desk)
        if doing != self._doing:
            self._doing = doing
            if doing and (not self._piped or now.way in ("score", "complete", "review")):
                tell(doing)
        guide = guide_words(desk)
        if guide != self._guide:
            self._guide = guide
            if guide:
                tell(guide)

    def _script(self, question: str) -> None:
        if not self.first(question):
            return
        say_all(script_words(self._desk))
        if clock.state(self._desk.f.session) == "not started":
            tell(_("The clock has not started: :start, or :next."))

    def time(self) -> Iterator[str]:
        """What there is to know of the time, each thing once; to a person, for a pipe has no time."""
        if self._piped:
            return
        for hint in coach.hints(self._desk.f, self._desk.f.moment()):
            if self.first(hint.key):
                if self._bell and hint.key.startswith("two"):
                    ring()
                way_out = _(" :fit catches up.") if hint.key.startswith("late") else ""
                yield (
                    hint.words
                    if hint.key.startswith("cue")
                    else _("Time: {words}{way_out}").format(words=hint.words, way_out=way_out)
                )

    def meanwhile(self) -> Iterator[str]:
        """What has come up while a line was waited for: the time, and that the machine slept."""
        slept = self._desk.tick()
        if slept:
            yield slept
        yield from self.time()


def say_all(words: Iterable[str]) -> None:
    """Say lines, one after the other."""
    for line in words:
        tell(line)
