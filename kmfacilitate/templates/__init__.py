"""What is followed: the scripts of sessions, read from `session_templates/`.

`shelf` finds them and reads their heads without pydantic; `load` reads one whole; `check` looks it over.
"""
