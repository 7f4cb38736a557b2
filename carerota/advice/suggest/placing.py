"""Putting an order into the rota, one slot after the other, by one team."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.advice.suggest.teams import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from carerota.advice.suggest.openings import Openings
    from carerota.advice.suggest.teams import Grid, Team
    from carerota.advice.trial.trial import Trial

__all__ = ["Placing"]

MOST_REARRANGED: Final = 3
"""Days that are re-arranged for one slot before it is left out."""
MOST_TRIED: Final = 24
"""Openings that are tried for a slot at another time than is kept."""
MOST_STARTS: Final = 2
"""Openings of a day that are tried for one slot."""


@dataclass
class Placing:
    """Puts orders into a rota, and breaks no hard rule that was not broken.

    Parameters
    ----------
    trial
        The rota as it was given.
    grids
        What could be done of the order.
    openings
        Where visits fit as things stand.
    allowed
        By slot of the order, (W,) no hard rule on pairs speaks against it.
    rearrange
        Whether other visits of the workers may start at another time.
    """

    trial: Trial
    grids: list[Grid]
    openings: Openings
    allowed: Mapping[int, NDArray[np.bool_]]
    rearrange: bool
    faces: set[int] = field(default_factory=set, init=False)
    """Who makes part of the order so far."""
    failed: set[tuple[int, int, int]] = field(default_factory=set, init=False)
    """Visits, workers and starts that there is room for, and a rule forbids."""

    def place(self, team: Team) -> None:
        """Let a team make the order as well as it can, others helping where not.

        What cannot be made without breaking a rule is left out, and a double-up with
        a carer missing too.
        """
        trial = self.trial
        self.faces.clear()
        for grid, t, d in self._in_order(team):
            v = grid.visits[d]
            slots = [s for s in trial.compiled.slots(v) if trial.board.worker[s] < 0]
            for s in slots:
                self._give(grid, team, t, d, s)
            made = [s for s in slots if trial.board.worker[s] >= 0]
            if len(made) < len(slots):
                for s in made:
                    trial.take(s)
            else:
                self.faces |= {trial.board.worker[s] for s in made}

    def learn(self) -> bool:
        """Leave out of the grids what was found to break a rule; tells if any was."""
        found, self.failed = self.failed, set()
        for grid in self.grids:
            for d, v in enumerate(grid.visits):
                for w, start in [(w, start) for u, w, start in found if u == v]:
                    grid.cost[grid.starts[:, w, d] == start, w, d] = NOWHERE
        return bool(found)

    def _in_order(self, team: Team) -> Iterator[tuple[Grid, int, int]]:
        """Give the visits that fewest of the team can make first."""
        rows = [
            (int((grid.cost[t, list(team.workers), d] < NOWHERE).sum()), i, t, d)
            for i, (grid, t) in enumerate(zip(self.grids, team.times, strict=True))
            for d in range(len(grid.visits))
        ]
        for _, i, t, d in sorted(rows):
            yield self.grids[i], t, d

    def _give(self, grid: Grid, team: Team, t: int, d: int, s: int) -> bool:
        """Give a slot to somebody: the team at the time that is kept, then others.

        Where that is allowed, the team makes room before a stranger is sent.
        """
        v, target = grid.visits[d], int(grid.targets[t, d])
        together = self._start_together(v)
        cost = np.where(self.allowed[s], grid.cost[t, :, d], NOWHERE)
        mine = {w for w in (*team.workers, *self.faces) if cost[w] < NOWHERE}
        order = sorted(mine, key=lambda w: (float(cost[w]), w))
        for w in order:
            starts = self._starts(w, v, together, int(grid.starts[t, w, d]))
            if any(self._try(s, w, start) for start in starts[:MOST_STARTS]):
                return True
        if self.rearrange and any(
            self._try(s, w, None) for w in order[:MOST_REARRANGED]
        ):
            return True
        # another time or another face rather than nobody
        if self._fit_anywhere(s, v, together, target, team):
            return True
        others = np.argsort(cost, kind="stable").tolist()
        others = [w for w in others if cost[w] < NOWHERE and w not in mine]
        return self.rearrange and any(
            self._try(s, w, None) for w in others[:MOST_REARRANGED]
        )

    def _fit_anywhere(
        self, s: int, v: int, together: int | None, target: int, team: Team
    ) -> bool:
        """Put a slot where it fits, with a known face and near the kept time first."""
        options = []
        for w in np.flatnonzero(self.allowed[s]).tolist():
            strange = w not in team.workers and w not in self.faces
            starts = self._starts(w, v, together, target)
            if together is None:
                # right before or after a neighbour no minute is paid for waiting
                starts += [t for o in self.openings.of(w, v) for t in o[:2]]
            options += [
                (strange, abs(start - target), w, start)
                for start in dict.fromkeys(starts)
            ]
        options.sort()
        return any(self._try(s, w, start) for *_, w, start in options[:MOST_TRIED])

    def _starts(self, w: int, v: int, together: int | None, wanted: int) -> list[int]:
        """Give a start in each opening of a day, the nearest to what is wanted first.

        The second carer of a double-up starts with the first or not at all.
        """
        spans = [(o.first, o.last) for o in self.openings.of(w, v)]
        if together is not None:
            return [together] if any(a <= together <= b for a, b in spans) else []
        near = {min(max(wanted, a), b) for a, b in spans}
        return sorted(near, key=lambda x: (abs(x - wanted), x))

    def _start_together(self, v: int) -> int | None:
        """Give when the carers of a double-up start who are there already."""
        trial = self.trial
        day = int(trial.compiled.visit_day[v])
        for s in trial.compiled.slots(v):
            w = trial.board.worker[s]
            if w >= 0:
                return next(x.start for x in trial.board.day(w, day) if x.slot == s)
        return None

    def _try(self, s: int, w: int, start: int | None) -> bool:
        """Give a slot to a worker, unless a hard rule is broken by it.

        Without a start the rest of the day may give way.
        """
        trial = self.trial
        v = int(trial.compiled.slot_visit[s])
        if any(trial.board.worker[x] == w for x in trial.compiled.slots(v)):
            return False
        if trial.give_if_legal(s, w, at=start, rearrange=start is None):
            return True
        if start is not None and w not in self.faces:
            self.failed.add((v, w, start))
        return False
