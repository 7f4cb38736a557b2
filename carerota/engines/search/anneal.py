"""The loop: simulated annealing over the whole horizon, with everything undone that
is not taken.
"""  # noqa: D205

import math

import numpy as np

from carerota.engines.search import costs
from carerota.engines.search.chance import uniform
from carerota.engines.search.guide import guide_all
from carerota.engines.search.journal import undo
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    COVER_PRICE,
    COVER_SUM,
    DECISIONS_END,
    FLOOR,
    JOURNAL,
    JOURNAL_SIZE,
    LEVELS_ON,
    MENDING,
    N_SLOTS,
    N_UNCOVERED,
    PENALTY_SUM,
    PRICED_SUM,
    STATE,
    SUM,
    UNCOVERED,
    UNCOVERED_SLOT,
    WHOLE_PENALTY,
    WHOLE_PRICED,
    WORKER,
)
from carerota.engines.search.moves import N_MOVES, move
from carerota.engines.search.propagation import forget_times
from carerota.engines.search.rebuild import rebuild
from carerota.engines.search.touched import begin
from carerota.engines.search.update import finish

LEVELS = 3
"""Levels of cover that are never traded: critical, essential, flexible."""
N_SCORE = 5


@kernel
def score(m, out):
    """Give the levels of a state: penalty over the floor, uncovered, priced sum."""
    x = m[SUM]
    # what the empty rota breaks already is excused, and to break less is no merit
    out[0] = max(0, m[x + PENALTY_SUM] + m[x + WHOLE_PENALTY] - m[FLOOR])
    priced = m[x + PRICED_SUM] + m[x + WHOLE_PRICED] + m[x + COVER_SUM]
    for i in range(LEVELS):
        uncovered = m[x + UNCOVERED + i]
        if m[LEVELS_ON]:
            out[1 + i] = uncovered
            priced -= uncovered * m[m[COVER_PRICE] + i]
        else:
            out[1 + i] = 0
    out[1 + LEVELS] = priced


@kernel
def better(a, b):
    """Tell whether score a is better than score b, level by level."""
    for i in range(N_SCORE):
        if a[i] != b[i]:
            return a[i] < b[i]
    return False


@kernel
def keep(m, best):
    """Copy the decisions as they were before the move in the journal."""
    a = m[STATE]
    n = m[DECISIONS_END] - a
    for i in range(n):
        best[i] = m[a + i]
    for i in range(m[JOURNAL_SIZE] - 1, -1, -1):
        at = m[JOURNAL] + 2 * i
        cell = m[at] - a
        if 0 <= cell < n:
            best[cell] = m[at + 1]


@kernel
def any_kind(m, odds):
    """Draw a kind of move, with cumulative odds."""
    u = uniform(m)
    kind = 0
    while kind < N_MOVES - 1 and u > odds[kind]:
        kind += 1
    return kind


@kernel
def list_uncovered(m):
    """List the slots that are uncovered now."""
    n = 0
    for s in range(m[N_SLOTS]):
        if m[m[WORKER] + s] < 0:
            m[m[UNCOVERED_SLOT] + n] = s
            n += 1
    m[N_UNCOVERED] = n


@kernel
def anneal(
    m, travel, metres, n_moves, hot, cold, odds, rebuilds, best, best_score, tally
):
    """Make moves while cooling from ``hot`` to ``cold``.

    ``odds`` are cumulative odds of the kinds of move, in 0 to 1; ``rebuilds[0]`` places
    are tried in rebuilding for each move, and count as moves; its other cells say what
    is taken apart (see :mod:`.ruin`); ``best`` and ``best_score`` hold the best
    decisions so far and are overwritten by better ones; ``tally[kind]`` counts moves
    made, taken and improving, with rebuilding last. Gives how many moves were costed.
    """
    guide_all(m)
    now = costs.total(m)
    list_uncovered(m)
    here = np.empty(N_SCORE, np.int64)
    cooling = math.log(cold / hot)
    evaluated = 0
    unkept = False
    owed = 0.0
    i = 0
    while i < n_moves:
        temperature = hot * math.exp(cooling * i / n_moves)
        begin(m)
        if owed >= 1:
            kind = N_MOVES
            tried = rebuild(m, travel, metres, rebuilds)
            i += tried
            evaluated += tried
            owed -= tried + 1
            worst = now - np.int64(temperature * math.log(uniform(m)))
            new = costs.total(m)
            m[MENDING] = 1
        else:
            i += 1
            owed += rebuilds[0]
            kind = any_kind(m, odds)
            if not move(m, kind):
                forget_times(m)
                undo(m)
                continue
            worst = now - np.int64(temperature * math.log(uniform(m)))
            new = finish(m, travel, metres, worst)
            evaluated += 1
        tally[kind, 0] += 1
        if new <= worst:
            tally[kind, 1] += 1
            if new < now:
                tally[kind, 2] += 1
            now = new
            if m[MENDING]:
                list_uncovered(m)
            improved = False
            if m[m[SUM] + PENALTY_SUM] + m[m[SUM] + WHOLE_PENALTY] <= m[FLOOR]:
                score(m, here)
                improved = better(here, best_score)
            if improved:
                for j in range(N_SCORE):
                    best_score[j] = here[j]
            elif unkept:
                # one better rota follows another: only the last is copied
                keep(m, best)
            unkept = improved
        else:
            undo(m)
    m[JOURNAL_SIZE] = 0
    if unkept:
        keep(m, best)
    return evaluated
