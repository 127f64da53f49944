"""The text of a new template: a short session that runs as it is, with comments that say what to change."""

from __future__ import annotations

import json
import re

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import WrongUse
from kmfacilitate.language import _
from kmfacilitate.templates.problem import shown
from kmfacilitate.templates.words import ID


def blank(template_id: str, title: str = "", language: str = "") -> str:
    """A commented template with that id; it passes `check` as it is. Raises as `copy_of`."""
    return copy_of(_BLANK, template_id, title or _title(template_id), language)


def copy_of(text: str, template_id: str, title: str = "", language: str = "") -> str:
    """The text of a template under another id, its comments and all else kept.

    Args:
        text: the file that is copied.
        template_id: the id of the copy; the same id makes a copy that takes the place of the shipped one.
        title: its title; empty leaves the one it has.
        language: the language it will be in (`cy`, `fr`); empty leaves the one it has.

    Raises:
        WrongUse: the id has other than small letters, digits and hyphens, or the language is no code.
    """
    text = _with(text, "id", checked_id(template_id))
    if clean_line(title):
        text = _with(text, "title", _quoted(clean_line(title)))
    if language and not re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise WrongUse(
            _("A language is a code such as en, cy or fr, not {language}.").format(language=shown(language))
        )
    return _with(text, "language", language) if language else text


def checked_id(template_id: str) -> str:
    """The id, if it can be one.

    Raises:
        WrongUse: it has other than small letters, digits and hyphens.
    """
    if ID.fullmatch(template_id):
        return template_id
    fitting = "-".join(re.findall("[a-z0-9]+", template_id.lower()))
    hint = _("; {fitting} would do.").format(fitting=fitting) if fitting else "."
    raise WrongUse(
        _("An id has small letters a-z, digits and hyphens; {template_id} has others{hint}").format(
            template_id=shown(template_id), hint=hint
        )
    )


def _with(text: str, key: str, value: str) -> str:
    line = re.compile(rf"^{key}:.*$", re.MULTILINE)
    if line.search(text):
        return line.sub(lambda _event: f"{key}: {value}", text, count=1)
    return re.sub(
        r"^(id:.*)$", lambda found: f"{found[1]}\n{key}: {value}", text, count=1, flags=re.MULTILINE
    )


def _title(template_id: str) -> str:
    words = template_id.replace("-", " ")
    return words[:1].upper() + words[1:]


def _quoted(title: str) -> str:
    return title if re.fullmatch(r"\w[\w ’,.-]*", title) else json.dumps(title, ensure_ascii=False)


_BLANK = """\
# yaml-language-server: $schema=template.schema.json
# A template of your own. Lines that begin with # are for you, and the program does not read them.
# Change what you like, then let the program look it over: kmfacilitate templates check FILE

id: my-template
# The technique of the toolbox it belongs to, as in after-action-review, or a name of your own.
technique: after-action-review
title: My template
# Five words at most, under the title on Home.
tagline: Say what it is for
language: en
# before, during or after: where it stands on Home.
learning: during
# One or more of connect, collect and create.
purpose: [collect]
# structured keeps what is said; conversation keeps nothing unless asked; confidential shares nothing.
family: structured

summary: What happens in it, in one or two sentences.
when_to_use: When it fits.
not_for: When something else fits better.
people:
  min: 3
  max: 12
  who: Who should be in the room
roles: [facilitator, scribe, timekeeper]
prepare:
  - What to do beforehand, one thing a line.
ground_rules:
  - What happened, not who is to blame.
  - One voice at a time. You may pass.
# The same in at most 40 words, to read aloud.
ground_rules_short: What happened, not who is to blame. One voice at a time; you may pass.
pitfalls:
  - What commonly goes wrong.
# Where the method comes from. Write the words yourself, and credit whose method it is.
origin:
  - title: The name of the method
    publisher: Who described it
    # url: https://example.org

# Names of lengths, with their minutes in all. The stages of each must add up.
variants: {quick: 12, standard: 30}
# The number of the stage that goes first when time is short.
drop_first: 2
# What the room goes home with.
outputs:
  - What was said
  - Actions with one owner and a date

stages:
  - id: open
    title: What did we see?
    # At most 12 letters, for the list of stages.
    short: See
    # One number, or one for each variant; 0 leaves the stage out of a variant.
    minutes: {quick: 4, standard: 10}
    # The fewest minutes it can be made shorter to.
    least: 2
    # Read aloud when the stage begins.
    say: Welcome. Let’s begin with what each of us saw.
    # From here on for the facilitator alone.
    tips:
      - Go round, and write what is said in the words it was said in.
    watch_for:
      - Reasons. They come next.
    # quiet, blame, dominated, complaining, tired or unclear.
    if_stuck:
      quiet: Ask what they noticed first.
      dominated: Ask the next person.
    cues:
      - at: 50%
        say: Half the time. Has half of the room spoken?
    questions:
      - id: seen
        # One sentence of at most 20 words. The room sees it in large letters.
        ask: What did you see?
        # Further questions, for the facilitator to pick from.
        probes:
          - What surprised you?
        # What an answer becomes (kind) and how answers arrive (how).
        capture: {kind: point, how: round}

  - id: choose
    title: What matters most?
    short: Choose
    minutes: {quick: 3, standard: 8}
    least: 2
    say: Two dots each, by number, on a slip of paper. No discussion yet, please.
    tips:
      - Nothing is shown until all slips are in.
    watch_for:
      - People looking at their neighbour’s slip.
    if_stuck:
      quiet: Ask which one they will tell somebody about.
    questions:
      - id: votes
        ask: Which of these matter most?
        # An activity works on an earlier question: of.
        capture: {how: vote, of: seen, dots: 2}

  - id: act
    title: What will we do?
    short: Act
    minutes: {quick: 3, standard: 8}
    # Keeps its minutes when time is short.
    protected: yes
    least: 2
    # What of earlier sessions to bring in: lessons, actions, risks, gaps or commitments.
    past: [actions]
    say: One name and one day for each, please, and the name must be somebody in this room.
    tips:
      - Three actions that happen are better than ten that do not.
    watch_for:
      - Soon. Ask for a day.
    if_stuck:
      quiet: Ask what could be done before tomorrow.
    questions:
      - id: action
        ask: What will we do? Who does it, by when?
        capture: {kind: action}

  # The last stage reads back and ends the session.
  - id: close
    title: Close
    minutes: {quick: 2, standard: 4}
    protected: yes
    close: yes
    say: I read the actions back. Stop me where the words are wrong.
    tips:
      - Say who gets the report, and when.
    watch_for:
      - An owner who says nothing while their action is read out.
    if_stuck:
      quiet: Ask for one word each.
    questions:
      - id: worth
        ask: Was this worth your time, from one to five?
        capture: {kind: rating, scale: [1, 5]}
"""
