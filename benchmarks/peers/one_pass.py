"""One pass over what two passes made: how few carers, and how much on the road.

Two passes leave out what their pools cannot make, and who leaves visits out needs fewer
carers and travels less. So the method is compared over just the slots that it made.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import carerota
from benchmarks.peers.two_pass import without_continuity
from carerota.model import Mode, PolicyLine
from carerota.model.expand import expand

if TYPE_CHECKING:
    from carerota import Policy, Rota, RotaProblem

__all__ = ["FEW", "few_carers", "made_again", "only_made"]

FEW: Final = 60.0
"""Points for each carer of a client beyond the first."""


def made_again(
    problem: RotaProblem,
    policy: Policy,
    rota: Rota,
    *,
    seconds: float,
    threads: int,
    seed: int,
) -> tuple[RotaProblem, Rota]:
    """Solve once for just the slots that a rota makes, few carers a client wanted.

    Gives the problem of those slots, too, over which the new rota is to be judged.
    """
    narrowed = only_made(problem, rota)
    asked, wanted = few_carers(narrowed, policy)
    found = carerota.solve(
        asked, policy=wanted, time_limit=seconds, threads=threads, seed=seed
    )
    return narrowed, found.rota


def only_made(problem: RotaProblem, rota: Rota) -> RotaProblem:
    """Leave out of a problem the slots that a rota leaves uncovered.

    Of orders of care only their visits are left: they would be asked for once more.
    """
    problem = expand(problem)
    made: dict[str, set[int]] = defaultdict(set)
    for a in rota.assignments:
        made[a.visit].add(a.slot)
    visits = tuple(
        visit.model_copy(
            update={
                "slots": tuple(
                    slot for i, slot in enumerate(visit.slots) if i in made[visit.id]
                )
            }
        )
        for visit in problem.visits
        if made[visit.id]
    )
    links = tuple(x for x in problem.links if made[x.first] and made[x.second])
    history = problem.history.model_copy(
        update={"published": None, "published_at": None}
    )
    return problem.model_copy(
        update={
            "visits": visits,
            "links": links,
            "packages": (),
            "history": history,
        }
    )


def few_carers(problem: RotaProblem, policy: Policy) -> tuple[RotaProblem, Policy]:
    """Want what two passes want: few carers a client, whoever they are."""
    policy = without_continuity(policy)
    line = PolicyLine(mode=Mode.PRICED, price=FEW)
    policy = policy.model_copy(update={"rules": policy.rules | {"carer_target": line}})
    clients = tuple(
        c.model_copy(update={"carers": c.carers.model_copy(update={"target": 1})})
        for c in problem.clients
    )
    return problem.model_copy(update={"clients": clients}), policy
