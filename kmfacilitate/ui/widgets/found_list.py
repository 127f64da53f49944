"""What was found in the library: grouped, the words marked, one chosen; and that one in full beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kmfacilitate.language import _, ngettext
from kmfacilitate.library.counting import Person
from kmfacilitate.library.detail import TO_COME, Part
from kmfacilitate.library.found import Found, Held
from kmfacilitate.library.grouping import Group, Hit
from kmfacilitate.session.lesson_life import Tally, in_words
from kmfacilitate.session.local_words import day_written, month_written
from kmfacilitate.ui.drawing import BLANK, ENTRY, READING, Drawn, Piece, Row, empty_rows, joined
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import wrap
from kmfacilitate.ui.widgets.pick_list import PickList


class FoundList(PickList, can_focus=True):
    """The list; a click chooses, a second one opens."""

    DEFAULT_CSS = "FoundList { height: auto; padding: 1 0; }"

    edges = (2, 2)
    widest = ENTRY + 20  # facts in a row, which are read one by one

    def __init__(self, is_ours: Callable[[Path], bool] = lambda path: True) -> None:
        super().__init__()
        self._groups: tuple[Group, ...] = ()
        self._empty = ""
        self._is_ours = is_ours

    def show(self, groups: Sequence[Group], at: int, empty: str = "") -> None:
        """Show these, one chosen; `empty` is said where there is none."""
        self._groups, self._at, self._empty = tuple(groups), at, empty
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show, or no more, that keys go here."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Headings, and under each the lines with their facts."""
        room = width - sum(self.edges)
        if not self._groups:
            return empty_rows(self._empty, room) or [BLANK]
        rows: list[Row] = []
        self.tops = []
        at = 0
        for group in self._groups:
            rows += [Row((Piece(_(group.title), "muted"), Piece(f"  {group.note}", "muted"))), BLANK]
            for place, hit in enumerate(group.hits):
                self.tops.append(len(rows))
                second = group.in_pairs and place % 2 == 1
                rows += self._hit(at, hit, like=second)
                if not (group.in_pairs and place % 2 == 0):
                    rows.append(BLANK)
                at += 1
        return rows

    def _hit(self, at: int, hit: Hit, *, like: bool) -> list[Row]:
        act = f"ask({at})"
        chosen = at == self._at
        text = hit.name if isinstance(hit, Person) else hit.title if isinstance(hit, Held) else hit.text
        marked = hit.spans if isinstance(hit, Found) else ()
        first = Row(
            _marked(text or _("Without a title"), marked, "strong" if chosen else "plain", act),
            plane="select" if chosen else "",
            bar=("accent" if self.has_focus else "rule") if chosen else "",
        )
        facts = [_("like the one above")] if like else []
        if not isinstance(hit, Person) and not self._is_ours(hit.path):
            facts.append(_("the team’s"))
        facts += [fact for fact in _facts(hit) if fact]
        said = joined([(Piece(fact, "muted", act),) for fact in facts], self.glyphs)
        rows = [first, Row(said, plane=first.plane, bar=first.bar)]
        if isinstance(hit, Found):
            excerpt, spans = hit.excerpt
            if excerpt:
                rows.append(Row(_marked(excerpt, spans, "muted", act), plane=first.plane, bar=first.bar))
        return rows


def _facts(hit: Hit) -> tuple[str, ...]:
    if isinstance(hit, Person):
        lines = ngettext("{n} line", "{n} lines", hit.lines).format(n=f"{hit.lines:,}")
        open_ = ngettext("{n} open action", "{n} open actions", hit.open).format(n=hit.open)
        return (lines, open_ if hit.open else "")
    if isinstance(hit, Held):
        return (
            hit.technique.replace("-", " "),
            day_written(hit.day),
            hit.project,
            _(hit.state),
            str(Tally(hit.lessons - hit.learned, hit.learned)),
        )
    where = ", ".join(part for part in (hit.title, month_written(hit.day)) if part)
    if hit.kind == "lesson":
        times = _("{n} times").format(n=hit.again + 1) if hit.again else ""
        due = (
            _("due {day}").format(day=day_written(hit.due))
            if hit.due and not (hit.learned or hit.aside)
            else ""
        )
        return (_(hit.type), in_words(hit.state), _(hit.route), hit.owner, due, times, where)
    if hit.kind == "action":
        due = _("due {day}").format(day=day_written(hit.due)) if hit.due else _("no date")
        return (_(hit.state), hit.owner or _("no owner"), due, where)
    return (f"{hit.kind} {hit.number}".strip(), where)


