"""One cart of the plain CP-SAT model: its circuit, and what belongs to it alone.

Arcs over a wait longer than ``LONGEST_WAIT`` minutes are left out, and of the rest each
slot keeps the ``NEAREST`` to go on to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from benchmarks.peers.field import Field, Part

__all__ = ["Circuit"]

LONGEST_WAIT = 120
NEAREST = 12
DEPOT = 0


class _Carts(Protocol):
    """What there has to be before a circuit is laid."""

    field: Field
    part: Part
    cp: Any
    visit: list[int]
    start: dict[int, Any]
    makes: dict[tuple[int, int], Any]
    cost: list[Any]
    begins: list[Any]
    ends: list[Any]
    used: list[Any]
    idle: Any


class Circuit:
    """The circuit of a cart; node 0 is home, node i + 1 is slot i."""

    def __init__(self, model: _Carts, k: int) -> None:
        self.model, self.k = model, k
        self.field, self.cp = model.field, model.cp
        self.cart = model.part.carts[k]
        self.begins, self.ends = model.begins[k], model.ends[k]
        self.used = model.used[k]
        self.mine = [i for i, carts in enumerate(model.part.allowed) if k in carts]
        self.slots = [model.part.slots[i] for i in self.mine]
        visits = [model.visit[i] for i in self.mine]
        self.length = self.field.compiled.visit_duration[visits].tolist()
        self.arcs: list[Any] = [(DEPOT, DEPOT, ~self.used)]
        self.busy: list[Any] = []
        """Terms of the ticks of visits, ways and lunch."""
        self.rest: dict[int, Any] = {}
        self.pause = self.field.rest
        self.lunch: tuple[Any, Any] | None = None

    def lay(self) -> None:
        """Lay the circuit, and price it."""
        if not self.mine:
            self.cp.add(self.used == 0)
            self._shift()
            return
        if self.field.has_lunch(self.cart.worker):
            self._lunches()
        else:
            self._breaks()
        self._ways_home()
        self._legs()
        self.cp.add_circuit(self.arcs)
        span = self.ends - self.begins
        self.cp.add(span <= self.cart.most).only_enforce_if(self.used)
        self.cp.add(span == 0).only_enforce_if(~self.used)
        # waiting is what visits, ways and lunch leave of the span
        waiting = span - sum(self.busy)
        self.model.cost.append(self.field.prices.waiting * waiting)
        self._shift()

    def _ways_home(self) -> None:
        """Begin and end at home; the ways take time in a shift, and else only cost."""
        f, cp, model, w = self.field, self.cp, self.model, self.cart.worker
        out_costs, back_costs = f.way_costs(self.slots, w)
        out_ticks, back_ticks = f.ways(self.slots, w)
        if not f.on_shift:
            out_ticks, back_ticks = 0 * out_ticks, 0 * back_ticks
        for a, i in enumerate(self.mine):
            makes, start = model.makes[i, self.k], model.start[model.visit[i]]
            first, last = cp.new_bool_var(""), cp.new_bool_var("")
            self.arcs.append((i + 1, i + 1, ~makes))
            self.arcs += [(DEPOT, i + 1, first), (i + 1, DEPOT, last)]
            model.cost += [int(out_costs[a]) * first, int(back_costs[a]) * last]
            model.cost.append(int(model.part.pair[i, w]) * makes)
            out, back, length = int(out_ticks[a]), int(back_ticks[a]), self.length[a]
            cp.add(self.begins + out <= start).only_enforce_if(makes)
            cp.add(self.ends >= start + length + back).only_enforce_if(makes)
            self.busy += [length * makes, out * first, back * last]
            if self.lunch is not None:
                self._room(self.begins + out, start, 0, [first, self.rest[i]])

    def _legs(self) -> None:
        """Go from slot to slot."""
        f, cp, model = self.field, self.cp, self.model
        legs = f.legs(self.slots, self.cart.worker)
        costs = f.leg_costs(self.slots, self.cart.worker)
        for a, b in self._near(legs):
            i, j = self.mine[a], self.mine[b]
            arc = cp.new_bool_var("")
            self.arcs.append((i + 1, j + 1, arc))
            leg = int(legs[a, b])
            ended = model.start[model.visit[i]] + self.length[a]
            start = model.start[model.visit[j]]
            pause = self.pause * self.rest[j] if j in self.rest else 0
            cp.add(start >= ended + leg + pause).only_enforce_if(arc)
            model.cost.append(int(costs[a, b]) * arc)
            self.busy.append(leg * arc)
            if self.lunch is not None:
                self._room(ended, start, leg, [arc, self.rest[j]])

    def _near(self, legs: np.ndarray) -> list[tuple[int, int]]:
        """Choose the arcs between slots: in time, no long wait, the nearest few."""
        c = self.field.compiled
        v = c.slot_visit[self.slots]
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
        for a in range(len(self.slots)):
            near = np.argsort(far[a], kind="stable")[:NEAREST]
            found += [(a, int(b)) for b in near if may[a, b]]
        return found

    def _breaks(self) -> None:
        """Leave room for a break before one slot of a cart that works for long."""
        f, cp, model, cart = self.field, self.cp, self.model, self.cart
        long_day = f.long_day
        if long_day is None or min(cart.most, cart.closes - cart.opens) <= long_day:
            return
        self.rest = {i: cp.new_bool_var("") for i in self.mine}
        for i, before in self.rest.items():
            cp.add_implication(before, model.makes[i, self.k])
            start = model.start[model.visit[i]]
            early = self.begins + f.margin + f.rest
            cp.add(start >= early).only_enforce_if(before)
            cp.add(start <= self.ends - f.margin).only_enforce_if(before)
        needs = cp.new_bool_var("")
        cp.add(self.ends - self.begins <= long_day).only_enforce_if(~needs)
        cp.add_bool_or([*self.rest.values(), ~needs])

    # ── shift and lunch ───────────────────────────────────────────────────

    def _lunches(self) -> None:
        """Have lunch directly before one slot, or pay; who does not work does pay."""
        lunch, cp = self.field.lunch, self.cp
        if lunch is None:
            return
        self.rest = {i: cp.new_bool_var("") for i in self.mine}
        for i, before in self.rest.items():
            cp.add_implication(before, self.model.makes[i, self.k])
        cp.add_at_most_one(self.rest.values())
        self.pause = lunch.length
        had = sum(self.rest.values())
        self.busy.append(lunch.length * had)
        self.model.cost.append(lunch.price * (1 - had))
        first, last = lunch.spans[self.cart.day]
        self.lunch = cp.new_int_var(first, last, ""), cp.new_bool_var("")

    def _room(self, ended: Any, start: Any, leg: int, when: list[Any]) -> None:
        """Have lunch between two visits, and the way either after it or before."""
        if self.lunch is None:
            return
        (at, stays), length = self.lunch, self.pause
        self.cp.add(at >= ended + leg * (1 - stays)).only_enforce_if(when)
        self.cp.add(at + length + leg * stays <= start).only_enforce_if(when)

    def _shift(self) -> None:
        """Price what a cart is out after its shift, and look for idle time in it."""
        cart, prices, cp = self.cart, self.field.prices, self.cp
        if cart.until is None:
            return
        over = cp.new_int_var(0, max(0, cart.closes - cart.until), "")
        cp.add(self.ends <= cart.until + over).only_enforce_if(self.used)
        self.model.cost.append(prices.extra * over)
        if prices.worst_idle:
            shift = cart.until + over - cart.opens
            cp.add(self.model.idle >= shift - sum(self.busy))
