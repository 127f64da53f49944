"""The card of one person: what they will do, in their own words, to be handed to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kmfacilitate.language import _, speaking
from kmfacilitate.session import clock
from kmfacilitate.session.session import Session

from ..blocks import Block, Outline, Section
from ..dates import day_in_words, day_of
from ..deliver import Delivery, slug
from ..edition import edition
from ..lines import bullets
from ..markdown import markdown
from ..telling import Telling


def card(session: Session, ids: Sequence[str], whose: str, at: datetime) -> Delivery:
    """The card for one person: these lines and the day, and nothing else of the session.

    Args:
        session: The whole session.
        ids: The lines of that person.
        whose: What they are called (`presenter 1`); empty: nobody in particular.
        at: Now (aware).
    """
    with speaking(session.meeting.language):
        telling = Telling(edition(session, "full"))
        day = day_of(session, clock.sittings(session, at))
        lines: list[Block] = []
        for id_ in ids:
            entry = telling.live(id_)
            if entry is not None:
                lines += bullets(entry, id_, telling)
        title = _("Action card: {whose}").format(whose=whose) if whose else _("Action card")
        outline = Outline(
            title=title,
            about=(
                day_in_words(day, session.meeting.language),
                _("Yours to keep; no other copy is kept unless you said so."),
            ),
            sections=(Section("card", _("What I will do"), tuple(lines), len(lines)),),
            front=(("title", title), ("type", "card"), ("date", day)),
        )
    name = "-".join(part for part in (day.isoformat(), slug(whose), "action-card") if part)
    return Delivery.of_text(f"{name}.md", markdown(outline))
