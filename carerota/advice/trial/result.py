"""From what was tried on a board to a rota; what was not touched stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.compiled.rota import from_rota, sequences
from carerota.model import Assignment, Provenance, RestBreak, Rota, Uncovered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carerota.advice.trial.board import Board, Day
    from carerota.compiled.problem import Compiled

__all__ = ["faithful", "written"]


def faithful(c: Compiled, rota: Rota) -> bool:
    """Tell whether arrays say all that a rota says of breaks.

    They hold one break a gap; of a hand-made rota with several, or with one that two
    days could claim, the checker has to be asked about the whole.
    """
    if not rota.breaks:
        return True
    arrays = from_rota(c, rota)
    kept: list[tuple[int, int, int]] = []
    for (w, _), slots in sequences(c, arrays).items():
        kept += [
            (w, int(arrays.rest_start[s]), int(arrays.rest_length[s]))
            for s in slots
            if arrays.rest_length[s]
        ]
    worker = {name: w for w, name in enumerate(c.worker_ids)}
    said = [
        (worker[b.worker], c.clock.tick(b.start), c.clock.tick(b.end))
        for b in rota.breaks
    ]
    return sorted(kept) == sorted((w, low, high - low) for w, low, high in said)


def written(
    c: Compiled, rota: Rota, board: Board, days: Sequence[tuple[int, int]]
) -> Rota:
    """Write the changed days of a board into the rota it was made from.

    Parameters
    ----------
    c
        The problem.
    rota
        The rota that was put on the board.
    board
        With the changes.
    days
        Worker and day of what has changed.
    """
    if not days:
        return rota
    changed = {(c.worker_ids[w], d) for w, d in days}
    visit_day = {name: int(c.visit_day[v]) for v, name in enumerate(c.visit_ids)}
    old = {(a.visit, a.slot): a for a in rota.assignments}
    made = [
        a for a in rota.assignments if (a.worker, visit_day[a.visit]) not in changed
    ]
    breaks = list(_kept_breaks(c, rota, days))
    for w, d in days:
        made += _assignments(c, w, board.day(w, d), old)
        breaks += [
            RestBreak(
                worker=c.worker_ids[w],
                start=c.clock.moment(x.rest_at),
                end=c.clock.moment(x.rest_at + x.rest),
            )
            for x in board.day(w, d)
            if x.rest
        ]
    return rota.model_copy(
        update={
            "assignments": tuple(made),
            "breaks": tuple(breaks),
            "uncovered": _uncovered(rota, old, made),
            "provenance": Provenance(),
        }
    )


def _assignments(
    c: Compiled, w: int, day: Day, old: dict[tuple[str, int], Assignment]
) -> Iterator[Assignment]:
    run = 1
    for stop in day:
        run += stop.home
        name, slot = c.visit_ids[c.slot_visit[stop.slot]], c.slot_index(stop.slot)
        before = old.get((name, slot))
        # a start that stays keeps the very words it was written with
        start = c.clock.moment(stop.start)
        if before is not None and c.clock.tick(before.start) == stop.start:
            start = before.start
        yield Assignment(
            visit=name, slot=slot, worker=c.worker_ids[w], start=start, run=run
        )


def _kept_breaks(
    c: Compiled, rota: Rota, days: Sequence[tuple[int, int]]
) -> Iterator[RestBreak]:
    """Give the breaks of days that have not changed."""
    spans = [
        (c.worker_ids[w], int(c.day_start[d]), int(c.day_start[d + 1])) for w, d in days
    ]
    for b in rota.breaks:
        at = c.clock.tick(b.start)
        if not any(b.worker == w and low <= at < high for w, low, high in spans):
            yield b


def _uncovered(
    rota: Rota, old: dict[tuple[str, int], Assignment], made: list[Assignment]
) -> tuple[Uncovered, ...]:
    now = {(a.visit, a.slot) for a in made}
    kept = [u for u in rota.uncovered if (u.visit, u.slot) not in now]
    listed = {(u.visit, u.slot) for u in kept}
    gone = [key for key in old if key not in now and key not in listed]
    return (*kept, *(Uncovered(visit=v, slot=s) for v, s in gone))
