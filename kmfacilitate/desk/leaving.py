"""What leaves a session while it is open: editions, reports, and the cards of single people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kmfacilitate.report.artefacts.card import card
from kmfacilitate.report.deliver import Delivery, Format, deliver
from kmfacilitate.report.edition import Edition, Which, edition
from kmfacilitate.session.facilitation import Facilitation
from kmfacilitate.store.library import Library
from kmfacilitate.store.outfile import write_bytes
from kmfacilitate.store.places import Places
from kmfacilitate.store.written import Written


class Leaving:
    """The part of a desk that reads the session as it stands, and writes files that are given away."""

    def __init__(self, f: Facilitation, library: Library, places: Places | None = None) -> None:
        self.f = f
        self.library = library
        self._written = Written(places or Places.here())

    @property
    def nothing_leaves(self) -> bool:
        """Whether the room agreed that nothing is shared."""
        return self.f.session.meeting.share == "nothing"

    def edition(self, which: Which = "shared") -> Edition:
        """What leaves in the shared or the full edition.

        Raises:
            Unable: Nothing is shared of this session.
        """
        return edition(self.f.session, which, self.f.roster)

    def report(self, which: Which = "shared", form: Format = "md") -> Delivery:
        """The report as it stands: the name of its file and its text.

        Raises:
            Unable: Nothing is shared of this session.
        """
        return deliver(self.edition(which), self.f.moment(), form)

    def write_report(self, which: Which = "shared", folder: Path | None = None, form: Format = "md") -> Path:
        """Write the report as it stands into a folder (the library's `reports`), over its own earlier one.

        Waits for the disk.

        Raises:
            Unable: Nothing is shared of this session, or the file can't be written.
        """
        return self.write_delivery(deliver(self.edition(which), self.f.moment(), form), folder)

    def write_delivery(self, made: Delivery, folder: Path | None = None) -> Path:
        """Write what was made of this session into a folder (the library's `reports`), over its earlier one.

        An earlier one that somebody changed stays, and so does one of another session of that day and title:
        this one's name then gets a number.

        Raises:
            Unable: The file can't be written.
        """
        path = (folder or self.library.folder / "reports") / made.name
        return self._written.write(path, made.data, self.f.session.id)

    def write_card(self, ids: Sequence[str], whose: str, folder: Path) -> Path:
        """Write the card of one person's lines into a folder, beside earlier ones. Waits for the disk.

        Raises:
            Unable: It can't be written.
        """
        made = card(self.f.session, ids, whose, self.f.moment())
        for number in range(1, 100):
            path = folder / (made.name if number == 1 else f"{Path(made.name).stem}-{number}.md")
            if not path.exists():
                break
        write_bytes(path, made.data, over=False)
        return path
