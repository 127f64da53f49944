"""Where the session stands in time: the stages in proportion to their minutes, and the clock in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click
from textual.message import Message

from kmfacilitate.language import _
from kmfacilitate.session.scene import ClockWords, StageRow
from kmfacilitate.ui.drawing import MIDDLE, NARROW, Drawn, Piece, Row, joined, pieces
from kmfacilitate.ui.glyphs import Glyphs
from kmfacilitate.ui.inks import Ink
from kmfacilitate.ui.keys import keymap_of, shown_now
from kmfacilitate.ui.measure import width_of


def segments(stages: Sequence[StageRow], width: int) -> list[int]:
    """How many cells each stage's line gets: `width` shared by minutes, each at least one."""
    if not stages:
        return []
    whole = sum(max(1, stage.planned) for stage in stages)
    shares = [max(1, stage.planned) * width / whole for stage in stages]
    cells = [max(1, int(share)) for share in shares]
    by_rest = sorted(range(len(cells)), key=lambda at: shares[at] - int(shares[at]), reverse=True)
    for at in (by_rest * 2)[: max(0, width - sum(cells))]:
        cells[at] += 1
    while sum(cells) > width and max(cells) > 1:
        cells[cells.index(max(cells))] -= 1
    return cells


class Strip(Drawn):
    """The strip of stages and the clock. A click on a stage posts `Chosen`."""

    DEFAULT_CSS = """
    Strip { background: $background; &.-airy { padding: 1 0 0 0; } }
    """

    class Chosen(Message):
        """A stage of the strip was clicked; `number` is its number."""

        def __init__(self, number: str) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._stages: tuple[StageRow, ...] = ()
        self._clock: ClockWords | None = None
        self._fit: Sequence[str] = ()

    def on_mount(self) -> None:
        """Take the air there is."""
        self.on_resize()

    def on_resize(self) -> None:
        """Take the air there is room for now."""
        self.set_class(self.app.size.height >= MIDDLE, "-airy")

    def show(self, stages: Sequence[StageRow], clock: ClockWords) -> None:
        """Show these stages and this clock; each second changes a few cells only."""
        self._stages, self._clock = tuple(stage for stage in stages if stage.number), clock
        self.redraw()

    def rows(self, width: int) -> list[Row]:
        """The strip, then the words."""
        room = width - sum(self.edges)
        rows = [Row(self._strip(room))] if self._stages else []
        if self._clock is not None:
            rows.append(self._words(self._clock, room))
        return rows

    def _strip(self, room: int) -> tuple[Piece, ...]:
        glyphs = self.glyphs
        labels = [_label(stage, glyphs) for stage in self._stages]
        fixed = sum(width_of(label.text) + 2 for label in labels) - 1
        if room - fixed < len(labels):
            return tuple(part for label in labels for part in (label, Piece(" ")))
        row: list[Piece] = []
        for stage, label, cells in zip(
            self._stages, labels, segments(self._stages, room - fixed), strict=True
        ):
            if row:
                row.append(Piece(" "))
            row += [label, Piece(" "), *_line(stage, cells, glyphs)]
        return tuple(row)

    def _words(self, clock: ClockWords, room: int) -> Row:
        now = next((stage for stage in self._stages if stage.state == "now"), None)
        if self.wide:
            used = (
                Piece(clock.used, "strong"),
                Piece(_(" of {planned} used").format(planned=clock.planned), "muted"),
            )
            if clock.state == "not started":
                used = (Piece(clock.used), Piece(_(" of {planned}").format(planned=clock.planned), "muted"))
        else:
            name = (Piece(f"{now.number} {now.name}  ", "strong"),) if now else ()
            used = (
                *name,
                Piece(clock.used),
                Piece(_(" of {planned}").format(planned=clock.planned), "muted"),
            )
        urgent = clock.left.role in {"warning", "error"}
        stands = clock.state in {"not started", "paused", "break", "finished"}
        goes_on = shown_now("clock", "F5", keymap_of(self)) or ":clock"
        left = (
            [used, _left_words(clock, goes_on)]
            if clock.left.text and (self.wide or urgent or stands)
            else [used]
        )
        left_pieces = joined(left, self.glyphs)
        taken = sum(width_of(piece.text) for piece in left_pieces)
        if taken > room and len(left) > 1:  # the footer has the key too
            left_pieces = joined([used, (left[1][0],)], self.glyphs)
            taken = sum(width_of(piece.text) for piece in left_pieces)
        overall = [_keyed(part.text) or pieces((part,)) for part in clock.overall]
        if room < NARROW:
            overall = overall[:1]
        right = joined(overall, self.glyphs)
        while overall and taken + 2 + sum(width_of(piece.text) for piece in right) > room:
            overall.pop(-1 if len(overall) > 1 else 0)
            right = joined(overall, self.glyphs)
        return Row(left_pieces, right)

    def on_click(self, event: Click) -> None:
        """Say which stage was clicked."""
        if event.y - self.gutter.top != 0:
            return
        at = self.edges[0]
        for piece in self._strip(self.size.width - sum(self.edges)):
            number = piece.text.strip().lstrip(f"{self.glyphs.done}{self.glyphs.now}{self.glyphs.skipped}")
            end = at + width_of(piece.text)
            if at <= event.x < end and any(stage.number == number for stage in self._stages):
                self.post_message(self.Chosen(number))
                return
            at = end


def _label(stage: StageRow, glyphs: Glyphs) -> Piece:
    sign = {"done": glyphs.done, "now": glyphs.now, "skipped": glyphs.skipped, "todo": ""}[stage.state]
    over = stage.used > stage.planned * 60
    ink: Ink = ("strong-error" if over else "accent") if stage.state == "now" else "muted"
    return Piece(sign + stage.number, ink)


def _line(stage: StageRow, cells: int, glyphs: Glyphs) -> list[Piece]:
    if stage.state == "done":
        return [Piece(glyphs.used * cells, "muted")]
    if stage.state != "now":
        return [Piece(glyphs.left * cells, "rule")]
    over = stage.used > stage.planned * 60
    share = min(1.0, stage.used / max(1, stage.planned * 60))
    used = min(cells, int(share * cells) if stage.used else 0)
    return [
        Piece(glyphs.used * used, "strong-error" if over else "accent"),
        Piece(glyphs.left * (cells - used), "rule"),
    ]


def _left_words(clock: ClockWords, goes_on: str) -> tuple[Piece, ...]:
    """How long this stage has left; while the clock stands still, the key by which it goes on."""
    ink: Ink = "strong-error" if clock.left.role == "error" else clock.left.role
    if clock.state in {"paused", "break"}:
        return Piece(clock.left.text, ink), Piece(f"  {goes_on}", "strong"), Piece(_(" go on"), "muted")
    return _keyed(clock.left.text) or (Piece(clock.left.text, ink),)


def _keyed(text: str) -> tuple[Piece, ...]:
    """Words around a key (`not started  F5 start`, `:fit catch up`): the key bold, its verb muted."""
    before, gap, hint = text.rpartition("  ")
    key, _rest, verb = hint.partition(" ")
    if not verb or not (key.startswith((":", "^")) or (key[:1] == "F" and key[1:].isdigit())):
        return ()
    return (*((Piece(before + gap),) if before else ()), Piece(key, "strong"), Piece(f" {verb}", "muted"))
