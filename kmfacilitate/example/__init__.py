"""What is shown to somebody new: a library of made-up sessions, played from scripts.

`script` reads the files in `sessions/`, `playing` holds their sessions by a clock set by hand, `throwaway` is
the folder that is gone afterwards.
"""
