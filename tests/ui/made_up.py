"""Made-up templates and sessions for Home and Prepare."""

import datetime
from pathlib import Path

from kmfacilitate.session.scene import Said
from kmfacilitate.store.shelf import Head
from kmfacilitate.templates.shelf import Title
from kmfacilitate.ui.screens.home import Unfinished, Waiting

NOW = datetime.datetime(2018, 1, 17, 11, 58, 20)
_TOOLS = (
    ("peer-assist", "Peer assist", "Ask people who did it", "before"),
    ("before-action-review", "Before action review", "Find what we don’t know", "before"),
    ("pre-mortem", "Pre-mortem", "Imagine it failed; why?", "before"),
    ("after-action-review", "After action review", "Compare plan and outcome", "during"),
    ("community-of-practice", "Community of practice", "Learn together on a topic", "during"),
    ("knowledge-cafe", "Knowledge café", "Talk; nothing is written", "during"),
    ("randomised-coffee-trial", "Randomised coffee trial", "Pair people at random", "during"),
    ("action-learning-set", "Action learning set", "Help one person think", "during"),
    ("knowledge-asset", "Knowledge asset", "Package know-how", "during"),
    ("coaching-and-mentoring", "Coaching and mentoring", "Grow one person’s skill", "during"),
    ("working-out-loud", "Working out loud", "Show work as it happens", "during"),
    ("retrospect", "Retrospect", "Gather a project’s lessons", "after"),
    ("movers-and-leavers", "Movers and leavers", "Keep what a leaver knows", "after"),
)
TITLES = tuple(
    Title(tool, Path(f"{tool}.yaml"), technique=tool, title=title, tagline=tagline, learning=learning)
    for tool, title, tagline, learning in _TOOLS
)
CORE = tuple(
    title
    for title in TITLES
    if title.id in {"before-action-review", "pre-mortem", "after-action-review", "retrospect"}
)


def head(date: str, technique: str, title: str, state: str = "finished", **more) -> Head:
    return Head(Path(f"{date}.json"), date, id=date, title=title, technique=technique, state=state, **more)


HEADS = (
    head("2018-01-16", "after-action-review", "The false missile alert of 13 January 2018"),
    head("1999-11-22", "retrospect", "Mars Climate Orbiter, lost 23 September 1999"),
    head("1992-10-05", "pre-mortem", "Automated baggage system, Denver"),
    head("1992-09-01", "action-learning-set", "Ana and the board", confidential=True),
)
UNFINISHED = Unfinished(
    head("2018-01-17", "before-action-review", "Monthly siren test, 1 February", "running"),
    technique="Before action review",
    title="Monthly siren test, 1 February",
    facts=("stage 3 of 6, What don’t we know?", "14 lines"),
    stopped="stopped today at 11:58",
)
WAITING = (
    Waiting(
        2,
        "actions due",
        "Actions due",
        Said("! 1 is a day late", "error"),
        "of 7 open",
        (
            ("Stop no-notice drills", Said("! 1 day late", "error")),
            ("Write, test and load the false-alarm message", Said("today", "warning")),
        ),
    ),
    Waiting(3, "without a route", "Lessons without a route", Said("the oldest 18 years", "muted"), "of 10"),
    Waiting(5, "to tidy", "To tidy", Said("in 2 sessions", "muted")),
)
