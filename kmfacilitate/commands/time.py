"""The clock, and ending on time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.session import aloud, catching_up, clock, coach, walk
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import zone
from kmfacilitate.session.moments import minutes_in, stamp
from kmfacilitate.session.session import PlannedStage
from kmfacilitate.session.wording import hour

from .outcome import Outcome, did


def time(desk: Desk, rest: str) -> Outcome:
    """How the time stands, and what the coach says of it."""
    at = desk.f.moment()
    advice = tuple(hint.words for hint in coach.hints(desk.f, at) if not hint.key.startswith(_SAID_WITH_TIME))
    return Outcome(" ".join(aloud.time_words(desk.f, at)), notes=advice)


_SAID_WITH_TIME = (*coach.IN_THE_CLOCK, "two")
"""Beginnings of the keys of hints that the words of the time say already."""


def start(desk: Desk, rest: str) -> Outcome:
    """Start the clock, or let it go on."""
    return Outcome(desk.f.start())


def toggle_clock(desk: Desk, rest: str) -> Outcome:
    """F5: start, pause, go on."""
    if clock.state(desk.f.session) == "running":
        return pause(desk, rest)
    return start(desk, rest)


def pause(desk: Desk, rest: str) -> Outcome:
    """Stop the clock, with a reason; a time at its end is when we are back (`fire alarm 11:05`)."""
    words = clean_line(rest)
    match = re.search(r"(?:^|\s)(?:until |back at )?(\d{1,2}[:.]\d\d)$", words)
    until = _time_today(desk, match[1]) if match else None
    reason = words[: match.start()].strip() if match else words
    return Outcome(desk.f.pause(reason, back=until))


def break_(desk: Desk, rest: str) -> Outcome:
    """A break of so many minutes."""
    minutes = _minutes(rest, _("Say how long: :break 10"))
    back_at = desk.f.moment() + timedelta(minutes=minutes)
    return Outcome(desk.f.pause("", back=back_at, where="break"))


def extend(desk: Desk, rest: str) -> Outcome:
    """Give this stage more minutes: `5` (or `-3`)."""
    words = rest.strip().lstrip("+")
    if not re.fullmatch(r"-?\d{1,3}", words):
        raise Refused(_("Say how many minutes: :extend 5"))
    stage = desk.f.stage
    if stage is None:
        raise Refused(_("There is no stage here."))
    return did(desk.f.do("extend", meeting.extend(stage.id, int(words), desk.f.here.under)))


def fit(desk: Desk, rest: str) -> Outcome:
    """Late: shows the ways to end on time, or takes one.

    `skip`, `skip 4`, `from 5 3` (three minutes from stage 5), `variant`, `shrink`, `extend`.
    """
    words = rest.strip().casefold().split()
    if not words:
        return _ways(desk)
    if words[0] == "skip" and len(words) > 1:
        return _skip(desk, words[1])
    if words[0] == "from" and len(words) > 1:
        return _take(desk, _from(desk, words[1:]))
    found = coach.ways(desk.f, desk.f.moment())
    proposal = next((p for p in found if p.way == words[0]), None)
    if proposal is None:
        says = _("{way} is not offered now; you are on time.")
        if found:
            says = _("{way} is not offered now: there is {ways}.")
        raise Refused(says.format(way=clean_line(words[0]), ways=", ".join(p.word for p in found)))
    return _take(desk, proposal)


def _ways(desk: Desk) -> Outcome:
    found = coach.ways(desk.f, desk.f.moment())
    if not found:
        return Outcome(_("You are on time: nothing needs to change."))
    lines = tuple(f":fit {p.word}: {_what_it_does(desk, p)}" for p in found)
    return Outcome(_("Nothing changes until one is taken."), front="fit", lines=lines)


def _what_it_does(desk: Desk, proposal: catching_up.Proposal) -> str:
    """What a way to end on time is, which stages it changes, and when it ends."""
    parts = (proposal.says, aloud.changes_words(desk.f, desk.f.moment(), proposal))
    what = "; ".join(part for part in parts if part)
    return _("{what}; it ends at {time}").format(what=what, time=_hour(desk, proposal.ends))


def _skip(desk: Desk, number: str) -> Outcome:
    stage = _stage(desk, number)
    says = ""
    if stage.script.protected or stage.script.close:
        says = _("{stage} is kept; skip another stage.")
    elif stage.id == desk.f.here.stage:
        says = _("The room is in {stage}; :skip leaves it out and goes on.")
    elif stage.record.state == "done":
        says = _("{stage} is done already.")
    if says:
        raise Refused(says.format(stage=stage.named))
    return did(desk.f.do("fit", meeting.skip(stage.id)))


def _from(desk: Desk, words: Sequence[str]) -> catching_up.Proposal:
    """The minutes that are meant, of a stage by its number (a break by its name); without, all it is late."""
    stage = _stage(desk, words[0])
    catching = catching_up.CatchingUp(desk.f.session, desk.f.moment(), desk.f.here.stage)
    hint = _("Say how many minutes: :fit from {stage} 3").format(stage=clean_line(words[0]))
    minutes = _minutes(words[1], hint) if words[1:] else catching.late
    if not minutes:
        raise Refused(hint)
    return catching.taken(stage, minutes)


def _stage(desk: Desk, words: str) -> PlannedStage:
    place = walk.named(desk.f.session, words, desk.f.roster)
    stage = desk.f.session.stage(place.stage) if place else None
    if stage is None:
        raise Refused(_("There is no stage {stage}.").format(stage=clean_line(words)))
    return stage


def _take(desk: Desk, proposal: catching_up.Proposal) -> Outcome:
    desk.f.do("fit", meeting.fit(proposal))
    says = _("{what}; it ends at {time}")
    return Outcome(says.format(what=proposal.says, time=_hour(desk, proposal.ends)))


def _hour(desk: Desk, moment: datetime) -> str:
    return hour(moment.astimezone(zone(desk.f.session)))


def end(desk: Desk, rest: str) -> Outcome:
    """Set the hard end (`10:40`, `45 min` from now); `none` takes it away."""
    words = rest.strip().casefold()
    if words in ("none", "no", "off"):
        return did(desk.f.settle(meeting.settle({"hard_end": ""}, _("no hard end"))))
    at = _time_today(desk, words) or _from_now(desk, words)
    if at is None:
        raise Refused(_("Say when: :end 10:40, or :end 45 min"))
    says = _("ends {words} (hard)").format(words=hour(at))
    outcome = did(desk.f.settle(meeting.settle({"hard_end": stamp(at)}, says)))
    return Outcome(outcome.says or _("hard end set"))


def away(desk: Desk, rest: str) -> Outcome:
    """Count a stretch without the program the other way."""
    return Outcome(desk.f.swap_gap())


def _minutes(rest: str, hint: str) -> int:
    words = rest.strip()
    if not re.fullmatch(r"\d{1,3}", words):
        raise Refused(hint)
    return int(words)


def _from_now(desk: Desk, words: str) -> datetime | None:
    """`45 min`, `an hour`: so long from now, to the minute."""
    minutes = minutes_in(words)
    if minutes is None:
        return None
    local = desk.f.moment().astimezone(zone(desk.f.session)) + timedelta(minutes=minutes)
    return local.replace(second=0, microsecond=0)


def _time_today(desk: Desk, words: str) -> datetime | None:
    match = re.fullmatch(r"(\d{1,2})[:.](\d\d)", words.strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    local = desk.f.moment().astimezone(zone(desk.f.session))
    at = local.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    return at if at > local - timedelta(hours=12) else at + timedelta(days=1)
