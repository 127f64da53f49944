"""Peer assist: the challenge, what the peers lived through, options, and what the host will do."""

from __future__ import annotations

from kmfacilitate.session.kinds.commitments import Action, Commitment, Contact

from .parts import Layout, answers, of_kind

LAYOUT = Layout(
    "Options from a peer assist",
    (
        answers("challenge", "The challenge", "challenge"),
        answers("tried", "What was tried, and what is fixed", "tried", wanted=False),
        answers("wanted", "What was asked for", "wanted", wanted=False),
        answers("clarified", "Questions and answers", "clarify", wanted=False),
        answers("experience", "Experience of the peers", "experience"),
        answers("options", "Options, and what would have to be true", "option"),
        answers("advice", "What the peers would put in front of the host", "draft", "feedback"),
        of_kind("actions", "What the host will do", Action, but=("report-back",), wanted=True),
        answers("unused", "What will not be used, and why", "unused", wanted=False),
        answers("report-back", "Report back", "report-back"),
        of_kind("contacts", "Who to ask", Contact),
        of_kind("taken", "What the peers take away", Commitment),
    ),
)
