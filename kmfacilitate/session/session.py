"""A session in memory: immutable, read from its documents, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, get_args

from pydantic import ValidationError

from kmfacilitate.language import _
from kmfacilitate.templates.model import Question, Stage, Template

from .document import Document, read_leniently
from .documents import Documents, Raw, Value, in_order
from .edits import Clash, Edit, put
from .kinds import Entry, kind_class
from .looking_back import opening_with
from .moments import moment
from .numbers import greatest_numbers, twins
from .records import Conflict, Mark, Meeting, Meta, Names, Person, Share, StageRecord
from .segment import Segment, segments_over, with_time

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class PlannedStage:
    """A stage of this session: its place in the plan, its number, its script and its state.

    `number` is empty for a break. `key` is the id of its record.
    """

    key: str
    number: str
    script: Stage
    record: StageRecord

    @property
    def id(self) -> str:
        """The id of the stage in the template."""
        return self.record.stage

    @property
    def named(self) -> str:
        """`4 Why`, as rail and strip have it; a break has no number."""
        return f"{self.number} {self.script.name}".strip()

    def question(self, question_id: str) -> Question | None:
        """The question with that id in this stage."""
        return next((q for q in self.script.questions if q.id == question_id), None)

    def letter(self, question_id: str) -> str:
        """`a` for the first question of the stage, `b` for the second."""
        ids = [q.id for q in self.script.questions]
        return chr(ord("a") + min(ids.index(question_id), 25)) if question_id in ids else ""

    def way(self, question: Question) -> str:
        """How answers arrive today: as the template says, or as `:how` changed it."""
        return self.record.ways.get(question.id, question.capture.way)


@dataclass(frozen=True)
class Session:
    """The documents of a session and typed views of them. Nothing here changes; `with_edits` gives a new one.

    A document that does not validate is in `odd`, kept as it is and written back unchanged.
    """

    documents: Documents
    meta: Meta
    meeting: Meeting
    stages: Mapping[str, StageRecord]
    people: Mapping[str, Person]
    clock: Mapping[str, Mark]
    entries: Mapping[str, Entry]
    conflicts: Mapping[str, Conflict]
    template: Template
    odd: Mapping[tuple[str, str], Raw]

    @classmethod
    def read(cls, documents: Documents) -> Session:
        """The session that stands in these documents; never raises for what a single document holds."""
        odd: dict[tuple[str, str], Raw] = {}
        ordered = {name: in_order(table) for name, table in documents.items()}

        def table(name: str, model: type[D]) -> Mapping[str, D]:
            found = {}
            for id_, raw in ordered.get(name, {}).items():
                view = _view(model, raw)
                if view is None:
                    odd[name, id_] = raw
                else:
                    found[id_] = view
            return MappingProxyType(found)

        return cls(
            documents=ordered,
            meta=_one(ordered, "_meta", Meta, odd),
            meeting=_meeting(ordered),
            stages=table("stages", StageRecord),
            people=table("people", Person),
            clock=table("clock", Mark),
            entries=table("entries", Entry),
            conflicts=table("conflicts", Conflict),
            template=_template(ordered),
            odd=MappingProxyType(odd),
        )

    def with_edits(
        self, edits: Iterable[Edit], *, undoing: bool = False
    ) -> tuple[Session, tuple[Clash, ...]]:
        """The session after these edits, and what somebody else had changed meanwhile."""
        edits = tuple(edits)
        documents, clashes = put(self.documents, edits, undoing=undoing)
        return self._after(documents, {(edit.table, edit.id) for edit in edits}), clashes

    def with_documents(self, documents: Documents) -> Session:
        """The session that stands in newer documents (another window wrote); only changed ones are read.

        A document that is missing there was lost on the way: it stays as it is here.
        """
        documents = {
            name: {**self.documents.get(name, {}), **documents.get(name, {})}
            for name in (*self.documents, *(name for name in documents if name not in self.documents))
        }
        changed = {
            (name, id_)
            for name, table in documents.items()
            for id_, raw in table.items()
            if self.documents.get(name, {}).get(id_) is not raw
            and self.documents.get(name, {}).get(id_) != raw
        }
        return self._after(documents, changed)

    def _after(self, documents: Documents, changed: set[tuple[str, str]]) -> Session:
        if not changed:
            return self
        touched = {name for name, _rest in changed}
        odd = dict(self.odd)
        views: dict[str, Mapping[str, Document]] = {}
        documents = dict(documents)
        for name, model in _MODELS.items():
            if name not in touched:
                continue
            old: Mapping[str, Document] = getattr(self, name)
            table: dict[str, Document] = dict(old)
            greatest = next(reversed(table), "")
            resort = False
            for id_ in (id_ for table_name, id_ in changed if table_name == name):
                raw = documents[name][id_] if id_ in documents.get(name, {}) else None
                odd.pop((name, id_), None)
                view = None if raw is None else _view(model, raw)
                if view is None:
                    table.pop(id_, None)
                    if raw is not None:
                        odd[name, id_] = raw
                    continue
                resort = resort or (id_ not in table and (len(id_), id_) < (len(greatest), greatest))
                table[id_] = view
            if resort or len([1 for t, _rest in changed if t == name]) > 1:
                table = dict(sorted(table.items(), key=lambda row: (len(row[0]), row[0])))
                documents[name] = in_order(documents[name])
            views[name] = MappingProxyType(table)
        after = replace(
            self,
            documents=documents,
            meeting=_meeting(documents) if "session" in touched else self.meeting,
            meta=_one(documents, "_meta", Meta, odd) if "_meta" in touched else self.meta,
            odd=MappingProxyType(odd),
            **views,  # type: ignore[arg-type]
        )
        if "_greatest" in self.__dict__:  # no number is ever freed, so only changed lines can raise it
            lines = [
                after.entries[id_] for name, id_ in changed if name == "entries" and id_ in after.entries
            ]
            after.__dict__["_greatest"] = greatest_numbers(lines, self._greatest)
        return after

    # What can be asked of it

    @property
    def id(self) -> str:
        """The session's id (`k3x9-7fq2-m8t4`)."""
        return self.meta.session

    @cached_property
    def plan(self) -> tuple[PlannedStage, ...]:
        """The stages of this session in order, breaks among them."""
        found: list[PlannedStage] = []
        number = 0
        for key, record in self.stages.items():
            script = self.template.stage(record.stage)
            if script is None or record.deleted:
                continue
            if not script.break_:
                number += 1
            script = opening_with(script, record.past, self.template.language) if record.past else script
            found.append(PlannedStage(key, "" if script.break_ else str(number), script, record))
        return tuple(found)

    def stage(self, stage_id: str) -> PlannedStage | None:
        """The planned stage with that id."""
        return self._stages_by_id.get(stage_id)

    @cached_property
    def _stages_by_id(self) -> Mapping[str, PlannedStage]:
        return {planned.id: planned for planned in reversed(self.plan)}

    @cached_property
    def marks(self) -> tuple[tuple[datetime, Mark], ...]:
        """The marks of the clock with their moments, in order of time and id; asked for at every tick."""
        ordered = sorted(self.clock.items(), key=lambda row: (row[1].at, len(row[0]), row[0]))
        return tuple((moment(mark.at), mark) for _rest, mark in ordered if not mark.deleted and mark.at)

    @cached_property
    def segments_over(self) -> tuple[Segment, ...]:
        """The stretches between the marks of the clock; asked for many times at every tick."""
        return segments_over(self.marks)

    @cached_property
    def used_over(self) -> Mapping[str, timedelta]:
        """Time that stages took in these stretches."""
        return with_time({}, self.segments_over)

    def live(self) -> Iterator[tuple[str, Entry]]:
        """Entries that were not taken out, with their ids, in order of time."""
        return iter(self._live)

    @cached_property
    def _live(self) -> tuple[tuple[str, Entry], ...]:
        return tuple((id_, entry) for id_, entry in self.entries.items() if not entry.deleted)

    def of_kind(self, *kinds: str) -> list[tuple[str, Entry]]:
        """Live entries of these kinds."""
        return [(id_, entry) for id_, entry in self.live() if entry.kind in kinds]

    def answers(self, question: str, under: str | None = None) -> list[tuple[str, Entry]]:
        """Live entries captured at a question (and, if said, for one item of its repeat)."""
        return [
            (id_, entry)
            for id_, entry in self.live()
            if entry.question == question and (under is None or entry.under == under)
        ]

    def sealed(self, entry: Entry) -> bool:
        """Whether a slip may not be shown yet."""
        if not entry.slip:
            return False
        stage = self.stage(entry.stage)
        return stage is None or entry.question not in stage.record.revealed

    @cached_property
    def _twins(self) -> Mapping[str, str]:
        return twins(self.entries)

    def number(self, id_: str) -> str:
        """The number of an entry as it is shown: `3.2`, `p1`; empty for a sealed slip or none."""
        entry = self.entries.get(id_)
        if entry is None or not entry.n:
            return ""
        twin = self._twins.get(id_, "")
        if entry.kind == "private":
            return f"p{entry.n}{twin}"
        stage = self.stage(entry.stage)
        return f"{stage.number if stage else '0'}.{entry.n}{twin}"

    def numbered(self, number: str) -> str | None:
        """The id of the entry with that number, deleted ones included."""
        wanted = number.strip().lower().rstrip(".:")
        return next((id_ for id_ in self.entries if self.number(id_).lower() == wanted and wanted), None)

    def next_n(self, stage: str, *, private: bool = False) -> int:
        """The number for the next line of a stage; private notes are numbered through the session."""
        return self._greatest.get("" if private else stage, 0) + 1

    @cached_property
    def _greatest(self) -> Mapping[str, int]:
        return greatest_numbers(self.entries.values())

    def raw(self, table: str, id_: str) -> Raw:
        """A document as it is stored; empty where there is none."""
        return self.documents.get(table, {}).get(id_, {})

    def names(self) -> tuple[str, ...]:
        """Names of the people kept in the file, those who have left included."""
        return tuple(person.name for person in self.people.values() if not person.deleted)

    def present(self) -> tuple[str, ...]:
        """Names of the people kept in the file who are in the room, in seat order."""
        return tuple(p.name for p in self.people.values() if not p.deleted and not p.left)


