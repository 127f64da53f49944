"""Coaching and shadowing: the two pages a learner takes along."""

from __future__ import annotations

from kmfacilitate.language import N_
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.commitments import Action, Commitment

from .parts import Layout, answers, of_kind

CONVERSATION = Layout(
    N_("What I will do"),
    (
        answers("goal", N_("Goal"), "goal"),
        of_kind("actions", N_("What I will do, and when"), Action, wanted=True),
        answers("committed", N_("How committed I am"), "commitment"),
        of_kind("since", N_("What became of last time"), Verdict),
        answers("options", N_("What I could do"), "options"),
        answers("next", N_("When we meet again"), "next"),
    ),
)
"""Of a GROW conversation: the learner's goal and actions first. What was said of the reality stays out."""

SHADOWING = Layout(
    N_("What I saw, and will try"),
    (
        of_kind("try", N_("What I will try next"), Commitment, wanted=True),
        answers("noticed", N_("What I noticed"), "noticed"),
        answers("unseen", N_("What could not be seen"), "unseen"),
        answers("call", N_("Where the judgement was, and what tipped it"), "call"),
        answers("otherwise", N_("What I would have done"), "you", wanted=False),
    ),
)
"""Of a shadowing debrief: what the learner will try, and what lay behind what was seen."""
