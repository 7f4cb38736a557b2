"""OR-Tools routing: a vehicle a cart, a node a slot, searches one after another.

It says: who may make a slot, windows and their holes, travel and access, carers of one
visit at the same time, distances of links, opening times, paid time of a stretch, daily
spans, breaks as fixed intervals, shifts with the ways in them, all or none of a
client's optional visits, and where it has the whole week daily rest and weekly hours;
and it pays for travel, ways home, mileage, waiting, being early or late, the worst
lateness, clients left out, extra time, lunches missed, the worst idle time in a shift,
and the pairs' prices. It cannot say how many different carers a client meets, nor
anything about fairness. It runs on one thread and knows no seed.
"""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.peers.bills import Bills
from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from benchmarks.peers.field import Field, Part, Plan

__all__ = ["solve_part"]

TIME = "time"
HASTE = 0.25
"""Seconds a slot below which there is time for one search only."""
IN_HASTE = (("PARALLEL_CHEAPEST_INSERTION", True, 1.0),)
"""What is done then, as below, with a guided local search: on our own weeks, solved day
by day, it leaves a fraction out of what several short searches do."""
ALL_EARLY = (
    ("PARALLEL_CHEAPEST_INSERTION", False, 0.35),
    ("LOCAL_CHEAPEST_COST_INSERTION", False, 0.65),
)
"""First rota, whether times are set by a linear programme, share of the time.

The first of them is there soon where slots are many, the second sees lateness. A tabu
search goes on from each: a guided one reckons with the lengths of arcs, which are
little beside lateness and waiting, and stays where it is.
"""
SOME_LATE = (
    ("PARALLEL_CHEAPEST_INSERTION", True, 0.35),
    ("LOCAL_CHEAPEST_COST_INSERTION", True, 0.35),
    ("LOCAL_CHEAPEST_COST_INSERTION", False, 0.3),
)
"""The same where starting late can be better than early.

The programme costs the search most of its moves and gives each the best times: neither
way is better everywhere.
"""


def solve_part(
    field: Field, part: Part, *, seconds: float, threads: int, seed: int
) -> Plan:
    """Give the best plan found in some seconds, the building of the model included."""
    del threads, seed
    end = time.monotonic() + seconds
    if not part.carts or not part.slots:
        return {}
    model = _Model(field, part)
    best: tuple[int, Plan] | None = None
    shares = 1.0
    hasty = seconds < HASTE * len(part.slots)
    several = ALL_EARLY if model.early_is_best else SOME_LATE
    for first, exact, share in IN_HASTE if hasty else several:
        left = (end - time.monotonic()) * share / shares
        shares -= share
        how = "GUIDED_LOCAL_SEARCH" if hasty else "TABU_SEARCH"
        terms = _search(first, how, exact=exact, seconds=left)
        found = model.routing.SolveWithParameters(terms)
        if found is not None and (best is None or found.ObjectiveValue() < best[0]):
            best = found.ObjectiveValue(), model.plan(found)
    return best[1] if best else {}


def _search(first: str, how: str, *, exact: bool, seconds: float) -> Any:
    search = pywrapcp.DefaultRoutingSearchParameters()
    enums = routing_enums_pb2
    search.first_solution_strategy = getattr(enums.FirstSolutionStrategy, first)
    search.local_search_metaheuristic = getattr(enums.LocalSearchMetaheuristic, how)
    # without it the first rota ignores what binds two nodes, and is then refused whole
    search.use_full_propagation = True
    search.disable_scheduling_beware_this_may_degrade_performance = not exact
    search.time_limit.FromMilliseconds(round(1000 * max(0.2, seconds)))
    return search


