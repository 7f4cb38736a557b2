"""A plain CP-SAT model: one circuit a cart, as one writes it in an afternoon.

It says what the routing model says: pairs, windows, travel and access, carers together,
links, opening times, paid time, daily spans and rests, breaks (as room in a gap),
shifts with the ways in them, all or none of a client's optional visits; and pays for
travel, ways home, mileage, waiting, being early or late (against each of several
windows), the worst lateness, clients left out, extra time, lunches missed, the worst
idle time in a shift, and the pairs' prices. Its size is what ends it: arcs grow with
the square of a day's slots times the carts, so each slot keeps a few (``circuit.py``).
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from benchmarks.peers.circuit import Circuit
from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from benchmarks.peers.field import Cart, Field, Part, Plan

__all__ = ["solve_part"]


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
        self.idle = self.cp.new_int_var(0, NEVER, "")
        self.cost.append(field.prices.worst_idle * self.idle)
        for k in range(len(part.carts)):
            Circuit(self, k).lay()
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

    # ── between carts ─────────────────────────────────────────────────────

    def _cover(self) -> None:
        c = self.field.compiled
        for made, v in zip(self.made, self.visit, strict=True):
            missed = self.field.prices.missed[int(c.visit_priority[v])]
            self.cp.add_at_most_one(made)
            self.cost.append(missed * (1 - sum(made)))
        for slots in self.field.optional_of(self.part):
            self._client([sum(self.made[i]) for i in slots])

    def _client(self, made: list[Any]) -> None:
        """Pay once for a client left out; make all of their slots or none."""
        if self.field.prices.left_out:
            gone = self.cp.new_bool_var("")
            for one in made:
                self.cp.add(gone + one >= 1)
            self.cost.append(self.field.prices.left_out * gone)
        if "whole_clients" in self.field.book:
            for one, other in pairwise(made):
                self.cp.add(one == other)

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
        """Price starts outside the preferred windows, carer by carer, and the worst."""
        c, prices = self.field.compiled, self.field.prices
        carers = Counter(self.visit)
        late_ones, largest = [], 0
        for v, start in self.start.items():
            low, high = c.windows(v)[0][0], c.windows(v)[-1][1]
            if prices.early and c.prefer_from[v] > -NEVER:
                soft = int(c.prefer_from[v])
                early = self.cp.new_int_var(0, max(0, soft - low), "")
                self.cp.add(early >= soft - start)
                self.cost.append(prices.early * carers[v] * early)
            if (prices.late or prices.worst_late) and c.prefer_until[v] < NEVER:
                most = max(0, high - int(c.prefer_until[v]))
                late = self.cp.new_int_var(0, most, "")
                self._late(v, late)
                largest = max(largest, most)
                self.cost.append(prices.late * carers[v] * late)
                late_ones.append(late)
        if prices.worst_late and late_ones:
            worst = self.cp.new_int_var(0, largest, "")
            self.cp.add_max_equality(worst, late_ones)
            self.cost.append(prices.worst_late * worst)

    def _late(self, v: int, late: Any) -> None:
        """Measure lateness against a window that has opened; the last one is best."""
        start, taken = self.start[v], []
        closings = self.field.compiled.closings(v)
        for opens, until in closings:
            this = self.cp.new_bool_var("")
            taken.append(this)
            self.cp.add(late >= start - until).only_enforce_if(this)
            if opens > -NEVER:
                self.cp.add(start >= opens).only_enforce_if(this)
        self.cp.add_exactly_one(taken)

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
