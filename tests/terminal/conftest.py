"""For tests in a real pseudo-terminal: skipped where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .window import Window

Opening = Callable[..., Window]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opening]:
    """Opens windows on one library below the test's folder."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminal of this kind")
    windows: list[Window] = []

    def open_window(*arguments: str, **more: object) -> Window:
        windows.append(Window(tmp_path, *arguments, **more))
        return windows[-1]

    try:
        yield open_window
    finally:
        for window in windows:
            window.close()
