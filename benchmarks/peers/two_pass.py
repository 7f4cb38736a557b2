"""Two passes: what users of other tools do for continuity.

Solve as if nobody minded who comes; keep for each client the workers who then came most
often; solve again with only those allowed. The last word is with the checker, as ever.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

import carerota
from benchmarks.peers import routing
from benchmarks.peers.days import day_by_day
from benchmarks.peers.field import CONTINUITY, read_field
from carerota.model import Mode, PolicyLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.field import Field, Plan
    from carerota import Policy, Rota, RotaProblem

__all__ = ["most_frequent", "with_carerota", "with_routing"]


def most_frequent(pairs: Iterable[tuple[str, str]], keep: int) -> dict[str, set[str]]:
    """Give the workers who come to each client most often; the first of equals.

    Parameters
    ----------
    pairs
        A client and a worker for each slot that is made.
    keep
        How many workers each client keeps.
    """
    met: dict[str, Counter[str]] = defaultdict(Counter)
    for client, worker in sorted(pairs):
        met[client][worker] += 1
    return {c: {w for w, _ in who.most_common(keep)} for c, who in met.items()}


def with_routing(
    field: Field, *, keep: int, seconds: float, threads: int, seed: int
) -> Plan:
    """Make both passes with OR-Tools routing, half of the time each."""
    c = field.compiled
    blind = read_field(field.problem, field.book.policy, continuity=False)
    terms = {"seconds": seconds / 2, "threads": threads, "seed": seed}
    first = day_by_day(blind, routing.solve_part, **terms)
    pairs = [
        (c.client_ids[_client(field, s)], c.worker_ids[w])
        for s, (w, _) in first.items()
    ]
    pool = most_frequent(pairs, keep)
    fits = blind.fits.copy()
    for s in range(c.n_slots):
        chosen = pool.get(c.client_ids[_client(field, s)])
        if chosen is not None:
            fits[s] &= np.array([w in chosen for w in c.worker_ids])
    return day_by_day(replace(blind, fits=fits), routing.solve_part, **terms)


def _client(field: Field, s: int) -> int:
    return int(field.compiled.visit_client[field.visit_of(s)])


def with_carerota(
    problem: RotaProblem,
    policy: Policy,
    *,
    keep: int,
    seconds: float,
    threads: int,
    seed: int,
) -> Rota:
    """Make both passes with our own engines, the rules on continuity off in both."""
    blind = without_continuity(policy)
    terms = {"time_limit": seconds / 2, "threads": threads, "seed": seed}
    first = carerota.solve(problem, policy=blind, **terms).rota
    client = {visit.id: visit.client for visit in problem.visits}
    pool = most_frequent(((client[a.visit], a.worker) for a in first.assignments), keep)
    return carerota.solve(_narrowed(problem, pool), policy=blind, **terms).rota


def without_continuity(policy: Policy) -> Policy:
    """Give a policy with its rules on continuity off, and exclusions hard."""
    rules = {
        name: line for name, line in policy.rules.items() if name not in CONTINUITY
    }
    rules["exclusions"] = PolicyLine(mode=Mode.HARD)
    return policy.model_copy(update={"rules": rules})


def _narrowed(problem: RotaProblem, pool: dict[str, set[str]]) -> RotaProblem:
    """Let each client exclude whoever is not in their pool; pinned workers stay."""
    everyone = {worker.id for worker in problem.workers}
    pinned: dict[str, set[str]] = defaultdict(set)
    for visit in problem.visits:
        pinned[visit.client] |= {
            slot.pinned_worker for slot in visit.slots if slot.pinned_worker
        }
    clients = tuple(
        c.model_copy(
            update={
                "excluded_workers": c.excluded_workers
                | (everyone - pool[c.id] - pinned[c.id])
            }
        )
        if c.id in pool
        else c
        for c in problem.clients
    )
    return problem.model_copy(update={"clients": clients})
