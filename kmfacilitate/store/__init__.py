"""What survives: session files, the writer thread, the half-typed line, the library.

All disk calls are in `fsio`; the desk calls `SessionFile`, `Writer`, `Draft`, `Library` and the shelf.
`docs/architecture.md` has the order in which to read the modules.
"""
