"""How a worker's day is re-arranged: starts, ways home and breaks that are others.

With these a reader can rebuild the tried rota, and finds that it costs what is said.
"""

from __future__ import annotations

from itertools import accumulate, pairwise, zip_longest
from typing import TYPE_CHECKING

from carerota.advice.explain.records import BreakChange, MovedVisit, RunChange

if TYPE_CHECKING:
    from carerota.advice.trial.board import Day
    from carerota.advice.trial.trial import Trial

    Span = tuple[int, int]

__all__ = ["breaks_of", "moved_by", "runs_of"]


def moved_by(trial: Trial, s: int) -> tuple[MovedVisit, ...]:
    """List what else than a slot starts at another time now."""
    c, found = trial.compiled, []
    others = [t for t in trial.changed_slots() if t != s]
    days = [trial.given_days.get(key, ()) for key in trial.changed_days]
    before = {x.slot: x.start for day in days for x in day}
    for t in others:
        start = trial.tick_of(t)
        if start is not None and t in before:
            v = int(c.slot_visit[t])
            found.append(
                MovedVisit(
                    visit=c.visit_ids[v],
                    client=c.client_ids[c.visit_client[v]],
                    before=c.clock.moment(before[t]),
                    after=c.clock.moment(start),
                )
            )
    return tuple(sorted(found, key=lambda x: (x.after, x.visit)))


def runs_of(trial: Trial, w: int, d: int) -> tuple[RunChange, ...]:
    """List between which visits of a day the worker goes home now, or no longer.

    Of neighbours of which one is new only a way home is listed. Visits that were
    neighbours with a way home between them are listed also where others have come
    between them, if there is no way home any more.
    """
    was, now = trial.given_days.get((w, d), ()), trial.board.day(w, d)
    old, new = _runs(was), _runs(now)
    pairs = {(a.slot, b.slot): b.home for a, b in pairwise(now)}
    for a, b in ((a.slot, b.slot) for a, b in pairwise(was) if b.home):
        there = a in new and b in new
        if there and new[a] == new[b] and (b, a) not in pairs:
            pairs.setdefault((a, b), False)
    c = trial.compiled
    return tuple(
        RunChange(
            first=c.visit_ids[c.slot_visit[a]],
            second=c.visit_ids[c.slot_visit[b]],
            home=home,
        )
        for (a, b), home in pairs.items()
        if home != (a in old and b in old and old[a] != old[b])
    )


def _runs(day: Day) -> dict[int, int]:
    """Give the number of the run of each slot of a day."""
    numbers = accumulate(int(x.home) for x in day)
    return {x.slot: n for x, n in zip(day, numbers, strict=True)}


def breaks_of(trial: Trial, w: int, d: int) -> tuple[BreakChange, ...]:
    """List the breaks of a day that are new, gone, or at another time now.

    Of as many as are both gone and new the first of each is told as one that moves.
    """
    if (w, d) not in trial.changed_days:
        return ()
    clock, name = trial.compiled.clock, trial.compiled.worker_ids[w]
    moment = clock.moment
    known = {
        (clock.tick(b.start), clock.tick(b.end))
        for b in trial.rota.breaks
        if b.worker == name
    }
    now = {(x.rest_at, x.rest_at + x.rest) for x in trial.board.day(w, d) if x.rest}
    today = range(*trial.compiled.day_start[d : d + 2].tolist())
    gone = sorted(x for x in known - now if x[0] in today)
    pairs = zip_longest(gone, sorted(now - known))
    return tuple(
        BreakChange(
            start_before=None if old is None else moment(old[0]),
            end_before=None if old is None else moment(old[1]),
            start_after=None if new is None else moment(new[0]),
            end_after=None if new is None else moment(new[1]),
        )
        for old, new in pairs
    )
