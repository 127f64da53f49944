"""The artefact of a session: its named output, laid out for whoever it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kmfacilitate.language import _, speaking
from kmfacilitate.session.earlier import Earlier

from ..blocks import Outline
from ..deliver import Delivery, file_name
from ..edition import Edition
from ..front import front_matter, took
from ..markdown import markdown
from ..outline import WARNING, outline
from ..telling import Telling
from .layouts import layout_of
from .parts import Material


def artefact(
    edition: Edition,
    at: datetime,
    others: Sequence[Edition] = (),
    folded: Mapping[str, Earlier] | None = None,
) -> Outline:
    """The artefact of an edition; of a technique that names none, its report.

    Args:
        edition: What leaves of the session (made with `artefact=True`, so that its answers leave with it).
        at: Now (aware); it matters only while the session is running.
        others: Editions of the sessions it joins (`Layout.joins`), oldest first.
        folded: Lines of earlier sessions it takes in, by `session/entry`.
    """
    with speaking(edition.session.meeting.language):
        return _artefact(edition, at, others, folded or {})


def _artefact(
    edition: Edition, at: datetime, others: Sequence[Edition], folded: Mapping[str, Earlier]
) -> Outline:
    layout = layout_of(edition.session)
    if layout is None or edition.share == "actions":
        return outline(edition, at)
    material = Material((Telling(edition), *map(Telling, others)), at, folded)
    meeting = edition.session.meeting
    title = meeting.title if meeting.title != edition.session.template.title else ""
    front = dict(front_matter(edition, at))
    name = _(layout.name)
    headed = _("{what}: {title}").format(what=name, title=title) if title else name
    front |= {"title": headed, "type": "artefact"}
    about = [
        took(edition, at),
        _("Project: {project}").format(project=meeting.project) if meeting.project else "",
    ]
    return Outline(
        title=headed,
        about=tuple(line for line in about if line),
        sections=tuple(layout.sections(material)),
        front=tuple(front.items()),
        warning=_(WARNING) if edition.which == "full" else "",
        language=meeting.language,
    )


def deliver_artefact(
    edition: Edition,
    at: datetime,
    others: Sequence[Edition] = (),
    folded: Mapping[str, Earlier] | None = None,
) -> Delivery:
    """The artefact as Markdown, with the name of its file."""
    name = file_name(edition, at).removesuffix(".md")
    return Delivery.of_text(f"{name}-artefact.md", markdown(artefact(edition, at, others, folded)))
