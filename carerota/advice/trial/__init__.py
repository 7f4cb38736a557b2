"""A rota held ready: what a change of one worker's day changes, rule by rule.

``trial`` is what others use. ``board`` holds the days, ``planning`` and ``starts`` find
a place and times for a visit, ``pieces`` and ``changes`` say what that changes, and
``result`` writes the rota.
"""
