"""The facts about a worker's day that compiled rules read, by column.

The kernel walks a day once, fills a row of facts, and every rule on the level of days
or workers is a small function of such rows. A free day has N 0 and all else 0,
but for what is said of it below.
"""

from typing import Final

N: Final = 0
"""Visits made."""
FIRST: Final = 1
"""Start of the first visit."""
LAST: Final = 2
"""End of the last visit."""
OUT: Final = 3
"""Leaves home for the first visit."""
BACK: Final = 4
"""Home again after the last."""
CONTACT: Final = 5
"""Ticks with clients."""
TRAVEL: Final = 6
"""Ticks of travel and access between the visits of runs."""
HOME_TRAVEL: Final = 7
"""Ticks of the legs from and to home of every run, access included."""
METRES: Final = 8
WAITING: Final = 9
"""Ticks of waiting within runs."""
RUNS: Final = 10
SHORTAGE: Final = 11
"""Ticks of travel, access and break for which there is no time."""
OVERLAP: Final = 12
"""Ticks for which visits, or a break and a visit, overlap."""
OUTSIDE: Final = 13
"""Ticks of runs, from first visit to last, outside the worker's availability."""
UNWELCOME: Final = 14
"""Ticks with clients within stretches marked unwelcome."""
NIGHT: Final = 15
"""Ticks with clients at night, as the rule night_work says."""
UNSOCIAL: Final = 16
"""Ticks with clients at unsocial times, as the rule fairness_unsocial says."""
BREAK: Final = 17
"""Ticks of the longest stretch that counts as a rest break by the rule rest_break: a
break in a run that lies far enough from both ends of the day, or time at home."""
SHORT_RUNS: Final = 18
"""Ticks by which runs fall short of the least length of the rule short_runs."""
UNMET: Final = 19
"""Preferences of the worker not met, from the table of worker_preferences."""
HOME_GAP: Final = 20
"""Ticks at home between runs."""

WORKED: Final = 21
"""1 where the worker makes at least one visit."""

EARLY: Final = 22
"""Ticks by which the worker leaves for the first visit, or for a break at its place
before it, before the shift."""
EXTRA: Final = 23
"""Ticks by which the worker is back after the shift."""
IDLE: Final = 24
"""Ticks of the shift before leaving, waiting, and after being back; of a free day the
whole shift."""
MISSED: Final = 25
"""1 where a lunch break is due and there is none, on a free day too."""

N_FACTS: Final = 26
