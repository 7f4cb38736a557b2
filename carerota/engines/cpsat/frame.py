"""What a model may change: the whole rota, or a neighbourhood of a given one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carerota.rules.base import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.rules.book import RuleBook

__all__ = ["Frame", "allowed_pairs"]


def allowed_pairs(compiled: Compiled, book: RuleBook) -> NDArray[np.bool_]:
    """Tell for each slot and worker whether no hard rule on pairs speaks against it."""
    allowed = np.ones((compiled.n_slots, compiled.n_workers), dtype=np.bool_)
    for bound in book:
        if bound.hard and bound.rule.level is Level.SLOT:
            allowed &= bound.rule.kernel(compiled) == 0
    return allowed


@dataclass(frozen=True)
class Frame:
    """What a model may change; everything else stays as the incumbent has it.

    Parameters
    ----------
    candidates
        The slots that may change hands, each with the workers that may make it.
    days
        The worker-days that may change, as pairs of worker and day. A slot made on
        such a day that may not change hands keeps its worker, but may move in order
        and time.
    incumbent
        The rota that everything else is frozen at; ``None``: nobody does anything.
    still
        Slots that keep their start although their worker-day may change.
    """

    candidates: Mapping[int, tuple[int, ...]]
    days: frozenset[tuple[int, int]]
    incumbent: RotaArrays | None = None
    still: frozenset[int] = frozenset()

    @classmethod
    def whole(
        cls,
        compiled: Compiled,
        book: RuleBook,
        *,
        allowed: NDArray[np.bool_] | None = None,
    ) -> Frame:
        """Give the frame in which everything may change."""
        if allowed is None:
            allowed = allowed_pairs(compiled, book)
        candidates = {
            s: tuple(np.flatnonzero(allowed[s]).tolist())
            for s in range(compiled.n_slots)
        }
        return cls(candidates, _days_of(compiled, candidates))

    @classmethod
    def around(
        cls,
        compiled: Compiled,
        book: RuleBook,
        incumbent: RotaArrays,
        slots: Iterable[int],
        *,
        workers: Iterable[int] | None = None,
        allowed: NDArray[np.bool_] | None = None,
    ) -> Frame:
        """Give the frame in which some slots may change hands.

        Each may go to any of ``workers`` (all, if left out) who may make it, or stay
        where it is; the days on which they could be made may change.
        """
        if allowed is None:
            allowed = allowed_pairs(compiled, book)
        among = np.ones(compiled.n_workers, dtype=np.bool_)
        if workers is not None:
            among[:] = False
            among[list(workers)] = True
        candidates = {}
        for s in slots:
            may = allowed[s] & among
            if incumbent.worker[s] >= 0:
                may[incumbent.worker[s]] = True
            candidates[s] = tuple(np.flatnonzero(may).tolist())
        return cls(candidates, _days_of(compiled, candidates), incumbent)


def _days_of(
    compiled: Compiled, candidates: Mapping[int, tuple[int, ...]]
) -> frozenset[tuple[int, int]]:
    day = compiled.visit_day[compiled.slot_visit].tolist()
    return frozenset((w, day[s]) for s, workers in candidates.items() for w in workers)
