"""What an edition leaves out and what it changes, line by line, for whoever sends it; never part of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _
from kmfacilitate.session.documents import Raw, plain, same
from kmfacilitate.session.kinds import Entry
from kmfacilitate.session.session import Session
from kmfacilitate.session.wording import labelled, quoted

from .edition import Edition
from .sharing import AGREED_TO
from .withheld import never_leaves

_NOT_WORDS = frozenset({"rev", "slip", "earlier", "deleted", "edited", "seed", "forgotten", "gone", "after"})
"""Fields that are kept for the program and hold no words of the room."""
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Things that stay or change, under one heading; `count` may be more than there are lines.

    Of what nobody may see yet (slips that are not opened, the safety check) only the number is given.
    """

    title: str
    count: int
    lines: tuple[str, ...] = ()


def preview(whole: Session, edition: Edition) -> tuple[Group, ...]:
    """What of a session is not in an edition, and what stands there otherwise.

    Args:
        whole: The session.
        edition: What leaves of it.
    """
    kept = edition.session
    stays: dict[str, list[str]] = {}
    unseen: dict[str, int] = {}
    changed: list[str] = []
    for id_, raw in whole.documents.get("entries", {}).items():
        entry = whole.entries.get(id_)
        if id_ not in kept.documents.get("entries", {}):
            if entry is not None and never_leaves(whole, entry):
                title = _("Slips not opened") if whole.sealed(entry) else _("The safety check")
                unseen[title] = unseen.get(title, 0) + 1
            else:
                stays.setdefault(_why(whole, entry), []).append(_line(id_, raw, whole))
        else:
            changed += _changes(_line(id_, raw, whole), raw, kept.raw("entries", id_), entry)
    groups = [Group(title, len(lines), tuple(lines)) for title, lines in stays.items()]
    groups += [Group(title, number) for title, number in unseen.items()]
    people = [person.name for id_, person in whole.people.items() if id_ not in kept.people]
    if people:
        groups.append(Group(_("Who took part"), len(people), tuple(map(clean_line, people))))
    about = list(_about(whole, edition))
    if about:
        groups.append(Group(_("About the meeting"), len(about), tuple(about)))
    if changed:
        groups.append(Group(_("Stands there otherwise"), len(changed), tuple(changed)))
    return tuple(groups)


def _why(whole: Session, entry: Entry | None) -> str:
    """The heading a line stays under: what it is, and why it stays."""
    if entry is None:
        return _("Lines that could not be read")
    if entry.forgotten:
        return _("Lines that were forgotten")
    if entry.deleted:
        return _("Lines that were taken out")
    kind = type(entry)
    if not kind.name:
        return _("Lines of a kind that this version does not know")
    named = _(kind.plural).capitalize()
    if not entry.leaves:
        return _("{named}: never shared").format(named=named)
    if getattr(entry, "consent", "yes") not in AGREED_TO:
        return _("{named}: no consent").format(named=named)
    if not getattr(entry, "complete", True):
        return _("{named}: not complete").format(named=named)
    return _("{named}: not shared as {share}").format(named=named, share=_(whole.meeting.share))


def _line(id_: str, raw: Raw, whole: Session) -> str:
    number = whole.number(id_)
    text = _brief(raw.get("text", "")) or f"({clean_line(str(raw.get('kind', 'line')))})"
    return f"{number} {text}" if number else text


def _changes(line: str, before: Raw, after: Raw, entry: Entry | None) -> Iterator[str]:
    for name, value in before.items():
        if name in _NOT_WORDS or same(value, after.get(name)):
            continue
        label = _label(entry, name)
        now = quoted(_said(after[name])) if after.get(name) else _("left out")
        if name in ("values", "tables"):
            yield _("{line} | {label}: left out").format(line=line, label=label)
        else:
            yield f"{line} | {labelled(label, quoted(_said(value)))} → {now}"


def _label(entry: Entry | None, name: str) -> str:
    if name == "by":
        return _("who said it")
    try:
        return type(entry).speech(name).label if entry is not None else name
    except KeyError:
        return name.replace("_", " ")


def _about(whole: Session, edition: Edition) -> Iterator[str]:
    kept = edition.session
    for name in ("title", "project", "place", "facilitator"):
        before, after = getattr(whole.meeting, name), getattr(kept.meeting, name)
        if before != after:
            yield _("{name}: “{brief}” → {now}").format(
                name=name, brief=_brief(before), now=f"“{_brief(after)}”" if after else _("left out")
            )
    for table, field in (("stages", "reason"), ("clock", "reason")):
        rows: Mapping[str, Any] = getattr(whole, table)
        for id_, row in rows.items():
            now = kept.raw(table, id_).get(field, "")
            if getattr(row, field) and now != getattr(row, field):
                yield _("reason: “{brief}” → {now}").format(
                    brief=_brief(getattr(row, field)), now=f"“{_brief(now)}”" if now else _("left out")
                )


def _said(value: Any) -> str:
    value = plain(value)
    return _brief(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _brief(text: object) -> str:
    line = clean_line(str(text))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
