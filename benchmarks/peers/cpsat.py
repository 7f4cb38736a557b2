"""A plain CP-SAT model: one circuit a cart, as one writes it in an afternoon.

It says what the routing model says: pairs, windows, travel and access, carers together,
links, opening times, paid time, daily spans and rests, breaks (as room in a gap); and
pays for travel, ways home, mileage, waiting, being early or late, the worst lateness,
and the pairs' prices. Its size is what ends it: arcs grow with the square of a day's
slots times the carts, so arcs over a wait longer than ``LONGEST_WAIT`` minutes are left
out, and of the rest each slot keeps the ``NEAREST`` to go on to.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from carerota.compiled.problem import NEVER
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from benchmarks.peers.field import Cart, Field, Part, Plan

__all__ = ["solve_part"]

LONGEST_WAIT = 120
NEAREST = 12
DEPOT = 0


def solve_part(
    field: Field, part: Part, *, seconds: float, threads: int, seed: int
) -> Plan:
    """Give the best plan found in some seconds, the building of the model included."""
    end = time.monotonic() + seconds
    if not part.carts or not part.slots:
        return {}
    model = _Model(field, part)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.2, end - time.monotonic())
    solver.parameters.num_workers = threads
    solver.parameters.random_seed = seed
    status = solver.solve(model.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {}
    return model.plan(solver)


class _Model:
    """The model of a part: a literal for each cart and arc, a start for each visit."""

    def __init__(self, field: Field, part: Part) -> None:
        self.field, self.part = field, part
        self.cp: Any = cp_model.CpModel()
        c = field.compiled
        self.visit = c.slot_visit[part.slots].tolist()
        self.start: dict[int, Any] = {}
        self.makes: dict[tuple[int, int], Any] = {}
        self.cost: list[Any] = []
        for v in dict.fromkeys(self.visit):
            domain = cp_model.Domain.from_intervals([list(w) for w in c.windows(v)])
            self.start[v] = self.cp.new_int_var_from_domain(domain, f"start {v}")
        for i, carts in enumerate(part.allowed):
            for k in carts:
                self.makes[i, k] = self.cp.new_bool_var(f"{i} by {k}")
        self.made = [
            [self.makes[i, k] for k in carts] for i, carts in enumerate(part.allowed)
        ]
        self.begins = [self._moment(cart) for cart in part.carts]
        self.ends = [self._moment(cart) for cart in part.carts]
        self.used = [self.cp.new_bool_var("") for _ in part.carts]
        for k in range(len(part.carts)):
            self._route(k)
        self._cover()
        self._one_at_a_time()
        self._links()
        self._over_carts()
        self._punctual()
        self.cp.minimize(sum(self.cost))
        for literal in (*self.makes.values(), *self.used):
            # the empty rota, which the solver may take long to find by itself
            self.cp.add_hint(literal, 0)

    def _moment(self, cart: Cart) -> Any:
        return self.cp.new_int_var(cart.opens, cart.closes, "")

    # ── one cart ──────────────────────────────────────────────────────────

    def _route(self, k: int) -> None:
        """Lay the circuit of a cart; node 0 is home, node i + 1 is slot i."""
        f, part, cp = self.field, self.part, self.cp
        cart = part.carts[k]
        mine = [i for i, carts in enumerate(part.allowed) if k in carts]
        if not mine:
            cp.add(self.used[k] == 0)
            return
        slots = [part.slots[i] for i in mine]
        length = f.compiled.visit_duration[[self.visit[i] for i in mine]].tolist()
        legs, leg_costs = f.legs(slots, cart.worker), f.leg_costs(slots, cart.worker)
        out_costs, back_costs = f.way_costs(slots, cart.worker)
        rest = self._breaks(k, mine)
        arcs = [(DEPOT, DEPOT, ~self.used[k])]
        for a, i in enumerate(mine):
            makes, start = self.makes[i, k], self.start[self.visit[i]]
            arcs.append((i + 1, i + 1, ~makes))
            first, last = cp.new_bool_var(""), cp.new_bool_var("")
            arcs += [(DEPOT, i + 1, first), (i + 1, DEPOT, last)]
            self.cost += [int(out_costs[a]) * first, int(back_costs[a]) * last]
            self.cost.append(int(part.pair[i, cart.worker]) * makes)
            cp.add(self.begins[k] <= start).only_enforce_if(makes)
            cp.add(self.ends[k] >= start + length[a]).only_enforce_if(makes)
            wait = f.prices.waiting
            # waiting is the span less visits and travel
            self.cost.append(-wait * length[a] * makes)
        for a, b in self._arcs(slots, legs):
            i, j = mine[a], mine[b]
            arc = cp.new_bool_var("")
            arcs.append((i + 1, j + 1, arc))
            leg = int(legs[a, b])
            ready = self.start[self.visit[i]] + length[a] + leg
            room = ready + f.rest * rest[j] if j in rest else ready
            cp.add(self.start[self.visit[j]] >= room).only_enforce_if(arc)
            cost = int(leg_costs[a, b]) - f.prices.waiting * leg
            self.cost.append(cost * arc)
        cp.add_circuit(arcs)
        span = self.ends[k] - self.begins[k]
        cp.add(span <= cart.most).only_enforce_if(self.used[k])
        cp.add(span == 0).only_enforce_if(~self.used[k])
        self.cost.append(f.prices.waiting * span)

    def _arcs(self, slots: list[int], legs: np.ndarray) -> list[tuple[int, int]]:
        """Choose the arcs between slots: in time, no long wait, the nearest few."""
        c = self.field.compiled
        v = c.slot_visit[slots]
        low = c.window_from[c.window_ptr[v]]
        high = c.window_until[c.window_ptr[v + 1] - 1]
        ready = (low + c.visit_duration[v])[:, None] + legs
        latest = (high + c.visit_duration[v])[:, None] + legs
        longest = minutes_to_ticks(LONGEST_WAIT, c.problem.ticks_per_minute)
        wait = np.maximum(0, low[None, :] - latest)
        may = (ready <= high[None, :]) & (wait <= longest)
        may &= v[:, None] != v[None, :]
        far = np.where(may, legs + wait, NEVER)
        found = []
        for a in range(len(slots)):
            near = np.argsort(far[a], kind="stable")[:NEAREST]
            found += [(a, int(b)) for b in near if may[a, b]]
        return found

    def _breaks(self, k: int, mine: list[int]) -> dict[int, Any]:
        """Leave room for a break before one slot of a cart that works for long."""
        f, cp, cart = self.field, self.cp, self.part.carts[k]
        long_day = f.long_day
        if long_day is None or min(cart.most, cart.closes - cart.opens) <= long_day:
            return {}
        rest = {i: cp.new_bool_var("") for i in mine}
        for i, before in rest.items():
            cp.add_implication(before, self.makes[i, k])
            start = self.start[self.visit[i]]
            early = self.begins[k] + f.margin + f.rest
            cp.add(start >= early).only_enforce_if(before)
            cp.add(start <= self.ends[k] - f.margin).only_enforce_if(before)
        needs = cp.new_bool_var("")
        cp.add(self.ends[k] - self.begins[k] <= long_day).only_enforce_if(~needs)
        cp.add_bool_or([*rest.values(), ~needs])
        return rest

    # ── between carts ─────────────────────────────────────────────────────

    def _cover(self) -> None:
        c = self.field.compiled
        for made, v in zip(self.made, self.visit, strict=True):
            missed = self.field.prices.missed[int(c.visit_priority[v])]
            self.cp.add_at_most_one(made)
            self.cost.append(missed * (1 - sum(made)))

    def _one_at_a_time(self) -> None:
        """Send different workers to the slots of one visit."""
        of_worker: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (i, k), makes in self.makes.items():
            of_worker[self.visit[i], self.part.carts[k].worker].append(makes)
        for literals in of_worker.values():
            if len(literals) > 1:
                self.cp.add_at_most_one(literals)

    def _links(self) -> None:
        c, cp = self.field.compiled, self.cp
        made: dict[int, list[Any]] = defaultdict(list)
        for literals, v in zip(self.made, self.visit, strict=True):
            made[v] += literals
        there = {v: self._any(literals) for v, literals in made.items()}
        for x in range(c.n_links):
            first, second = int(c.link_first[x]), int(c.link_second[x])
            if first not in there or second not in there:
                continue
            both = [there[first], there[second]]
            more = int(c.visit_duration[first]) if c.link_from_end[x] else 0
            apart = self.start[second] - self.start[first] - more
            if c.link_low[x] > -NEVER:
                cp.add(apart >= int(c.link_low[x])).only_enforce_if(both)
            if c.link_high[x] < NEVER:
                cp.add(apart <= int(c.link_high[x])).only_enforce_if(both)
            if c.link_same[x] or c.link_different[x]:
                self._carers(first, second, there, same=bool(c.link_same[x]))

    def _any(self, literals: list[Any]) -> Any:
        there = self.cp.new_bool_var("")
        self.cp.add_max_equality(there, literals or [0])
        return there

    def _carers(
        self, first: int, second: int, there: dict[int, Any], *, same: bool
    ) -> None:
        """Bind the workers of linked visits."""
        by: dict[int, dict[int, list[Any]]] = {first: {}, second: {}}
        for (i, k), makes in self.makes.items():
            if self.visit[i] in by:
                of_visit = by[self.visit[i]]
                of_visit.setdefault(self.part.carts[k].worker, []).append(makes)
        for w in {*by[first], *by[second]}:
            one, other = sum(by[first].get(w, [])), sum(by[second].get(w, []))
            if same:
                self.cp.add(other <= one).only_enforce_if(there[first])
            else:
                self.cp.add(one + other <= 1)

    def _over_carts(self) -> None:
        for one, other, rest in self.part.rests:
            both = [self.used[one], self.used[other]]
            apart = self.begins[other] - self.ends[one]
            self.cp.add(apart >= rest).only_enforce_if(both)
        for one, other, most in self.part.spans:
            both = [self.used[one], self.used[other]]
            span = self.ends[other] - self.begins[one]
            self.cp.add(span <= most).only_enforce_if(both)
        for carts, most in self.part.weeks:
            self.cp.add(sum(self.ends[k] - self.begins[k] for k in carts) <= most)

    def _punctual(self) -> None:
        """Price starts outside the preferred window, and the worst of them."""
        c, prices = self.field.compiled, self.field.prices
        late_ones, largest = [], 0
        for v, start in self.start.items():
            windows = c.windows(v)
            for price, bound, sign in (
                (prices.early, int(c.prefer_from[v]), -1),
                (prices.late or prices.worst_late, int(c.prefer_until[v]), 1),
            ):
                if not price or abs(bound) >= NEVER:
                    continue
                ends = (windows[0][0], windows[-1][1])
                most = max(0, *(sign * (x - bound) for x in ends))
                off = self.cp.new_int_var(0, most, "")
                self.cp.add(off >= sign * (start - bound))
                largest = max(largest, most)
                self.cost.append((prices.late if sign > 0 else price) * off)
                if sign > 0:
                    late_ones.append(off)
        if prices.worst_late and late_ones:
            worst = self.cp.new_int_var(0, largest, "")
            self.cp.add_max_equality(worst, late_ones)
            self.cost.append(prices.worst_late * worst)

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        """Read the plan off a solution."""
        return {
            self.part.slots[i]: (
                self.part.carts[k].worker,
                solver.value(self.start[self.visit[i]]),
            )
            for (i, k), makes in self.makes.items()
            if solver.boolean_value(makes)
        }
