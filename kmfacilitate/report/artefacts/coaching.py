"""Coaching and shadowing: the two pages a learner takes along."""

from __future__ import annotations

from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.commitments import Action, Commitment

from .parts import Layout, answers, of_kind

CONVERSATION = Layout(
    "What I will do",
    (
        answers("goal", "Goal", "goal"),
        of_kind("actions", "What I will do, and when", Action, wanted=True),
        answers("committed", "How committed I am", "commitment"),
        of_kind("since", "What became of last time", Verdict),
        answers("options", "What I could do", "options"),
        answers("next", "When we meet again", "next"),
    ),
)
"""Of a GROW conversation: the learner's goal and actions first. What was said of the reality stays out."""

SHADOWING = Layout(
    "What I saw, and will try",
    (
        of_kind("try", "What I will try next", Commitment, wanted=True),
        answers("noticed", "What I noticed", "noticed"),
        answers("unseen", "What could not be seen", "unseen"),
        answers("call", "Where the judgement was, and what tipped it", "call"),
        answers("otherwise", "What I would have done", "you", wanted=False),
    ),
)
"""Of a shadowing debrief: what the learner will try, and what lay behind what was seen."""
