"""Which layout the artefact of a template has; a template that is named nowhere has the report itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kmfacilitate.session.session import Session

from . import (
    asset,
    charter,
    coaching,
    community_meeting,
    conversation,
    gap_plan,
    handover,
    mentoring,
    peer_assist,
    posts,
    premortem,
    set_log,
)
from .parts import Layout

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "before-action-review": gap_plan.LAYOUT,
        "pre-mortem": premortem.LAYOUT,
        "peer-assist": peer_assist.LAYOUT,
        "community-launch": charter.LAYOUT,
        "community-meeting": community_meeting.LAYOUT,
        "knowledge-cafe": conversation.CAFE,
        "coffee-break": conversation.COFFEE,
        "action-learning-set": set_log.LAYOUT,
        "knowledge-asset": asset.LAYOUT,
        "mentoring-agreement": mentoring.LAYOUT,
        "grow-conversation": coaching.CONVERSATION,
        "shadowing-debrief": coaching.SHADOWING,
        "working-out-loud-session": posts.LAYOUT,
        "movers-and-leavers": handover.LAYOUT,
    }
)
"""By the id of a template, else of its technique."""


def layout_of(session: Session) -> Layout | None:
    """The layout of a session's artefact; none where the report is what the room goes home with."""
    template = session.template
    return LAYOUTS.get(template.id) or LAYOUTS.get(template.technique)
