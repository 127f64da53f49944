"""What is in the capture line and what it is about: a new line, an edit, a line waiting beside an edit.

No screen here: the runner tells it what happened in the line, and asks what should stand there now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kmfacilitate.commands.filling import Filling
from kmfacilitate.commands.notes import capture_at
from kmfacilitate.commands.outcome import Outcome, did
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session import walk
from kmfacilitate.session.advising import Adviser
from kmfacilitate.session.answering import asking, room_at, taken_at
from kmfacilitate.session.kinds import KINDS, kind_class
from kmfacilitate.session.line import Room, read_line
from kmfacilitate.session.line.complete import suggest
from kmfacilitate.session.line.paste import as_plain_text, pasted_lines
from kmfacilitate.session.preview import preview
from kmfacilitate.session.rows import may_be_seen
from kmfacilitate.session.scene import Said
from kmfacilitate.session.walk import Place
from kmfacilitate.ui.widgets.writing import Span
from kmfacilitate.verbs import edited, enter, words

_SIGN = re.compile(r"[!*>?~！？＊]\s*|:[a-z]+\s+")
_NOT_FOR_THE_WALL = re.compile(
    r"\s*(?:[~～]|:\s*(?:private|who|turn|scribe|redact|vote|rate|score)\b|:\w+\s*[~～])"
)
_HIDDEN_WAYS = ("slips", "vote", "rate")
_FOR_MARKED = re.compile(r":(merge|group|move)\b\s*(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A half-typed line that waits beside an edit."""

    text: str
    begun: Place | None


