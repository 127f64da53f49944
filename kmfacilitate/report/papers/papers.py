"""The papers of a session as files: which there are, each in the form it is used in, and their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Literal, TypeAlias, get_args

from kmfacilitate.errors import Unable
from kmfacilitate.language import N_, _, speaking
from kmfacilitate.report.blocks import Outline
from kmfacilitate.report.deliver import Delivery, slug
from kmfacilitate.report.html import Look, html
from kmfacilitate.report.markdown import markdown

from .briefing import Briefing
from .calendar_entry import calendar_entry
from .cue_card import cue_card, type_size
from .for_the_room import (
    agenda,
    invitation,
    question_sheet,
    questions_on_slips,
    slips,
    slips_in_tables,
)

Paper: TypeAlias = Literal["invitation", "agenda", "cue-card", "questions", "slips", "calendar"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
Form: TypeAlias = Literal["each", "html", "md", "ics"]
"""`each`: every paper in the form it is used in, to send as Markdown, to print as HTML."""
_FORM_OF: Mapping[Paper, str] = {
    "invitation": "md", "agenda": "html", "cue-card": "html", "questions": "html", "slips": "html",
    "calendar": "ics",
}  # fmt: skip
NO_BEGINNING = N_("Nobody said when it begins, so there is nothing for a calendar.")
NO_SLIPS = N_("No question of this script is answered on slips.")


def papers(
    briefing: Briefing, form: Form = "each", only: Collection[Paper] = ()
) -> tuple[tuple[Delivery, ...], tuple[str, ...]]:
    """The papers of a briefing, and what should be said about those that there are not.

    Args:
        briefing: The session.
        form: The form of all of them; `each`: that in which each is used.
        only: The papers that are meant; none: all.

    Raises:
        Unable: None of those that are meant can be made.
    """
    made: list[Delivery] = []
    said: list[str] = []
    with speaking(briefing.language):
        for paper in PAPERS:
            end = _FORM_OF[paper] if form == "each" or paper == "calendar" else form
            if (only and paper not in only) or (form == "ics" and paper != "calendar"):
                continue
            if paper == "calendar" and form in ("html", "md"):
                continue
            if paper == "calendar" and briefing.begins is None:
                said.append(NO_BEGINNING)
            elif paper == "slips" and not any(questions_on_slips(briefing)):
                said.append(NO_SLIPS)
            else:
                made.append(Delivery(f"{base_name(briefing)}-{paper}.{end}", _data(briefing, paper, end)))
    if not made:
        raise Unable(" ".join(map(_, said)) or _("A calendar file is always ics."))
    return tuple(made), tuple(map(_, said))


def base_name(briefing: Briefing) -> str:
    """`2026-12-03-after-action-review-false-alert`; without a day while nobody knows it."""
    day = f"{briefing.begins:%Y-%m-%d}" if briefing.begins else ""
    parts = (day, slug(briefing.technique) or "session", slug(briefing.subject))
    return "-".join(part for part in parts if part)


def _data(briefing: Briefing, paper: Paper, end: str) -> bytes:
    if paper == "calendar":
        return calendar_entry(briefing, invitation(briefing))
    if end == "md":
        text = markdown(slips_in_tables(briefing) if paper == "slips" else _outline(briefing, paper))
    else:
        text = html(_outline(briefing, paper), _look(briefing, paper))
    return text.encode("utf-8", "replace")


def _outline(briefing: Briefing, paper: Paper) -> Outline:
    match paper:
        case "invitation":
            return invitation(briefing)
        case "agenda":
            return agenda(briefing)
        case "cue-card":
            return cue_card(briefing)
        case "questions":
            return question_sheet(briefing)
        case _:
            return slips(briefing)


def _look(briefing: Briefing, paper: Paper) -> Look:
    style = (files(__package__) / "papers.css").read_text(encoding="utf-8").strip()
    page = "margin: 14mm;"
    if paper == "cue-card":
        size = type_size(cue_card(briefing))
        page = "size: landscape; margin: 8mm;"
        style += f"\n@media print {{ body.cue-card {{ font-size: {size}pt; }} }}"
    elif paper == "slips":
        page = "margin: 8mm;"
    return Look(
        paper, f"{style}\n@media print {{ @page {{ {page} }} }}", contents=False, landmarks=paper != "slips"
    )
