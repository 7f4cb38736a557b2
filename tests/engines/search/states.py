"""Small problems that keep the search busy, and its state in a form to compare."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from carerota.compiled.build import compile_problem
from carerota.engines.search import layout as at
from carerota.engines.search.anneal import list_uncovered
from carerota.engines.search.chain import Chain
from carerota.model import (
    Levels,
    LinkFrom,
    Mode,
    RotaProblem,
    Slot,
    TimeWindow,
    VisitLink,
)
from carerota.rules.book import NAMES, RULES, bind
from tests.strategies import OTHERWISE, TIGHT, policy_all, tiny_problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carerota.model import Policy, Visit

POLICIES = ("all priced", "one sum", "law is hard")


def policy_for(kind: str, *, otherwise: bool = False) -> Policy:
    """Give a policy with every rule on: all priced, without levels, or mixed."""
    levels = Levels.FLAT if kind == "one sum" else Levels.STRICT
    params = OTHERWISE if otherwise else TIGHT
    policy = policy_all(NAMES, levels=levels, params=params)
    if kind != "law is hard":
        return policy
    rules = {
        name: line
        if RULES[name].votable or name == "cover"
        else line.model_copy(update={"mode": Mode.HARD})
        for name, line in policy.rules.items()
    }
    return policy.model_copy(update={"rules": rules})


def busy_problem(rnd: Random) -> RotaProblem:
    """Make a random problem in which visits push each other, and links pull them.

    Windows are wide and the same for many visits; links run both ways and in circles.
    """
    tiny = tiny_problem(rnd)
    n = rnd.choice([4, 6, 8])
    visits = tuple(
        _wide(rnd, tiny, tiny.visits[i % len(tiny.visits)], f"b{i}") for i in range(n)
    )
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    links = tuple(
        VisitLink(
            id=f"l{i}-{j}",
            first=f"b{i}",
            second=f"b{j}",
            measured_from=rnd.choice(list(LinkFrom)),
            minimum_minutes=rnd.choice([None, 0, 30]),
            maximum_minutes=rnd.choice([None, 45]),
        )
        for i, j in pairs
        if rnd.random() < 0.15
    )
    history = tiny.history.model_copy(update={"published": None})
    problem = tiny.model_copy(
        update={"visits": visits, "links": links, "history": history}
    )
    return RotaProblem.model_validate(problem.model_dump())


def _wide(rnd: Random, tiny: RotaProblem, visit: Visit, name: str) -> Visit:
    clock, minute = tiny.clock, tiny.ticks_per_minute
    day = rnd.randrange(min(tiny.days, 2))
    opens = clock.day_start(day) + rnd.choice([420, 480, 1380]) * minute
    closes = opens + rnd.choice([0, 60, 240]) * minute
    return visit.model_copy(
        update={
            "id": name,
            "day": clock.date_of(day),
            "windows": (
                TimeWindow(start=clock.moment(opens), end=clock.moment(closes)),
            ),
            "preferred": None,
            "also_preferred": (),
            "pinned_start": None,
            "minutes": rnd.choice([15, 30, 45]),
            "slots": tuple(Slot() for _ in visit.slots),
        }
    )


def chain_for(problem: RotaProblem, policy: Policy, seed: int = 1) -> Chain:
    """Give a chain at the empty rota."""
    compiled = compile_problem(problem)
    return Chain(compiled, bind(policy, problem.ticks_per_minute), seed=seed)


def stir(chain: Chain, n_moves: int) -> None:
    """Make moves while it is hot, so that many are taken."""
    point = chain.book.point
    chain.anneal(n_moves, 100.0 * point, 1.0 * point)


def stirred(seed: int, kind: str = "all priced") -> Chain:
    """Give a chain somewhere in the middle of a search, what is uncovered listed."""
    chain = chain_for(busy_problem(Random(seed)), policy_for(kind), seed)
    stir(chain, 200)
    list_uncovered(chain.memory.m)
    return chain


def state(chain: Chain) -> NDArray[np.int64]:
    """Give a copy of all cells of the state that say something.

    What an uncovered slot was last made at says nothing, nor where a break of length
    nought lies.
    """
    m = chain.memory.m
    n = chain.compiled.n_slots
    origin = int(m[at.STATE])
    cells = m[origin : m[at.STATE_END]].copy()

    def of_slots(cell: int) -> NDArray[np.int64]:
        first = int(m[cell]) - origin
        return cells[first : first + n]

    nobody = of_slots(at.WORKER) < 0
    for cell in (at.START_AT, at.HOME, at.REST_AT, at.REST_LEN):
        of_slots(cell)[nobody] = 0
    of_slots(at.REST_AT)[of_slots(at.REST_LEN) == 0] = 0
    return cells


def decoded_anew(chain: Chain) -> NDArray[np.int64]:
    """Give the state that the chain's present decisions lead to from scratch."""
    chain._restore(chain.memory.m[chain._decisions])
    return state(chain)
