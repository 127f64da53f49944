"""Mentoring: the agreement that both keep."""

from __future__ import annotations

from kmfacilitate.session.kinds.commitments import Action

from .parts import Layout, answers, of_kind

LAYOUT = Layout(
    "Mentoring agreement",
    (
        answers("expectations", "What we expect of each other", "expect"),
        answers("confidence", "What stays between us", "confidence"),
        answers("goals", "Goals", "goal"),
        answers("practicalities", "How we work together", "practical"),
        of_kind("actions", "Before next time", Action),
        answers("agreed", "Agreed", "agreed"),
    ),
)
