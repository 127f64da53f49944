"""The report in plain mode: its parts by number, one of them, all of it, or what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from kmfacilitate.desk import Desk
from kmfacilitate.language import _
from kmfacilitate.report.aloud import all_lines, contents, left_out_lines, part_lines, part_named
from kmfacilitate.report.edition import Which
from kmfacilitate.report.outline import outline
from kmfacilitate.report.preview import preview


def report_lines(desk: Desk, words: str) -> Iterator[str]:
    """What `:report` and these words reads out: `full` for the full edition; `3`, `lessons`, `all`, `left`.

    Raises:
        Unable: Nothing is shared of this session.
    """
    first, _rest, rest = words.strip().casefold().partition(" ")
    which: Which = "full" if first == "full" or (desk.nothing_leaves and first != "left") else "shared"
    wanted = rest.strip() if first == "full" else words.strip().casefold()
    edition = desk.edition(which)
    report = outline(edition, desk.f.moment())
    if not wanted:
        yield from contents(report)
        yield _(":report 2 reads a part, :report all reads it all, :report left says what it leaves out.")
    elif wanted == "all":
        yield from all_lines(report)
    elif wanted == "left":
        found = preview(desk.f.session, edition)
        yield from left_out_lines(found) if found else (_("Nothing is left out."),)
    else:
        part = part_named(report, wanted)
        if part is None:
            yield _("The report has no part {words}; :report says which there are.").format(words=wanted)
        else:
            yield from part_lines(part)
