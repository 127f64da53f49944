"""Changing what was written: wording, kind, place; taking out, bringing back, joining and parting lines."""

from __future__ import annotations

import re

from ..documents import Value, is_empty
from ..edits import Act, Change, Edit, Now, Refused, change, create
from ..kinds import KINDS, Entry, is_list, kind_class
from ..line import Line
from ..session import Session
from ..walk import Place


def reword(id_: str, line: Line) -> Act:
    """Keep an edited line: its text, kind and typed fields become what was read; other fields stay."""

    def act(session: Session, now: Now) -> Change:
        entry = _there(session, id_)
        if line.what != "entry" or not line.text.strip():
            raise Refused("The line is empty. :delete takes a line out; Esc leaves it as it was.")
        kind = line.kind if line.kind != "none" else entry.kind
        fields: dict[str, Value] = dict.fromkeys(kind_class(kind).fields())
        fields.update(line.fields)
        if kind == entry.kind == "cause":
            fields.pop("source", None)
        fields.update(kind=kind, text=line.text)
        return _changed(session, now, id_, fields, f"changed {session.number(id_)}", line.notes)

    return act


def fill(id_: str, fields: dict[str, Value], *, kind: str = "") -> Act:
    """Set fields of an entry, making it another kind if that is asked for; other fields stay."""

    def act(session: Session, now: Now) -> Change:
        entry = _there(session, id_)
        into = kind or entry.kind
        known = kind_class(into).fields()
        strange = [name for name in fields if name not in known]
        if strange:
            raise Refused(f"{_a(into)} has no {strange[0]}: it has {', '.join(known)}.")
        if not fields:
            raise Refused("Say which field: | why: …")
        return _changed(session, now, id_, {**fields, "kind": into}, f"filled in {session.number(id_)}")

    return act


def retype(id_: str, kind: str) -> Act:
    """Make an entry another kind; only `kind` changes, fields the new kind lacks wait unseen."""

    def act(session: Session, now: Now) -> Change:
        entry = _there(session, id_)
        if kind not in KINDS or not (KINDS[kind].typed or kind == "theme"):
            known = ", ".join(name for name, cls in KINDS.items() if cls.typed)
            raise Refused(f"There is no kind {kind}. Kinds: {known}.")
        if not kind_class(entry.kind).typed and entry.kind != "theme":
            raise Refused(f"{_a(entry.kind)} can't become another kind.")
        if kind == entry.kind:
            return Change(f"{session.number(id_)} is {_a(kind).lower()} already", entry=id_)
        number = session.number(id_)
        fields: dict[str, Value] = {"kind": kind}
        if "private" in (kind, entry.kind):
            fields["n"] = session.next_n(entry.stage, private=kind == "private")
        return _changed(session, now, id_, fields, f"made {number} {_a(kind).lower()}")

    return act


def move(id_: str, to: Place, after: str = "") -> Act:
    """Move an entry to another stage (where it gets a number), or in a timeline to stand after another line."""

    def act(session: Session, now: Now) -> Change:
        entry = _there(session, id_)
        number = session.number(id_)
        if after:
            _there(session, after)
            fields: dict[str, Value] = {"after": after}
            return _changed(session, now, id_, fields, f"moved {number} after {session.number(after)}")
        target = session.stage(to.stage)
        if target is None:
            raise Refused("This session has no such stage.")
        if to.stage == entry.stage and to.question == entry.question:
            return Change(f"{number} is there already", entry=id_)
        fields = {"stage": to.stage, "question": to.question, "under": to.under}
        if to.stage != entry.stage and entry.kind != "private":
            fields["n"] = session.next_n(to.stage)
            return _changed(session, now, id_, fields, f"moved {number}, now {target.number}.{fields['n']}")
        return _changed(session, now, id_, fields, f"moved {number}")

    return act


def delete(id_: str) -> Act:
    """Take a line out; its words stay in the file, and undo or restore brings it back."""

    def act(session: Session, now: Now) -> Change:
        _there(session, id_)
        edit = Edit("entries", id_, {"deleted": None}, {"deleted": True})
        return Change(f"{session.number(id_)} deleted", (edit,), entry=id_)

    return act


