"""What Home shows below the unfinished session: what waits, the toolbox, recent sessions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kmfacilitate.language import N_, _
from kmfacilitate.session.local_words import local
from kmfacilitate.ui.drawing import BLANK, NARROW, WIDE, Drawn, Piece, Row, pieces
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import cut, width_of, wrap
from kmfacilitate.ui.screens.home_first import EXAMPLE_NOTE, OFFERS

if TYPE_CHECKING:
    from kmfacilitate.session.scene import Said
    from kmfacilitate.store.shelf import Head
    from kmfacilitate.templates.shelf import Title

_LEARNING = (
    ("before", N_("Learning before")),
    ("during", N_("Learning during")),
    ("after", N_("Learning after")),
)
_TALL = 36
"""From this height a technique has its tagline beneath it."""
_RECENT = 8
WIDEST = 120
"""Cells that Home takes at most: how late a line is stands near enough to it to be read with it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the facilitator: a count, and the lines that are shown when asked for.

    `words` follow the count (`actions due`), `title` is the heading of the lines (`Actions due`), `of` says
    of how many (`of 7 open`), each line has its text and when or why.
    """

    count: int
    words: str
    title: str
    about: Said | None = None
    of: str = ""
    lines: tuple[tuple[str, Said], ...] = ()


ChoiceKind: TypeAlias = Literal["resume", "first", "start", "open"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen with the arrows: a technique to start, a session to open, a first look."""

    kind: ChoiceKind
    key: int
    x: int
    y: int


def day_words(date: str, *, today: datetime.date | None = None) -> str:
    """A date as `2018-01-16…` in words: `16 Jan 2018`, or `today`; what is no date stays as it is."""
    try:
        day = datetime.date.fromisoformat(date[:10])
    except ValueError:
        return date[:10]
    if today == day:
        return _("today")
    words = local()
    return words.write(words.short_day_year, day)


