"""Neighbourhoods of a large rota that a solve can exhaust: who may change what.

Each kind looks where moves of one or two visits cannot: at the runs of workers who come
near each other on a day, at the week of a client or of a few workers, at the double-ups
of a day, and at what nobody makes. How much is freed at once is learnt kind by kind:
more where solves end with a proof, less where they run out of time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.rota import sequences
from carerota.engines.base import Incumbent
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.engines.cpsat.frame import Frame, allowed_pairs
from carerota.engines.cpsat.moments import present
from carerota.rules.base import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.cpsat.engine import OnStart, Outcome
    from carerota.rules.book import RuleBook

__all__ = ["KINDS", "Neighbourhoods"]

KINDS: Final = ("day", "client", "workers", "doubles", "gaps")
"""Kinds of neighbourhood; ``gaps`` only while something is uncovered."""
EFFORT: Final = 1.0
"""Deterministic time for each solve."""
FEWEST: Final = 6
MOST: Final = 60
"""Slots that may change hands at once."""
FIRST: Final = {"day": 16, "client": 12, "workers": 20, "doubles": 12, "gaps": 12}
GROWTH: Final = 1.15
SHRINK: Final = 0.8
MOST_SEEDS: Final = 1 << 30
FEW_WORKERS: Final = 5
"""Workers a client's visits may go to."""


