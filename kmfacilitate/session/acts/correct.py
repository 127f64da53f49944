"""Changing what was written: wording, kind, place; taking out, bringing back, joining and parting lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from kmfacilitate.language import N_, _

from ..documents import Value, is_empty
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..kinds import KINDS, Entry, is_list, kind_class
from ..kinds.activities import Verdict
from ..line import Line
from ..line.openings import read_opening
from ..material import members
from ..names import may_keep_speaker
from ..session import Session
from ..there import line_there, stage_there
from ..timeline import on_the_next_day
from ..trace import traced
from ..walk import Place
from ..wording import with_article
from .capture import speaker_notes

STRUCK = N_("struck at a participant's request")


def reword(id_: str, line: Line) -> Act:
    """Keep an edited line: its text, kind and typed fields become what was read; other fields stay."""

    def act(session: Session, now: Now) -> Change:
        entry = _line(session, id_)
        if line.what != "entry" or not line.text.strip():
            raise Refused(_("The line is empty. :delete takes a line out; Esc leaves it as it was."))
        kind = line.kind if line.kind != "none" else entry.kind
        shown = kind_class(entry.kind).fields()
        fields: dict[str, Value] = {name: None for name in kind_class(kind).fields() if name in shown}
        fields.update(line.fields)
        notes = (*line.notes, *speaker_notes(session, kind, line))
        if not may_keep_speaker(session, kind):
            fields.pop("by", None)
        fields.update(text=line.text, **_as_kind(session, id_, kind))
        return _changed(
            session, now, id_, fields, _("changed {number}").format(number=session.number(id_)), notes
        )

    return act


def fill(id_: str, fields: dict[str, Value], *, kind: str = "") -> Act:
    """Set fields of an entry, making it another kind if that is asked for; other fields stay."""

    def act(session: Session, now: Now) -> Change:
        entry = line_there(session, id_)
        into = kind or entry.kind
        known = kind_class(into).fields()
        strange = [name for name in fields if name not in known]
        if strange:
            raise Refused(
                _("{kind} has no {strange}: it has {known}.").format(
                    kind=_a(into), strange=strange[0], known=", ".join(known)
                )
            )
        if not fields:
            raise Refused(_("Say which field: | why: …"))
        if "by" in fields and not may_keep_speaker(session, into):
            raise Refused(_("This session keeps no names of who said what. :share names owners would."))
        wanted = {**fields, **_as_kind(session, id_, into)}
        return _changed(session, now, id_, wanted, _("filled in {number}").format(number=session.number(id_)))

    return act


def retype(id_: str, kind: str) -> Act:
    """Make an entry another kind; fields the new kind lacks wait unseen.

    What the new kind reads at the beginning of a line (`08:05 -` of an event) is read now, unless the line
    has that already. A line that becomes a private note, or stops being one, gets a number among its like.
    """

    def act(session: Session, now: Now) -> Change:
        entry = line_there(session, id_)
        if kind not in KINDS or not (KINDS[kind].typed or kind == "theme"):
            known = ", ".join(name for name, cls in KINDS.items() if cls.typed)
            raise Refused(_("There is no kind {kind}. Kinds: {known}.").format(kind=kind, known=known))
        number = session.number(id_)
        if kind == entry.kind:
            return Change(
                _("{number} is {kind} already").format(
                    number=number, kind=with_article(kind_class(kind).label)
                ),
                entry=id_,
            )
        fields = {**_as_kind(session, id_, kind), **_opening(session, id_, kind)}
        stage = session.stage(entry.stage)
        series = "p" if kind == "private" else f"{(stage.number if stage else '') or '0'}."
        said = _(", now {number}").format(number=f"{series}{fields['n']}") if "n" in fields else ""
        return _changed(
            session,
            now,
            id_,
            fields,
            _("made {number} {kind}{said}").format(
                number=number, kind=with_article(kind_class(kind).label), said=said
            ),
        )

    return act


def move(id_: str, to: Place, after: str = "") -> Act:
    """Move an entry to another stage (where it gets a number), or in a timeline to below another line.

    A line that is no more than its words, of the kind that was asked for where it stood, becomes what is
    asked for where it goes.
    """

    def act(session: Session, now: Now) -> Change:
        entry = _line(session, id_)
        number = session.number(id_)
        where = to
        if after:
            other = _line(session, after)
            if after == id_:
                raise Refused(_("A line can't stand after itself."))
            where = Place(other.stage, other.question, other.under)
        target = stage_there(session, where.stage)
        if not after and (where.stage, where.question) == (entry.stage, entry.question):
            return Change(_("{number} is there already").format(number=number), entry=id_)
        fields: dict[str, Value] = {
            "stage": where.stage, "question": where.question, "under": where.under, "after": after,
        }  # fmt: skip
        says = _("moved {number}").format(number=number)
        if after:
            says += _(" after {number}").format(number=session.number(after))
        if where.stage != entry.stage and entry.kind != "private":
            fields["n"] = session.next_n(where.stage)
            says += _(", now {number}").format(number=f"{target.number or '0'}.{fields['n']}")
        kind = _asked_for(session, where)
        as_asked = entry.kind == _asked_for(session, Place(entry.stage, entry.question)) != kind
        bare = not any(map(_has(session, id_), kind_class(entry.kind).fields()))
        if as_asked and bare and KINDS[kind].typed and not after:
            fields.update({**_as_kind(session, id_, kind), **_opening(session, id_, kind)})
        return _changed(session, now, id_, fields, says)

    return act


def to_next_day(id_: str) -> Act:
    """Put a line of a timeline on the day after that of the line before it; later times follow it."""

    def act(session: Session, now: Now) -> Change:
        entry = _line(session, id_)
        when = on_the_next_day(session.answers(entry.question, entry.under), id_)
        if not when:
            none = _("{number} has no time of day that could be the next day’s.")
            raise Refused(none.format(number=session.number(id_)))
        says = _("{number} is on the next day").format(number=session.number(id_))
        return _changed(session, now, id_, {"when": when}, says)

    return act


def delete(id_: str) -> Act:
    """Take a line out; its words stay in the file, and undo or restore brings it back."""

    def act(session: Session, now: Now) -> Change:
        line_there(session, id_)
        edit = Edit("entries", id_, {"deleted": None}, {"deleted": True})
        return Change(_("{number} deleted").format(number=session.number(id_)), (edit,), entry=id_)

    return act


def restore(id_: str) -> Act:
    """Bring back a line that was taken out."""

    def act(session: Session, now: Now) -> Change:
        entry = session.entries.get(id_)
        if entry is None or entry.forgotten:
            raise Refused(_("Those words are gone for good."))
        if not entry.deleted:
            return Change(_("{number} was never taken out").format(number=session.number(id_)), entry=id_)
        edit = Edit("entries", id_, {"deleted": True}, {"deleted": None})
        return Change(_("{number} is back").format(number=session.number(id_)), (edit,), entry=id_)

    return act


def strike(id_: str, yes: bool) -> Act:
    """Remove an entry's words for good, at a participant's request; undo does not bring it back."""

    def act(session: Session, now: Now) -> Change:
        entry = session.entries.get(id_)
        if entry is None or entry.forgotten:
            raise Refused(_("Those words are gone already."))
        number = session.number(id_)
        if not yes:
            raise Refused(
                _(
                    "This can't be undone. To remove the words of {number} for good: :strike {number} yes"
                ).format(number=number)
            )
        why = change("entries", id_, session.documents["entries"][id_], {"gone": STRUCK})
        return Change(f"{number} {_(STRUCK)}", (why,), forgets=(id_, *_judging(session, id_)))

    return act


def _judging(session: Session, id_: str) -> list[str]:
    """Ids of verdicts on a line: they repeat its words."""
    on = f"{session.id}/{id_}"
    return [other for other, e in session.entries.items() if isinstance(e, Verdict) and e.on == on]


def merge(id_: str, other: str) -> Act:
    """Join two lines: the second one's words and tags go to the first, its own line is taken out."""

    def act(session: Session, now: Now) -> Change:
        first, second = _line(session, id_), _line(session, other)
        if id_ == other:
            raise Refused(_("A line can't be joined to itself."))
        if (first.kind == "private") != (second.kind == "private"):
            raise Refused(
                _("A private note stays apart from what the room said; :kind changes one of them first.")
            )
        fields: dict[str, Value] = {
            "text": f"{first.text}; {second.text}",
            "tags": list(dict.fromkeys((*first.tags, *second.tags))),
            "but": "; ".join(part for part in (first.but, second.but) if part),
            **gained(session, id_, other),
        }
        change_ = _changed(
            session,
            now,
            id_,
            fields,
            _("joined {other} to {number}").format(other=session.number(other), number=session.number(id_)),
        )
        inside = [
            change("entries", i, session.raw("entries", i), {"group": "" if i == id_ else id_})
            for i, e in session.live()
            if e.group == other
        ]
        out = Edit("entries", other, {"deleted": None}, {"deleted": True})
        return Change(change_.says, (*change_.edits, *inside, out), entry=id_)

    return act


