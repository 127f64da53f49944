"""A terminal that goes away while the signal for that is held back: the app leaves instead of spinning."""

from __future__ import annotations

import os
import pty
import signal
import sys
import time
from pathlib import Path
from select import select

import pytest
from sittings import environment

pytestmark = pytest.mark.terminal


def test_without_the_signal_the_app_leaves_all_the_same(tmp_path: Path):
    pid, terminal = pty.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
        os.chdir(tmp_path)
        words = [sys.executable, "-m", "kmfacilitate", "start", "after-action-review", "--title", "Keys"]
        os.execve(sys.executable, words, {**environment(tmp_path), "TERM": "xterm-256color"})
    shown = b""
    while b"F1" not in shown:
        assert select([terminal], [], [], 60)[0], shown[-500:]
        shown += os.read(terminal, 65536)
    os.close(terminal)
    until = time.monotonic() + 60
    status = None
    while status is None and time.monotonic() < until:
        ended, code = os.waitpid(pid, os.WNOHANG)
        status = code if ended else None
        time.sleep(0.05)
    if status is None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert status is not None
    assert os.waitstatus_to_exitcode(status) == 0
