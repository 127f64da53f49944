"""What `hub push`, `hub pull` and `hub sync` say of what they did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kmfacilitate.clean import clean_line
from kmfacilitate.language import _, ngettext
from kmfacilitate.session.wording import count
from kmfacilitate.speech import say, say_error

if TYPE_CHECKING:
    from kmfacilitate.hub.told import Told


def tell(told: Told) -> None:
    """Say what changed; on standard error, what was not sent and why, and what is there to know."""
    if told.compared_again:
        say_error(_("The hub came back from an older backup; everything was compared again."))
    done = _("; ").join(_done(told))
    say(f"{done}." if done else _("Nothing had changed."))
    for why in told.unread:
        say_error(clean_line(why))
    for words in _not_sent(told):
        say_error(words)
    if told.conflicts:
        say_error(
            ngettext(
                "{n} line was changed in two places at once; the hub keeps both versions, and kmfacilitate "
                "hub conflicts shows them.",
                "{n} lines were changed in two places at once; the hub keeps both versions, and kmfacilitate "
                "hub conflicts shows them.",
                told.conflicts,
            ).format(n=told.conflicts)
        )
    if told.withdrawn:
        warn_what_stays()
    if told.waiting:
        say_error(_("Somebody is writing to the hub just now; what they write comes with a later pull."))


def warn_what_stays() -> None:
    """Say of what was taken back that not every copy of it can be."""
    say_error(
        _(
            "What colleagues exported or printed, and backups of the hub, can't be reached; "
            "others' laptops let go of it at their next pull."
        )
    )


def _done(told: Told) -> Iterator[str]:
    if told.sent:
        yield count(told.sent, "{n} change sent", "{n} changes sent")
    if told.withdrawn:
        yield count(told.withdrawn, "{n} session taken back", "{n} sessions taken back")
    if told.taken:
        yield count(told.taken, "{n} change brought", "{n} changes brought")
    if told.removed:
        yield count(
            told.removed,
            "{n} session gone that is shared no more",
            "{n} sessions gone that are shared no more",
        )
    if told.decided:
        yield count(told.decided, "{n} decision of a keeper", "{n} decisions of keepers")


def _not_sent(told: Told) -> Iterator[str]:
    """Which sessions that are shared from here were not sent, and why."""
    if told.gone:
        yield count(
            told.gone,
            "{n} shared session was taken back before, so not sent; unshare and share again to send it.",
            "{n} shared sessions were taken back before, so not sent; unshare and share again to send them.",
        )
    if told.others:
        yield count(
            told.others,
            "{n} shared session is already shared by somebody else, so not sent.",
            "{n} shared sessions are already shared by somebody else, so not sent.",
        )
    if told.older:
        yield count(
            told.older,
            "{n} shared session was shared later from another machine, with other settings; not sent from "
            "here.",
            "{n} shared sessions were shared later from another machine, with other settings; not sent from "
            "here.",
        )
    if told.archived:
        yield count(
            told.archived,
            "{n} shared session is of a year that the hub has put away, so not sent.",
            "{n} shared sessions are of a year that the hub has put away, so not sent.",
        )
