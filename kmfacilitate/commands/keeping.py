"""Consent: to what a confidential session keeps, before it begins; and by whoever a line belongs to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kmfacilitate.clean import clean, clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.language import _
from kmfacilitate.session import keeping, walk
from kmfacilitate.session.acts import keeping as acts
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.beginning import names_in
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.scene import Scene
from kmfacilitate.session.wording import count
from kmfacilitate.session.yes_no import said_yes

from .outcome import Outcome, did

_NO_CARD = ("none", "nowhere", "-")


def needs_yes(desk: Desk) -> bool:
    """Whether nothing is taken yet, because nobody agreed to what this confidential session keeps."""
    held = desk.f.session.meeting
    return held.family == "confidential" and not held.agreed and not held.started and not desk.file.read_only


def kept_words(desk: Desk, *, in_short: bool = False) -> tuple[str, str]:
    """What is kept and where, in two sentences to be said before it begins.

    `in_short` names the library and no folder, for a path is long to hear; `:here` says the folder.
    """
    folder = _("your library") if in_short else str(desk.file.path.parent)
    return keeping.kept_words(desk.f.session.template, folder, desk.library.synced)


def before_yes(desk: Desk, now: Scene) -> Scene:
    """What is seen before a confidential session was agreed to: what it keeps, and one question."""
    asked = replace(now.asked, ask=_("Does everybody agree? Type yes to begin."), say="", then=())
    words = " ".join(kept_words(desk))
    return replace(
        now, asked=asked, empty=words, activity=None, placeholder=_("yes, then Enter"), rows=(), guide=""
    )


def agree(desk: Desk, typed: str) -> Outcome:
    """Take the yes that a confidential session begins with.

    Raises:
        Refused: When it is anything else; nothing has begun then.
    """
    if said_yes(clean_line(typed)):
        desk.f.settle(acts.agree())
        return Outcome(_("agreed; nothing else is kept"))
    raise Refused(_("Type yes to begin, :quit to leave. :here says again what is kept."))


def answered_here(desk: Desk, typed: str) -> Outcome | None:
    """The answer to whether lines may be kept, where a line is one (`yes`, `no ~/cards`); else none."""
    place = desk.f.here
    if not keeping.consent_at(desk.f.session, place):
        return None
    word, _rest, rest = clean(typed).strip().partition(" ")
    if said_yes(word) is None or (rest.strip() and not _is_folder(rest)):
        return None
    return keep(desk, typed.strip())


def keep(desk: Desk, rest: str) -> Outcome:
    """Keep what belongs to one person, or forget it: `yes`, or `no` and the folder for their card."""
    word, _rest, folder = rest.strip().partition(" ")
    place = keeping.asked_to_keep(desk.f.session, desk.f.here)
    if place is None:
        raise Refused(_("Nobody needs to say here whether something may be kept."))
    yes = said_yes(word)
    if yes is None:
        raise Refused(_("Say :keep yes, or :keep no and a folder for the card (none: no card)."))
    after = keeping.consent_at(desk.f.session, place) == "after"
    lines = keeping.lines_of(desk.f.session, place)
    card = _folder(desk, folder, yes, wanted=after and bool(lines))
    written = ""
    if card is not None and lines:
        try:
            written = str(desk.write_card([id_ for id_, _rest in lines], place.under, card))
        except Unable as unable:
            raise Refused(str(unable)) from None
    change = desk.f.do("keep", acts.decide(place, yes))
    return Outcome(
        change.says, notes=(_("the card is in {written}").format(written=written),) if written else ()
    )


def _is_folder(words: str) -> bool:
    said = clean_line(words)
    return said in _NO_CARD or "/" in said or "\\" in said or Path(said).expanduser().is_dir()


def _folder(desk: Desk, words: str, yes: bool, *, wanted: bool) -> Path | None:
    """Where the card goes; none where there is to be none."""
    said = clean_line(words)
    if not said and wanted and not yes:
        raise Refused(_("Where does the card go? no and a folder, as in no ~/cards; no none writes none."))
    if not said or said in _NO_CARD:
        return None
    folder = Path(said).expanduser()
    if not folder.is_dir():
        raise Refused(
            _("There is no folder {said}. The card goes to one that is there, or none.").format(said=said)
        )
    if not yes and folder.resolve().is_relative_to(desk.library.folder.resolve()):
        raise Refused(
            _("That folder is in the library, where nothing is to be kept. Choose another, or none.")
        )
    return folder


def turns(desk: Desk, rest: str) -> Outcome:
    """Settle who has a turn of their own, in order (`Ana; Sam`), or how many (`3`)."""
    stage = next(
        (s for s in (desk.f.stage, *desk.f.session.plan) if s and s.script.repeat and s.script.repeat.people),
        None,
    )
    if stage is None:
        raise Refused(_("Nobody has a turn of their own in this session."))
    words = clean_line(rest)
    if not words:
        return Outcome(", ".join(_turns_of(desk, stage.id)))
    if words.isdecimal() and len(words) <= 3:
        return did(desk.f.do("turns", meeting.take_turns(stage.id, int(words))))
    names = []
    for wanted in names_in(words):
        fits = [p for p in desk.f.roster if p.casefold().startswith(wanted.casefold())]
        if len(fits) != 1:
            raise Refused(
                _("{wanted} is not on the list, or is two; :who shows who is here.").format(wanted=wanted)
            )
        names.append(fits[0])
    change = desk.f.do("turns", meeting.take_turns(stage.id, len(names)))
    desk.f.roster = (*names, *(p for p in desk.f.roster if p not in names))
    return Outcome(f"{change.says or count(len(names), '{n} turn', '{n} turns')}: {', '.join(names)}")


def _turns_of(desk: Desk, stage_id: str) -> tuple[str, ...]:
    stage = desk.f.session.stage(stage_id)
    questions = stage.script.questions if stage else ()
    for question in questions:
        found = walk.items(desk.f.session, stage, question, desk.f.roster) if stage else ()
        if found:
            return found
    return ()


def waiting_words(desk: Desk) -> str:
    """Who has not said yet whether their lines may be kept, in a sentence; empty when all have."""
    found = [
        f"{place.under or 'somebody'} ({walk.letter(desk.f.session, place)}, "
        f"{keeping.kept_count(desk.f.session, place, number)})"
        for place, number in keeping.undecided(desk.f.session)
    ]
    if not found:
        return ""
    return _(
        "Nobody has said whether to keep the lines of {found}. Go there and say :keep "
        "yes or :keep no; :finish yes forgets them."
    ).format(found=", ".join(found))
