"""What a browser shows the room: a read-only page beside the terminal, served on this machine alone.

It is given what the room may see and nothing else, so it can say nothing else.
"""
