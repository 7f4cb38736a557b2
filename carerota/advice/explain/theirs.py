"""Why a visit is a worker's: who else could at the same time, and at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.explain.weeks import WhyTheirs

if TYPE_CHECKING:
    from carerota.advice.trial.trial import Trial

__all__ = ["why_theirs"]


def why_theirs(trial: Trial, s: int) -> WhyTheirs:
    """Compare who makes a slot with whoever else could make it as it is.

    The visit keeps its time and everybody's other visits stay when they are, which is
    less than :func:`carerota.explain` tries. The trial is left as the rota was given.
    """
    trial.go_back()
    c, holder = trial.compiled, trial.board.worker[s]
    v = int(c.slot_visit[s])
    start = trial.tick_of(s)
    if holder < 0 or start is None:
        return WhyTheirs()
    trial.take(s)
    taken = trial.mark()
    rivals = []
    for w in range(c.n_workers):
        on_it = any(trial.board.worker[t] == w for t in c.slots(v))
        if w == holder or on_it or trial.board.pair_penalty(s, w):
            continue
        trial.give(s, w, at=start, rearrange=False)
        changes = trial.changes()
        if changes.legal:
            rivals.append((changes.order, w, changes.points))
        trial.go_back(taken)
    trial.go_back()
    met = c.past_met[c.visit_client[v]]
    best = min(rivals, default=None)
    return WhyTheirs(
        met_before=int(met[holder]),
        usual=bool(met[holder] and met[holder] == met.max()),
        others_possible=len(rivals),
        next_best=None if best is None else c.worker_ids[best[1]],
        next_best_points=None if best is None else best[2],
    )
