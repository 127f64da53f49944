"""What was found in the library: grouped, the words marked, one chosen; and that one in full beside it."""

from __future__ import annotations

from collections.abc import Sequence

from kmfacilitate.library.detail import Part
from kmfacilitate.library.found import Found, Held
from kmfacilitate.library.grouping import Hit, group_of
from kmfacilitate.session.lesson_life import Tally
from kmfacilitate.ui.drawing import BLANK, Drawn, Piece, Row, joined
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.measure import wrap
from kmfacilitate.ui.widgets.pick_list import PickList


class FoundList(PickList):
    """The list; a click chooses, a second one opens."""

    DEFAULT_CSS = "FoundList { height: auto; padding: 1 0; }"

    edges = (2, 2)

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[Hit, ...] = ()
        self._empty = ""

    def show(self, hits: Sequence[Hit], at: int, empty: str = "") -> None:
        """Show these, one chosen; `empty` is said where there is none."""
        self._hits, self._at, self._empty = tuple(hits), at, empty
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """Headings, and under each the lines with their facts."""
        room = width - sum(self.edges)
        if not self._hits:
            return [Row((Piece(line, "muted"),)) for line in wrap(self._empty, room)] or [BLANK]
        rows: list[Row] = []
        self.tops = []
        group = ""
        for at, hit in enumerate(self._hits):
            if group_of(hit) != group:
                group = group_of(hit)
                rows += [BLANK] * bool(rows) + [Row((Piece(group, "muted"),)), BLANK]
            self.tops.append(len(rows))
            rows += self._hit(at, hit, room)
            rows.append(BLANK)
        return rows

    def _hit(self, at: int, hit: Hit, room: int) -> list[Row]:
        act = f"ask({at})"
        chosen = at == self._at
        text = hit.title if isinstance(hit, Held) else hit.text
        marked = () if isinstance(hit, Held) else hit.spans
        first = Row(
            _marked(text or "Without a title", marked, "strong" if chosen else "plain", act),
            plane="select" if chosen else "",
            bar="accent" if chosen else "",
        )
        facts = joined([(Piece(fact, "muted", act),) for fact in _facts(hit) if fact], self.glyphs)
        rows = [first, Row(facts, plane=first.plane, bar=first.bar)]
        if isinstance(hit, Found):
            excerpt, spans = hit.excerpt
            if excerpt:
                rows.append(Row(_marked(excerpt, spans, "muted", act), plane=first.plane, bar=first.bar))
        return rows


def _facts(hit: Hit) -> tuple[str, ...]:
    if isinstance(hit, Held):
        return (
            hit.technique.replace("-", " "),
            hit.day,
            hit.project,
            hit.state,
            str(Tally(hit.lessons - hit.learned, hit.learned)),
        )
    where = ", ".join(part for part in (hit.title, hit.day[:7]) if part)
    if hit.kind == "lesson":
        times = f"{hit.again + 1} times" if hit.again else ""
        return (hit.type, hit.state, where, times)
    if hit.kind == "action":
        return (hit.state, hit.owner or "no owner", f"due {hit.due}" if hit.due else "no date", where)
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
    """One of them in full."""

    DEFAULT_CSS = "FoundPage { height: auto; padding: 1 0; background: $surface; }"

    edges = (3, 2)

    def __init__(self) -> None:
        super().__init__()
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
            rows += [Row((Piece(part),)) for line in lines for part in wrap(line, room)]
        return rows
