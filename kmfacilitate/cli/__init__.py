"""The command line: thin, and nothing heavy is imported until it is needed.

Data goes to standard output, words about it to standard error. Exit codes: 0 done, 1 it could not be done
(one line says why and what to do), 2 wrong use.
"""

from .main import main

__all__ = ["main"]
