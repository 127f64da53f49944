"""What can be said of the line at hand by one key: the life of a lesson, what became of an action."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _
from kmfacilitate.library.found import Found
from kmfacilitate.session.kinds.insights import Lesson
from kmfacilitate.session.lesson_life import FROM_ANY, STATES, Need, Way, in_words, next_decision, word
from kmfacilitate.settings.keymap import OF_SCREENS, Keymap, key_words
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.hints import Hint
from kmfacilitate.ui.keys import keymap_of, rebind
from kmfacilitate.ui.saying import say_of_line
from kmfacilitate.ui.screens.library_team import (
    OTHER,
    TeamMixin,
    asks_other,
    others_like,
    picks_of,
    where_again,
)
from kmfacilitate.ui.widgets.form import Sentence
from kmfacilitate.ui.widgets.picker import Pick, Picker
from kmfacilitate.ui.widgets.prompt import Prompt, Wanted

if TYPE_CHECKING:
    from kmfacilitate.commands.afterwards import Saying
    from kmfacilitate.desk import Desk


@dataclass(frozen=True, slots=True)
class Act:
    """Something a key does to a line: its key, id and words, and whether it is for lessons or actions."""

    key: str
    id: str
    words: str
    help: str
    lesson: bool = True
    action: bool = False


ACTS = (
    Act("n", "next", N_("next"), N_("the next state of a lesson; what it needs is asked")),
    Act("s", "state", N_("state"), N_("any state that may follow")),
    Act("l", "local", N_("local"), N_("route: we do it here ourselves")),
    Act("p", "process", N_("process"), N_("route: a process or a document has to change")),
    Act("t", "tell", N_("tell"), N_("route: somebody has to be told")),
    Act("i", "information", N_("information"), N_("route: worth knowing, nothing has to change")),
    Act("k", "known", N_("known"), N_("route: it is known already")),
    Act("r", "reject", N_("reject"), N_("it is not right, or not for us; the reason is asked")),
    Act("m", "merge", N_("merge"), N_("it says what another lesson says; those most like it are offered")),
    Act("u", "supersede", N_("supersede"), N_("a newer lesson stands in its place")),
    Act("e", "effect", N_("effect"), N_("what came of it, and when to look again")),
    Act("a", "again", N_("again"), N_("it happened again: counted, and reopened if it was learned")),
    Act("d", "done", N_("done"), N_("the action is done"), lesson=False, action=True),
    Act("x", "drop", N_("drop"), N_("the action is dropped; the reason is asked"), lesson=False, action=True),
    Act("b", "open", N_("open again"), N_("the action is open after all"), lesson=False, action=True),
    Act("o", "owner", N_("owner"), N_("who takes it on, and by when"), action=True),
    Act("w", "when", N_("new date"), N_("by when"), action=True),
)
"""Every act, in the order of the help. Their keys count where nothing is typed."""
_ROUTES = ("local", "process", "tell", "information", "known")
_NOTES: Mapping[str, str] = {
    "actioned": N_("What was done?"),
    "embedded": N_("Where is the changed thing? A link, or its version."),
    "rejected": N_("Why is it not right, or not for us?"),
    "dropped": N_("Why is it dropped?"),
}


_UNDO = "undo"
_TAKE_BACK = Binding("ctrl+z", "act('undo')", "take back", show=False, id=_UNDO)


class ActsMixin(TeamMixin):
    """A page with a line at hand that something may be said of."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(f"{act.key},{act.key.upper()}", f"act('{act.id}')", act.words, show=False) for act in ACTS),
        Binding("z,Z", "act('undo')", "take back", show=False),
        _TAKE_BACK,
    ]
    _told: Sentence
    _said: tuple[str, Path, str] | None = None
    """Session, file and words of what was said last, to be taken back."""
    _into: Way | None = None
    _own_desk: Desk | None = None
    """The desk of the session that is read here, if one is."""

    # Keys in use

    def on_mount(self) -> None:
        """Take back by the key that the user gave undo."""
        self._take_keys()

    def settings_changed(self) -> None:
        """Keys may be others now."""
        self._take_keys()
        super().settings_changed()

    def _take_keys(self) -> None:
        if isinstance(self.app, KmApp) and self.app.settings.keys:
            self.app.know_all_keys()
            rebind(self, (_TAKE_BACK,), Keymap({_UNDO: self._undo_keys}))

    @property
    def _undo_keys(self) -> tuple[str, ...]:
        """The keys of undo, but for those that do something else on these pages."""
        keys = keymap_of(self).taken.get(_UNDO, (_TAKE_BACK.key,))
        return tuple(key for key in keys if key not in OF_SCREENS)

    @property
    def _undo_key(self) -> str:
        return key_words(next(iter(self._undo_keys), "z"))

    def in_keys(self, sentence: str) -> str:
        """A sentence about taking back, with the key that does it here."""
        return sentence.replace("^Z", self._undo_key)

    # What a page tells

    @property
    def line(self) -> Found | None:
        """The line at hand."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Something was said: show the line as it is now."""
        raise NotImplementedError

    @property
    def acts_now(self) -> bool:
        """Whether a letter is a key now, and no text."""
        return not self._prompt.is_open and not self._picker.is_open and self.line is not None

    def foot_hints(self) -> tuple[Hint, ...]:
        """The keys for the line at hand that the footer shows: the routes as one."""
        hints = self.act_hints()
        line = self.line
        if line is None or line.kind != "lesson":
            return hints
        if not self._is_ours(line):
            return tuple(hint for hint in hints if hint.key in "NRMA")
        routes = Hint("L P T I K", _("route"))
        by = {hint.key: hint for hint in hints}
        return (by["N"], routes, by["O"], by["M"], by["A"])

    def act_hints(self) -> tuple[Hint, ...]:
        """The keys for the line at hand."""
        line = self.line
        if line is None or line.kind not in ("lesson", "action"):
            return ()
        if not self._is_ours(line):
            return tuple(self._hint(id_) for id_ in self.keys_for_team(line))
        acts = [act for act in ACTS if (act.lesson if line.kind == "lesson" else act.action)]
        if line.kind == "action":
            useless = ("open",) if line.state == "open" else ("done", "drop")
            acts = [act for act in acts if act.id not in useless]
        hints = [self._hint(act.id) for act in acts]
        return (*hints, self.undo_hint())

    def undo_hint(self) -> Hint:
        """The key that takes the last change back."""
        words = _("take the last change back")
        return Hint(self._undo_key, _("take back"), "screen.act('undo')", help=words)

    def _hint(self, id_: str) -> Hint:
        act = next(act for act in ACTS if act.id == id_)
        words = _(act.words)
        if id_ == "next" and (state := self._next_state()):
            words = _("next: {state}").format(state=in_words(state))
        return Hint(act.key.upper(), words, f"screen.act('{id_}')", help=_(act.help))

    def _next_state(self) -> str:
        line, read = self.line, self.read
        if line is not None and not self._is_ours(line):
            return next_decision(line.state, read.decisions)
        return read.ways[0].state if read.ways and read.ways[0].state not in FROM_ANY else ""

    def say(self, words: str) -> None:
        """Say something at the foot of the page."""
        self._told.say(words)

    # Keys

    def action_act(self, id_: str) -> None:
        """Say something of the line at hand, asking what it needs."""
        line = self.line
        if id_ == "undo":
            self._undo()
            return
        act = next((act for act in ACTS if act.id == id_), None)
        if line is None or act is None or not self.acts_now:
            return
        if line.kind not in ("lesson", "action") or not (act.lesson if line.kind == "lesson" else act.action):
            return
        self._meant = line
        if not self._is_ours(line):
            self._of_the_team(line, id_)
        elif line.kind == "lesson":
            self._of_lesson(line, id_)
        else:
            self._of_action(id_)

    def _of_lesson(self, line: Found, id_: str) -> None:
        from kmfacilitate.commands import afterwards

        if id_ in _ROUTES:
            self._carry(line, afterwards.route(line.entry, id_))
        elif id_ == "next":
            way = next((way for way in self.read.ways if way.state not in FROM_ANY), None)
            if way is None:
                self.say(
                    _("One moment: the lesson is still being read.")
                    if not self.read.ways
                    else _("Nothing follows.")
                )
            else:
                self._go(way)
        elif id_ == "state":
            picks = [Pick(way.state, in_words(way.state), _needs(way)) for way in self.read.ways]
            self._picker.open("state", _("Which state?"), picks)
        elif id_ in ("merge", "supersede"):
            self._offer_others(line, "merged" if id_ == "merge" else "superseded")
        elif id_ == "reject":
            self._ask("rejected", Wanted("note", _(_NOTES["rejected"])))
        elif id_ == "effect":
            wanted = Wanted("review", _("When is it looked at again?"), optional=True)
            self._ask("effect", Wanted("note", _("What came of it? Did it stop happening?")), wanted)
        elif id_ == "again":
            self._ask("again", Wanted("note", _("Where or when did it happen again?"), optional=True))
        else:
            self._ask_who(id_)

    def _of_action(self, id_: str) -> None:
        from kmfacilitate.commands import afterwards

        line = self._meant
        if line is None:
            return
        if id_ in ("done", "open"):
            self._carry(line, afterwards.action(line.entry, id_, "", {}, closed=self.read.closed_later))
        elif id_ == "drop":
            self._ask("dropped", Wanted("note", _(_NOTES["dropped"])))
        else:
            self._ask_who(id_)

    def _ask_who(self, id_: str) -> None:
        when = Wanted("due", _("By when? 2026-12-01, fri, 2w"), optional=id_ == "owner")
        who = (Wanted("owner", _("Who takes it on? One name.")),) if id_ == "owner" else ()
        self._ask("fill", *who, when)

    def _go(self, way: Way) -> None:
        """Bring the lesson into a state, asking what it needs."""
        line = self._meant
        if line is None:
            return
        self._into = way
        if any(need.field == "replaced_by" for need in way.needs):
            self._offer_others(line, way.state)
        elif way.needs:
            self._ask("into", *(_wanted(way.state, need) for need in way.needs))
        else:
            self._advance(line, way.state, {})

    def _ask(self, about: str, *wanted: Wanted, title: str = "") -> None:
        self.say("")
        if about == "into" and self._into:
            title = in_words(self._into.state)
        elif about not in ("fill", "again") and "\n" not in about:
            title = title or about
        self._prompt.ask(about, wanted, title=title)

    def decided(self) -> None:
        """Something was decided at the hub: that can't be taken back by a key."""
        self._said = None
        self.rest()
        self.look_again()

    @on(Prompt.Left)
    def _prompt_left(self) -> None:
        self.rest()

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        from kmfacilitate.commands import afterwards

        line, told = self._meant, {name: words for name, words in event.answers.items() if words}
        if line is None:
            return
        note = told.pop("note", "")
        match event.about:
            case "into":
                self._advance(line, self._into.state if self._into else "", {**told, "note": note})
            case "rejected":
                self._advance(line, "rejected", {"note": note})
            case "merged" | "superseded":
                self._carry(
                    line, afterwards.lesson(line.entry, event.about, "", {"replaced_by": told["other"]})
                )
            case "effect":
                self._carry(line, afterwards.effect(line.entry, note, told.get("review", "")))
            case "again":
                self._carry(line, afterwards.lesson(line.entry, "again", note, {}))
            case "dropped":
                self._carry(line, afterwards.action(line.entry, "dropped", note, {}))
            case "fill" if line.kind == "action":
                self._carry(line, afterwards.action(line.entry, "", "", told))
            case "fill":
                self._carry(line, afterwards.lesson(line.entry, "", "", told))
            case elsewhere if "\n" in elsewhere:
                session, _sign, file = elsewhere.partition("\n")
                self._again_in(line, session, Path(file), note)

    def _advance(self, line: Found, state: str, told: Mapping[str, str], other: str = "") -> None:
        from kmfacilitate.commands import afterwards

        given = {name: words for name, words in told.items() if name != "note"}
        saying = afterwards.lesson(
            line.entry, state or word(state), told.get("note", ""), given, other=other,
            reopened=line.state == "reopened",
        )  # fmt: skip
        self._carry(line, saying)

    # Another lesson, another session

    def _offer_others(self, line: Found, state: str) -> None:
        def show(found: tuple[Found, ...]) -> None:
            self._picker.open(state, asks_other(state), picks_of(found))

        self._index.looker.look("others", lambda ask: others_like(ask, line), self._later(show))

    @on(Picker.Picked)
    def _picked(self, event: Picker.Picked) -> None:
        if event.about not in ("state", "merged", "superseded", "again"):
            return
        self._picker.close()
        line = self._meant
        self.rest()
        if event.value is None or line is None:
            return
        if event.about == "state":
            self._go(next(way for way in self.read.ways if way.state == event.value))
        elif event.about == "again":
            self._ask(event.value, where_again())
        elif event.value == OTHER:
            self._ask(
                event.about, Wanted("other", _("Its session and number, as k3x9/4.2; of this session 4.2"))
            )
        else:
            self._advance(line, event.about, {}, other=event.value)

    def _again_in(self, line: Found, session: str, file: Path, note: str) -> None:
        from kmfacilitate.commands.afterwards import again_here

        saying = again_here(line.on, line.text if line.offered else "", note)
        self.run_worker(self._carried(session, file, saying), exit_on_error=False)

    # Carrying it out

    def _carry(self, line: Found, saying: Saying) -> None:
        self.run_worker(self._carried(line.session, line.path, saying), exit_on_error=False)

    async def _carried(self, session: str, path: Path, saying: Saying, *, undone: bool = False) -> None:
        """Say it, one thing after another; what can't be done is said, and what was typed stays."""
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            try:
                outcome = await say_of_line(self.app, self._index, session, path, saying, self._own_desk)
            except Unable as unable:
                self.say(str(unable))
                if self._prompt.is_open:
                    self._prompt.again()
                return
        self._prompt.close()
        if undone:
            self._said = None
        elif outcome.changed:
            self._said = session, path, outcome.says
        back = self.in_keys(_("^Z takes it back.")) if outcome.changed and not undone else ""
        self.say("  ".join(part for part in (f"{outcome.says}.", *outcome.notes, back) if part))
        self.rest()
        self.look_again()

    def _undo(self) -> None:
        from kmfacilitate.commands.afterwards import take_back

        if self._said is None:
            self.say(_("Nothing was said here that could be taken back."))
            return
        session, path, says = self._said
        self.run_worker(self._carried(session, path, take_back(says), undone=True), exit_on_error=False)

    def _later(self, show: object) -> partial[None]:
        """What the looking thread calls: hands the answer to the thread of the screen."""
        return partial(self._answer_later, show)

    def _answer_later(self, show: object, answer: object) -> None:
        if self.is_running:
            self.app.call_later(show, answer)  # type: ignore[arg-type]


def _wanted(state: str, need: Need) -> Wanted:
    """The question for what a state needs."""
    if need.field == "note":
        return Wanted("note", _(_NOTES[state]))
    return Wanted(need.field, Lesson.speech(need.field).ask)


def _needs(way: Way) -> str:
    """What a state means, and what it still needs."""
    return _(STATES[way.state].means)
