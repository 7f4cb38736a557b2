"""PyVRP, a day at a time: hybrid search for routes with windows and prizes.

It says: windows (the first of several), travel and access, opening times, paid time of
a stretch, prizes by priority; and, by giving each worker a map of their own in which a
slot they may not make lies out of reach, who may make what and at what price. It cannot
bind two visits: carers of one visit are sent at a time fixed beforehand, the middle of
its preferred window, and linked visits take their chance. No breaks, nothing over days,
no ways within a shift, no extra time. It runs on one thread.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.peers.field import Cart, Field, Part, Plan

__all__ = ["solve_part"]

OUT_OF_REACH = 1 << 40
"""More than any prize; less than what PyVRP may add up without going round."""
COARSE = 1000
"""Currency units in one of PyVRP's, which keeps its penalties small."""


def solve_part(
    field: Field, part: Part, *, seconds: float, threads: int, seed: int
) -> Plan:
    """Give the best plan found in some seconds."""
    del threads
    import pyvrp
    from pyvrp.stop import MaxRuntime

    end = time.monotonic() + seconds
    carts = [cart for cart in part.carts if cart.most > 0]
    if not carts or not part.slots:
        return {}
    data = _data(pyvrp, field, part, carts)
    left = max(0.2, end - time.monotonic())
    result = pyvrp.solve(data, stop=MaxRuntime(left), seed=seed, display=False)
    if not result.best.is_feasible():
        return {}
    origin = _origin(carts)
    plan: Plan = {}
    for route in result.best.routes():
        cart = carts[route.vehicle_type()]
        for done in route.schedule():
            if done.is_client():
                plan[part.slots[done.idx]] = (cart.worker, done.start_time + origin)
    return plan


def _origin(carts: list[Cart]) -> int:
    return min(cart.opens for cart in carts)


def _data(pyvrp: Any, field: Field, part: Part, carts: list[Cart]) -> Any:
    """Give the day as PyVRP wants it: two depots a worker, then the slots."""
    c, missed = field.compiled, field.missed(part)
    origin = _origin(carts)
    workers = sorted({cart.worker for cart in carts})
    n = len(part.slots)
    clients = []
    for i, s in enumerate(part.slots):
        v = field.visit_of(s)
        opens, closes = _window(field, v)
        opens = max(0, opens - origin)
        clients.append(
            pyvrp.Client(
                location=i,
                service_duration=int(c.visit_duration[v]),
                tw_early=opens,
                tw_late=max(opens, closes - origin),
                prize=missed[i] // COARSE,
                required=False,
            )
        )
    depots = [pyvrp.Depot(location=n + k) for k in range(len(workers))]
    types = [
        pyvrp.VehicleType(
            start_depot=workers.index(cart.worker),
            end_depot=workers.index(cart.worker),
            tw_early=cart.opens - origin,
            tw_late=cart.closes - origin,
            shift_duration=cart.most,
            unit_distance_cost=1,
            unit_duration_cost=0,
            profile=workers.index(cart.worker),
        )
        for cart in carts
    ]
    size = n + len(workers)
    fits = _fits(part)
    maps = [_map(field, part, w, n + k, size, fits) for k, w in enumerate(workers)]
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(size)],
        clients=clients,
        depots=depots,
        vehicle_types=types,
        distance_matrices=[cost for cost, _ in maps],
        duration_matrices=[ticks for _, ticks in maps],
    )


def _window(field: Field, v: int) -> tuple[int, int]:
    """Give the window of a visit; of one with several carers, a time all can keep."""
    c = field.compiled
    opens, closes = c.windows(v)[0]
    if len(c.slots(v)) == 1:
        return opens, closes
    low = max(opens, int(c.prefer_from[v]))
    high = min(closes, int(c.prefer_until[v]))
    if c.prefer_until[v] >= NEVER:
        high = closes
    at = min(max((low + high) // 2, opens), closes)
    return at, at


def _fits(part: Part) -> NDArray[np.bool_]:
    """Tell by slot and worker whether any cart of the worker may make the slot."""
    fits = np.zeros(part.pair.shape, dtype=bool)
    for i, allowed in enumerate(part.allowed):
        for k in allowed:
            fits[i, part.carts[k].worker] = True
    return fits


def _map(
    field: Field,
    part: Part,
    w: int,
    home: int,
    size: int,
    fits: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give costs and ticks between all places as one worker sees them.

    A wait costs nothing, as PyVRP's price of a duration would be paid for visits too;
    who makes a slot is paid on the way to it.
    """
    n = len(part.slots)
    ticks = np.zeros((size, size), dtype=np.int64)
    cost = np.zeros((size, size), dtype=np.int64)
    ticks[:n, :n] = field.legs(part.slots, w)
    cost[:n, :n] = field.leg_costs(part.slots, w)
    out, back = field.way_costs(part.slots, w)
    cost[home, :n] = out
    cost[:n, home] = back
    cost[:, :n] += part.pair[:, w]
    cost //= COARSE
    cost[:, :n][:, ~fits[:, w]] = OUT_OF_REACH
    np.fill_diagonal(cost, 0)
    np.fill_diagonal(ticks, 0)
    return cost, ticks
