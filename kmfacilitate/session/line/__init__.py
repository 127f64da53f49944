"""The capture line: what people type, read and written back.

`read_line` goes through the steps of the specification in this order: `read.py` (commands, backslashes,
going on from a cause), `openings.py` (signs, times, types), `quotations.py`, `pieces.py` (fields),
`tokens.py` (`@name`, `#tag`, `^date`). `write.py` writes the line that reads back as an entry, `echo.py`
says what was understood, `complete.py` offers what may follow, `paste.py` takes pasted lines apart.
"""

from __future__ import annotations

from .lines import Line, Room
from .read import read_line
from .write import write_line

__all__ = ["Line", "Room", "read_line", "write_line"]
