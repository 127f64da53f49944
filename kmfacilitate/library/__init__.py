"""What is remembered: an index over all sessions of a library, search, related lessons, what is due, trends.

The index is a cache outside the library. It may be deleted at any time, is brought up to date by comparing
files, and holds no private note, no unopened slip and nothing of a confidential session.
"""
