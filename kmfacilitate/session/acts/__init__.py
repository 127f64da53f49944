"""What can be done in a session: pure functions from a session to a change, one module a subject."""
