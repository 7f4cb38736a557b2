"""Take visits out of a rota until it breaks no hard rule.

A peer that cannot say a rule breaks it. So that lawful rotas are compared with lawful
ones, the visits that break rules go, cheapest first: of a worker's day or week the one
visit of the lowest priority that mends most, of a client with too many carers those of
the rarest carer, of two linked visits the less urgent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from benchmarks.peers.finish import finished
from carerota.model import History, Rota
from carerota.rules.base import Level
from carerota.rules.reading import Reading
from carerota.score import check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.field import Field, Plan
    from carerota.rules.base import Key
    from carerota.score import Finding

__all__ = ["trimmed"]

OF_WORKERS = (Level.DAY, Level.WORKER)
MOST_ROUNDS = 200


def trimmed(field: Field, plan: Plan) -> Plan:
    """Give the plan without the visits that break hard rules."""
    plan = dict(plan)
    excused = {(f.rule, f.key): f.amount for f in _findings(field, {})}
    for _ in range(MOST_ROUNDS):
        broken = [
            f
            for f in _findings(field, plan)
            if f.amount > excused.get((f.rule, f.key), 0)
        ]
        gone = _to_drop(field, plan, broken)
        if not gone:
            return plan
        for s in gone:
            del plan[s]
    return plan


def _findings(field: Field, plan: Plan) -> tuple[Finding, ...]:
    rota = finished(field, plan) if plan else Rota()
    travel = field.compiled.travel
    policy = field.book.policy
    return check(
        field.problem, rota, policy=policy, travel=travel, margins=False
    ).findings


def _to_drop(field: Field, plan: Plan, broken: Iterable[Finding]) -> set[int]:
    """Choose a drop for each thing that is broken; one a worker in each round."""
    gone: set[int] = set()
    workers: set[str] = set()
    for f in broken:
        if f.key.level in OF_WORKERS:
            workers.add(f.key.id)
        elif f.key.level is Level.SLOT:
            v = field.compiled.visit_ids.index(f.key.id)
            gone.add(field.compiled.slots(v)[f.key.at])
        elif f.key.level is Level.VISIT:
            gone |= set(_slots(field, plan, f.key.id)[-1:])
        elif f.key.level is Level.LINK:
            gone |= _less_urgent(field, plan, f.key.id)
        elif f.key.level is Level.CLIENT:
            gone |= _of_rarest_carer(field, plan, f.key)
    gone &= plan.keys()
    lighter = {s: plan[s] for s in plan if s not in gone}
    for worker in sorted(workers):
        drop = _best_of_worker(field, lighter, worker)
        if drop is not None:
            gone.add(drop)
    return gone


def _slots(field: Field, plan: Plan, visit: str) -> list[int]:
    v = field.compiled.visit_ids.index(visit)
    return [s for s in field.compiled.slots(v) if s in plan]


def _less_urgent(field: Field, plan: Plan, link: str) -> set[int]:
    c = field.compiled
    x = c.link_ids.index(link)
    pair = (int(c.link_first[x]), int(c.link_second[x]))
    v = max(pair, key=lambda v: (int(c.visit_priority[v]), v == pair[1]))
    return {s for s in c.slots(v) if s in plan}


def _of_rarest_carer(field: Field, plan: Plan, key: Key) -> set[int]:
    """Give the slots of a client's period that the carer with the fewest makes."""
    c = field.compiled
    client = c.client_ids.index(key.id)
    mine: dict[int, set[int]] = defaultdict(set)
    for s, (w, _) in plan.items():
        v = field.visit_of(s)
        if c.visit_client[v] == client and c.period_at[c.visit_period[v]] == key.at:
            mine[w].add(s)
    ranks = {
        w: (
            sum(
                field.prices.missed[int(c.visit_priority[field.visit_of(s)])]
                for s in slots
            ),
            w,
        )
        for w, slots in mine.items()
    }
    return mine[min(ranks, key=lambda w: ranks[w])] if ranks else set()


def _best_of_worker(field: Field, plan: Plan, worker: str) -> int | None:
    """Give the one slot without which the worker breaks least, the humblest first."""
    c = field.compiled
    w = c.worker_ids.index(worker)
    mine = {s: x for s, x in plan.items() if x[0] == w}
    if not mine:
        return None
    before = _amounts(field, mine, w)
    if not before:
        return None

    def rank(s: int) -> tuple[bool, int, int, int]:
        after = _amounts(field, {k: x for k, x in mine.items() if k != s}, w)
        left = sum(after.values())
        priority = int(c.visit_priority[field.visit_of(s)])
        return left >= sum(before.values()), -priority, left, s

    touched = _days_of(before)
    days = {d for d in touched if d is not None}
    near = [
        s
        for s in mine
        if None in touched or int(c.visit_day[field.visit_of(s)]) in days
    ]
    return min(near or list(mine), key=rank)


def _days_of(amounts: Counter[Key]) -> set[int | None]:
    """Give the days that may mend it; ``None``: any day."""
    found: set[int | None] = set()
    for key in amounts:
        found |= {key.at} if key.level is Level.DAY else {None}
    return found


def _amounts(field: Field, mine: Plan, w: int) -> Counter[Key]:
    """Give what the worker's own hard rules amount to, for their visits alone."""
    problem = field.problem
    worker = problem.workers[w]
    visits = {field.visit_of(s) for s in mine}
    small = problem.model_copy(
        update={
            "workers": (worker,),
            "visits": tuple(problem.visits[v] for v in sorted(visits)),
            "links": (),
            "history": History(visits=_past(field).get(worker.id, ())),
        }
    )
    reading = Reading(small, finished(field, mine), field.compiled.travel)
    found: Counter[Key] = Counter()
    for bound in field.book:
        if bound.hard and bound.rule.level in OF_WORKERS:
            for key, amount in bound.rule.measure(reading).items():
                found[key] += amount
    return found


def _past(field: Field) -> dict[str, tuple]:
    """Give the history by worker, sorted out once for a problem."""
    memo = field.compiled.memo
    if "past of workers" not in memo:
        found = defaultdict(list)
        for visit in field.problem.history.visits:
            found[visit.worker].append(visit)
        memo["past of workers"] = {w: tuple(v) for w, v in found.items()}
    return memo["past of workers"]
