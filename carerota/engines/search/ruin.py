"""Which slots are taken apart at once, to be put back where they are best.

They lie near each other, or are a string of a worker's day, or what the idlest worker
makes and could make; some that nobody makes are tried with them.

Strings are for workers whose visits hardly anybody else may make: in what order such a
worker makes them decides much of everybody's day, and cannot be changed one by one.

Source: ruin and recreate (Schrimpf et al., Record breaking optimization results using
the ruin and recreate principle, 2000), with the strings of Christiaens and Vanden
Berghe (Slack induction by string removals for vehicle routing problems, 2020).
"""

from typing import Final

import numpy as np

from carerota.engines.search.chance import below
from carerota.engines.search.draws import any_near, any_of_day, any_uncovered, may
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    FIRST_OF,
    LINK_OF,
    MOST_REBUILT,
    N_DAYS,
    N_SLOTS,
    N_UNCOVERED,
    NEXT,
    PREV,
    REBUILT,
    S_VISIT,
    START_AT,
    V_LAST,
    V_LINK,
    V_SLOT,
    WORKER,
)
from carerota.engines.search.moves_idle import idlest
from carerota.engines.search.touched import partner

NEAR_ONES: Final = 8
LONGEST: Final = 13
"""Slots from the first of a string to its last, at most."""
SPARED: Final = 4
"""One in so many of them stays where it is."""
LATE_ONES: Final = 4
"""Slots of which the latest is taken to begin with, as often as any slot."""
OF_IDLEST: Final = 12
OTHERS: Final = 6
"""Slots of other workers that the idlest could make."""
WAITING_ONES: Final = 2
"""Slots that nobody makes which are tried with those taken apart."""
DRAWN: Final = 6
"""How often a slot is drawn for each that is wanted."""


@kernel
def list_ruins(m, rebuilds):
    """List the slots to take apart; gives how many.

    ``rebuilds[1]`` in a hundred times they are about the idlest worker; ``rebuilds[2]``
    in a hundred of the others they are a string.
    """
    n = 0
    if below(m, 100) < rebuilds[1]:
        n = list_idlest(m)
    if n == 0 and below(m, 100) < rebuilds[2]:
        n = list_string(m)
    if n == 0:
        n = list_near(m)
    for _ in range(min(WAITING_ONES, m[N_UNCOVERED])):
        n = list_one(m, n, any_uncovered(m))
    return n


@kernel
def list_one(m, n, s):
    """List a slot with n others, once; gives how many are listed then."""
    for i in range(n):
        if m[m[REBUILT] + i] == s:
            return n
    if n == MOST_REBUILT:
        return n
    m[m[REBUILT] + n] = s
    return n + 1


@kernel
def list_idlest(m):
    """List some of what the idlest worker makes, and of what they could make."""
    wd = idlest(m)
    w = wd // m[N_DAYS]
    n = 0
    stays = below(m, 100)
    s = m[m[FIRST_OF] + wd]
    any_one = s
    while s >= 0:
        if n < OF_IDLEST and below(m, 100) >= stays:
            n = list_one(m, n, s)
        s = m[m[NEXT] + s]
    if any_one < 0:
        return n
    wanted = n + 1 + below(m, OTHERS)
    for _ in range(DRAWN * OTHERS):
        s = any_of_day(m, any_one)
        if n < wanted and m[m[WORKER] + s] != w and may(m, s, w):
            n = list_one(m, n, s)
    return n


@kernel
def any_late(m):
    """Draw a slot that somebody makes, as often as not a late one; -1 if it is not."""
    late = np.int64(0)
    s = -1
    for _ in range(LATE_ONES):
        t = below(m, m[N_SLOTS])
        beyond = m[m[START_AT] + t] - m[m[V_LAST] + m[m[S_VISIT] + t]]
        if m[m[WORKER] + t] >= 0 and beyond > late:
            late = beyond
            s = t
    if s < 0 or below(m, 2):
        s = below(m, m[N_SLOTS])
    return s if m[m[WORKER] + s] >= 0 else -1


@kernel
def list_string(m):
    """List most of a string of a worker's day, often with all that is bound to it."""
    s = any_late(m)
    if s < 0:
        return 0
    for _ in range(below(m, LONGEST)):
        if m[m[PREV] + s] >= 0:
            s = m[m[PREV] + s]
    n = 0
    length = 2 + below(m, LONGEST - 1)
    bound = below(m, 2)
    for _ in range(length):
        if s < 0:
            break
        if below(m, SPARED):
            n = list_bound(m, n, s) if bound else list_one(m, n, s)
        s = m[m[NEXT] + s]
    return n


@kernel
def list_bound(m, n, s):
    """List a slot with the others of its visit and those of the visits linked to it."""
    n = list_one(m, n, s)
    v = m[m[S_VISIT] + s]
    n = list_visit(m, n, v)
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        n = list_visit(m, n, partner(m, m[m[LINK_OF] + i], v))
    return n


@kernel
def list_visit(m, n, v):
    """List the slots of a visit."""
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        n = list_one(m, n, s)
    return n


@kernel
def list_near(m):
    """List slots near each other."""
    n = list_one(m, 0, below(m, m[N_SLOTS]))
    wanted = 2 + below(m, NEAR_ONES - 1)
    for _ in range(DRAWN * NEAR_ONES):
        s = any_near(m, m[m[REBUILT] + below(m, n)])
        if n < wanted and s >= 0:
            n = list_one(m, n, s)
    return n
