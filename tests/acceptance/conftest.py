"""The rows of the table of the capture line stand in the tests of the line; scenario 2 types them."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "session" / "line"))
