"""What can be done now in a running session: footer, palette and help, read off the table of verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kmfacilitate.commands.keeping import needs_yes
from kmfacilitate.desk import Desk
from kmfacilitate.language import N_, _
from kmfacilitate.session import clock
from kmfacilitate.session.answering import asking
from kmfacilitate.session.material import vote_at
from kmfacilitate.session.scene import ClockWords, Scene
from kmfacilitate.session.wording import in_places
from kmfacilitate.settings.keymap import Keymap, key_words
from kmfacilitate.ui.drawing import NARROW, WIDE
from kmfacilitate.ui.hints import HelpPart, Hint
from kmfacilitate.ui.keys import respelled
from kmfacilitate.ui.pen import Pen
from kmfacilitate.verbs import VERBS, Verb


def key_shown(verb: Verb) -> str:
    """The first of a verb's own keys as it is shown: `F2`, `^T`; empty where it has none."""
    return key_words(verb.keys[0]) if verb.keys else ""


def in_our_keys(scene: Scene, keymap: Keymap) -> Scene:
    """The scene with the keys that are in use, where its sentences name some."""
    if not keymap.taken:
        return scene

    def spell(sentence: str) -> str:
        return respelled(sentence, keymap, VERBS)

    row = scene.activity
    if row is not None:
        words = tuple(replace(said, text=spell(said.text)) for said in row.words)
        row = replace(row, words=words, right=spell(row.right))
    return replace(
        scene,
        empty=spell(scene.empty),
        placeholder=spell(scene.placeholder),
        guide=spell(scene.guide),
        activity=row,
    )


def clock_in_our_keys(clock: ClockWords, keymap: Keymap) -> ClockWords:
    """The words of the clock with the keys that are in use."""
    return replace(clock, left=replace(clock.left, text=respelled(clock.left.text, keymap, VERBS)))


def _hint(verb_id: str, words: str) -> Hint:
    verb = next(verb for verb in VERBS if verb.id == verb_id)
    action = f"screen.verb('{verb_id}')"
    return Hint(key_shown(verb), words, action, help=_(verb.help), word=f":{verb.word}", verb=verb_id)


@dataclass(frozen=True, slots=True)
class Doing:
    """What the facilitator is doing: typing, picking, marking, and how wide the window is."""

    pen: Pen
    scene: Scene
    picked: str
    marked: tuple[str, ...]
    width: int
    page: bool
    """Whether something stands in the place of the lines."""


def choice_hints() -> tuple[Hint, ...]:
    """The keys while something is to be chosen."""
    return (Hint("Enter", _("choose")), Hint("↑↓", _("move")), Hint("Esc", _("back to the line")))


def is_late(desk: Desk) -> bool:
    """Whether the session runs and is behind, so that there is something to catch up."""
    f = desk.f
    if clock.state(f.session) != "running":
        return False
    return clock.course(f.session, f.moment(), f.here.stage).behind_minutes >= 1


def is_counted(desk: Desk) -> bool:
    """Whether all slips of the vote at hand are in, so that it takes no more."""
    vote = vote_at(desk.f.session, desk.f.here.question)
    return vote is not None and vote[1].complete


def footer_hints(desk: Desk, doing: Doing) -> tuple[Hint, ...]:
    """At most five keys, only those that work now."""
    pen, scene, width = doing.pen, doing.scene, doing.width
    going = clock.state(desk.f.session)
    next_words = (
        _("next: {place}").format(place=scene.next_place) if scene.next_place != "finish" else _("next")
    )
    if scene.close_page == 1 and scene.next_place == "finish":
        next_words = _("page 2")
    if pen.editing:
        return (
            Hint("Enter", _("keep"), help=_("keep the change")),
            Hint("Esc", _("leave as it was"), help=_("leave the line as it was")),
            _hint("retype", _("kind")),
        )
    if pen.filling is not None:
        return (Hint("Enter", _("keep")), Hint("Tab", _("leave it empty")), Hint("Esc", _("no more fields")))
    if doing.page and not pen.text:
        return (Hint("Esc", _("back to the lines")), _hint("next", _("next")), _hint("room-view", _("room")))
    if scene.close_page == 2 and not pen.text:
        return (
            Hint("Enter", _("change it")),
            Hint("↑↓", _("pick")),
            _hint("back", _("page 1")),
            _hint("finish", _("finish")),
        )
    joins, groups = ("&", "(") if doing.picked else (":merge", ":group NAME")
    if doing.marked and not pen.text:
        return (
            *((Hint("Space", _("mark")),) if doing.picked else (Hint("↑", _("pick")),)),
            *((Hint(joins, _("join"), "screen.marked('merge')"),) if len(doing.marked) > 1 else ()),
            Hint(groups, _("group"), "screen.marked('group')"),
            Hint("Esc", _("mark none")),
        )
    if "/" in doing.picked and not pen.text:
        return (
            Hint("Enter", _("what came of it")), Hint("↑↓", _("pick")), Hint("Esc", _("back to the line")),
            _hint("next", _("next")),
        )  # fmt: skip
    if doing.picked and not pen.text:
        return (
            Hint("Enter", _("edit")), Hint("Space", _("mark")), _hint("retype", _("kind")),
            Hint("/", _("split")), Hint("Del", _("delete")),
        )  # fmt: skip
    if pen.text.startswith(":"):
        return (Hint("Enter", _("do it")), Hint("Tab", _("the rest of the word")), _hint("next", _("next")))
    way = asking(desk.f).way
    enter = {
        "vote": _("add slip"),
        "round": _("add, next person"),
        "slips": _("add slip"),
        "review": _("verdict"),
    }.get(way, _("add"))
    clock_words = {"running": _("pause"), "not started": _("start")}.get(going, _("go on"))
    if desk.room_on:
        return (
            Hint("Enter", _("add")), _hint("next", _("next")), _hint("room-view", _("back to your view")),
            Hint(":show", _("question, lines, blank"), "screen.word('show')"),
        )  # fmt: skip
    if needs_yes(desk):
        return (Hint("Enter", _("begin")), Hint("^Q", _("leave"), "app.leave", verb="quit"))
    if scene.close_page == 1:
        return (
            Hint("Enter", enter),
            Hint("↑", _("pick a line")),
            _hint("next", next_words),
            _hint("finish", _("finish")),
            _hint("room-view", _("room")),
        )
    counted = way == "vote" and is_counted(desk)
    found = [] if counted else [Hint("Enter", enter)]
    undo = _hint("undo", _("correct the last"))
    if way == "vote" and not counted:
        found.append(undo)
    if way == "review":
        found.append(Hint("↑", _("pick a line")))
    found.append(_hint("next", next_words if width >= NARROW else _("next")))
    if counted:
        found.append(undo)
    if width < WIDE and is_late(desk):  # else the words of the clock have room for it
        found.append(_hint("fit", _("catch up")))
    elif way not in ("vote", "review"):
        found.append(_hint("retype", _("kind")))
    if width >= WIDE or going != "running":
        found.append(_hint("clock", clock_words))
    if width >= NARROW:
        found.append(_hint("room-view", _("room")))
    if width < WIDE:
        found.append(_hint("only-you", _("only you")))
    return tuple(found[:5])


