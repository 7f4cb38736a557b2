"""Workload balance: everybody works for about as long, whatever their contracts say.

Says
    Working time, care and all travel, is spread evenly over all workers, the one
    without a visit among them.
Because
    Where all have the same contract, the same hours are the plainest fairness; the
    literature on home-care routing prices it so (Ceschia and others, 2026). Where
    contracts differ, contract_hours is what is meant.
Amount
    For the whole rota, how far the working time of each worker is from the mean of all,
    rounded up to the tick, summed over the workers. Working time is that with clients
    and of travel, from and to home too; waiting is none. Unit: minutes.
Example
    Ann works 5 h, Ben 3 h and Cleo 1 h, 3 h in the mean: amount 4 h.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["WorkloadBalance"]


@dataclass(frozen=True, slots=True)
class WorkloadBalance(Rule):
    """See the module."""

    name: ClassVar[str] = "workload_balance"
    level: ClassVar[Level] = Level.ALL
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "even workload"

    @staticmethod
    def _loads(reading: Reading) -> dict[str, int]:
        """Ticks of work of every worker."""
        loads = dict.fromkeys(reading.workers, 0)
        for (worker, _), day in reading.days.items():
            loads[worker] += day.contact + day.travel + day.home_travel
        return loads

    def measure(self, reading: Reading) -> Amounts:
        """Sum how far each is from the mean."""
        loads = self._loads(reading).values()
        total, n = sum(loads), len(loads)
        apart = sum(-(-abs(n * load - total) // n) for load in loads)
        return {Key(Level.ALL): apart} if apart else {}

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name who works longest and who works least."""
        del key
        loads = self._loads(reading)
        most = max(loads, key=loads.__getitem__)
        least = min(loads, key=loads.__getitem__)
        return (
            f"{most} works {reading.words(loads[most])}, {least} "
            f"{reading.words(loads[least])}; all workers together are "
            f"{reading.words(amount)} from the mean"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum how far each is from the mean."""
        c = cp.compiled
        n = c.n_workers
        loads = [
            sum(
                cp.contact(w, d) + cp.travel(w, d) + cp.home_travel(w, d)
                for d in range(c.n_days)
            )
            for w in range(n)
        ]
        total = sum(loads)
        apart = [cp.divided(cp.absolute(n * x - total) + n - 1, n) for x in loads]
        return {Key(Level.ALL): sum(apart)} if apart else {}

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the workers."""
        return np.zeros((max(1, compiled.n_workers), 1), dtype=np.int64)
