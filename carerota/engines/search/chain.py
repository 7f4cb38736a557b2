"""One chain of the search: the kernel's memory, with rotas put into and taken out."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import PRIORITIES
from carerota.compiled.rota import NOBODY, RotaArrays, in_order, sequences
from carerota.engines.search import layout as at
from carerota.engines.search.anneal import N_SCORE, anneal, score
from carerota.engines.search.change import give_all
from carerota.engines.search.costs import total
from carerota.engines.search.fill import fill
from carerota.engines.search.memory import build
from carerota.engines.search.moves import N_MOVES
from carerota.engines.search.odds import odds_for, rebuilds_for
from carerota.engines.search.pairs import price_of
from carerota.engines.search.relieve import relieve
from carerota.engines.search.tables import scrambled
from carerota.engines.search.touched import begin
from carerota.engines.search.update import decode_all
from carerota.rules.book import NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.engines.search.memory import Memory
    from carerota.rules.book import RuleBook

    Ints = NDArray[np.int64]
    Snapshot = tuple[Ints, int]

__all__ = ["Chain"]

ALWAYS_HOME: Final = 2
NEVER_HOME: Final = 1


class Chain:
    """One chain of the search.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    seed
        Chains of different seeds go different ways.
    memory
        A memory already built for the problem, which becomes the chain's own.
    """

    def __init__(
        self,
        compiled: Compiled,
        book: RuleBook,
        *,
        seed: int = 1,
        memory: Memory | None = None,
    ) -> None:
        self.compiled = compiled
        self.book = book
        self.memory = memory or build(compiled, book, seed=seed)
        m = self.memory.m
        self._decisions = slice(int(m[at.STATE]), int(m[at.DECISIONS_END]))
        self._empty = m[m[at.STATE] : m[at.STATE_END]].copy()
        self._decode()
        m[at.FLOOR] = 0
        m[at.FLOOR] = self.score()[0]
        self.best = m[self._decisions].copy()
        self.best_score = self.score()
        self.tally = np.zeros((N_MOVES + 1, 3), dtype=np.int64)
        self.odds = odds_for(book)
        self.rebuilds = rebuilds_for(book, compiled.n_slots, compiled.n_workers)
        self.evaluated = 0

    def table(self, cell: int, n: int) -> Ints:
        """Give a view of a table of the memory."""
        first = int(self.memory.m[cell])
        return self.memory.m[first : first + n]

    def score(self) -> Ints:
        """Give the levels of the present state."""
        out = np.zeros(N_SCORE, dtype=np.int64)
        score(self.memory.m, out)
        return out

    def anneal(self, n_moves: int, hot: float, cold: float) -> int:
        """Make moves while cooling; the best rota is kept. Gives moves evaluated."""
        x = self.memory
        if not self.compiled.n_slots:
            return 0
        done = anneal(
            x.m,
            x.travel,
            x.metres,
            n_moves,
            hot,
            cold,
            self.odds,
            self.rebuilds,
            self.best,
            self.best_score,
            self.tally,
        )
        self.evaluated += int(done)
        return int(done)

    def reseed(self, seed: int) -> None:
        """Start the chain's random numbers anew."""
        self.memory.m[at.RNG] = scrambled(seed)

    @property
    def multiplier(self) -> int:
        """Thousandths by which the penalties of broken hard rules count."""
        return int(self.memory.m[at.MULTIPLIER])

    @multiplier.setter
    def multiplier(self, thousandths: int) -> None:
        self.memory.m[at.MULTIPLIER] = thousandths

    def guide(self, power: int, strangers: float) -> None:
        """Let the idle time of all days count instead of the worst.

        Their norm of a power stands for the worst of them, the better the higher the
        power; it is taken as it changes near the present state. Nought: only the
        worst counts.
        """
        m = self.memory.m
        price = int(self.table(at.R_PRICE, len(NAMES))[NAMES.index("worst_idle")])
        idle = self.table(at.IDLE, self.compiled.n_workers * self.compiled.n_days)
        worst = max(1, int(idle.max(initial=0)))
        m[at.STRANGER_PRICE] = int(strangers * price_of(self.book, "new_faces"))
        m[at.GUIDE_DISCOUNT] = m[at.GUIDE_PRICE] = price if power else 0
        m[at.GUIDE_POWER] = power
        if power:
            norm = float(((idle / worst) ** power).sum()) ** (1 / power)
            m[at.GUIDE_SCALE] = max(1, int(worst * norm))

    @property
    def uncovered(self) -> int:
        """Slots that nobody makes in the best rota so far."""
        n = self.compiled.n_slots
        return int((self.best[:n] < 0).sum())

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the best rota so far: nought broken, uncovered, priced sum."""
        return tuple(int(x) for x in self.best_score)

    def forget_best(self) -> None:
        """Let whatever legal is put in next be the best."""
        self.best_score = np.full_like(self.best_score, 1 << 62)

    def return_to_best(self) -> None:
        """Go back to the best rota so far."""
        self._restore(self.best)

    def start_from(self, rota: RotaArrays) -> None:
        """Go to a rota; the decoder keeps its times as far as they can be kept.

        Of a visit that one worker makes twice over, the first slot is kept.
        """
        decisions = self._decisions_of(rota)
        self._restore(decisions)
        if self._better():
            self.best[:] = decisions
            self.best_score = self.score()

    @property
    def legal(self) -> bool:
        """Whether the present state breaks no hard rule that history alone does not."""
        return bool(self.score()[0] <= 0)

    def relieve(self) -> None:
        """Make the present state legal by leaving uncovered what breaks hard rules."""
        relieve(self)
        self._keep()

    def fill(self) -> None:
        """Give what is uncovered in the present state to whoever makes it for least."""
        fill(self)
        self._keep()

    def offer(self) -> None:
        """See how good a rota the present state is once it is legal; it is kept."""
        now = self.snapshot()
        self.relieve()
        self.go_back(now)

    def snapshot(self) -> Snapshot:
        """Give a copy of the present state, to go back to."""
        m = self.memory.m
        return m[m[at.STATE] : m[at.STATE_END]].copy(), int(m[at.IDLE_DIRTY])

    def go_back(self, snapshot: Snapshot) -> None:
        """Go back to a state of which there is a copy."""
        m = self.memory.m
        m[m[at.STATE] : m[at.STATE_END]], m[at.IDLE_DIRTY] = snapshot

    @property
    def cost(self) -> int:
        """The cost of the present state, as the search sees it."""
        return int(total(self.memory.m))

    @property
    def leeway(self) -> float:
        """What leaving out an optional visit costs, for the share of visits that are.

        Endless where there is none.
        """
        c = self.compiled
        optional = int((c.visit_priority == PRIORITIES.index("optional")).sum())
        if not optional:
            return math.inf
        price = price_of(self.book, "cover") + price_of(self.book, "left_out")
        return price * c.n_visits / optional

    @property
    def cost_of_times(self) -> int:
        """What the present state costs by roads and by when visits start."""
        c, m = self.compiled, self.memory.m
        days = self.table(at.DAY_COST, 2 * c.n_workers * c.n_days)[::2].sum()
        visits = self.table(at.VISIT_COST, 3 * c.n_visits)[::3].sum()
        worker = self.table(at.WORKER, c.n_slots)
        made = np.flatnonzero(worker >= 0)
        pairs = self.table(at.PAIR_PRICE, c.n_slots * c.n_workers * at.PAIR_WIDTH)
        pairs = pairs[:: at.PAIR_WIDTH]
        visits -= pairs[made * c.n_workers + worker[made]].sum()
        return int(days + visits + m[m[at.SUM] + at.WHOLE_PRICED])

    def follow(self, other: Chain) -> None:
        """Go to the present state of another chain; both keep their own best."""
        m, n = self.memory.m, other.memory.m
        m[m[at.STATE] : m[at.STATE_END]] = n[n[at.STATE] : n[at.STATE_END]]
        m[at.IDLE_DIRTY] = n[at.IDLE_DIRTY]

    def rota(self) -> RotaArrays:
        """Give the best rota so far."""
        now = self.snapshot()
        self._restore(self.best)
        out = self._export()
        self.go_back(now)
        return out

    # ── state in and out ──────────────────────────────────────────────────

    def _better(self) -> bool:
        return tuple(self.score()) < tuple(self.best_score)

    def _keep(self) -> None:
        """Keep the present state as the best, where it is legal and better."""
        if self.legal and self._better():
            self.best[:] = self.memory.m[self._decisions]
            self.best_score = self.score()

    def _restore(self, decisions: Ints) -> None:
        m = self.memory.m
        decisions = decisions.copy()
        m[m[at.STATE] : m[at.STATE_END]] = self._empty
        m[self._decisions] = decisions
        c = self.compiled
        worker = self.table(at.WORKER, c.n_slots).copy()
        self.table(at.WORKER, c.n_slots)[:] = -1
        m[at.JOURNAL_SIZE] = -1
        begin(m)
        m[at.JOURNAL_SIZE] = -1
        # the last first, so that each is put at the front of its list
        position = self.table(at.POS, c.n_visits)[c.slot_visit]
        order = np.argsort(-position, kind="stable")
        order = order[worker[order] >= 0]
        give_all(m, order, worker[order])
        self._clear_heap()
        self._decode()

    def _clear_heap(self) -> None:
        self.table(at.HEAP_STAMP, self.compiled.n_visits)[:] = 0
        self.memory.m[at.N_HEAP] = 0

    def _decode(self) -> None:
        x = self.memory
        c = self.compiled
        key = (c.visit_day << 42) + self.table(at.POS, c.n_visits)
        order = np.argsort(key, kind="stable").astype(np.int64)
        decode_all(x.m, x.travel, x.metres, order)

    def _export(self) -> RotaArrays:
        c, m = self.compiled, self.memory.m
        n = c.n_slots
        worker = self.table(at.WORKER, n).copy()
        made = worker >= 0
        start = np.where(made, self.table(at.START_AT, n), 0)
        rest = np.where(made, self.table(at.REST_LEN, n), 0)
        arrays = RotaArrays(
            worker=worker,
            start=start,
            run=np.ones(n, dtype=np.int64),
            rest_start=np.where(rest > 0, self.table(at.REST_AT, n), 0),
            rest_length=rest,
        )
        home, first = self.table(at.HOME, n) != 0, self.table(at.PREV, n) < 0
        slots, days = in_order(c, arrays)
        runs = np.cumsum(home[slots] & ~first[slots])
        begins = np.searchsorted(days, days)
        arrays.run[slots] = 1 + runs - runs[begins]
        no_rest = home if m[at.LUNCH] else home | first
        arrays.rest_length[no_rest] = arrays.rest_start[no_rest] = 0
        return arrays

    def _decisions_of(self, rota: RotaArrays) -> Ints:
        """Turn a rota into decisions from which the decoder makes it again."""
        m = self.memory.m
        now = self.snapshot()
        c = self.compiled
        n = c.n_slots
        m[m[at.STATE] : m[at.STATE_END]] = self._empty
        rota = _once_each(c, rota)
        made = rota.worker >= 0
        self.table(at.WORKER, n)[:] = rota.worker
        release = self.table(at.RELEASE, c.n_visits)
        position = self.table(at.POS, c.n_visits)
        visits = c.slot_visit[made]
        release[visits] = rota.start[made]
        position[visits] = np.maximum(rota.start[made] + (1 << 20), 0) * 16
        rest, home = self.table(at.REST_MODE, n), self.table(at.HOME_MODE, n)
        lunch = self._lunches(rota) if m[at.LUNCH] else {}
        for slots in sequences(c, rota).values():
            for a, s in pairwise(slots):
                goes = rota.run[a] != rota.run[s]
                home[s] = ALWAYS_HOME if goes else NEVER_HOME
                rest[s] = int(rota.rest_length[s] > 0 and s not in lunch)
        decisions = m[self._decisions].copy()
        self.go_back(now)
        return decisions

    def _lunches(self, rota: RotaArrays) -> set[int]:
        """Say when lunch is due on each worker's day; give the slots after it."""
        c, m = self.compiled, self.memory.m
        due = self.table(at.LUNCH_DUE, c.n_workers * c.n_days)
        opens = self.table(at.LUNCH_OPENS, c.n_days)
        last = self.table(at.LUNCH_LAST, c.n_days)
        found = set()
        for (w, d), slots in sequences(c, rota).items():
            before = -1
            for s in slots:
                begins = int(rota.rest_start[s])
                enough = rota.rest_length[s] >= m[at.LUNCH_LENGTH]
                if enough and opens[d] <= begins <= last[d]:
                    first = rota.start[s] if before < 0 else rota.start[before] + 1
                    due[w * c.n_days + d] = first
                    found.add(s)
                    break
                before = s
        return found


def _once_each(compiled: Compiled, rota: RotaArrays) -> RotaArrays:
    """Leave out what would have a worker be two carers of one visit.

    The kernel keeps a visit once on a worker's day: such a rota would break its lists.
    """
    made = np.flatnonzero(rota.worker >= 0)
    pairs = compiled.slot_visit[made] * compiled.n_workers + rota.worker[made]
    _, first = np.unique(pairs, return_index=True)
    if len(first) == len(made):
        return rota
    once = rota.copy()
    once.worker[np.delete(made, first)] = NOBODY
    return once
