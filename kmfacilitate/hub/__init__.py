"""The team's memory: what was shared, on a PostgreSQL of the organisation's own.

Every laptop stays whole without it: this room is entered by `kmfacilitate hub` alone, and what it brings
is read from a folder of this machine. `docs/hub.md` has the schema and the rules.
"""