def _marked(text: str, spans: Sequence[tuple[int, int]], ink: Ink, act: str) -> tuple[Piece, ...]:
    """A text in pieces, what was looked for marked."""
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(spans):
        if start > at:
            pieces.append(Piece(text[at:start], ink, act))
        pieces.append(Piece(text[max(at, start) : end], "found", act))
        at = max(at, end)
    if at < len(text):
        pieces.append(Piece(text[at:], ink, act))
    return tuple(piece for piece in pieces if piece.text)


class FoundPage(Drawn):
    """One of them in full, beside the list, or `alone` on a page of its own."""

    DEFAULT_CSS = "FoundPage { height: auto; padding: 1 0; background: $surface; }"

    edges = (3, 2)
    widest = READING + 5

    def __init__(self, *, alone: bool = False) -> None:
        super().__init__()
        if alone:
            self.edges, self.widest = (2, 2), READING + 4
        self._head: tuple[str, str] = ("", "")
        self._parts: tuple[Part, ...] = ()

    def show(self, kind: str, text: str, parts: Sequence[Part]) -> None:
        """Show this line: what it is, its words, its parts."""
        self._head, self._parts = (kind, text), tuple(parts)
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """What it is, the line itself, and part after part."""
        kind, text = self._head
        if not text:
            return [BLANK]
        room = width - sum(self.edges)
        rows = [Row((Piece(kind, "muted"),)), BLANK]
        rows += [Row((Piece(line, "strong"),)) for line in wrap(text, room)]
        for heading, lines in self._parts:
            rows += [BLANK, Row((Piece(heading, "muted"),))]
            rows += [Row(_inked(part)) for line in lines for part in wrap(line, room)]
        return rows


def _inked(line: str) -> tuple[Piece, ...]:
    """A line of a part in full; on the way of a lesson, what is to come rests."""
    reached, sign, to_come = line.partition(TO_COME)
    return tuple(piece for piece in (Piece(reached), Piece(sign + to_come, "muted")) if piece.text)


def about_hit(hit: Hit | None) -> tuple[str, str, tuple[Part, ...]]:
    """A session or somebody in full, as `FoundPage` shows it; a line has more to be read."""
    if hit is None:
        return "", "", ()
    if isinstance(hit, Person):
        return _("Person"), hit.name, ((_("In the library"), tuple(fact for fact in _facts(hit) if fact)),)
    if isinstance(hit, Found):
        return _("Session"), hit.text or _("Without a title"), ()
    lessons = str(Tally(hit.lessons - hit.learned, hit.learned))
    actions = ngettext("{n} action", "{n} actions", hit.actions).format(n=hit.actions)
    still = _("{n} open").format(n=hit.open)
    people = ngettext("{n} person", "{n} people", hit.people).format(n=hit.people) if hit.people else ""
    who = ", ".join(part for part in (hit.facilitator, people) if part)
    parts = (
        (_("Technique"), (hit.technique.replace("-", " "),)),
        (_("Project"), (hit.project,)),
        (_("Day"), (day_written(hit.day),)),
        (_("Who"), (who,)),
        (_("Lessons"), (lessons,)),
        (_("Actions"), (f"{actions}, {still}" if hit.actions else "",)),
        (_("State"), (_(hit.state),)),
    )
    return _("Session"), hit.title or _("Without a title"), tuple(part for part in parts if part[1][0])


class Counted(Drawn):
    """How much was found, under the box, and what of it is no filter."""

    DEFAULT_CSS = "Counted { height: auto; min-height: 1; }"

    edges = (2, 2)

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[str, ...] = ()
        self._faults: tuple[str, ...] = ()

    def show(self, facts: Sequence[str], faults: Sequence[str] = ()) -> None:
        """Say these."""
        self._facts, self._faults = tuple(facts), tuple(faults)
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The facts in one row, and a row for each fault."""
        room = width - sum(self.edges)
        rows = [Row((Piece(line, "warning"),)) for fault in self._faults for line in wrap(fault, room)]
        facts = [(Piece(fact, "muted"),) for fact in self._facts]
        return [*rows, *([Row(joined(facts, self.glyphs))] if facts or not rows else [])]