FAMILIES = ("structured", "conversation", "confidential")
_MODELS: Mapping[str, type[Document]] = MappingProxyType(
    {"stages": StageRecord, "people": Person, "clock": Mark, "entries": Entry, "conflicts": Conflict}
)


def people_in(session: Session) -> int:
    """How many people are in the room; 0 where nobody said."""
    return session.meeting.later_count or session.meeting.head_count


def _view(model: type[D], raw: Raw) -> D | None:
    if not isinstance(raw, Mapping):
        return None
    if issubclass(
        model, StageRecord
    ):  # without its record a stage would vanish and the others change numbers
        return read_leniently(model, raw)
    try:
        if issubclass(model, Entry):
            kind = raw.get("kind")
            return kind_class(kind if isinstance(kind, str) else "").model_validate(raw)  # type: ignore[return-value]
        return model.model_validate(raw)
    except (ValidationError, TypeError):
        return None


def _meeting(documents: Documents) -> Meeting:
    """The meeting; of what can't be read in it, the most careful is assumed: nothing leaves the room."""
    for raw in documents.get("session", {}).values():
        if not isinstance(raw, Mapping):
            continue
        careful: dict[str, Value] = {}
        for field, known, tightest in (
            ("share", get_args(Share), "nothing"),
            ("names", get_args(Names), "none"),
            ("family", FAMILIES, "confidential"),
        ):
            if raw.get(field) is not None and raw[field] not in known:
                careful[field] = tightest
        view = read_leniently(Meeting, {**raw, **careful})
        if view is not None:
            return view
    return Meeting(share="nothing", names="none")


def _one(documents: Documents, name: str, model: type[D], odd: dict[tuple[str, str], Raw]) -> D:
    for id_, raw in documents.get(name, {}).items():
        view = _view(model, raw)
        if view is not None:
            return view
        odd[name, id_] = raw
    return model()


def _template(documents: Documents) -> Template:
    for raw in documents.get("template", {}).values():
        if isinstance(raw, Mapping):
            script = {name: value for name, value in raw.items() if name not in ("rev", "deleted")}
            view = read_leniently(Template, script)
            if view is not None:
                return view
    return Template(id="unknown", technique="unknown", title=_("Unknown template"), learning="during")
