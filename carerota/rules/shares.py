"""Rules on fairness: what each worker carries, by contract, and how far apart that is.

A worker's share is what they carried in earlier rotas and carry in this one, per
40 contract hours, so that half the hours mean half the burden. Workers whose contract
aims at no hours have no share. Each such rule differs in what is carried only; that is
written once for the checker and once for the engines.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["ShareRule"]

FULL_WEEK_MINUTES: Final = 40 * 60
"""Shares are told for this much contract time a week."""
FINENESS: Final = {Unit.TICKS: 1, Unit.COUNT: 100}
"""Times are counted in ticks; counts in hundredths, as a share is rarely whole."""


def _contract_minutes(worker: Worker) -> int:
    """Give the contract's target in whole minutes; nought where there is none."""
    if not worker.contract.target_hours:
        return 0
    return max(1, minutes_to_ticks(worker.contract.target_hours * 60, 1))


@dataclass(frozen=True, slots=True)
class ShareRule(Rule):
    """A rule on how evenly something is spread over the workers."""

    level: ClassVar[Level] = Level.ALL
    burden: ClassVar[str]
    """What is carried, as the line says it: ``of work at unsocial times``."""

    @abstractmethod
    def balance(self, worker: Worker, ticks_per_minute: int) -> int:
        """Give what a worker carried in earlier rotas, in ticks or times."""

    @abstractmethod
    def carried(self, reading: Reading) -> Mapping[str, int]:
        """Give what the workers carry in a rota; one that is missing carries nought."""

    @abstractmethod
    def totals(self, cp: Encoder) -> Sequence[Expr]:
        """Give what each worker carries, as an expression."""

    def _shares(self, reading: Reading) -> dict[str, int]:
        """Give the share of each worker who has one, in ticks or hundredths."""
        carried = self.carried(reading)
        shares = {}
        for worker in reading.workers.values():
            minutes = _contract_minutes(worker)
            if minutes:
                before = self.balance(worker, reading.ticks_per_minute)
                both = (before + carried.get(worker.id, 0)) * FINENESS[self.unit]
                shares[worker.id] = both * FULL_WEEK_MINUTES // minutes
        return shares

    def measure(self, reading: Reading) -> Amounts:
        """Take the least share from the greatest."""
        shares = self._shares(reading).values()
        spread = max(shares, default=0) - min(shares, default=0)
        return {Key(Level.ALL): spread} if spread else {}

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the two workers who are furthest apart."""
        del key
        shares = self._shares(reading)
        most = max(shares, key=shares.__getitem__)
        least = min(shares, key=shares.__getitem__)
        return (
            f"for 40 contract hours {most} carries {self._say(reading, shares[most])} "
            f"{self.burden}, {least} {self._say(reading, shares[least])}: "
            f"{self._say(reading, amount)} apart"
        )

    def _say(self, reading: Reading, share: int) -> str:
        if self.unit is Unit.TICKS:
            return reading.words(share)
        return f"{share / FINENESS[self.unit]:.2f}"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the least share from the greatest."""
        table = self.kernel(cp.compiled)[0].reshape(-1, 2).tolist()
        if sum(minutes > 0 for _, minutes in table) < 2:
            return {}
        scale = FINENESS[self.unit] * FULL_WEEK_MINUTES
        shares = [
            cp.divided((before + total) * scale, minutes)
            for (before, minutes), total in zip(table, self.totals(cp), strict=True)
            if minutes
        ]
        return {Key(Level.ALL): cp.largest(shares) - cp.smallest(shares)}

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give for each worker the balance and the contract minutes, 0: no share."""
        tpm = compiled.problem.ticks_per_minute
        flat = [
            value
            for worker in compiled.problem.workers
            for value in (self.balance(worker, tpm), _contract_minutes(worker))
        ]
        return np.array([flat], dtype=np.int64)
