"""What leaves the room: editions of a session, the report as data, Markdown and JSON.

`edition` takes out what may not leave, `outline` lays out what is left, `markdown` writes it down. Nothing
here touches a disk.
"""
