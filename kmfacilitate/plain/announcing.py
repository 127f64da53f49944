"""What plain mode says by itself: where the room is, what is expected next, how late it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session import aloud, clock, coach
from kmfacilitate.session.answering import Asking, asking
from kmfacilitate.speech import ring

from .telling import guide_words, lines_here, page, question_words, script_words, without_keys
from .wrapping import tell

_TOLD_TO_A_PIPE = ("score", "complete", "review")
"""Ways of a question in which a transcript would not be understood without what is asked for next."""


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
        self._stage = self._place = self._counted = self._doing = self._guide = self._answered = ""

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
        stage = aloud.stage_words(desk.f, now)
        if stage != self._stage:
            self._stage = stage
            tell(stage)
        place, counted = (
            f"{now.place} {page(desk)}",
            str(aloud.votes_counted(desk.f.session, now.place.question)),
        )
        moved = place != self._place
        if moved:
            self._place = place
            tell(question_words(desk))
            self._script(f"{now.place.stage}/{now.place.question} {page(desk)}")
        if moved or counted != self._counted:
            lines = lines_here(desk)  # said again where the room comes back and they are no longer the same
            if self.first(f"close {page(desk)}" if desk.closing else f"{place} {counted} {lines}"):
                say_all(lines)
        self._counted = counted
        self._activity(now, moved)
        guide = guide_words(desk)
        if guide != self._guide:
            self._guide = guide
            if guide:
                tell(guide)

    def _script(self, question: str) -> None:
        if not self.first(question):
            return
        say_all(script_words(self._desk, how=not self._piped))
        if clock.state(self._desk.f.session) == "not started":
            tell(_("The clock has not started: :start, or :next."))

    def _activity(self, now: Asking, moved: bool) -> None:
        """How the activity stands, when that is new; slips are counted aloud as they come in already."""
        doing = aloud.activity_words(self._desk.f, now)
        if doing == self._doing:
            return
        self._doing = doing
        counting = now.way == "slips" or (now.way == "vote" and self._counted == "()")
        if doing and (moved or not counting) and (not self._piped or now.way in _TOLD_TO_A_PIPE):
            tell(without_keys(doing))

    def heard(self, *words: str) -> None:
        """What was just said in answer: the same is not said again as news."""
        self._answered = " ".join(words)

    def time(self) -> Iterator[str]:
        """What there is to know of the time, each thing once; to a person, for a pipe has no time."""
        if self._piped:
            return
        for hint in coach.hints(self._desk.f, self._desk.f.moment()):
            if not self.first(hint.key) or hint.words in self._answered:
                continue
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
