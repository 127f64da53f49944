"""What happens in the room: the session, its kinds of entry, and the rules.

No disk, no screen, no time and no chance but what is passed in.
"""
