"""Ticks by which the rest before a worker's day falls short."""

from carerota.engines.search.facts import BACK, FIRST, LAST, N_FACTS, OUT, RUNS, N
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, worker, n_days, table, row):  # noqa: ARG001
    """Look back to the last day worked. ``worker``: offset of their first day."""
    day = table[row + 2]
    here = worker + day * N_FACTS
    if facts[here + N] == 0:
        return 0
    home_legs = table[row + 4]
    begins = facts[here + OUT] if home_legs else facts[here + FIRST]
    split = facts[here + RUNS] > 1
    end = table[row + 3]
    for before in range(day - 1, -1, -1):
        there = worker + before * N_FACTS
        if facts[there + N] > 0:
            end = facts[there + BACK] if home_legs else facts[there + LAST]
            split = split or facts[there + RUNS] > 1
            break
    limit = table[row + 1] if split else table[row]
    return max(0, limit - (begins - end))