def restore(id_: str) -> Act:
    """Bring back a line that was taken out."""

    def act(session: Session, now: Now) -> Change:
        entry = session.entries.get(id_)
        if entry is None or entry.forgotten:
            raise Refused("Those words are gone for good.")
        if not entry.deleted:
            return Change(f"{session.number(id_)} was never taken out", entry=id_)
        edit = Edit("entries", id_, {"deleted": True}, {"deleted": None})
        return Change(f"{session.number(id_)} is back", (edit,), entry=id_)

    return act


def strike(id_: str, yes: bool) -> Act:
    """Remove an entry's words for good, at a participant's request; undo does not bring it back."""

    def act(session: Session, now: Now) -> Change:
        entry = session.entries.get(id_)
        if entry is None or entry.forgotten:
            raise Refused("Those words are gone already.")
        number = session.number(id_)
        if not yes:
            raise Refused(
                f"This can't be undone. To remove the words of {number} for good: :strike {number} yes"
            )
        return Change(f"{number} struck at a participant's request", forgets=(id_,))

    return act


def merge(id_: str, other: str) -> Act:
    """Join two lines: the second one's words and tags go to the first, its own line is taken out."""

    def act(session: Session, now: Now) -> Change:
        first, second = _there(session, id_), _there(session, other)
        if id_ == other:
            raise Refused("A line can't be joined to itself.")
        fields: dict[str, Value] = {
            "text": f"{first.text}; {second.text}",
            "tags": list(dict.fromkeys((*first.tags, *second.tags))),
            "but": "; ".join(part for part in (first.but, second.but) if part),
        }
        gained = session.documents["entries"][other]
        for name in kind_class(first.kind).fields():
            if name in ("tags", "but") or name not in gained:
                continue
            own = session.documents["entries"][id_].get(name)
            if is_empty(own):
                fields[name] = gained[name]
            elif is_list(type(first), name):
                fields[name] = [*(own or ()), *(v for v in gained[name] if v not in (own or ()))]
        change_ = _changed(
            session, now, id_, fields, f"joined {session.number(other)} to {session.number(id_)}"
        )
        out = Edit("entries", other, {"deleted": None}, {"deleted": True})
        return Change(change_.says, (*change_.edits, out), entry=id_)

    return act


def split(id_: str, at: str = "") -> Act:
    """Part one line into two: at `at` (the first words of the second), else at a line end, `; ` or a full stop."""

    def act(session: Session, now: Now) -> Change:
        entry = _there(session, id_)
        first, second = _parts(entry.text, at)
        if not first or not second:
            raise Refused(f"Say where: :split {session.number(id_)} and the first words of the second part.")
        raw = {k: v for k, v in session.documents["entries"][id_].items() if k != "rev"}
        n = session.next_n(entry.stage, private=entry.kind == "private")
        new = now.new_id()
        twin = create("entries", new, {**raw, "text": second, "n": n, "at": now.stamp})
        changed = _changed(session, now, id_, {"text": first}, f"split {session.number(id_)}")
        return Change(changed.says, (*changed.edits, twin), entry=new)

    return act


def _parts(text: str, at: str) -> tuple[str, str]:
    if at.strip():
        where = text.casefold().find(at.strip().casefold(), 1)
        return (text[:where].rstrip(" ;,.\n"), text[where:]) if where > 0 else ("", "")
    for parting in (r"\n", r";\s+", r"(?<=[.!?])\s+(?=\w)"):
        found = re.split(parting, text, maxsplit=1)
        if len(found) == 2:
            return found[0].strip(), found[1].strip()
    return "", ""


def _there(session: Session, id_: str) -> Entry:
    entry = session.entries.get(id_)
    if entry is None:
        raise Refused("There is no such line.")
    if entry.forgotten:
        raise Refused("Those words are gone for good.")
    if entry.deleted:
        raise Refused(f"{session.number(id_)} was taken out. :restore {session.number(id_)} brings it back.")
    return entry


def _changed(
    session: Session, now: Now, id_: str, fields: dict[str, Value], says: str, notes: tuple[str, ...] = ()
) -> Change:
    edit = change("entries", id_, session.documents["entries"][id_], fields)
    if not edit.after:
        return Change(f"{session.number(id_)} stays as it was", entry=id_, notes=notes)
    stamped = {**fields, "edited": now.stamp}
    edit = change("entries", id_, session.documents["entries"][id_], stamped)
    return Change(says, (edit,), entry=id_, notes=notes)


def _a(kind: str) -> str:
    word = kind_class(kind).label
    return f"{'An' if word[0] in 'aeiou' else 'A'} {word}"
