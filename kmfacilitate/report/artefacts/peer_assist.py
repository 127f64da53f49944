"""Peer assist: the challenge, what the peers lived through, options, and what the host will do."""

from __future__ import annotations

from kmfacilitate.language import N_
from kmfacilitate.session.kinds.commitments import Action, Commitment, Contact

from .parts import Layout, answers, of_kind

LAYOUT = Layout(
    N_("Options from a peer assist"),
    (
        answers("challenge", N_("The challenge"), "challenge"),
        answers("tried", N_("What was tried, and what is fixed"), "tried", wanted=False),
        answers("wanted", N_("What was asked for"), "wanted", wanted=False),
        answers("clarified", N_("Questions and answers"), "clarify", wanted=False),
        answers("experience", N_("Experience of the peers"), "experience"),
        answers("options", N_("Options, and what would have to be true"), "option"),
        answers("advice", N_("What the peers would put in front of the host"), "draft", "feedback"),
        of_kind("actions", N_("What the host will do"), Action, but=("report-back",), wanted=True),
        answers("unused", N_("What will not be used, and why"), "unused", wanted=False),
        answers("report-back", N_("Report back"), "report-back"),
        of_kind("contacts", N_("Who to ask"), Contact),
        of_kind("taken", N_("What the peers take away"), Commitment),
    ),
)
