"""The settings: everything that can be set, by keyboard alone; a clash of keys is said before it is taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.message import Message

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _
from kmfacilitate.settings.keymap import Keymap, checked, clash, key_words, named, undelivered
from kmfacilitate.settings.reading import settings_path
from kmfacilitate.settings.wishes import Settings, Wish
from kmfacilitate.settings.writing import keep, keep_keys
from kmfacilitate.ui.app import KmApp
from kmfacilitate.ui.drawing import Drawn, Piece, Row
from kmfacilitate.ui.hints import HelpPart, Hint
from kmfacilitate.ui.measure import wrap
from kmfacilitate.ui.screens.base import KmScreen
from kmfacilitate.ui.widgets.footer import Footer
from kmfacilitate.ui.widgets.header import Header, Heading
from kmfacilitate.ui.widgets.setting_list import Line, SettingList
from kmfacilitate.ui.widgets.writing import Writing, typed_so_far
from kmfacilitate.verbs import VERBS, Verb


class _Saying(Drawn):
    """What the chosen line does, what is asked, or why something was not taken."""

    edges = (1, 2)

    def __init__(self) -> None:
        super().__init__()
        self._words, self._warning = "", False

    def say(self, words: str, *, warning: bool = False) -> None:
        """Say this."""
        self._words, self._warning = words, warning
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The sentence, wrapped."""
        parts = wrap(self.glyphs.words(self._words), width - sum(self.edges)) or [""]
        return [Row((Piece(part, "warning" if self._warning else "plain"),)) for part in parts]


class _Asking(Vertical):
    """The plane at the foot: a sentence, and the text while one is written."""

    class Grown(Message):
        """It has another height, so that there is another for the list."""

    def on_resize(self) -> None:
        """Say so."""
        self.post_message(self.Grown())

    DEFAULT_CSS = """
    _Asking {
        height: auto;
        background: $panel;
        border-left: outer $accent;
        padding: 1 0;
        &.-tight { padding: 0; }
        &.-ascii { border-left: ascii $accent; }
        & Writing { display: none; margin: 0 2 0 1; }
        &.-writing Writing { display: block; }
    }
    """


