"""The words a template may use where it names something the program knows: kinds, fields, techniques."""

from __future__ import annotations

import re
from collections.abc import Mapping

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What the id of a template, stage or question looks like."""

KINDS = (
    "point", "text", "event", "difference", "cause", "theme", "lesson", "action", "recommendation", "risk",
    "gap", "story", "contact", "commitment", "rating", "check", "quote", "parked", "private", "vote", "pairs",
    "verdict", "none",
)  # fmt: skip
"""Kinds of entries that an answer may become; `none` where nothing is kept."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "event": ("when", "outcome"),
    "difference": ("actual", "outcome"),
    "lesson": (
        "type", "context", "happened", "why", "recommendation", "applies", "not_when", "impact", "evidence",
        "route", "target", "owner", "due",
    ),
    "action": ("owner", "due"),
    "recommendation": ("to", "owner", "due"),
    "risk": ("likelihood", "impact", "sign", "watcher", "prevention", "fallback", "owner", "due"),
    "gap": ("have", "need", "importance", "where_from", "method", "owner", "due"),
    "story": ("words", "consent"),
    "contact": ("knows", "reach", "consent"),
    "commitment": ("owner", "due"),
}  # fmt: skip
"""Fields of a kind that `complete` may ask for."""

TECHNIQUES: Mapping[str, str] = {
    "peer-assist": "before", "before-action-review": "before", "pre-mortem": "before",
    "after-action-review": "during", "community-of-practice": "during", "knowledge-cafe": "during",
    "coffee-trial": "during", "action-learning-set": "during", "knowledge-asset": "during",
    "coaching-and-mentoring": "during", "working-out-loud": "during",
    "retrospect": "after", "movers-and-leavers": "after",
}  # fmt: skip
"""The thirteen techniques in the order of the toolbox, and where each stands in it."""

LEARNING = ("before", "during", "after")
PURPOSES = ("connect", "collect", "create")
SENSITIVE = ("open", "careful", "private")
"""How sensitive it is: anything may be noted; feelings or names are in play; nothing may leave the room."""
FAMILIES = ("structured", "conversation", "confidential")
PAST = ("lessons", "actions", "risks", "causes", "gaps", "commitments", "parked")
"""What of earlier sessions a stage may bring in."""
STUCK = ("quiet", "blame", "dominated", "complaining", "tired", "unclear")
"""Ways a room can be stuck that a stage may have an answer to."""
VERDICTS = (
    ("exceeded", "met", "partly", "missed"),
    ("done", "still open", "dropped"),
    ("applies", "partly", "no"),
    ("happened", "nearly", "did not"),
    ("happened", "nearly", "no"),
    ("answered", "partly", "not"),
    ("passed on", "partly", "not"),
)
"""The sets of words a review may judge by."""

LONGEST_QUESTION = 20
"""Most words of a question: more do not fit the room view."""
LONGEST_SHORT = 12
"""Most letters of a short title."""
LONGEST_TAGLINE = 5
LONGEST_RULES = 40
"""Most words of the ground rules that are read aloud."""