@dataclass
class Neighbourhoods:
    """Neighbourhoods of a rota, one after the other.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    rng
        Where chance comes from.
    """

    compiled: Compiled
    book: RuleBook
    rng: np.random.Generator
    tally: dict[str, list[int]] = field(init=False)
    """By kind: solves, and how many of them found something better."""

    def __post_init__(self) -> None:
        c = self.compiled
        self._allowed = allowed_pairs(c, self.book)
        self._day = c.visit_day[c.slot_visit]
        self._client = c.visit_client[c.slot_visit]
        self._place = c.visit_place[c.slot_visit]
        self._double = np.diff(c.visit_slot)[c.slot_visit] > 1
        self._size = {kind: float(n) for kind, n in FIRST.items()}
        self._cost = self._pair_costs()
        kept = tuple(b for b in self.book if b.hard or b.name == "cover")
        self._hard = frozenset(b.name for b in self.book if b.hard)
        self._covering = replace(self.book, bound=kept)
        self.tally = {kind: [0, 0] for kind in KINDS}

    # ── one solve ─────────────────────────────────────────────────────────

    def improve(
        self,
        best: Incumbent,
        *,
        kind: str | None = None,
        effort: float = EFFORT,
        on_start: OnStart | None = None,
    ) -> Incumbent | None:
        """Re-optimise one neighbourhood of a rota.

        Parameters
        ----------
        best
            The rota.
        kind
            One of :data:`KINDS`; by what has paid so far if left out.
        effort
            Deterministic time of the solve.
        on_start
            Is given a function that stops the solve from another thread.

        Returns
        -------
        A better rota, or ``None``.
        """
        kind = kind or self._kind(best.arrays)
        frame = self.frame(kind, best.arrays)
        self.tally[kind][0] += 1
        if not frame.candidates:
            return None
        seed = int(self.rng.integers(MOST_SEEDS))

        def solved(book: RuleBook, hint: RotaArrays) -> Outcome:
            return solve_model(
                self.compiled,
                book,
                frame=frame,
                hint=hint,
                deterministic_time=effort,
                seed=seed,
                on_start=on_start,
            )

        hint = best.arrays
        if kind == "gaps":
            # first whether it fits, without the prices: that is found much sooner
            first = solved(self._covering, hint)
            self._learn(kind, first)
            if first.objective is None or first.arrays is None:
                return None
            if first.objective[:-1] >= best.levels[1:-1]:
                return None
            hint = first.arrays
        found = solved(self.book, hint)
        if kind != "gaps":
            self._learn(kind, found)
        if found.arrays is None or found.objective is None:
            return None
        reached = (0, *found.objective)
        if reached >= best.levels:
            return None
        self.tally[kind][1] += 1
        return Incumbent(found.arrays, reached)

    def _learn(self, kind: str, found: Outcome) -> None:
        """Free more where there was time for a proof, and less where not."""
        factor = GROWTH if found.status is Status.OPTIMAL else SHRINK
        self._size[kind] = min(MOST, max(FEWEST, self._size[kind] * factor))

    def _kind(self, rota: RotaArrays) -> str:
        if (rota.worker < 0).any() and self.rng.random() < 1 / 2:
            return "gaps"
        odds = np.array([1 + 2 * self.tally[k][1] for k in KINDS[:-1]], dtype=float)
        odds /= np.array([2 + self.tally[k][0] for k in KINDS[:-1]])
        odds = np.maximum(odds, 1 / 10)
        return str(self.rng.choice(KINDS[:-1], p=odds / odds.sum()))

    # ── frames ────────────────────────────────────────────────────────────

    def frame(self, kind: str, rota: RotaArrays) -> Frame:
        """Give a neighbourhood of a kind, of the size learnt for it."""
        room = int(self._size[kind])
        if kind == "gaps":
            return self._gaps(rota, room)
        made = np.flatnonzero(rota.worker >= 0)
        if not len(made):
            return Frame({}, frozenset(), rota)
        if kind == "doubles":
            return self._doubles(rota, room)
        s = self._costly(rota, made)
        if kind == "client":
            return self._clients(rota, s, room)
        return self._workers(rota, s, room, week=kind == "workers")

    def _workers(self, rota: RotaArrays, s: int, room: int, *, week: bool) -> Frame:
        """Free the runs of a slot's worker and of those who come near, of a day or
        of a whole week.
        """  # noqa: D205
        first = int(rota.worker[s])
        here = rota.worker >= 0
        if not week:
            here &= self._day == self._day[s]
        ranked = self._neighbours(rota, first, here)
        chosen = [first]
        count = int((here & (rota.worker == first)).sum())
        for w in ranked:
            more = int((here & (rota.worker == w)).sum())
            if len(chosen) > 1 and count + more > room:
                break
            chosen.append(w)
            count += more
        slots = np.flatnonzero(here & np.isin(rota.worker, chosen))
        if week:
            # two whole weeks are too much at once: some days of them
            days = self.rng.permutation(np.unique(self._day[slots]))
            kept: list[int] = []
            n = 0
            for d in days.tolist():
                more = int((self._day[slots] == d).sum())
                if kept and n + more > room:
                    break
                kept.append(d)
                n += more
            slots = slots[np.isin(self._day[slots], kept)]
        return self._around(rota, slots.tolist(), chosen)

    def _neighbours(
        self, rota: RotaArrays, first: int, here: NDArray[np.bool_]
    ) -> list[int]:
        """Rank other workers by how near they come, with some luck."""
        c = self.compiled
        mine = np.unique(self._place[here & (rota.worker == first)])
        table = c.travel.ticks[c.worker_mode[first], 0]
        found = []
        for w in np.unique(rota.worker[here]).tolist():
            if w == first:
                continue
            theirs = np.unique(self._place[here & (rota.worker == w)])
            near = float(np.sort(table[np.ix_(mine, theirs)], axis=1)[:, 0].mean())
            found.append((near * self.rng.exponential(), w))
        return [w for _, w in sorted(found)]

    def _clients(self, rota: RotaArrays, s: int, room: int) -> Frame:
        """Free the week of a client, and of the nearest others while there is room."""
        c = self.compiled
        place = c.visit_place[c.slot_visit[s]]
        near = np.argsort(c.travel.ticks[0, 0, place, self._place], kind="stable")
        clients = list(dict.fromkeys(self._client[near].tolist()))
        first = int(self._client[s])
        slots: list[int] = []
        for k in [first, *(x for x in clients if x != first)]:
            theirs = np.flatnonzero(self._client == k).tolist()
            if slots and len(slots) + len(theirs) > room:
                break
            slots += theirs
        if len(slots) > room:
            days = self.rng.permutation(np.unique(self._day[slots]))
            order = {d: i for i, d in enumerate(days.tolist())}
            slots = sorted(slots, key=lambda x: order[int(self._day[x])])[:room]
        return self._around(rota, slots, self._few(rota, slots))

    def _few(self, rota: RotaArrays, slots: list[int]) -> list[int]:
        """Give the workers of some slots, and those who could make most of them."""
        makers, times = np.unique(rota.worker[slots], return_counts=True)
        order = np.argsort(-times, kind="stable")
        own = [int(w) for w in makers[order] if w >= 0][:FEW_WORKERS]
        may = self._allowed[slots].sum(axis=0) * self.rng.random(len(self._allowed[0]))
        others = [w for w in np.argsort(-may, kind="stable").tolist() if w not in own]
        return own + others[: max(2, FEW_WORKERS - len(own))]

    def _doubles(self, rota: RotaArrays, room: int) -> Frame:
        """Free double-ups of a day, among those who make them."""
        slots = np.flatnonzero(self._double)
        if not len(slots):
            return Frame({}, frozenset(), rota)
        d = self._day[self.rng.choice(slots)]
        visits = self.rng.permutation(
            np.unique(self.compiled.slot_visit[slots[self._day[slots] == d]])
        )
        chosen: list[int] = []
        for v in visits.tolist():
            if chosen and len(chosen) + len(self.compiled.slots(v)) > room // 2:
                break
            chosen += self.compiled.slots(v)
        return self._around(rota, chosen, self._few(rota, chosen))

    def _gaps(self, rota: RotaArrays, room: int) -> Frame:
        """Free a visit that lacks a carer, with the runs that come near it that day."""
        c = self.compiled
        missing = np.flatnonzero(rota.worker < 0)
        rank = c.visit_priority[c.slot_visit[missing]]
        worst = missing[rank == rank.min()]
        pool = worst if self.rng.random() < 1 / 2 else missing
        v = int(c.slot_visit[self.rng.choice(pool)])
        slots = list(c.slots(v))
        today = self._day == c.visit_day[v]
        found = []
        may = np.flatnonzero(self._allowed[slots].any(axis=0)).tolist()
        for w in present(c, v, may, self._hard):
            theirs = self._place[today & (rota.worker == w)]
            at = np.append(theirs, c.worker_start[w])
            leg = c.travel.ticks[c.worker_mode[w], 0, at, c.visit_place[v]].min()
            found.append((float(leg) * self.rng.exponential(), w))
        chosen: list[int] = []
        free = set(slots)
        for _, w in sorted(found):
            theirs = np.flatnonzero(today & (rota.worker == w)).tolist()
            if len(chosen) > len(slots) and len(free) + len(theirs) > room:
                break
            chosen.append(w)
            free.update(theirs)
        # others that lack a carer may take the room that is made
        more = [s for s in missing.tolist() if today[s] and s not in free]
        free.update(more[: max(0, room - len(free))])
        return self._around(rota, sorted(free), chosen)

    def _around(
        self, rota: RotaArrays, slots: Iterable[int], workers: list[int]
    ) -> Frame:
        return Frame.around(
            self.compiled,
            self.book,
            rota,
            slots,
            workers=workers,
            allowed=self._allowed,
        )

    # ── where it hurts ────────────────────────────────────────────────────

    def _costly(self, rota: RotaArrays, made: NDArray[np.int64]) -> int:
        """Draw a slot that is made, likelier where it costs more."""
        cost = self._cost[made, rota.worker[made]] + self._legs(rota)[made]
        return int(self.rng.choice(made, p=cost / cost.sum()))

    def _legs(self, rota: RotaArrays) -> NDArray[np.float64]:
        """Give minutes of the way to each slot, and one."""
        c = self.compiled
        legs = np.zeros(c.n_slots)
        for (w, _), slots in sequences(c, rota).items():
            places = np.concatenate([[c.worker_start[w]], self._place[slots]])
            ticks = c.travel.ticks[c.worker_mode[w], 0, places[:-1], places[1:]]
            legs[slots] = ticks / c.problem.ticks_per_minute
        return 1 + legs

    def _pair_costs(self) -> NDArray[np.float64]:
        """Give what priced rules on pairs say of each slot and worker, in points."""
        c = self.compiled
        cost = np.zeros((c.n_slots, c.n_workers))
        for bound in self.book:
            if bound.priced and bound.rule.level is Level.SLOT:
                cost += bound.rule.kernel(c) * (bound.weight / self.book.point)
        return cost