class SettingsScreen(KmScreen):
    """The settings. It posts `Changed` after each change that is on the disk, `Left` on Esc.

    Args:
        settings: as they are.
        library: its name for the header.
        where: what the file is called in the header; empty: its path.
    """

    CSS = """
    SettingsScreen {
        layout: vertical;
        #all { height: 1fr; background: $surface; scrollbar-size: 1 1; }
        &.-short #ask { margin-bottom: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, priority=True),
        Binding("tab,shift+tab", "nothing", show=False, priority=True),
    ]

    class Changed(Message):
        """Something was set; the settings as they are now."""

        def __init__(self, settings: Settings) -> None:
            super().__init__()
            self.settings = settings

    class Left(Message):
        """Back to where it was opened from."""

    help_title = N_("Settings")

    def __init__(self, settings: Settings, *, library: str = "", where: str = "") -> None:
        super().__init__()
        self._settings = settings
        self._keymap = checked(settings.keys, VERBS, places=settings.key_places)
        self._library = library
        self._where = where or clean_line(str(settings_path()))
        self._list = SettingList(settings, self._keymap)
        self._saying = _Saying()
        self._writing = Writing()
        self._offered: tuple[str, Verb] | None = None
        """A key that another verb has, and that verb: Enter takes it away."""
        self._one_by_one = asyncio.Lock()

    def heading(self) -> Heading:
        """What the header says."""
        return Heading(_("Settings"), self._where, library=self._library, short=_("Settings"))

    def compose(self) -> ComposeResult:
        """Header, list, what is asked, footer."""
        yield Header(self.heading())
        with VerticalScroll(id="all", can_focus=False):
            yield self._list
        with _Asking(id="ask", classes="framed"):
            yield self._saying
            yield self._writing
        yield Footer(self.hints())

    def on_mount(self) -> None:
        """Choose at once."""
        self.query_one("#ask").set_class(self._list.glyphs.ascii, "-ascii")
        self.on_resize()
        self.set_focus(self._list)
        self._explain()

    def on_resize(self) -> None:
        """Without air where there is little room; the chosen line stays in sight."""
        self.query_one("#ask").set_class(self.app.size.height < 30, "-tight")
        self.call_after_refresh(self._bring)

    # What can be done

    @property
    def _is_writing(self) -> bool:
        return self.query_one("#ask").has_class("-writing") if self.is_mounted else False

    def hints(self) -> tuple[Hint, ...]:
        """The keys that work now."""
        if self._is_writing:
            return (Hint("Enter", _("keep")), Hint("Esc", _("leave as it was"), "screen.back"))
        if self._offered is not None:
            return (Hint("Enter", _("take it")), Hint("Esc", _("leave both")))
        if self._list.catching:
            return (Hint("Esc", _("leave as it was")),)
        line = self._list.line
        does = _("another key") if line.verb else _("next") if line.wish and line.wish.allowed else _("write")
        return (
            Hint("Enter", does, "screen.change", help=_("change what is chosen")),
            Hint("↑↓", _("choose")),
            Hint("Del", _("default"), "screen.reset", help=_("give back what it was without a setting")),
            Hint("Esc", _("back"), "screen.back"),
        )

    def help_parts(self) -> tuple[HelpPart, ...]:
        """Where the settings stand."""
        words = _("They stand in {where}, a text file; kmfacilitate settings --edit opens it.").format(
            where=self._where
        )
        return (HelpPart(_("The file"), text=words),)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a key is waited for, no key does anything else."""
        return not self._list.catching

    def action_nothing(self) -> None:
        """Tab leads nowhere: there is one list."""

    def action_change(self) -> None:
        """Change what is chosen."""
        self._list.action_ask("change")

    def action_reset(self) -> None:
        """Give the chosen line back what it was without a setting."""
        self._list.action_ask("default")

    def action_back(self) -> None:
        """Leave the text as it was, or leave the settings."""
        if self._is_writing:
            self._rest()
        else:
            self.post_message(self.Left())

    @on(SettingList.Chosen)
    def _chosen(self) -> None:
        self._explain()
        self._bring()

    @on(_Asking.Grown)
    def _bring(self) -> None:
        holder = self.query_one("#all", VerticalScroll)
        top = self._list.row_of_choice + self._list.gutter.top
        holder.scroll_to_region(Region(0, max(0, top - 1), 1, 3), animate=False, force=True)

    def _explain(self) -> None:
        line = self._list.line
        values = (
            _(" It takes {values}.").format(values=line.wish.values)
            if line.wish and line.wish.allowed
            else ""
        )
        self._saying.say(line.help + values)
        self.query_one(Footer).show(self.hints())

    @on(SettingList.Asked)
    def _asked(self, event: SettingList.Asked) -> None:
        line = self._list.line
        if event.how == "default":
            self._give_back(line)
        elif line.verb is not None:
            if event.how == "change":
                self._wait_for_key(line.verb)
        elif line.wish is not None and line.wish.allowed:
            self._step(line.wish, -1 if event.how == "previous" else 1)
        elif line.wish is not None and event.how == "change":
            self._write(line.wish)

    # Texts and choices

    def _step(self, wish: Wish, by: int) -> None:
        at = wish.allowed.index(self._settings.of(wish.name))
        value = wish.allowed[(at + by) % len(wish.allowed)]
        self._settings_will(lambda: keep(wish.name, value))

    def _write(self, wish: Wish) -> None:
        self.query_one("#ask").add_class("-writing")
        self._writing.put(self._settings.of(wish.name))
        self.set_focus(self._writing)
        self._saying.say(f"{_(wish.label)}: {_(wish.help)}")
        self.query_one(Footer).show(self.hints())

    @on(Writing.Entered)
    async def _written(self, event: Writing.Entered) -> None:
        event.stop()
        await typed_so_far(self._writing)
        wish, text = self._list.line.wish, clean_line(self._writing.text)
        if wish is not None:
            self._settings_will(lambda: keep(wish.name, text or None))

    @on(Writing.PastedLines)
    def _pasted(self, event: Writing.PastedLines) -> None:
        event.stop()
        self._writing.insert_text(" ".join(event.lines))

    def _give_back(self, line: Line) -> None:
        if line.wish is not None:
            name = line.wish.name
            self._settings_will(lambda: keep(name, None))
        elif line.verb is not None:
            verb = line.verb
            others = {id_: keys for id_, keys in self._keymap.taken.items() if id_ != verb.id}
            kept = Keymap(others)
            taken = next(
                ((key, other) for key in verb.keys if (other := clash(verb, key, kept, VERBS))), None
            )
            if taken is not None:
                self._saying.say(
                    _("{key} is the key of {verb} now; give that another first.").format(
                        key=key_words(taken[0]), verb=named(taken[1])
                    ),
                    warning=True,
                )
                return
            self._settings_will(lambda: keep_keys(verb.id, None))

    # Keys

    def _wait_for_key(self, verb: Verb) -> None:
        self._catch(True)
        now = ", ".join(key_words(key) for key in self._keymap.of(verb))
        instead = _(" It stands in the place of {now}.").format(now=now) if now else ""
        self._saying.say(
            _("Press the new key for “{label}”.{instead} Esc leaves it as it was.").format(
                label=_(verb.label), instead=instead
            )
        )
        self.query_one(Footer).show(self.hints())

    def _catch(self, catching: bool) -> None:
        self._list.catching = catching
        if isinstance(self.app, KmApp):
            self.app.catching = catching
        if not catching:
            self._offered = None

    @on(SettingList.Pressed)
    def _pressed(self, event: SettingList.Pressed) -> None:
        verb = self._list.line.verb
        if verb is None or event.key == "escape":
            self._catch(False)
            self._explain()
        elif self._offered is not None:
            if event.key == "enter":
                self._take(verb, *self._offered)
        elif why := undelivered(event.key, verb.id):
            self._saying.say(_("{why} Press another, or Esc.").format(why=why), warning=True)
        elif (other := clash(verb, event.key, self._keymap, VERBS)) is not None:
            self._offered = event.key, other
            left = [key_words(key) for key in self._keymap.of(other) if key != event.key]
            rest = (
                _("keeps {left}").format(left=", ".join(left))
                if left
                else _("is left without a key (:{word} goes on working)").format(word=other.word)
            )
            self._saying.say(
                _(
                    "{key} is the key of {verb}, which {rest}. Enter takes it for “{label}”, "
                    "Esc leaves both as they were."
                ).format(key=key_words(event.key), verb=named(other), rest=rest, label=_(verb.label)),
                warning=True,
            )
            self.query_one(Footer).show(self.hints())
        else:
            self._take(verb, event.key, None)

    def _take(self, verb: Verb, key: str, other: Verb | None) -> None:
        self._catch(False)
        left = [one for one in self._keymap.of(other) if one != key] if other else []

        def change() -> Settings:
            if other is not None:
                keep_keys(other.id, left)
            return keep_keys(verb.id, None if (key,) == verb.keys else [key])

        self._settings_will(change)

    # To the disk

    def _settings_will(self, change: Callable[[], Settings]) -> None:
        """Carry out a change of the file, one after the other, and follow it."""
        self.run_worker(self._changed(change), exit_on_error=False)

    async def _changed(self, change: Callable[[], Settings]) -> None:
        async with self._one_by_one:
            try:
                settings = await asyncio.to_thread(change)
            except Unable as unable:
                self._saying.say(str(unable), warning=True)
                return
            self._settings = settings
            self._keymap = checked(settings.keys, VERBS, places=settings.key_places)
            self._list.show(settings, self._keymap)
            self._rest()
            self.post_message(self.Changed(settings))

    def _rest(self) -> None:
        self.query_one("#ask").remove_class("-writing")
        self.set_focus(self._list)
        self._explain()
