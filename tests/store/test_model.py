"""Two windows, crashes, full disks and old copies in any order, driven by Hypothesis against a model."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from effort import times
from failing_disk import FailingDisk
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from made_up import Clock, a_session, add

from kmfacilitate.errors import Unable
from kmfacilitate.store.library import Library
from kmfacilitate.store.places import Places
from kmfacilitate.store.session_file import SessionFile

WINDOW = st.integers(0, 1)


class TwoWindows(RuleBasedStateMachine):
    """What was acknowledged is there, whatever comes between."""

    loses_journals = False

    def __init__(self) -> None:
        super().__init__()
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = TemporaryDirectory(dir=memory)
        root = Path(self.folder.name)
        self.places = Places(*[root / "state"] * 4)
        self.library = Library.open(root / "library", places=self.places, chance=Random(1))
        self.disks = [FailingDisk(), FailingDisk()]
        made = SessionFile.create(
            self.library, a_session(1), places=self.places, now=Clock(), disk=self.disks[0]
        )
        self.path = made.path
        self.windows = [made, self._open(1)]
        self.saved = {1}
        self.number = 1
        self.old = self.path.read_bytes()

    def _open(self, window: int) -> SessionFile:
        return SessionFile.open(
            self.path, places=self.places, now=Clock(), disk=self.disks[window], session="k3x9-7fq2-m8t4"
        )

    @rule(window=WINDOW)
    def types(self, window: int) -> None:
        self.number += 1
        try:
            self.windows[window].commit([add(self.number)])
        except Unable:
            return
        self.saved.add(self.number)

    @rule(
        window=WINDOW,
        what=st.sampled_from(["write", "fsync", "replace", "create"]),
        error=st.sampled_from([5, 28]),
    )
    def disk_fails(self, window: int, what: str, error: int) -> None:
        self.disks[window].fails = lambda number, name: error if name == what else 0

    @rule(window=WINDOW)
    def disk_heals(self, window: int) -> None:
        self.disks[window].heal()

    @rule(window=WINDOW, crash=st.booleans())
    def starts_again(self, window: int, crash: bool) -> None:
        file = self.windows[window]
        self.disks[window].heal()
        assert file._storage.diary is not None
        if crash:
            file._storage.diary.abandon()
        else:
            file.close()
        if self.loses_journals:
            for path in self.places.journals.rglob("*.jsonl"):
                path.unlink()
        self.windows[window] = self._open(window)

    @rule()
    def keeps_a_copy(self) -> None:
        self.old = self.path.read_bytes() or self.old

    @rule()
    def synchroniser_brings_the_copy_back(self) -> None:
        self.path.write_bytes(self.old)

    @rule(cut=st.floats(0, 1))
    def file_is_cut(self, cut: float) -> None:
        data = self.path.read_bytes()
        self.path.write_bytes(data[: int(len(data) * cut)])

    @invariant()
    def each_new_window_finds_all_that_was_saved(self) -> None:
        file = SessionFile.open(self.path, places=self.places, now=Clock(), session="k3x9-7fq2-m8t4")
        found = {document["n"] for document in file.documents["entries"].values()}
        assert self.saved <= found

    def teardown(self) -> None:
        for file in self.windows:
            file.close()
        self.folder.cleanup()


class WithoutJournals(TwoWindows):
    """The control: the journals of windows that are gone are lost."""

    loses_journals = True


def test_nothing_that_was_saved_is_lost() -> None:
    run_state_machine_as_test(
        TwoWindows, settings=settings(max_examples=times(15, 1500), stateful_step_count=15)
    )


def test_the_model_bites() -> None:
    one_after_another = settings(
        max_examples=300,
        stateful_step_count=15,
        deadline=None,
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate],
    )
    with pytest.raises((AssertionError, Unable)):
        run_state_machine_as_test(WithoutJournals, settings=one_after_another)
