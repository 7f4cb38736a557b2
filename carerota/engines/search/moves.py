"""The moves of the local search. Each changes the state and says whether it did.

A move never gives a slot to a worker who may not make it, nor two slots of one visit
to the same worker; whether times and hours work out is for the costs to say.
"""

from typing import Final

from carerota.engines.search.amounts import WHOLE_CLIENTS, on
from carerota.engines.search.chance import below
from carerota.engines.search.draws import any_uncovered
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    MENDING,
    N_SLOTS,
    N_UNCOVERED,
    WORKER,
)
from carerota.engines.search.moves_client import drop_face, of_client, renew
from carerota.engines.search.moves_idle import occupy
from carerota.engines.search.moves_lunch import lunches
from carerota.engines.search.moves_many import clear_day, days, segment, tails
from carerota.engines.search.moves_order import reorder
from carerota.engines.search.moves_single import (
    cover_up,
    insert_near,
    kick,
    leave,
    relocate,
    swap,
    trade,
)
from carerota.engines.search.moves_time import modes, releases
from carerota.engines.search.moves_whole import cover_client, leave_client

N_MOVES: Final = 17
RELOCATE: Final = 0
INSERT_NEAR: Final = 1
SWAP: Final = 2
TAILS: Final = 3
SEGMENT: Final = 4
CLIENT: Final = 5
DAYS: Final = 6
RELEASES: Final = 7
MODES: Final = 8
KICK: Final = 9
FACE: Final = 10
LEAVE: Final = 11
REORDER: Final = 12
TRADE: Final = 13
LUNCHES: Final = 14
LEAVE_CLIENT: Final = 15
OCCUPY: Final = 16

FOCUS: Final = 64
"""One move in so many is about an uncovered slot, for each of those there are ..."""

MOST_FOCUS: Final = 24
"""... up to so many."""


@kernel
def mend(m, s):
    """Cover a slot, if need be at the cost of another that finds somebody else."""
    if m[m[WORKER] + s] >= 0:
        return False
    m[MENDING] = 1
    kind = below(m, 5)
    if on(m, WHOLE_CLIENTS) and below(m, 2):
        return cover_client(m, s)
    if kind == 0:
        return cover_up(m, s)
    if kind == 1:
        return insert_near(m, s)
    if kind == 2:
        return trade(m, s)
    if kind == 3:
        return renew(m, s)
    return kick(m, s)


@kernel
def move(m, kind):
    """Make a move of a kind from a random slot on."""
    m[MENDING] = 0
    if below(m, FOCUS) < min(m[N_UNCOVERED], MOST_FOCUS):
        return mend(m, any_uncovered(m))
    s = below(m, m[N_SLOTS])
    if m[m[WORKER] + s] < 0:
        return mend(m, s)
    if kind == RELOCATE:
        return relocate(m, s)
    if kind == INSERT_NEAR:
        return insert_near(m, s)
    if kind == SWAP:
        return swap(m, s)
    if kind == TAILS:
        return tails(m, s)
    if kind == SEGMENT:
        return segment(m, s)
    if kind == CLIENT:
        return of_client(m, s)
    if kind == FACE:
        return drop_face(m, s)
    if kind == DAYS:
        return days(m, s) if below(m, 4) else clear_day(m, s)
    if kind == RELEASES:
        return releases(m, s)
    if kind == MODES:
        return modes(m, s)
    if kind == KICK:
        return kick(m, s)
    if kind == TRADE:
        return trade(m, s)
    if kind == REORDER:
        return reorder(m, s)
    if kind == LUNCHES:
        return lunches(m, s)
    if kind == LEAVE_CLIENT:
        return leave_client(m, s)
    if kind == OCCUPY:
        return occupy(m, s)
    return leave(m, s)