class Pen:
    """The state of the capture line of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.text = ""
        self.begun: Place | None = None
        """Where the half-typed line was begun."""
        self.editing = ""
        """The entry in the line, when one was brought in to be changed."""
        self.filling: Filling | None = None
        """The line whose fields are asked for one by one."""
        self._waiting: Waiting | None = None
        self._adviser = Adviser()
        self._coloured: tuple[object, list[Span]] | None = None
        """What was coloured last, and how: a row is drawn several times between two keys."""
        self._known: tuple[object, Room] | None = None
        self._placed: tuple[object, Place | None] | None = None

    @property
    def elsewhere(self) -> str:
        """The place a half-typed line belongs to, in short, when the room has moved on; else empty."""
        if self.editing or self.filling or not self.text or self._about is None:
            return ""
        f = self._desk.f
        return walk.letter(f.session, self._about) if self._about != f.here else ""

    @property
    def _about(self) -> Place | None:
        """Where the line belongs: where it was begun, unless the room moved on and it is refused there."""
        f = self._desk.f
        if self.editing or self.begun is None or self.begun == f.here:
            return self.begun
        state = (self.text, self.begun, f.here, f.session)
        if self._placed is None or self._placed[0] != state:
            line = read_line(self.text, room_at(f, self.begun))
            stays = line.what != "entry" or taken_at(f, self.text, line, self.begun)
            self._placed = state, self.begun if stays else None
        return self._placed[1]

    def typed(self, text: str) -> None:
        """The line holds this now."""
        self.text = text
        if not text:
            self.begun = None
        elif self.begun is None:
            self.begun = self._desk.f.here
        self._keep()

    def enter(self, text: str) -> Outcome:
        """Enter was pressed.

        Raises:
            Refused: When the line can't be taken; it stays as it is.
        """
        if self.filling is not None and not self._is_another_line(text):
            return self._field_answered(text)
        if self.editing:
            outcome = edited(self._desk, self.editing, text)
            self._after_edit()
            return outcome
        place = self._about if self.elsewhere else None
        line = read_line(text, room_at(self._desk.f, place))
        if place is not None and line.what in ("entry", "go-on"):
            outcome = capture_at(self._desk, text, place)
        else:
            outcome = enter(self._desk, text)
        if outcome.taken and outcome.front != "edit":
            self.text, self.begun = "", None
            self._keep()
        return outcome

    def edit(self, id_: str) -> bool:
        """Bring an entry into the line as it would be typed; what was half-typed waits beside it.

        Returns:
            False where no typed line reads back as the entry, so that it must be changed with :fill.
        """
        typed = self._desk.as_typed(id_)
        if typed is None:
            return False
        self._let_wait()
        self.filling = None
        self.editing, self.text = id_, typed
        self.begun = self._desk.f.here
        self._keep()
        return True

    def leave_edit(self) -> None:
        """Leave the entry as it was; the line that waited comes back."""
        if self.editing:
            self._after_edit()

    def fill_in(self, id_: str) -> bool:
        """Ask for the fields of an entry one by one; what was half-typed waits.

        Returns:
            False where it has no field that is still empty.
        """
        filling = Filling(self._desk, id_)
        if not filling.ask:
            return False
        self._let_wait()
        self.filling, self.editing, self.text, self.begun = filling, "", "", None
        self._keep()
        return True

    def leave_field_empty(self) -> None:
        """Go on to the next field; after the last one the line that waited comes back."""
        if self.filling is not None:
            self.filling.leave_out()
            if not self.filling.ask:
                self.leave_form()

    def leave_form(self) -> None:
        """Ask for no more fields; what was filled in stays, and the line that waited comes back."""
        self.filling = None
        self._after_edit()

    def _is_another_line(self, text: str) -> bool:
        """A command, or a line with a sign: both are taken in any activity, so in a form too."""
        line = read_line(text, room_at(self._desk.f))
        return line.what in ("command", "to-stage", "help") or line.marked

    def _field_answered(self, text: str) -> Outcome:
        assert self.filling is not None
        outcome = did(self.filling.answer(text))
        if self.filling.ask:
            self.text, self.begun = "", None
            self._keep()
        else:
            self.leave_form()
        return outcome

    def _let_wait(self) -> None:
        if not self.editing and self.filling is None and self.text and not self.text.startswith(":"):
            self._waiting = Waiting(self.text, self.begun)

    def _after_edit(self) -> None:
        waiting, self._waiting = self._waiting, None
        self.editing = ""
        self.text, self.begun = (waiting.text, waiting.begun) if waiting else ("", None)
        self._keep()

    def paste(self, lines: Sequence[str]) -> tuple[int, str]:
        """Enter several pasted lines one by one, without their bullets, no signs read.

        Returns:
            How many were entered, and why the next one was not; the rest then stands in the line.
        """
        clean_lines = pasted_lines("\n".join(lines))
        for number, line in enumerate(clean_lines):
            try:
                enter(self._desk, as_plain_text(line, room_at(self._desk.f)))
            except Unable as refused:
                self.typed(" ".join(part for part in (self.text, *clean_lines[number:]) if part))
                return number, str(refused)
        return len(clean_lines), ""

    def restore(self) -> bool:
        """Take up the line that a window which is gone left behind; says whether there was one."""
        left = self._desk.half_typed
        if left is None:
            return False
        parts = [*left.place.split("/", 2), "", ""]
        self.text = left.text
        self.begun = Place(parts[0], parts[1], parts[2]) if parts[0] else None
        if left.editing in self._desk.f.session.entries:
            self.editing = left.editing
        return True

    def set_kind(self, kind: str) -> None:
        """Make the half-typed line a line of this kind, by its sign."""
        body = _SIGN.sub("", self.text, count=1) if _SIGN.match(self.text) else self.text
        own = asking(self._desk.f, self._about).kind
        if kind == own:
            self.text = body
        elif kind == "quote":
            self.text = f'"{body.strip(chr(34))}"'
        elif kind_class(kind).mark:
            self.text = f"{kind_class(kind).mark} {body}"
        else:
            self.text = f":{kind} {body}"
        self._keep()

    def echo(self) -> tuple[tuple[Said, ...], ...]:
        """What the line would become, in words; of a lesson, what is worth asking about it."""
        if self.filling is not None and not self.text.startswith(":"):
            return ()
        kind = ""
        if self.editing:
            entry = self._desk.f.session.entries.get(self.editing)
            kind = entry.kind if entry else ""
        said = preview(
            self._desk.f, self.text, self._about, kind=kind, editing=self.editing, adviser=self._adviser
        )
        if self.editing:
            number = self._desk.f.session.number(self.editing)
            return ((Said(_("Edit {number}").format(number=number), "strong"),), *said)
        return said

    def spans(self, typed: str) -> list[Span]:
        """Parts of the line to be coloured: its sign, names, tags, dates and field names that were read."""
        about = (typed, self._about, self.editing, self.filling, self._desk.f.session)
        if self._coloured is None or self._coloured[0] != about:
            self._coloured = about, self._spans(typed)
        return self._coloured[1]

    def _spans(self, typed: str) -> list[Span]:
        if self.filling is not None:
            return []
        kind = ""
        if self.editing in self._desk.f.session.entries:
            kind = self._desk.f.session.entries[self.editing].kind
        line = read_line(typed, self._room(kind))
        found: list[Span] = []
        sign = _SIGN.match(typed)
        if sign and (line.marked or line.what == "command"):
            found.append((0, len(sign[0].rstrip()), "accent"))
        if line.what != "entry":
            return found
        read = {"@": {"owner", "by"}, "#": {"tags"}, "^": {"due"}}
        for match in re.finditer(r'(?<!\S)[@#^](?:"[^"]*"|\S+)', typed):
            if read[match[0][0]] & set(line.fields):
                found.append((match.start(), match.end(), "accent"))
        for match in re.finditer(r"\|\s*[^|:\s][^|:]*:", typed):
            if set(line.fields) - {"owner", "by", "tags", "due", "outcome", "when"} or len(line.fields) > 1:
                found.append((match.start(), match.end(), "accent"))
        return found

    def _room(self, kind: str) -> Room:
        """What the reader of the line may know; the same from key to key while nothing is entered."""
        f = self._desk.f
        about = (f.session, f.roster, self._about, kind, f.now().today)
        if self._known is None or self._known[0] != about:
            self._known = about, room_at(f, self._about, kind=kind)
        return self._known[1]

    def completions(self, cursor: int) -> tuple[int, list[str]]:
        """What Tab could put for the part before the cursor: where it begins, and the candidates."""
        f = self._desk.f
        tags = sorted({tag for _id, entry in f.session.live() for tag in entry.tags})
        return suggest(self.text, cursor, room_at(f, self._about), tags, words())

    @property
    def masked(self) -> bool:
        """Whether what is in the line may not be seen in the room view."""
        f = self._desk.f
        if asking(f).way in _HIDDEN_WAYS or (self._about and asking(f, self._about).way in _HIDDEN_WAYS):
            return True
        edited = f.session.entries.get(self.editing)
        return _NOT_FOR_THE_WALL.match(self.text) is not None or (
            edited is not None and not may_be_seen(f.session, self.editing)
        )

    def _keep(self) -> None:
        begun = self.begun
        place = f"{begun.stage}/{begun.question}/{begun.under}" if begun else ""
        self._desk.draft.keep(self.text, place, self.editing)


def about_marked(typed: str, numbers: Sequence[str]) -> str:
    """`:merge`, `:group NAME` and `:move STAGE` without numbers, made to say those of the marked lines."""
    match = _FOR_MARKED.fullmatch(typed.strip())
    if match is None or not numbers:
        return typed
    word, rest = match[1].casefold(), match[2].strip()
    number = r"p?\d+\.\d+(\s|$)" if word == "move" else r"p?\d+(\.\d+)?(\s|$)"
    if rest and (word == "merge" or re.match(number, rest)):
        return typed
    return " ".join((f":{word}", *numbers, rest)).strip()


def kinds_to_choose() -> tuple[str, ...]:
    """The kinds F4 offers, those with a sign first."""
    typed = [name for name, cls in KINDS.items() if cls.typed]
    return tuple(sorted(typed, key=lambda name: (not KINDS[name].mark, list(KINDS).index(name))))
