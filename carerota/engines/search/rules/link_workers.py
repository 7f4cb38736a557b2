"""Workers of linked visits who should not be on both, or on one alone."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(workers_first, n_first, workers_second, n_second, table, row):
    """Look at each worker of the second visit once."""
    same = table[row] != 0 and n_first > 0
    different = table[row + 1] != 0
    wrong = 0
    for i in range(n_second):
        worker = workers_second[i]
        again = False
        for j in range(i):
            again = again or workers_second[j] == worker
        if again:
            continue
        on_first = False
        for j in range(n_first):
            on_first = on_first or workers_first[j] == worker
        if on_first and different:
            wrong += 1
        if not on_first and same:
            wrong += 1
    return wrong
