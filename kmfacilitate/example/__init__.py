"""The example library: sessions of every technique, played from scripts whenever somebody wants to look.

`script` reads the files in `sessions/`, `playing` holds their sessions by a clock set by hand, `throwaway` is
the folder that is gone afterwards.
"""
