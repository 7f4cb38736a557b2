"""The one table of obstacle codes: short, stable names that tests and hosts rely on.

Faults keep the code that :data:`carerota.model.faults.CODES` gives them.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CODES"]

CODES: Final[dict[str, str]] = {
    # one visit
    "visit-without-workers": "there are no workers at all",
    "visit-nobody-skilled": "no worker holds the skills on the day",
    "visit-nobody-suits": "nobody is left of those whom pins and people allow",
    "visit-too-short": "it is shorter than the rule on short visits allows",
    "visit-nobody-there": "who may make it is away at every allowed start",
    "visit-nobody-rested": "who may make it has had too little rest by then",
    "visit-beyond-contracts": "it is more work than any contract leaves",
    "visit-nobody": "every worker is kept from it, each for another reason",
    "double-up-cannot-meet": "its carers are never there at the same time",
    # linked visits
    "chain-nobody-can": "no one worker can make all visits that ask for the same",
    "link-nobody-else": "different workers are asked for and there is only one",
    # one worker, by pins or because nobody else can
    "worker-two-places": "visits only this worker can make lie too near in time",
    "worker-day-minutes": "visits only this worker can make fill more than a day",
    "worker-day-span": "visits only this worker can make span too long a day",
    "worker-daily-rest": "visits only this worker can make leave too little rest",
    "worker-days-in-a-row": "visits only this worker can make leave no day off",
    "worker-weekly-rest": "visits only this worker can make leave no weekly rest",
    "worker-week-hours": "visits only this worker can make exceed the hours left",
    # clients
    "ceiling-too-low": "more different carers are needed than the ceiling allows",
    # capacity
    "capacity-at-once": "more visits must be under way at once than carers can be",
    "capacity-stretch": "more work lies in a stretch than those there can do",
    "capacity-hours": "more work is asked for than the contracts hold",
    # warnings
    "contract-beyond-availability": "more hours are promised than offered",
    "capacity-tight": "by a simple count there are hardly people enough",
}
"""Code to one-line meaning."""
