"""Whether a worker's day ends more days in a row than agreed."""

from carerota.engines.search.facts import N_FACTS, N
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, worker, n_days, table, row):  # noqa: ARG001
    """Look back from the day of the row. ``worker``: offset of their first day."""
    limit = table[row]
    day = table[row + 1]
    for before in range(day, max(day - limit, 0) - 1, -1):
        if facts[worker + before * N_FACTS + N] == 0:
            return 0
    return 1 if limit - day <= table[row + 2] else 0
