"""Every slot is on one way: the linear programme over ways, and what it proves.

The programme itself is solved in floating point, by OR-Tools' GLOP. Its prices are then
rounded to whole numbers, and whatever whole prices they are, what they prove is counted
exactly (:meth:`Master.prices`): no rounding is trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from carerota.compiled.problem import NEVER, PRIORITIES
from carerota.engines.bounds.columns import Box, Prices, Way
from carerota.engines.bounds.glop import programme, solved

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from carerota.engines.bounds.days import Outline, Ways

    Ints = NDArray[np.int64]

__all__ = ["Master"]

OPTIONAL: Final = PRIORITIES.index("optional")
MISSING: Final = 3.0
"""What a slot on no way costs at first, in the price of the dearest step."""
DEARER: Final = 10.0
RAISES: Final = 5
"""How often that is raised at most where slots are left out of all ways."""
LEAST: Final = 1e-6
"""A share of a slot that is none."""


class Master:
    """The linear programme over ways through some days.

    Parameters
    ----------
    outline
        The problem.
    groups
        The ways there are: of each group as many as it has workers.
    slots
        The slots that must be made, each once; those of optional visits may be left
        out, at the price of ``cover``.
    """

    def __init__(
        self,
        outline: Outline,
        groups: Sequence[Ways],
        slots: Sequence[int],
    ) -> None:
        self.outline, self.groups = outline, groups
        self.slots = list(slots)
        self.columns = 0
        self._lp: Any = programme()
        self._known: set[Way] = set()
        self._cover: dict[int, Any] = {}
        self._late: dict[int, int] = {}
        self._start: dict[int, int] = {}
        self._boxes: list[Box] = []
        self._cheapest: NDArray[np.float64] | None = None
        self._rows: list[tuple[Any, int]] = []
        c = outline.compiled
        self._visit = c.slot_visit
        # in points and minutes the numbers are near one, as the solver likes them
        self._point = float(outline.book.point)
        self._minute = float(c.problem.ticks_per_minute)
        self._build()
        self._is_late = np.zeros(c.n_slots, dtype=np.bool_)
        self._is_late[list(self._late)] = True

    # ── the programme ─────────────────────────────────────────────────────
    def _row(self, low: float, high: float) -> Any:
        return self._lp.Constraint(low, high)

    def _build(self) -> None:
        lp, inf = self._lp, self._lp.infinity()
        lp.Objective().SetMinimization()
        c = self.outline.compiled
        costs = [int(g.cost.max()) for g in self.groups]
        self._dear = MISSING * max(self._point, *costs) if costs else self._point
        self._missing: list[Any] = []
        self._raised = 0
        for s in self.slots:
            self._cover[s] = self._row(1.0, 1.0)
            left = lp.NumVar(0.0, inf, "")
            self._cover[s].SetCoefficient(left, 1.0)
            lp.Objective().SetCoefficient(left, self._dear / self._point)
            self._missing.append(left)
            if int(c.visit_priority[self._visit[s]]) == OPTIONAL:
                out = lp.NumVar(0.0, 1.0, "")
                self._cover[s].SetCoefficient(out, 1.0)
                lp.Objective().SetCoefficient(out, self._cover_price() / self._point)
        self._groups = [self._row(-inf, float(len(g.workers))) for g in self.groups]
        self._punctual()

    def _cover_price(self) -> int:
        return self.outline.weight("cover")

    def _box(self, low: int, high: int, price: int) -> Box:
        """Make a number of which the bounds prove whatever its price leaves open."""
        found = self._lp.NumVar(low / self._minute, high / self._minute, "")
        self._lp.Objective().SetCoefficient(found, price * self._minute / self._point)
        self._boxes.append(Box(found, low, high, price))
        return self._boxes[-1]

    def _at_least(self, low: int, *terms: tuple[Box, int]) -> int:
        row = self._row(low / self._minute, self._lp.infinity())
        for box, k in terms:
            row.SetCoefficient(box.variable, float(k))
            box.rows.append((len(self._rows), k))
        self._rows.append((row, low))
        return len(self._rows) - 1

    def _punctual(self) -> None:
        """Lateness of visits and the worst one; starts that links ask for."""
        outline = self.outline
        late, worst = outline.late_price, outline.worst_price
        slots_of: dict[int, list[int]] = {}
        for s in self.slots:
            slots_of.setdefault(int(self._visit[s]), []).append(s)
        starts = self._starts(slots_of)
        if not (late or worst):
            return
        most = max([0, *(outline.most_late(v) for v in slots_of)])
        peak = self._box(0, most, worst) if worst else None
        for v, slots in slots_of.items():
            closes = int(outline.due[v])
            if closes == NEVER or not outline.most_late(v):
                continue
            together = self._starts_together(v)
            for part in [slots] if together else [[s] for s in slots]:
                off = self._box(0, outline.most_late(v), late * len(part))
                for s in part:
                    self._late[s] = self._at_least(0, (off, 1))
                if peak is not None:
                    self._at_least(0, (peak, 1), (off, -1))
                if v in starts and together:
                    self._at_least(-closes, (off, 1), (starts[v], -1))

    def _starts_together(self, v: int) -> bool:
        """Tell whether the carers of a visit are late as one.

        Of an optional visit some may be left out. Where one of another is,
        :meth:`shared_late` takes back what was counted of them.
        """
        certain = int(self.outline.compiled.visit_priority[v]) < OPTIONAL
        return certain and "double_up" in self.outline.hard

    def _starts(self, slots_of: dict[int, list[int]]) -> dict[int, Box]:
        """Give the starts of linked visits that nobody may leave out."""
        outline, c = self.outline, self.outline.compiled
        found: dict[int, Box] = {}
        if not (outline.linked and {"visit_links", "double_up"} <= outline.hard):
            return found
        sure = {
            v
            for v in slots_of
            if int(c.visit_priority[v]) < OPTIONAL and outline.moments[v]
        }

        def start(v: int) -> Box:
            if v not in found:
                moments = outline.moments[v]
                found[v] = self._box(moments[0][0], moments[-1][1], 0)
                for s in slots_of[v]:
                    self._start[s] = self._at_least(0, (found[v], 1))
            return found[v]

        for x in range(c.n_links):
            a, b = int(c.link_first[x]), int(c.link_second[x])
            if not {a, b} <= sure or a == b:
                continue
            since = int(c.visit_duration[a]) if c.link_from_end[x] else 0
            low, high = int(c.link_low[x]), int(c.link_high[x])
            if low > -NEVER:
                self._at_least(low + since, (start(b), 1), (start(a), -1))
            if high < NEVER:
                self._at_least(-high - since, (start(a), 1), (start(b), -1))
        return found

    # ── ways ──────────────────────────────────────────────────────────────
    def add(self, way: Way) -> bool:
        """Add a way; tell whether it is new."""
        if way in self._known:
            return False
        self._known.add(way)
        ways = self.groups[way.group]
        table = {int(s): row for s, row in zip(ways.made, ways.slots, strict=True)}
        place = {int(s): i for i, s in enumerate(ways.made)}
        first, last = way.steps[0][0], way.steps[-1][0]
        price = int(table[first][7]) + int(table[last][8])
        column = self._lp.NumVar(0.0, self._lp.infinity(), "")
        times: dict[int, int] = {}
        late: dict[int, int] = {}
        start: dict[int, int] = {}
        before = -1
        for s, at, home in way.steps:
            price += int(table[s][3])
            if before >= 0:
                price += int(ways.cost[home, before, place[s]])
            before = place[s]
            times[s] = times.get(s, 0) + 1
            over = max(0, at - int(table[s][4]))
            late[s] = late.get(s, 0) + over
            start[s] = start.get(s, 0) + at
            if s not in self._late:
                price += int(table[s][5]) * over
        for s, n in times.items():
            self._cover[s].SetCoefficient(column, float(n))
            if s in self._late and late[s]:
                self._rows[self._late[s]][0].SetCoefficient(
                    column, -late[s] / self._minute
                )
            if s in self._start:
                self._rows[self._start[s]][0].SetCoefficient(
                    column, -start[s] / self._minute
                )
        self._groups[way.group].SetCoefficient(column, 1.0)
        self._lp.Objective().SetCoefficient(column, price / self._point)
        self.columns += 1
        return True

    # ── prices ────────────────────────────────────────────────────────────
    def solve(self) -> float | None:
        """Solve the programme over the ways there are; give what it costs.

        ``None``: GLOP could not, also not from the beginning in another way. There are
        no prices to ask for then.
        """
        if not solved(self._lp):
            return None
        return float(self._lp.Objective().Value()) * self._point

    def dearer(self) -> bool:
        """Make slots on no way dearer where there are any; tell whether it was done."""
        left = any(x.solution_value() > LEAST for x in self._missing)
        if not left or self._raised >= RAISES:
            return False
        self._raised += 1
        self._dear *= DEARER
        for x in self._missing:
            self._lp.Objective().SetCoefficient(x, self._dear / self._point)
        return True

    def duals(self) -> NDArray[np.float64]:
        """Give the prices of the programme's solution: a row's value is its dual."""
        slots = np.array([r.dual_value() for r in self._cover.values()]) * self._point
        rows = np.array([r.dual_value() for r, _ in self._rows])
        return np.concatenate([slots, rows * (self._point / self._minute)])

    def prices(self, duals: NDArray[np.float64]) -> Prices:
        """Round the duals to whole prices, and count what the rest then proves."""
        whole = np.rint(duals).astype(np.int64)
        n = len(self._cover)
        size = self.outline.compiled.n_slots
        slot = np.zeros(size, dtype=np.int64)
        slot[list(self._cover)] = whole[:n]
        rows = np.maximum(0, whole[n:])
        late, start = np.zeros_like(slot), np.zeros_like(slot)
        late[list(self._late)] = rows[list(self._late.values())]
        start[list(self._start)] = rows[list(self._start.values())]
        rest = sum(
            k * low for k, (_, low) in zip(rows.tolist(), self._rows, strict=True)
        )
        for box in self._boxes:
            left = box.price - sum(k * int(rows[r]) for r, k in box.rows)
            rest += min(left * box.low, left * box.high)
        rest += int(slot.sum()) - self._left_out(slot)
        return Prices(slot, late, start, rest)

    def _left_out(self, slot: Ints) -> int:
        """Count the most that optional slots left out can save at prices."""
        saved = slot[self.slots][self._optional()] - self._cover_price()
        return int(np.maximum(0, saved).sum())

    def _optional(self) -> NDArray[np.bool_]:
        priority = self.outline.compiled.visit_priority[self._visit[self.slots]]
        return np.asarray(priority == OPTIONAL)

    def shared_late(self, prices: Prices) -> Ints:
        """Give what lateness of a slot may be counted though nobody makes it, (S,).

        Carers who start together are late together, and the programme counts it for
        each of them. Of one who is missing it has to count what the row of that slot
        does not, however late the others are.
        """
        found = np.zeros_like(prices.slot)
        for s in self._late:
            v = int(self._visit[s])
            if self._starts_together(v) and len(self.outline.compiled.slots(v)) > 1:
                uncounted = max(0, self.outline.late_price - int(prices.late[s]))
                found[s] = uncounted * self.outline.most_late(v)
        return found

    def missed(self, prices: Prices, made: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give for each slot how often it is made less than once.

        Parameters
        ----------
        prices
            At which an optional slot may be better left out.
        made
            (S,) how often each is on the ways that are cheapest at them.
        """
        left = self._optional() & (prices.slot[self.slots] > self._cover_price())
        return 1.0 - left - made[self.slots]

    def _name(self, s: int) -> Hashable:
        """Say what a slot has in common with the same one on another day."""
        c, v = self.outline.compiled, int(self._visit[s])
        since = int(c.window_from[c.window_ptr[v]] - c.day_start[c.visit_day[v]])
        lasts = int(c.visit_duration[v])
        return int(c.visit_client[v]), since, lasts, s - int(c.visit_slot[v])

    def named(self, duals: NDArray[np.float64]) -> dict[Hashable, float]:
        """Give what slots are worth beyond their cheapest step.

        By what slots of different days have in common; most of it is the same on other
        days, and at other prices of the policy.
        """
        more = (duals - self.cheapest())[: len(self._cover)].tolist()
        return {self._name(s): x for s, x in zip(self._cover, more, strict=True)}

    def cheapest(self) -> NDArray[np.float64]:
        """Give as worth of each slot its cheapest worker and cheapest step to it.

        No way costs less than the slots on it are then worth.
        """
        if self._cheapest is None:
            self._cheapest = self._count_cheapest()
        return self._cheapest.copy()

    def _count_cheapest(self) -> NDArray[np.float64]:
        size = self.outline.compiled.n_slots
        found = np.full(size, np.inf)
        for ways in self.groups:
            cost = np.where(ways.need >= 0, ways.cost, NEVER)
            step = np.minimum(ways.slots[:, 7], cost.min(axis=(0, 1)))
            np.minimum.at(found, ways.made, (ways.slots[:, 3] + step).astype(float))
        return np.array([*found[list(self._cover)], *self._punctual_rows()])

    def _punctual_rows(self) -> list[float]:
        """Give prices of rows at which ways pay for the lateness on them, and alone."""
        rows = [0.0] * len(self._rows)
        for row in self._late.values():
            rows[row] = float(self.outline.late_price)
        return rows

    def like(self, known: Mapping[Hashable, float]) -> NDArray[np.float64]:
        """Give duals by what is known of slots; the middle one where none is like."""
        middle = float(np.median(list(known.values())))
        found = self.cheapest()
        n = len(self._cover)
        found[:n] += [known.get(self._name(s), middle) for s in self._cover]
        found[:n] = np.maximum(0.0, found[:n])
        return found

    def priced(self, group: int, prices: Prices) -> Ints:
        """Give a group's table of slots, with what making them is worth taken off."""
        ways = self.groups[group]
        table = ways.slots.copy()
        table[:, 3] -= prices.slot[ways.made]
        table[:, 5] = np.where(
            self._is_late[ways.made], prices.late[ways.made], table[:, 5]
        )
        table[:, 6] = prices.start[ways.made]
        return table
