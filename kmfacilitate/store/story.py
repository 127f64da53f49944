"""The steps that may be taken back or done again, as journals tell them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kmfacilitate.session.documents import Raw
from kmfacilitate.session.edits import About, Edit, Step
from kmfacilitate.session.undo import UndoStack


class Story(UndoStack):
    """Follows what is done and taken back, so that a window can go on where the last one was."""

    def add(self, about: About, at: str, edits: Sequence[Edit]) -> None:
        """Something was done; it counts only if it was a step, or took one back or brought one back."""
        if about.step:
            self.did(Step(about.step, about.verb, about.says, at, tuple(edits)))
        elif about.undo:
            self._move(about.undo, edits, self._done, self._undone)
        elif about.redo:
            self._move(about.redo, edits, self._undone, self._done)

    def read(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Follow the lines of a journal; one that can't be understood is passed over."""
        for line in lines:
            try:
                self._read(line)
            except (TypeError, ValueError, KeyError, AttributeError):
                continue

    def forget(self, ids: Collection[str]) -> None:
        """Drop every edit of these documents and of conflicts, and the steps that did nothing else."""
        self._only(lambda edit: None if edit.id in ids or edit.table == "conflicts" else edit)

    def _read(self, line: Mapping[str, Any]) -> None:
        was = [(str(name), str(id_), dict(before)) for name, id_, before in line.get("was", ())]
        if "carried" in line:
            now = [dict(after) for _, _, after in line["now"]]
            edits = tuple(Edit(*before, after) for before, after in zip(was, now, strict=True))
            step = Step(int(line["carried"]), str(line["verb"]), str(line["says"]), str(line["at"]), edits)
            (self._undone if line.get("undone") else self._done).append(step)
            return
        whole = {(name, id_): document for _, name, id_, document in line.get("ops", ())}
        about = About(
            str(line.get("verb", "")),
            str(line.get("says", "")),
            *(int(line.get(name, 0)) for name in ("step", "undo", "redo")),
        )
        edits = tuple(_edit(name, id_, before, whole.get((name, id_), {})) for name, id_, before in was)
        self.add(about, str(line.get("t", "")), edits)

    def _move(self, number: int, edits: Sequence[Edit], source: list[Step], target: list[Step]) -> None:
        """Move a step, with the fields that were really put: the others were changed elsewhere since."""
        step = next((step for step in reversed(source) if step.number == number), None)
        if step is None:
            return
        source.remove(step)
        put: dict[tuple[str, str], set[str]] = {}
        for edit in edits:
            put.setdefault((edit.table, edit.id), set()).update(edit.before)
        kept = tuple(edit for edit in (_only(edit, put) for edit in step.edits) if edit.after)
        if kept:
            target.append(replace(step, edits=kept))


def _edit(name: str, id_: str, before: Raw, after: Raw) -> Edit:
    if before == {"deleted": True}:
        fields = {field: value for field, value in after.items() if field != "rev"}
        return Edit(name, id_, before, {**fields, "deleted": after.get("deleted", False)})
    return Edit(name, id_, before, {field: after.get(field) for field in before})


def _only(edit: Edit, put: Mapping[tuple[str, str], set[str]]) -> Edit:
    fields = put.get((edit.table, edit.id), set())
    return edit.without({field for field in edit.before if field not in fields})
