"""Walks a facilitator, live in a room, through the techniques of the Knowledge Management Toolbox."""

__version__ = "0.1.0"