def gained(session: Session, id_: str, other: str) -> dict[str, Value]:
    """What a line gains from one that is joined to it: fields it lacks, and more in its lists."""
    kind = type(session.entries[id_])
    have, more = session.raw("entries", id_), session.raw("entries", other)
    fields: dict[str, Value] = {}
    for name in kind.fields():
        own: Value = have.get(name)
        if name in ("tags", "but") or name not in more:
            continue
        if is_empty(own):
            fields[name] = more[name]
        elif is_list(kind, name):
            fields[name] = list(dict.fromkeys((*(own or ()), *more[name])))
    return fields


def split(id_: str, at: str = "") -> Act:
    """Part one line in two: at `at` (the first words of the second), a line end, `; ` or a full stop."""

    def act(session: Session, now: Now) -> Change:
        entry = _line(session, id_)
        first, second = _parts(entry.text, at)
        if not first or not second:
            raise Refused(
                _("Say where: :split {number} and the first words of the second part.").format(
                    number=session.number(id_)
                )
            )
        own = ("rev", "edited", "earlier")
        raw = {k: v for k, v in session.raw("entries", id_).items() if k not in own}
        n = session.next_n(entry.stage, private=entry.kind == "private")
        new = now.new_id()
        twin = create("entries", new, {**raw, "text": second, "n": n, "at": now.stamp})
        changed = _changed(
            session, now, id_, {"text": first}, _("split {number}").format(number=session.number(id_))
        )
        return Change(changed.says, (*changed.edits, twin), entry=new)

    return act


