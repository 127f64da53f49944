"""What can be done now in a running session: footer, palette and help, read off the table of verbs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session import clock
from kmfacilitate.session.answering import asking
from kmfacilitate.session.scene import ClockWords, Scene
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
    return Hint(key_shown(verb), words, action, help=verb.help, word=f":{verb.word}", verb=verb_id)


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
    return (Hint("Enter", "choose"), Hint("↑↓", "move"), Hint("Esc", "back to the line"))


def is_late(desk: Desk) -> bool:
    """Whether the session runs and is behind, so that there is something to catch up."""
    f = desk.f
    if clock.state(f.session) != "running":
        return False
    return clock.course(f.session, f.moment(), f.here.stage).behind_minutes >= 1


def footer_hints(desk: Desk, doing: Doing) -> tuple[Hint, ...]:
    """At most five keys, only those that work now."""
    pen, scene, width = doing.pen, doing.scene, doing.width
    going = clock.state(desk.f.session)
    next_words = f"next: {scene.next_place}" if scene.next_place != "finish" else "next"
    if scene.close_page == 1 and scene.next_place == "finish":
        next_words = "page 2"
    if pen.editing:
        return (
            Hint("Enter", "keep", help="keep the change"),
            Hint("Esc", "leave as it was", help="leave the line as it was"),
            _hint("retype", "kind"),
        )
    if pen.filling is not None:
        return (Hint("Enter", "keep"), Hint("Tab", "leave it empty"), Hint("Esc", "no more fields"))
    if doing.page and not pen.text:
        return (Hint("Esc", "back to the lines"), _hint("next", "next"), _hint("room-view", "room"))
    if scene.close_page == 2 and not pen.text:
        return (
            Hint("Enter", "change it"),
            Hint("↑↓", "pick"),
            _hint("back", "page 1"),
            _hint("finish", "finish"),
        )
    joins, groups = ("&", "(") if doing.picked else (":merge", ":group NAME")
    if doing.marked and not pen.text:
        return (
            *((Hint("Space", "mark"),) if doing.picked else (Hint("↑", "pick"),)),
            *((Hint(joins, "join", "screen.marked('merge')"),) if len(doing.marked) > 1 else ()),
            Hint(groups, "group", "screen.marked('group')"),
            Hint("Esc", "mark none"),
        )
    if "/" in doing.picked and not pen.text:
        return (
            Hint("Enter", "what came of it"), Hint("↑↓", "pick"), Hint("Esc", "back to the line"),
            _hint("next", "next"),
        )  # fmt: skip
    if doing.picked and not pen.text:
        return (
            Hint("Enter", "edit"), Hint("Space", "mark"), _hint("retype", "kind"), Hint("/", "split"),
            Hint("Del", "delete"),
        )  # fmt: skip
    if pen.text.startswith(":"):
        return (Hint("Enter", "do it"), Hint("Tab", "the rest of the word"), _hint("next", "next"))
    way = asking(desk.f).way
    enter = {"vote": "add slip", "round": "add, next person", "slips": "add slip", "review": "verdict"}.get(
        way, "add"
    )
    clock_words = {"running": "pause", "not started": "start"}.get(going, "go on")
    if desk.room_on:
        return (
            Hint("Enter", "add"), _hint("next", "next"), _hint("room-view", "back to your view"),
            Hint(":show", "question, lines, blank", "screen.word('show')"),
        )  # fmt: skip
    if scene.close_page == 1:
        return (
            Hint("Enter", enter),
            Hint("↑", "pick a line"),
            _hint("next", next_words),
            _hint("finish", "finish"),
            _hint("room-view", "room"),
        )
    found = [Hint("Enter", enter)]
    if way == "vote":
        found.append(_hint("undo", "correct the last"))
    if way == "review":
        found.append(Hint("↑", "pick a line"))
    found.append(_hint("next", next_words if width >= WIDE else "next"))
    if width < WIDE and is_late(desk):  # else the words of the clock have room for it
        found.append(_hint("fit", _("catch up")))
    elif way not in ("vote", "review"):
        found.append(_hint("retype", "kind"))
    if width >= WIDE or going != "running":
        found.append(_hint("clock", clock_words))
    if width >= NARROW:
        found.append(_hint("room-view", "room"))
    if width < WIDE:
        found.append(_hint("only-you", "only you"))
    return tuple(found[:5])


def commands_now(desk: Desk) -> tuple[Hint, ...]:
    """Every verb, for palette and help; those that need more words say so."""
    found = []
    for verb in VERBS:
        if verb.id in ("palette", "help", "quit", "capture-to"):
            continue
        words = f"{verb.label} {verb.takes.lower()}".strip() if verb.takes else verb.label
        action = f"screen.word('{verb.word}')" if verb.takes else f"screen.verb('{verb.id}')"
        found.append(Hint(key_shown(verb), words, action, help=verb.help, word=f":{verb.word}", verb=verb.id))
    return tuple(found)


_ON_PICKED = (
    Hint("Enter", "change it; Enter keeps the change, Esc leaves it as it was"),
    Hint("Space", "mark it, or unmark it"),
    Hint("&", "join the marked lines into the first"),
    Hint("(", "put the marked lines in a group: type its name, then Enter"),
    Hint("/", "split it in two, where a sentence ends or where you say"),
    Hint("Del", "delete it; ^Z brings it back"),
)


def help_parts() -> tuple[HelpPart, ...]:
    """The signs of the capture line, for the help page."""
    signs = (
        Hint("!", "an action: ! order a second key @sam ^fri"),
        Hint("*", "a lesson: * keep: Two people count | why: one miscounted"),
        Hint(">", "for others: > FEMA: publish the code"),
        Hint("?", "parked, for later"),
        Hint("~", "a note only you see"),
        Hint('"', "the words as they were said, in quotation marks"),
        Hint(":3", "a late line to stage 3"),
    )
    return (
        HelpPart("At the start of a line, with a space after it", signs),
        HelpPart(
            "In a line",
            (
                Hint("@name", "the owner"),
                Hint("#tag", "a tag"),
                Hint("^fri", "a date"),
                Hint("| why:", "a field"),
            ),
        ),
        HelpPart("On an empty line, ↑ picks a line; then", _ON_PICKED),
    )
