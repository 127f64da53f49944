"""What the index keeps of one session: rows made from its raw documents, and what is left out.

No pydantic: a hundred thousand lines are read so. What is odd is left out rather than guessed at: the index
may hold less than a session, never more. It holds no private note, no unopened slip, no vote or rating, no
line that was taken out or forgotten, and nothing that its session agreed not to share: of a confidential one
nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from kmfacilitate.clean import clean_line
from kmfacilitate.session.documents import Documents, Raw

from .lenient import first_of, key_of, known_of, maps_of, number_of, text_of
from .line_rows import SHARES, Lines
from .row_types import NOTHING, WITHHELD, LineRow, Rows, SessionRow, StageRow

SESSION_KIND = "session"
"""The kind of the line that stands for a session itself."""
_NAMES = ("all", "owners", "none")
_FAMILIES = ("structured", "conversation", "confidential")


def rows_of(documents: Documents, day: str) -> Rows:
    """The rows of a session.

    Args:
        documents: Its raw documents.
        day: The day in the name of its file; empty: that on which it was made.
    """
    meeting = first_of(documents, "session")
    meta = first_of(documents, "_meta")
    if not meeting or not text_of(meta, "session"):
        return NOTHING
    family = known_of(meeting, "family", _FAMILIES, "structured", "confidential")
    share = known_of(meeting, "share", tuple(SHARES), "open", "nothing")
    if family == "confidential" or meeting.get("confidential") or share == "nothing":
        return WITHHELD
    if meeting.get("state") == "discarded":
        return NOTHING
    script = first_of(documents, "template")
    plan = list(_plan(documents, script))
    used = _used(documents)
    stages = [
        StageRow(id_, title, text_of(raw, "state"), max(0, number_of(raw, "minutes")) * 60, used.get(id_, 0))
        for id_, _, title, raw, is_break in plan
        if id_ and not is_break
    ]
    session = _session(documents, meeting, meta, stages, used, day)
    reading = Lines(documents, script, plan, session)
    lines, verdicts = reading.rows()
    alone = len(lines) == 1 and session.template == "imported" and lines[0].text == session.title
    line = _line_of_session(session, text_of(meeting, "place"))
    if alone:  # a record that was imported by itself stands for its session
        lines[0] = lines[0]._replace(more="\n".join(filter(None, (lines[0].more, line.more))))
    else:
        lines.append(line)
    return Rows(session, lines, verdicts, stages)


def _session(
    documents: Documents,
    meeting: Raw,
    meta: Raw,
    stages: list[StageRow],
    used: Mapping[str, int],
    day: str,
) -> SessionRow:
    names = known_of(meeting, "names", _NAMES, "owners", "none")
    facilitator = text_of(meeting, "facilitator")
    people = [
        clean_line(raw["name"])
        for raw in documents.get("people", {}).values()
        if isinstance(raw.get("name"), str) and not raw.get("deleted") and not raw.get("forgotten")
    ]
    who = [facilitator, *(people if names == "all" else ())]
    here = number_of(meeting, "later_count") or number_of(meeting, "head_count") or len(people)
    return SessionRow(
        id=text_of(meta, "session"),
        day=day or text_of(meeting, "started")[:10] or text_of(meeting, "created")[:10],
        title=text_of(meeting, "title"),
        project=text_of(meeting, "project"),
        technique=text_of(meeting, "technique"),
        template=text_of(meeting, "template"),
        variant=text_of(meeting, "variant"),
        family=known_of(meeting, "family", _FAMILIES, "structured", "confidential"),
        state=text_of(meeting, "state") or "planned",
        share=known_of(meeting, "share", tuple(SHARES), "open", "nothing"),
        names=names,
        facilitator=facilitator,
        who=key_of(who),
        created=text_of(meeting, "created"),
        started=text_of(meeting, "started"),
        ended=text_of(meeting, "ended"),
        people=here,
        planned=sum(stage.planned for stage in stages if stage.state != "skipped"),
        used=sum(used.values()),
    )


def _line_of_session(session: SessionRow, place: str) -> LineRow:
    template = "" if session.template == "imported" else session.template
    more = (session.project, session.technique, template, session.facilitator, place)
    return LineRow(
        entry="", number="", kind=SESSION_KIND, stage="", text=session.title,
        more="\n".join(part for part in dict.fromkeys(more) if part), tags="", keys="", owner="", by="",
        who=session.who, due="", at=session.started or session.created, type="", route="", theme="",
        target="", state=session.state, since="", reason="", offered=False,
    )  # fmt: skip


def _plan(documents: Documents, script: Raw) -> Iterator[tuple[str, str, str, Raw, bool]]:
    """Id, number, title and record of each stage that was planned, in order, and whether it is a break."""
    known: dict[str, Raw] = {}
    for stage in maps_of(script.get("stages")):
        known.setdefault(text_of(stage, "id"), stage)
    number = 0
    table = documents.get("stages", {})
    for _, raw in sorted(table.items(), key=lambda row: (len(row[0]), row[0])):
        id_ = text_of(raw, "stage")
        if id_ not in known or raw.get("deleted"):
            continue
        stage = known[id_]
        is_break = stage.get("break") in (True, "yes", "true", "True", "Yes") or bool(stage.get("break_"))
        number += not is_break
        yield id_, "" if is_break else str(number), text_of(stage, "title"), raw, is_break


def _used(documents: Documents) -> dict[str, int]:
    """Seconds used by each stage, up to the last mark."""
    marks = sorted(
        (text_of(raw, "at"), len(id_), id_, raw.get("where", "stage"), text_of(raw, "stage"))
        for id_, raw in documents.get("clock", {}).items()
        if not raw.get("deleted") and isinstance(raw.get("at"), str) and isinstance(raw.get("where", ""), str)
    )
    used: dict[str, float] = {}
    for mark, following in pairwise(marks):
        if mark[3] == "stage":
            try:
                length = datetime.fromisoformat(following[0]) - datetime.fromisoformat(mark[0])
                used[mark[4]] = used.get(mark[4], 0) + max(0.0, length.total_seconds())
            except (ValueError, TypeError):
                continue
    return {stage: int(seconds) for stage, seconds in used.items()}
