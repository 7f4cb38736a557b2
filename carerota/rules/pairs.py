"""Rules whose amount depends only on which worker makes which slot.

Their encoding and their table are the same for all of them; only ``measure`` and the
amount of a pair differ, written apart so that each can be checked by the other.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from carerota.rules.base import Key, Level, Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Client, Visit, Worker
    from carerota.rules.encoder import Encoder, Expr

__all__ = ["History", "PairRule", "TableRule"]


@dataclass(frozen=True, slots=True)
class TableRule(Rule):
    """A rule whose kernel table, slots by workers, holds the amounts themselves."""

    def table(self, compiled: Compiled) -> NDArray[np.integer]:
        """Give the kernel's table, worked out once for a problem and read-only.

        It is kept in the narrowest whole numbers that hold it, as that of a large co-op
        has millions of cells: widen them before they are multiplied.
        """
        known: NDArray[np.integer] | None = compiled.memo.get(self)
        if known is None:
            wide = self.kernel(compiled)
            most = int(np.abs(wide).max(initial=0))
            known = wide.astype(np.min_scalar_type(-1 - most))
            known.setflags(write=False)
            compiled.memo[self] = known
        return known

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum the amounts of the workers over who makes the slot."""
        c = cp.compiled
        table = self.table(c)
        found: dict[Key, Expr] = {}
        for s in np.flatnonzero(table.any(axis=1)).tolist():
            row = table[s].tolist()
            terms = [row[w] * cp.does(s, w) for w in cp.candidates(s) if row[w]]
            if terms:
                visit = c.visit_ids[c.slot_visit[s]]
                found[Key(Level.SLOT, visit, c.slot_index(s))] = sum(terms)
        return found


class History(NamedTuple):
    """What a pair rule may know besides the visit and the worker."""

    compiled: Compiled
    client: Client
    client_index: int
    worker_index: int
    visit_index: int

    @property
    def met(self) -> int:
        """How often the two met before the horizon."""
        return int(self.compiled.past_met[self.client_index, self.worker_index])


@dataclass(frozen=True, slots=True)
class PairRule(TableRule):
    """A rule that says the amount of one worker in one slot."""

    @abstractmethod
    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on; slots of one name share their amounts.

        Without it a large co-op has millions of pairs to ask about. The default shares
        nothing.
        """
        return visit.id, slot

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Tabulate the amount of every slot and worker."""
        problem = compiled.problem
        rows: list[list[int]] = []
        row_of: list[int] = []
        known: dict[Hashable, int] = {}
        for v, visit in enumerate(problem.visits):
            for slot in range(len(visit.slots)):
                row = known.setdefault(self.alike(visit, slot), len(rows))
                row_of.append(row)
                if row < len(rows):
                    continue
                c = int(compiled.visit_client[v])
                client = problem.clients[c]
                rows.append(
                    [
                        self.pair(
                            visit, slot, worker, History(compiled, client, c, w, v)
                        )
                        for w, worker in enumerate(problem.workers)
                    ]
                )
        table = np.array(rows, dtype=np.int64).reshape(len(rows), compiled.n_workers)
        return np.asarray(table[row_of], dtype=np.int64)