def _parts(text: str, at: str) -> tuple[str, str]:
    if at.strip():
        found_at = re.compile(re.escape(at.strip()), re.IGNORECASE).search(text, 1)
        return (text[: found_at.start()].rstrip(" ;,\n"), text[found_at.start() :]) if found_at else ("", "")
    for parting in (r"\n", r";\s+", r"(?<=[.!?])\s+(?=\w)"):
        found = re.split(parting, text, maxsplit=1)
        if len(found) == 2:
            return found[0].strip(), found[1].strip()
    return "", ""


def _line(session: Session, id_: str) -> Entry:
    """A line that has words of its own; a vote, a rating or a check has none to change."""
    entry = line_there(session, id_)
    if entry.kind in KINDS and not KINDS[entry.kind].typed:
        raise Refused(
            _("{kind} is no line that can be changed so; it is taken again, or deleted.").format(
                kind=_a(entry.kind)
            )
        )
    return entry


def _as_kind(session: Session, id_: str, kind: str) -> dict[str, Value]:
    """The fields that make a line another kind: private notes are numbered apart."""
    entry = session.entries[id_]
    fields: dict[str, Value] = {"kind": kind}
    if kind == entry.kind:
        return fields
    if entry.kind in KINDS and not KINDS[entry.kind].typed:
        raise Refused(_("{kind} can't become another kind.").format(kind=_a(entry.kind)))
    if kind in ("private", "parked") and members(session, id_):
        raise Refused(_("{number} is a group; :ungroup it first.").format(number=session.number(id_)))
    if "private" in (kind, entry.kind):
        fields["n"] = session.next_n(entry.stage, private=kind == "private")
        fields["group"] = ""
    return fields


def _asked_for(session: Session, place: Place) -> str:
    """The kind that lines become at a place unless they say otherwise."""
    stage = session.stage(place.stage)
    question = stage.question(place.question) if stage is not None else None
    wanted = question.capture.becomes if question is not None else "none"
    return wanted if wanted in KINDS else "point"


def _has(session: Session, id_: str) -> Callable[[str], bool]:
    """Whether an entry has something in a field."""
    raw = session.raw("entries", id_)
    return lambda field: not is_empty(raw.get(field))


def _opening(session: Session, id_: str, kind: str) -> dict[str, Value]:
    """What a kind reads at the beginning of the words of an entry that has none of it yet."""
    entry = session.entries[id_]
    if kind not in KINDS or not KINDS[kind].typed:
        return {}
    found = read_opening(kind, entry.text, session.meeting.language)
    if found is None or not found.rest.strip() or any(map(_has(session, id_), found.fields)):
        return {}
    return {**found.fields, "text": found.rest.strip()}


def _changed(
    session: Session, now: Now, id_: str, fields: dict[str, Value], says: str, notes: tuple[str, ...] = ()
) -> Change:
    edit = change("entries", id_, session.raw("entries", id_), fields)
    if not edit.after:
        return Change(
            _("{number} stays as it was").format(number=session.number(id_)), entry=id_, notes=notes
        )
    stamped = {**fields, "edited": now.stamp, **traced(session, id_, edit.after, now.today)}
    edit = change("entries", id_, session.raw("entries", id_), stamped)
    return Change(says, (edit,), entry=id_, notes=notes)


def _a(kind: str) -> str:
    """The word of a kind with its article, as a sentence begins."""
    said = with_article(kind_class(kind).label)
    return said[0].upper() + said[1:]
