"""Broken rules in the checker's own sentences, over a part of a tried rota."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.model import Assignment, RestBreak, Rota
from carerota.rules.base import Key, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carerota.advice.trial.changes import AmountChange
    from carerota.advice.trial.trial import Trial
    from carerota.rules.reading import Reading

__all__ = ["lines", "part"]


def lines(trial: Trial, rows: Iterable[AmountChange]) -> list[str]:
    """Say what each row's amount is after the change.

    Only those whose keys the rows name, and the client's visits, are read anew: a
    sentence about somebody needs nobody else's week.
    """
    rows = list(rows)
    others = [r.key for r in rows if r.key.level not in (Level.ALL, Level.CLIENT)]
    common = _reading(trial, trial.reading(), others) if others else None
    found = []
    for row in rows:
        if row.key.level is Level.ALL:
            now = trial.reading().again(trial.result())
        elif row.key.level is Level.CLIENT or common is None:
            now = _reading(trial, trial.reading_of_client(row.key.id), [row.key])
        else:
            now = common
        found.append(trial.book[row.rule].rule.line(now, row.key, row.after))
    return found


def _reading(trial: Trial, base: Reading, keys: Iterable[Key]) -> Reading:
    c, board = trial.compiled, trial.board
    workers: set[int] = set()
    slots: set[int] = set()
    for key in keys:
        match key.level:
            case Level.DAY | Level.WORKER:
                workers.add(trial.worker(key.id))
            case Level.SLOT | Level.VISIT:
                slots |= {*c.slots(trial.visit(key.id))}
            case Level.LINK:
                x = c.link_ids.index(key.id)
                for v in (int(c.link_first[x]), int(c.link_second[x])):
                    slots |= {*c.slots(v)}
            case Level.CLIENT:
                slots |= {*c.slots_of_client(c.client_ids.index(key.id))}
            case Level.ALL:
                continue
    for w in workers:
        slots |= {x.slot for d in range(c.n_days) for x in board.day(w, d)}
    return base.again(part(trial, slots))


def part(trial: Trial, slots: Iterable[int]) -> Rota:
    """Give a rota of some slots as they are made now, with the breaks before them."""
    c, board = trial.compiled, trial.board
    wanted = set(slots)
    made, breaks = [], []
    days = {(board.worker[s], int(c.visit_day[c.slot_visit[s]])) for s in wanted}
    for w, d in [key for key in board.days if key in days]:
        run = 1
        for x in board.day(w, d):
            run += x.home
            if x.slot not in wanted:
                continue
            made.append(
                Assignment(
                    visit=c.visit_ids[c.slot_visit[x.slot]],
                    slot=c.slot_index(x.slot),
                    worker=c.worker_ids[w],
                    start=c.clock.moment(x.start),
                    run=run,
                )
            )
            if x.rest:
                breaks.append(
                    RestBreak(
                        worker=c.worker_ids[w],
                        start=c.clock.moment(x.rest_at),
                        end=c.clock.moment(x.rest_at + x.rest),
                    )
                )
    return Rota(assignments=tuple(made), breaks=tuple(breaks))
