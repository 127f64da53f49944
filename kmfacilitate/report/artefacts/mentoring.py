"""Mentoring: the agreement that both keep."""

from __future__ import annotations

from kmfacilitate.language import N_
from kmfacilitate.session.kinds.commitments import Action

from .parts import Layout, answers, of_kind

LAYOUT = Layout(
    N_("Mentoring agreement"),
    (
        answers("expectations", N_("What we expect of each other"), "expect"),
        answers("confidence", N_("What stays between us"), "confidence"),
        answers("goals", N_("Goals"), "goal"),
        answers("practicalities", N_("How we work together"), "practical"),
        of_kind("actions", N_("Before next time"), Action),
        answers("agreed", N_("Agreed"), "agreed"),
    ),
)
