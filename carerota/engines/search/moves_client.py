"""Moves of a client's visits over the whole horizon, for continuity of carer."""

import numpy as np

from carerota.engines.search.chance import below
from carerota.engines.search.change import take
from carerota.engines.search.draws import DRAWS, any_candidate, fits, free, reassign
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    C_SLOT,
    CLIENT_SLOT,
    MET,
    N_WORKERS,
    S_VISIT,
    V_CLIENT,
    V_DAY,
    WORKER,
)
from carerota.engines.search.moves_single import hand_over


@kernel
def of_client(m, s):
    """Give all (or a day's, or part) of a client's visits by one worker to another."""
    a = m[m[WORKER] + s]
    c = m[m[V_CLIENT] + m[m[S_VISIT] + s]]
    first, last = m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]
    other = m[m[CLIENT_SLOT] + first + below(m, last - first)]
    w = m[m[WORKER] + other] if below(m, 3) else any_candidate(m, s)
    if a < 0 or w < 0 or w == a:
        return False
    moved = False
    part = below(m, 3)
    trade = below(m, 2)
    for i in range(first, last):
        t = m[m[CLIENT_SLOT] + i]
        v = m[m[S_VISIT] + t]
        if part == 1 and m[m[V_DAY] + v] != m[m[V_DAY] + m[m[S_VISIT] + s]]:
            continue
        if part == 2 and t != s and below(m, 2):
            continue
        k = m[m[WORKER] + t]
        if k == a and fits(m, t, w):
            reassign(m, t, w)
            moved = True
        elif trade and k == w and fits(m, t, a):
            reassign(m, t, a)
            moved = True
    return moved


@kernel
def any_rare(m, c):
    """Draw a worker whom client c meets seldom; -1 if there is none."""
    first, last = m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]
    a = np.int64(-1)
    fewest = np.int64(0)
    for _ in range(DRAWS):
        w = m[m[WORKER] + m[m[CLIENT_SLOT] + first + below(m, last - first)]]
        if w >= 0:
            n = m[m[MET] + c * m[N_WORKERS] + w]
            if a < 0 or n < fewest:
                a, fewest = w, n
    return a


@kernel
def renew(m, s):
    """Let a new carer of a client make a slot, and all that a rare one made.

    They hand on what they make at those times. So an uncovered visit of a client who
    has as many carers as were agreed finds somebody.
    """
    w = any_candidate(m, s)
    c = m[m[V_CLIENT] + m[m[S_VISIT] + s]]
    a = any_rare(m, c)
    if w < 0 or a < 0 or a == w or not fits(m, s, w):
        return False
    if not hand_over(m, s, w):
        return False
    for i in range(m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]):
        t = m[m[CLIENT_SLOT] + i]
        if m[m[WORKER] + t] == a and fits(m, t, w):
            hand_over(m, t, w)
    return True


@kernel
def drop_face(m, s):
    """Share out what a rare carer of a client does among the client's other carers."""
    c = m[m[V_CLIENT] + m[m[S_VISIT] + s]]
    first, last = m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]
    a = any_rare(m, c)
    if a < 0:
        return False
    # leaving them uncovered for a while is how a hard ceiling is got under
    leave = below(m, 3) == 0
    moved = False
    for i in range(first, last):
        t = m[m[CLIENT_SLOT] + i]
        if m[m[WORKER] + t] != a:
            continue
        if leave:
            take(m, t)
            moved = True
            continue
        for _ in range(DRAWS):
            w = m[m[WORKER] + m[m[CLIENT_SLOT] + first + below(m, last - first)]]
            if w < 0 or w == a or not free(m, t, w):
                continue
            if fits(m, t, w):
                reassign(m, t, w)
                moved = True
                break
    return moved
