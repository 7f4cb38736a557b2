"""Ticks by which the longest rests of a worker's week fall short."""

from carerota.engines.search.facts import BACK, FIRST, LAST, N_FACTS, OUT, N
from carerota.engines.search.kernel_cache import kernel

HEAD = 8
"""Columns of a row before the days worked in the history."""


@kernel
def amount(facts, worker, n_days, table, row):  # noqa: ARG001
    """Walk the days, history first. ``worker``: offset of their first day."""
    hours = table[row]
    if hours == 0:
        return 0
    long = table[row + 1]
    until = table[row + 3]
    home_legs = table[row + 6]
    since = table[row + 2]
    longest = 0
    second = 0
    for i in range(row + HEAD, row + HEAD + 2 * table[row + 7], 2):
        gap = min(table[i], until) - since
        if gap > longest:
            second = longest
            longest = gap
        elif gap > second:
            second = gap
        since = max(since, table[i + 1])
    for day in range(table[row + 4], table[row + 5] + 1):
        here = worker + day * N_FACTS
        if facts[here + N] == 0:
            continue
        gap = (
            min(facts[here + OUT] if home_legs else facts[here + FIRST], until) - since
        )
        if gap > longest:
            second = longest
            longest = gap
        elif gap > second:
            second = gap
        since = max(since, facts[here + BACK] if home_legs else facts[here + LAST])
    gap = until - since
    if gap > longest:
        second = longest
        longest = gap
    elif gap > second:
        second = gap
    if long < 0:
        return max(0, hours - longest)
    return max(0, min(long - longest, hours - second))
