"""The spread of a burden between members.

It is the largest share minus the smallest; of work, how far all are from the mean.
"""

from typing import Final

import numpy as np

from carerota.engines.search.amounts import on, row_of
from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import N_WORKERS, SHARE, TOTAL
from carerota.engines.search.rules import (
    fairness_preferences,
    fairness_splits,
    fairness_travel,
    fairness_unsocial,
    workload_balance,
)
from carerota.rules.book import NAMES

FAIRNESS_UNSOCIAL: Final = NAMES.index("fairness_unsocial")
FAIRNESS_TRAVEL: Final = NAMES.index("fairness_travel")
FAIRNESS_SPLITS: Final = NAMES.index("fairness_splits")
FAIRNESS_PREFERENCES: Final = NAMES.index("fairness_preferences")
WORKLOAD_BALANCE: Final = NAMES.index("workload_balance")
SPREAD_RULES: Final = (
    FAIRNESS_UNSOCIAL,
    FAIRNESS_TRAVEL,
    FAIRNESS_SPLITS,
    FAIRNESS_PREFERENCES,
    WORKLOAD_BALANCE,
)
"""The rules by their row of shares."""


@kernel
def share_out(m, w):
    """Measure worker w's shares anew."""
    cell = m[SHARE] + w
    if on(m, FAIRNESS_UNSOCIAL):
        row = row_of(m, FAIRNESS_UNSOCIAL, 0)
        put(m, cell, fairness_unsocial.share(m, m[TOTAL], w, m, row))
    cell += m[N_WORKERS]
    if on(m, FAIRNESS_TRAVEL):
        row = row_of(m, FAIRNESS_TRAVEL, 0)
        put(m, cell, fairness_travel.share(m, m[TOTAL], w, m, row))
    cell += m[N_WORKERS]
    if on(m, FAIRNESS_SPLITS):
        row = row_of(m, FAIRNESS_SPLITS, 0)
        put(m, cell, fairness_splits.share(m, m[TOTAL], w, m, row))
    cell += m[N_WORKERS]
    if on(m, FAIRNESS_PREFERENCES):
        row = row_of(m, FAIRNESS_PREFERENCES, 0)
        put(m, cell, fairness_preferences.share(m, m[TOTAL], w, m, row))
    cell += m[N_WORKERS]
    if on(m, WORKLOAD_BALANCE):
        put(m, cell, workload_balance.load(m, m[TOTAL], w))


@kernel
def spread_amount(m, i):
    """Give the amount of the i-th of the SPREAD_RULES."""
    shares = m[SHARE] + i * m[N_WORKERS]
    if SPREAD_RULES[i] == WORKLOAD_BALANCE:
        return workload_balance.amount(m, shares, m[N_WORKERS])
    return spread(m, shares)


@kernel
def spread(m, shares):
    """Give the largest share minus the smallest; workers with none have -1."""
    low = np.int64(-1)
    high = np.int64(-1)
    for w in range(m[N_WORKERS]):
        share = m[shares + w]
        if share >= 0:
            low = share if low < 0 else min(low, share)
            high = max(high, share)
    return high - low