class _Model:
    """The routing model of a part. Nodes: the slots in order, then the homes."""

    def __init__(self, field: Field, part: Part) -> None:
        self.field = field
        self.part = part
        c = field.compiled
        self.n = len(part.slots)
        self.visit = c.slot_visit[part.slots]
        workers = sorted({cart.worker for cart in part.carts})
        self.home = {w: self.n + i for i, w in enumerate(workers)}
        ends = [self.home[cart.worker] for cart in part.carts]
        size = self.n + len(workers)
        self.manager = pywrapcp.RoutingIndexManager(size, len(part.carts), ends, ends)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.origin = min(cart.opens for cart in part.carts)
        self.time: Any = None
        self.optional = field.optional_of(part)
        self._journeys(size)
        self._visits()
        self._carts()
        self._together()
        self._links()
        self._over_days()
        self._whole_clients()
        if field.on_shift or field.prices.worst_late:
            Bills(self).lay()

    @property
    def early_is_best(self) -> bool:
        """Whether no rota gets better by a start later than it could be."""
        f = self.field
        prices = f.prices
        waits = prices.waiting or prices.early or prices.worst_idle
        return not (waits or f.on_shift or f.long_day is not None)

    # ── arcs ──────────────────────────────────────────────────────────────

    def _journeys(self, size: int) -> None:
        """Lay times, a matrix for each mode of travel, and costs, one for each worker.

        The ways from home and back cost but take no time where opening times bind
        visits; in a shift they do. Waiting is what is left of a cart's span, so travel
        is paid less the price of waiting; in a shift waiting is paid by itself. Who
        makes a slot is paid on the way to it: a dimension of its own with a price on
        its span would say that more cheaply, but in 9.15 one whose lengths differ by
        vehicle makes models infeasible that are not.
        """
        f, part = self.field, self.part
        c = f.compiled
        transit: dict[int, int] = {}
        costs: dict[int, int] = {}
        length = c.visit_duration[self.visit]
        by_mode: dict[int, list[int]] = defaultdict(list)
        for w in self.home:
            by_mode[int(c.worker_mode[w])].append(w)
        for group in by_mode.values():
            legs = f.legs(part.slots, group[0])
            ticks = np.zeros((size, size), dtype=np.int64)
            ticks[: self.n, : self.n] = legs + length[:, None]
            ticks[: self.n, self.n :] = length[:, None]
            for w in group if f.on_shift else ():
                out, back = f.ways(part.slots, w)
                ticks[self.home[w], : self.n] = out
                ticks[: self.n, self.home[w]] = length + back
            shared = self.routing.RegisterTransitMatrix(ticks.tolist())
            paid = f.leg_costs(part.slots, group[0])
            if not f.on_shift:
                paid = paid - legs * f.prices.waiting
            for w in group:
                cost = np.zeros((size, size), dtype=np.int64)
                out, back = f.way_costs(part.slots, w)
                cost[: self.n, : self.n] = np.maximum(0, paid)
                cost[self.home[w], : self.n] = out
                cost[: self.n, self.home[w]] = back
                cost[:, : self.n] += part.pair[:, w]
                transit[w] = shared
                costs[w] = self.routing.RegisterTransitMatrix(cost.tolist())
        for k, cart in enumerate(part.carts):
            self.routing.SetArcCostEvaluatorOfVehicle(costs[cart.worker], k)
        far = max(cart.closes for cart in part.carts) - self.origin
        of_carts = [transit[cart.worker] for cart in part.carts]
        self.routing.AddDimensionWithVehicleTransits(of_carts, far, far, False, TIME)
        self.time = self.routing.GetDimensionOrDie(TIME)

    # ── nodes ─────────────────────────────────────────────────────────────

    def _visits(self) -> None:
        c, prices = self.field.compiled, self.field.prices
        missed = self.field.missed(self.part)
        for i in range(self.n):
            v, at = int(self.visit[i]), self.manager.NodeToIndex(i)
            self.routing.AddDisjunction([at], missed[i])
            # SetAllowedVehiclesForIndex of 9.15 takes no list; -1 is: not made
            self.routing.VehicleVar(at).SetValues([-1, *self.part.allowed[i]])
            windows = [(a - self.origin, b - self.origin) for a, b in c.windows(v)]
            cumul = self.time.CumulVar(at)
            if self.part.allowed[i]:
                low, high = max(0, windows[0][0]), windows[-1][1]
                cumul.SetRange(low, min(high, cumul.Max()))
                for (_, a), (b, _) in pairwise(windows):
                    if b > a + 1:
                        cumul.RemoveInterval(a + 1, b - 1)
            if prices.early and c.prefer_from[v] > -NEVER:
                soft = int(c.prefer_from[v]) - self.origin
                self.time.SetCumulVarSoftLowerBound(at, soft, prices.early)
            if prices.late and c.prefer_until[v] < NEVER:
                soft = int(c.prefer_until[v]) - self.origin
                self.time.SetCumulVarSoftUpperBound(at, soft, prices.late)

    def _whole_clients(self) -> None:
        """Make all of a client's optional slots, or none."""
        if "whole_clients" not in self.field.book:
            return
        for slots in self.optional:
            active = [
                self.routing.ActiveVar(self.manager.NodeToIndex(i)) for i in slots
            ]
            for one, other in pairwise(active):
                self.routing.solver().Add(one == other)

    def _carts(self) -> None:
        waiting, extra = self.field.prices.waiting, self.field.prices.extra
        for k, cart in enumerate(self.part.carts):
            low, high = cart.opens - self.origin, cart.closes - self.origin
            for at in (self.routing.Start(k), self.routing.End(k)):
                self.time.CumulVar(at).SetRange(low, high)
            self.time.SetSpanUpperBoundForVehicle(max(0, cart.most), k)
            if self.field.on_shift:
                self.time.SetSlackCostCoefficientForVehicle(waiting, k)
            elif waiting:
                self.time.SetSpanCostCoefficientForVehicle(waiting, k)
            if cart.until is not None and extra:
                soft = cart.until - self.origin
                end = self.routing.End(k)
                self.time.SetCumulVarSoftUpperBound(end, soft, extra)
        self._settle(waiting)
        self._breaks()

    def _settle(self, waiting: int) -> None:
        """Say which times to take where a rota leaves them open.

        Visits early, or what comes first late where waiting costs: a start that is late
        for nothing counts as lateness.
        """
        routing = self.routing
        for i in () if waiting else range(self.n):
            at = self.manager.NodeToIndex(i)
            routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(at))
        for k in range(len(self.part.carts)):
            start = self.time.CumulVar(routing.Start(k))
            routing.AddVariableMaximizedByFinalizer(start)
            end = self.time.CumulVar(routing.End(k))
            routing.AddVariableMinimizedByFinalizer(end)

    def _breaks(self) -> None:
        """Give each long cart a break where any run that needs one must hold it."""
        f = self.field
        if f.long_day is None:
            return
        length = self.field.compiled.visit_duration
        at_node = [int(length[v]) for v in self.visit]
        at_node += [0] * (self.manager.GetNumberOfNodes() - self.n)
        at_index = [
            at_node[self.manager.IndexToNode(i)]
            for i in range(self.routing.Size() + self.routing.vehicles())
        ]
        solver = self.routing.solver()
        for k, cart in enumerate(self.part.carts):
            low, high = cart.opens - self.origin, cart.closes - self.origin
            if min(cart.most, high - low) <= f.long_day:
                continue
            first = high - f.long_day + f.margin
            last = low + f.long_day - f.margin - f.rest
            if first > last:
                first = last = (low + high - f.rest) // 2
            rest = solver.FixedDurationIntervalVar(
                first, last, f.rest, False, f"break {k}"
            )
            self.time.SetBreakIntervalsOfVehicle([rest], k, at_index)

    # ── between nodes ─────────────────────────────────────────────────────

    def _together(self) -> None:
        """Make all carers of a visit start at the same time."""
        first: dict[int, int] = {}
        for i, v in enumerate(self.visit.tolist()):
            at = self.manager.NodeToIndex(i)
            if v in first:
                same = self.time.CumulVar(first[v]) == self.time.CumulVar(at)
                self.routing.solver().Add(same)
                self._after(first[v], at, 0)
                self._after(at, first[v], 0)
            else:
                first[v] = at

    def _after(self, one: int, other: int, ticks: int) -> None:
        """Tell what sets the times, too, that a node follows another.

        It knows nothing of the solver's constraints: without this it puts each route at
        its own best, is refused, and the times that then come out are late by hours.
        """
        self.time.AddNodePrecedence(one, other, ticks)

    def _links(self) -> None:
        """Keep the distances of links whose visits both lie in the part."""
        c = self.field.compiled
        nodes: dict[int, list[int]] = defaultdict(list)
        for i, v in enumerate(self.visit.tolist()):
            nodes[v].append(self.manager.NodeToIndex(i))
        solver = self.routing.solver()
        for x in range(c.n_links):
            first, second = int(c.link_first[x]), int(c.link_second[x])
            if first not in nodes or second not in nodes:
                continue
            a, b = nodes[first][0], nodes[second][0]
            more = int(c.visit_duration[first]) if c.link_from_end[x] else 0
            apart = self.time.CumulVar(b) - self.time.CumulVar(a)
            if c.link_low[x] > -NEVER:
                solver.Add(apart >= int(c.link_low[x]) + more)
                self._after(a, b, int(c.link_low[x]) + more)
            if c.link_high[x] < NEVER:
                solver.Add(apart <= int(c.link_high[x]) + more)
                self._after(b, a, -int(c.link_high[x]) - more)
            if c.link_same[x] or c.link_different[x]:
                self._carers(nodes[first], nodes[second], same=bool(c.link_same[x]))

    def _carers(self, ones: list[int], others: list[int], *, same: bool) -> None:
        """Bind vehicles of linked visits; a worker's two carts count as two."""
        solver = self.routing.solver()
        for a in ones:
            for b in others:
                apart = self.routing.VehicleVar(a) - self.routing.VehicleVar(b)
                both = self.routing.ActiveVar(a) * self.routing.ActiveVar(b)
                if same:
                    solver.Add(apart * both == 0)
                else:
                    solver.Add(solver.Sum([apart * apart, 1 - both]) >= 1)

    def _over_days(self) -> None:
        solver = self.routing.solver()
        for one, other, rest in self.part.rests:
            ended = self.time.CumulVar(self.routing.End(one))
            begun = self.time.CumulVar(self.routing.Start(other))
            solver.Add(begun - ended >= rest)
        for one, other, most in self.part.spans:
            begun = self.time.CumulVar(self.routing.Start(one))
            ended = self.time.CumulVar(self.routing.End(other))
            used = [self.routing.ActiveVehicleVar(k) for k in (one, other)]
            idle = (2 - solver.Sum(used)) * (
                self.part.carts[other].closes - self.origin
            )
            solver.Add(ended - begun - idle <= most)
        for carts, most in self.part.weeks:
            spans = [
                self.time.CumulVar(self.routing.End(k))
                - self.time.CumulVar(self.routing.Start(k))
                for k in carts
            ]
            solver.Add(solver.Sum(spans) <= most)

    # ── the answer ────────────────────────────────────────────────────────

    def plan(self, found: Any) -> Plan:
        """Read the plan off a solution; none: nobody does anything."""
        if found is None:
            return {}
        plan: Plan = {}
        for k, cart in enumerate(self.part.carts):
            at = found.Value(self.routing.NextVar(self.routing.Start(k)))
            while not self.routing.IsEnd(at):
                start = found.Min(self.time.CumulVar(at)) + self.origin
                slot = self.part.slots[self.manager.IndexToNode(at)]
                plan[slot] = (cart.worker, start)
                at = found.Value(self.routing.NextVar(at))
        return plan
