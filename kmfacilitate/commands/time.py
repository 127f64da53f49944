"""The clock, and ending on time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from kmfacilitate.clean import clean_line
from kmfacilitate.desk import Desk
from kmfacilitate.session import clock
from kmfacilitate.session.acts import meeting
from kmfacilitate.session.edits import Refused
from kmfacilitate.session.facilitation import zone
from kmfacilitate.session.moments import stamp
from kmfacilitate.session.staging import clock_words
from kmfacilitate.session.wording import hour

from .outcome import Outcome, did


def time(desk: Desk, rest: str) -> Outcome:
    """How the time stands."""
    words = clock_words(desk.f, desk.f.moment())
    overall = (said.text for said in words.overall)
    more = (words.item, f"this question {words.step}" if words.step else "")
    said = (f"{words.used} of {words.planned}", words.left.text, *more, *overall)
    return Outcome(", ".join(part for part in said if part))


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
    minutes = _minutes(rest, "Say how long: :break 10")
    back_at = desk.f.moment() + timedelta(minutes=minutes)
    return Outcome(desk.f.pause("", back=back_at, where="break"))


def extend(desk: Desk, rest: str) -> Outcome:
    """Give this stage more minutes: `5` (or `-3`)."""
    words = rest.strip().lstrip("+")
    if not re.fullmatch(r"-?\d{1,3}", words):
        raise Refused("Say how many minutes: :extend 5")
    stage = desk.f.stage
    if stage is None:
        raise Refused("There is no stage here.")
    return did(desk.f.do("extend", meeting.extend(stage.id, int(words), desk.f.here.under)))


def fit(desk: Desk, rest: str) -> Outcome:
    """Late: shows the ways to end on time, or takes one (`shrink`, `variant`, `skip 4`, `extend`)."""
    at = desk.f.moment()
    found = clock.proposals(desk.f.session, at, desk.f.here.stage)
    way, _, number = rest.strip().casefold().partition(" ")
    tz = zone(desk.f.session)
    if not way:
        if not found:
            return Outcome("You are on time: nothing needs to change.")
        lines = tuple(
            f":fit {p.way}: {p.says}, {minutes_line(desk, p)}, ends {hour(p.ends.astimezone(tz))}"
            for p in found
        )
        return Outcome("Nothing changes until one is taken.", front="fit", lines=lines)
    if way == "skip" and number.strip():
        stage = next((s for s in desk.f.session.plan if s.number == number.strip()), None)
        if stage is None:
            raise Refused(f"There is no stage {number}.")
        return did(desk.f.do("fit", meeting.skip(stage.id, "short of time")))
    proposal = next((p for p in found if p.way == way), None)
    if proposal is None:
        offered = ", ".join(p.way for p in found)
        raise Refused(
            f"{way} is not offered now{f': there is {offered}.' if offered else '; you are on time.'}"
        )
    planned, ends = minutes_line(desk, proposal), hour(proposal.ends.astimezone(tz))
    desk.f.do("fit", meeting.fit(proposal))
    return Outcome(f"{proposal.says}: {planned}, ends {ends}")


def minutes_line(desk: Desk, proposal: clock.Proposal) -> str:
    """The minutes of every stage if a proposal is taken: `2 4 4 9 9 10 2`."""
    found = []
    for stage in desk.f.session.plan:
        if stage.record.state != "skipped" and stage.id != proposal.skips:
            found.append(str(proposal.minutes.get(stage.id, stage.record.minutes)))
    return " ".join(found)


def end(desk: Desk, rest: str) -> Outcome:
    """Set the hard end (`10:40`); `none` takes it away."""
    words = rest.strip().casefold()
    if words in ("none", "no", "off"):
        return did(desk.f.settle(meeting.settle({"hard_end": ""}, "no hard end")))
    at = _time_today(desk, words)
    if at is None:
        raise Refused("Say when: :end 10:40")
    outcome = did(desk.f.settle(meeting.settle({"hard_end": stamp(at)}, f"ends {words} (hard)")))
    return Outcome(outcome.says or "hard end set")


def away(desk: Desk, rest: str) -> Outcome:
    """Count a stretch without the program the other way."""
    return Outcome(desk.f.swap_gap())


def _minutes(rest: str, hint: str) -> int:
    words = rest.strip()
    if not re.fullmatch(r"\d{1,3}", words):
        raise Refused(hint)
    return int(words)


def _time_today(desk: Desk, words: str) -> datetime | None:
    match = re.fullmatch(r"(\d{1,2})[:.](\d\d)", words.strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    local = desk.f.moment().astimezone(zone(desk.f.session))
    at = local.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    return at if at > local - timedelta(hours=12) else at + timedelta(days=1)
