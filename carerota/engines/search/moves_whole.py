"""Moves of clients all of whose optional visits are made, or none."""

from carerota.engines.search.chance import below
from carerota.engines.search.change import OPTIONAL, give, place, take
from carerota.engines.search.draws import any_candidate, any_near, beside, fits
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    C_SLOT,
    CLIENT_SLOT,
    N_UNCOVERED,
    S_VISIT,
    UNCOVERED_SLOT,
    V_CLIENT,
    V_PRIORITY,
    WORKER,
)


@kernel
def is_optional(m, s):
    """Tell whether the visit of a slot may be left out."""
    return m[m[V_PRIORITY] + m[m[S_VISIT] + s]] == OPTIONAL


@kernel
def leave_client(m, s):
    """Leave out a client, and often take one in who was left out."""
    if m[m[WORKER] + s] < 0 or not is_optional(m, s):
        return False
    c = m[m[V_CLIENT] + m[m[S_VISIT] + s]]
    for i in range(m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]):
        t = m[m[CLIENT_SLOT] + i]
        if m[m[WORKER] + t] >= 0 and is_optional(m, t):
            take(m, t)
    if m[N_UNCOVERED] > 0 and below(m, 2):
        t = m[m[UNCOVERED_SLOT] + below(m, m[N_UNCOVERED])]
        if m[m[V_CLIENT] + m[m[S_VISIT] + t]] != c:
            cover_client(m, t)
    return True


@kernel
def cover_client(m, s):
    """Make every optional visit of a client, each by whoever is near or cheap."""
    c = m[m[V_CLIENT] + m[m[S_VISIT] + s]]
    done = False
    for i in range(m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]):
        t = m[m[CLIENT_SLOT] + i]
        if m[m[WORKER] + t] >= 0 or not is_optional(m, t):
            continue
        near = any_near(m, t) if below(m, 2) else -1
        w = m[m[WORKER] + near] if near >= 0 else any_candidate(m, t)
        if w < 0 or not fits(m, t, w):
            near = -1
            w = any_candidate(m, t)
            if w < 0 or not fits(m, t, w):
                continue
        give(m, t, w)
        if near >= 0:
            place(m, m[m[S_VISIT] + t], beside(m, near))
        done = True
    return done