def commands_now(desk: Desk) -> tuple[Hint, ...]:
    """Every verb, for palette and help; those that need more words say so."""
    found = []
    for verb in VERBS:
        if verb.id in ("palette", "help", "quit", "capture-to"):
            continue
        words = f"{_(verb.label)} {in_places(verb.takes).lower()}".strip()
        action = f"screen.word('{verb.word}')" if verb.takes else f"screen.verb('{verb.id}')"
        found.append(
            Hint(key_shown(verb), words, action, help=_(verb.help), word=f":{verb.word}", verb=verb.id)
        )
    return tuple(found)


_ON_PICKED = (
    Hint("Enter", N_("change it; Enter keeps the change, Esc leaves it as it was")),
    Hint("Space", N_("mark it, or unmark it")),
    Hint("&", N_("join the marked lines into the first")),
    Hint("(", N_("put the marked lines in a group: type its name, then Enter")),
    Hint("/", N_("split it in two, where a sentence ends or where you say")),
    Hint("Del", N_("delete it; ^Z brings it back")),
)


def first_parts(in_keys: Callable[[str], str], *, picked: bool, tidying: bool) -> tuple[HelpPart, ...]:
    """What the help page says before all else: what the letters say when tidying, and of a line picked."""
    letters = (routes_part(),) if tidying else ()
    return (*letters, picked_part(in_keys, picked=True)) if picked else letters


def help_parts(in_keys: Callable[[str], str], *, picked: bool) -> tuple[HelpPart, ...]:
    """The signs of the capture line, for the help page, and what can be done with a line once picked."""
    signs = (
        Hint("!", _("an action: ! order a second key @sam ^fri")),
        Hint("*", _("a lesson: * keep: Two people count | why: one miscounted")),
        Hint(">", _("for others: > FEMA: publish the code")),
        Hint("?", _("parked, for later")),
        Hint("~", _("a note only you see")),
        Hint('"', _("the words as they were said, in quotation marks")),
        Hint(":3", _("a late line to stage 3")),
    )
    inside = (
        Hint("@name", _("the owner")),
        Hint("#tag", _("a tag")),
        Hint("^fri", _("a date")),
        Hint("| why:", _("a field")),
    )
    return (
        HelpPart(_("At the start of a line, with a space after it"), signs),
        HelpPart(_("In a line"), inside),
        *(() if picked else (picked_part(in_keys),)),
    )


def routes_part() -> HelpPart:
    """What the letters say of a lesson that nobody has said of where it goes."""
    return HelpPart(
        _("Where a lesson goes, by one letter"),
        (
            Hint("L", _("local: those who were here do it themselves")),
            Hint("P", _("process: a procedure, a checklist or a training is changed")),
            Hint("T", _("tell: somebody else has to hear it")),
            Hint("I", _("information: good to know, nothing is to be done")),
            Hint("K", _("known: it was known already")),
            Hint("R", _("reject: it is no lesson after all")),
        ),
    )


def picked_part(in_keys: Callable[[str], str] = str, *, picked: bool = False) -> HelpPart:
    """What can be done with a line that is picked; `in_keys` has a sentence name the keys in use."""
    hints = (hint.spoken() for hint in _ON_PICKED)
    title = _("With the line that is picked") if picked else _("On an empty line, ↑ picks a line; then")
    return HelpPart(title, tuple(replace(hint, words=in_keys(hint.words)) for hint in hints))