class HomeBoard(Drawn):
    """The page. `choices` says where the arrows can go; `choose` draws another as chosen."""

    DEFAULT_CSS = "HomeBoard { background: $background; padding: 0; }"

    edges = (1, 2)
    widest = WIDEST

    def __init__(
        self,
        titles: Sequence[Title],
        heads: Sequence[Head],
        waiting: Sequence[Waiting],
        today: datetime.date,
        total: int = 0,
        example: bool = False,
    ) -> None:
        super().__init__()
        self._titles = [title for title in titles if not title.problem]
        self._recent = list(heads[:_RECENT])
        self._waiting = tuple(waiting)
        self._today = today
        self._names: Mapping[str, str] = {title.technique: title.title for title in reversed(self._titles)}
        self._total = max(total, len(heads))
        self._example = example
        self._chosen: Choice | None = None
        self._places: list[Choice] = []
        self.opened = False

    @property
    def titles(self) -> Sequence[Title]:
        """The templates a choice of kind `start` counts in."""
        return self._titles

    @property
    def recent(self) -> Sequence[Head]:
        """The sessions a choice of kind `open` counts in."""
        return self._recent

    @property
    def choices(self) -> list[Choice]:
        """All that can be chosen, with the place it is drawn at."""
        self._rows_at(self.size.width or self.app.size.width)
        return list(self._places)

    def choose(self, choice: Choice | None) -> None:
        """Draw this as chosen; none where the choice is above the page."""
        self._chosen = choice
        self.redraw()

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show this as what waits."""
        self._waiting = tuple(waiting)
        self.redraw()

    def open_lines(self, opened: bool) -> None:
        """Show the lines of what waits, or the counts alone."""
        self.opened = opened
        self.redraw()

    def on_resize(self) -> None:
        """Columns for the width there is now."""
        self._kept = None
        self.refresh(layout=True)

    @property
    def is_example(self) -> bool:
        """Whether this is the example library already."""
        return self._example

    # Drawing. Text starts in the second column of the widget, a bar in the first.

    @property
    def _tall(self) -> bool:
        return self.app.size.height >= _TALL and self.app.size.width >= WIDE

    def rows(self, width: int) -> list[Row]:
        """All sections, one below another."""
        self._places = []
        rows = self._note_rows(width) + self._waiting_rows(width) + self._first_rows(width)
        rows += self._toolbox(width, len(rows))
        rows += self._recent_rows(width, len(rows))
        return rows

    def _waiting_rows(self, width: int) -> list[Row]:
        if not self._waiting:
            return []
        if self.opened:
            return self._lines_rows(width)
        keys = (
            Piece(_("show the lines  "), "muted", "screen.lines"),
            Piece(_("Space"), "strong", "screen.lines"),
        )
        rows = [BLANK, Row((Piece(_(" Waiting for you"), "strong"),), keys)]
        rows += [BLANK] * self._tall
        steps = self._steps(width)
        if not steps:
            return [*rows, *(row for one in self._waiting for row in self._count_rows(one))]
        first: list[Piece] = [Piece(" ")]
        second: list[Piece] = [Piece(" ")]
        for one, step in zip(self._waiting, steps, strict=True):
            count, about = str(one.count), one.about.text if one.about else ""
            space = " " * (step - width_of(f"{count} {one.words}"))
            first += [Piece(count, "strong"), Piece(f" {one.words}{space}")]
            second += [
                Piece(about + " " * (step - width_of(about)), one.about.role if one.about else "plain")
            ]
        ends = [[*row[:-1], row[-1]._replace(text=row[-1].text.rstrip())] for row in (first, second)]
        return [*rows, *(Row(tuple(row)) for row in ends)]

    def _steps(self, width: int) -> list[int]:
        """How wide each count is where they stand beside one another; none where one stands below another.

        They stand in the columns of the toolbox, else as close as their words allow.
        """
        needed = [
            max(width_of(f"{one.count} {one.words}"), width_of(one.about.text if one.about else ""))
            for one in self._waiting
        ]
        step = self._step(width)
        if all(each + 2 <= step for each in needed) and step * len(needed) <= width - 3:
            return [step] * len(needed)
        close = [each + 3 for each in needed]
        return close if sum(close) - 3 <= width - 4 else []

    @staticmethod
    def _count_rows(one: Waiting) -> list[Row]:
        about = (Piece(f"  {one.about.text}", one.about.role),) if one.about and one.about.text else ()
        return [Row((Piece(f" {one.count}", "strong"), Piece(f" {one.words}"), *about))]

    def _note_rows(self, width: int) -> list[Row]:
        """That this library is an example, where it is one."""
        if not self._example:
            return []
        return [BLANK, *(Row((Piece(f" {line}", "muted"),)) for line in wrap(_(EXAMPLE_NOTE), width - 3))]

    def _first_rows(self, width: int) -> list[Row]:
        """What to begin with, where there is no session yet."""
        if self._recent:
            return []
        more = Piece("  " + _("or choose a technique below"), "muted")
        rows = [BLANK, Row((Piece(" " + _("New here?"), "strong"), more)), *[BLANK] * self._tall]
        names = max(width_of(_(offer.name)) for offer in OFFERS) + 3
        for at, offer in enumerate(OFFERS):
            choice = Choice("first", at, 0, len(rows))
            self._places.append(choice)
            action = f"screen.press('first', {at})"
            name = _(offer.name)
            about = cut(_(offer.about), width - names - 6, self.glyphs.cut)
            words = (
                Piece(name + " " * (names - width_of(name)), "plain", action),
                Piece(about, "muted", action),
            )
            key = (Piece(offer.key, "strong", action),)
            if self._is_chosen(choice):
                bar = Piece(self.glyphs.bar, "chosen-bar")
                rows.append(Row((bar, *words), key, plane="select", key=action))
            else:
                rows.append(Row((Piece(" "), *words), key, key=action))
        return rows

    def _lines_rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        for one in self._waiting:
            head = (Piece(f" {one.title}", "strong"), Piece(f"  {one.count}"), Piece(f" {one.of}", "muted"))
            rows += [BLANK, Row(head), *[BLANK] * self._tall]
            rows += [Row((Piece(f" {text}"),), pieces((about,))) for text, about in one.lines]
        return rows

    def _step(self, width: int) -> int:
        columns = 4 if width >= WIDE else 3 if width >= NARROW else 1
        return (width - 4) // columns

    def _columns(self, width: int) -> list[tuple[str, list[int]]]:
        """Columns of the toolbox: heading, which one of two may lack, and the templates in it by index."""
        columns: list[tuple[str, list[int]]] = []
        for learning, heading in _LEARNING:
            at = [index for index, title in enumerate(self._titles) if title.learning == learning]
            if width >= WIDE and len(at) > 4:
                half = (len(at) + 1) // 2
                columns += [(_(heading), at[:half]), ("", at[half:])]
            elif at:
                columns.append((_(heading), at))
        return columns

    def _toolbox(self, width: int, above: int) -> list[Row]:
        if not self._titles:
            return [BLANK, Row((Piece(_(" No templates found."), "strong"),))]
        columns, step = self._columns(width), self._step(width)
        rows = [BLANK]
        if self._tall:
            guide = (
                Piece(_("which one do I need?  "), "muted", "screen.guide"),
                Piece("W", "strong", "screen.guide"),
            )
            rows += [Row((Piece(_(" Start a session"), "strong"),), guide), BLANK]
        if step * len(columns) > width - 3:
            for column in columns:
                rows += [*self._grid([column], step, above + len(rows)), BLANK]
            return rows[:-1]
        return rows + self._grid(columns, step, above + len(rows))

    def _grid(self, columns: list[tuple[str, list[int]]], step: int, above: int) -> list[Row]:
        ink: Ink = "muted" if self._tall else "strong"
        heading = tuple(Piece(f" {name:<{step - 1}}", ink) for name, _at in columns)
        rows = [Row(heading)] + [BLANK] * self._tall
        for line in range(max(len(at) for _name, at in columns)):
            rows += [BLANK] * (self._tall and line > 0)
            names: list[Piece] = []
            taglines: list[Piece] = []
            for column, (_name, at) in enumerate(columns):
                if line >= len(at):
                    names.append(Piece(" " * step))
                    taglines.append(Piece(" " * step))
                    continue
                choice = Choice("start", at[line], column * step, above + len(rows))
                self._places.append(choice)
                title = self._titles[at[line]]
                names += self._cell(choice, title.title, step, "plain")
                taglines += self._cell(choice, title.tagline, step, "muted")
            rows.append(Row(tuple(names)))
            if self._tall:
                rows.append(Row(tuple(taglines)))
        return rows

    def _cell(self, choice: Choice, text: str, step: int, ink: Ink) -> list[Piece]:
        chosen = self._is_chosen(choice)
        text = cut(text, step - 2, self.glyphs.cut)
        space = " " * (step - 2 - width_of(text))
        action = f"screen.press('{choice.kind}', {choice.key})"
        if not chosen:
            return [Piece(" "), Piece(text, ink, action), Piece(space + " ")]
        held: Ink = "chosen-muted" if ink == "muted" else "chosen"
        return [Piece(self.glyphs.bar, "chosen-bar"), Piece(text + space, held, action), Piece(" ")]

    def _is_chosen(self, choice: Choice) -> bool:
        chosen = self._chosen
        return chosen is not None and (chosen.kind, chosen.key) == (choice.kind, choice.key)

    def _recent_rows(self, width: int, above: int) -> list[Row]:
        if not self._recent:
            return []
        rows = [BLANK, Row((Piece(_(" Recent sessions"), "strong"), Piece(f"  {self._total}", "muted")))]
        rows += [BLANK] * self._tall
        names = max(width_of(self._technique(head)) for head in self._recent) + 3
        for at, head in enumerate(self._recent):
            choice = Choice("open", at, 0, above + len(rows))
            self._places.append(choice)
            rows.append(self._session(head, choice, names, width))
        return rows

    def _technique(self, head: Head) -> str:
        if head.confidential or head.broken:
            return ""
        return self._names.get(head.technique) or head.technique.replace("-", " ").capitalize()

    def _session(self, head: Head, choice: Choice, names: int, width: int) -> Row:
        action = f"screen.press('open', {choice.key})"
        date = day_words(head.date or head.created)
        left = [Piece(date + " " * max(1, 13 - width_of(date)), "muted", action)]
        right = ""
        if head.broken:
            left.append(Piece(_("could not be read"), "warning", action))
            left.append(Piece(f"  {head.path.name}", "muted", action))
        elif head.confidential:
            left.append(Piece(_("confidential"), "muted", action))
        elif width < NARROW:
            left.append(Piece(head.title or self._technique(head), "plain", action))
        else:
            name = self._technique(head)
            left += [
                Piece(name + " " * (names - width_of(name)), "plain", action),
                Piece(head.title, "plain", action),
            ]
        if head.unfinished and not head.confidential:
            right = _("not finished")
        row_right = (Piece(right, "muted"),) if right else ()
        if self._is_chosen(choice):
            bar = Piece(self.glyphs.bar, "chosen-bar")
            return Row((bar, *left), row_right, plane="select", key=action)
        return Row((Piece(" "), *left), row_right, key=action)
