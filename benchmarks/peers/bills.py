"""What OR-Tools routing is not made to pay for, said with dimensions nobody travels in.

In a dimension without lengths the value at the end of a route is a free number, and a
soft bound gives it a price. So it pays for the worst lateness, the worst idle time in a
shift, and lunches missed, each tied to the routes by constraints of the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.peers.field import Field, Part

__all__ = ["Bills"]


class _Routes(Protocol):
    """What there has to be before anything is billed."""

    field: Field
    part: Part
    n: int
    visit: NDArray[np.int64]
    home: dict[int, int]
    origin: int
    manager: Any
    routing: Any
    time: Any


class Bills:
    """Prices on numbers that belong to no node."""

    def __init__(self, routes: _Routes) -> None:
        self.routes = routes
        self.field, self.part = routes.field, routes.part
        self.routing, self.time = routes.routing, routes.time
        self.solver = routes.routing.solver()
        self.most = 2 * max(cart.closes for cart in self.part.carts) - 2 * routes.origin
        self.lunches: dict[int, Any] = {}

    def lay(self) -> None:
        """Lay whatever the policy has a price for."""
        prices = self.field.prices
        if self.field.lunch is not None:
            self._lunches()
        if prices.worst_late:
            self._worst_lateness(prices.worst_late)
        if self.field.on_shift and prices.worst_idle:
            self._worst_idle(prices.worst_idle)

    def _bill(self, name: str, price: int, carts: list[int]) -> list[Any]:
        """Give a number with a price for each of some carts, used or not."""
        self.routing.AddConstantDimensionWithSlack(0, self.most, self.most, True, name)
        dimension = self.routing.GetDimensionOrDie(name)
        found = []
        for k in carts:
            end = self.routing.End(k)
            self.routing.SetVehicleUsedWhenEmpty(True, k)
            dimension.SetCumulVarSoftUpperBound(end, 0, price)
            found.append(dimension.CumulVar(end))
            self.routing.AddVariableMinimizedByFinalizer(found[-1])
        return found

    def _worst_lateness(self, price: int) -> None:
        (worst,) = self._bill("worst lateness", price, [0])
        c = self.field.compiled
        for i, v in enumerate(self.routes.visit.tolist()):
            if c.prefer_until[v] < NEVER:
                start = self.time.CumulVar(self.routes.manager.NodeToIndex(i))
                due = int(c.prefer_until[v]) - self.routes.origin
                self.solver.Add(worst >= start - due)

    def _lunches(self) -> None:
        """Keep lunch free in a cart, or pay for it.

        Waiting is paid for the time of a lunch, too: a missed one costs as much more.
        """
        lunch, origin = self.field.lunch, self.routes.origin
        if lunch is None:
            return
        due = [
            k
            for k, cart in enumerate(self.part.carts)
            if self.field.has_lunch(cart.worker)
        ]
        price = lunch.price + lunch.length * self.field.prices.waiting
        missed = self._bill("missed lunches", price, due)
        at_index = self._lengths()
        for k, number in zip(due, missed, strict=True):
            first, last = lunch.spans[self.part.carts[k].day]
            first, last = max(0, first - origin), last - origin
            if first > last:
                continue
            rest = self.solver.FixedDurationIntervalVar(
                first, last, lunch.length, True, f"lunch {k}"
            )
            self.time.SetBreakIntervalsOfVehicle([rest], k, at_index)
            had = rest.PerformedExpr().Var()
            self.solver.Add(number + had >= 1)
            self.solver.Add(had <= self.routing.ActiveVehicleVar(k))
            # one before leaving is none, nor is one after the last visit
            left = self.time.CumulVar(self.routing.Start(k))
            home = self.time.CumulVar(self.routing.End(k))
            self.solver.Add(rest.SafeStartExpr(self.most) >= left)
            self.solver.Add(rest.SafeEndExpr(0) <= home)
            self.routing.AddVariableMaximizedByFinalizer(had)
            self.lunches[k] = had
        for i in range(self.routes.n):
            at = self.routes.manager.NodeToIndex(i)
            is_last = self.routing.NextVar(at) >= self.routing.Size()
            self.solver.Add(is_last * self.time.SlackVar(at) == 0)

    def _lengths(self) -> list[int]:
        length = self.field.compiled.visit_duration
        at_node = [int(length[v]) for v in self.routes.visit]
        at_node += [0] * (self.routes.manager.GetNumberOfNodes() - self.routes.n)
        size = self.routing.Size() + self.routing.vehicles()
        return [at_node[self.routes.manager.IndexToNode(i)] for i in range(size)]

    def _worst_idle(self, price: int) -> None:
        """Take a shift, and what is extra, less visits, ways and lunch."""
        (worst,) = self._bill("worst idle", price, [0])
        busy = self._busy()
        for k, cart in enumerate(self.part.carts):
            if cart.until is None:
                continue
            end = self.time.CumulVar(self.routing.End(k))
            until = cart.until - self.routes.origin
            opens = cart.opens - self.routes.origin
            idle = self.solver.Max(end, until) - opens
            idle = idle - busy.CumulVar(self.routing.End(k))
            if k in self.lunches and self.field.lunch is not None:
                idle = idle - self.lunches[k] * self.field.lunch.length
            self.solver.Add(worst >= idle)

    def _busy(self) -> Any:
        """Lay a dimension of the time of visits and ways, without waiting."""
        f, n = self.field, self.routes.n
        length = f.compiled.visit_duration[self.routes.visit]
        size = self.routes.manager.GetNumberOfNodes()
        of_worker: dict[int, int] = {}
        for w, home in self.routes.home.items():
            ticks = np.zeros((size, size), dtype=np.int64)
            ticks[:n, :n] = f.legs(self.part.slots, w) + length[:, None]
            ticks[home, :n], back = f.ways(self.part.slots, w)
            ticks[:n, home] = length + back
            of_worker[w] = self.routing.RegisterTransitMatrix(ticks.tolist())
        of_carts = [of_worker[cart.worker] for cart in self.part.carts]
        self.routing.AddDimensionWithVehicleTransits(
            of_carts, 0, self.most, True, "busy"
        )
        return self.routing.GetDimensionOrDie("busy")
