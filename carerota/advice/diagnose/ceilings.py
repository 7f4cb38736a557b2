"""Clients whose ceiling on different carers is lower than the fewest they can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.advice.diagnose.record import Mend, MendKind, Obstacle, Severity
from carerota.advice.diagnose.words import many
from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.advice.diagnose.facts import Facts

__all__ = ["ceilings"]

MOST_TRIED: Final = 20_000
"""Choices tried for one client before nothing is claimed."""


def ceilings(facts: Facts) -> Iterator[Obstacle]:
    """Find clients for whom no few enough workers can make all the visits."""
    if "carer_ceiling" not in facts.hard:
        return
    c = facts.compiled
    limits = facts.book["carer_ceiling"].rule.kernel(c)[:, 0].tolist()
    period = c.visit_period[c.slot_visit]
    for q, limit in enumerate(limits):
        slots = np.flatnonzero(period == q)
        slots = slots[facts.eligible[slots].any(axis=1)]
        if limit >= NEVER or not len(slots):
            continue
        before = set(np.flatnonzero(c.period_met[q]).tolist())
        # what history alone has passed is not held against this rota
        few = _fewest(facts, slots.tolist(), before, max(0, limit - len(before)))
        if few is not None:
            yield _obstacle(facts, q, slots.tolist(), limit, len(before) + few)


def _fewest(facts: Facts, slots: list[int], before: set[int], limit: int) -> int | None:
    """Give how many workers new to the period it takes at least; ``None``: no more."""
    teams = {frozenset(np.flatnonzero(facts.eligible[s]).tolist()) for s in slots}
    needs = [(team, 1) for team in teams if not team & before]
    if {"double_up", "one_place"} <= facts.hard:
        # the carers of one visit are different people
        by_visit: dict[int, list[int]] = {}
        for s in slots:
            by_visit.setdefault(int(facts.compiled.slot_visit[s]), []).append(s)
        for group in by_visit.values():
            able = np.flatnonzero(facts.eligible[group].any(axis=0)).tolist()
            new = len(group) - len(before & set(able))
            if len(group) > 1 and new > 0:
                needs.append((frozenset(able) - before, new))
    few = limit
    search = _Search(needs)
    while not search.enough(few):
        few += 1
    return few if few > limit else None


class _Search:
    """Whether some number of workers is enough to serve every team's need."""

    def __init__(self, needs: list[tuple[frozenset[int], int]]) -> None:
        self._needs = needs
        self._tried = 0

    @property
    def tired(self) -> bool:
        """Whether it gave up, so that nothing is known."""
        return self._tried > MOST_TRIED

    def enough(self, number: int) -> bool:
        """Tell whether so many workers are enough; True where it cannot be told."""
        self._tried = 0
        possible = all(len(team) >= n for team, n in self._needs)
        return not possible or self._choose(frozenset(), number)

    def _choose(self, chosen: frozenset[int], left: int) -> bool:
        self._tried += 1
        if self.tired:
            return True
        open_ = [(team, n - len(team & chosen)) for team, n in self._needs]
        open_ = [(team, n) for team, n in open_ if n > 0]
        if not open_:
            return True
        if max(n for _, n in open_) > left:
            return False
        if self._apart(chosen, open_) > left:
            return False
        team, _ = min(open_, key=lambda need: len(need[0] - chosen))
        # those whom most teams could have are likely to do
        able = sorted(team - chosen, key=lambda w: -sum(w in t for t, _ in open_))
        return any(self._choose(chosen | {w}, left - 1) for w in able)

    @staticmethod
    def _apart(chosen: frozenset[int], needs: list[tuple[frozenset[int], int]]) -> int:
        """Give a number of workers that is needed at least: teams without a common."""
        used: set[int] = set()
        total = 0
        for team, n in sorted(needs, key=lambda need: len(need[0] - chosen)):
            if used.isdisjoint(team - chosen):
                used |= team - chosen
                total += n
        return total


def _obstacle(
    facts: Facts, q: int, slots: list[int], limit: int, needed: int
) -> Obstacle:
    c = facts.compiled
    client = c.problem.clients[int(c.period_client[q])]
    visits = sorted({int(c.slot_visit[s]) for s in slots})
    low = min(facts.starts[v][0][0] for v in visits)
    high = max(facts.starts[v][-1][1] for v in visits)
    return Obstacle(
        code="ceiling-too-low",
        severity=Severity.IMPOSSIBLE,
        text=f"{client.id} needs {many(needed, 'different carer')} at least in a "
        f"{client.carers.window.value}, and the ceiling is {limit}",
        mend=Mend(
            kind=MendKind.RAISE_CEILING,
            text=f"raise the ceiling of {client.id} to {needed}",
            id=client.id,
            number=needed,
        ),
        visits=tuple(facts.visit(v) for v in visits),
        clients=(client.id,),
        start=facts.moment(low),
        end=facts.moment(high),
        rules=("carer_ceiling",),
        missing=1,
    )
