"""Tiny problems that ask for much, and how many of their slots can be covered."""

from __future__ import annotations

from dataclasses import replace

from carerota.advice.diagnose import CONTRADICTIONS
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.engine import Effort, run_solver
from carerota.model import CarerLimit, Contract, Mode, Slot
from carerota.model.faults import faults
from carerota.rules.book import NAMES, RULES
from tests.builders import client, link, past, problem, visit, worker
from tests.strategies import policy_all


def lawful(params, votable=()):
    """Give a policy of hard rules alone, those of the law and some that are voted."""
    policy = policy_all(NAMES, params=params)
    hard = {n for n in NAMES if not RULES[n].votable and n != "cover"} | set(votable)
    rules = {
        name: line.model_copy(update={"mode": Mode.HARD if name in hard else Mode.OFF})
        for name, line in policy.rules.items()
    }
    return policy.model_copy(update={"rules": rules})


def most_covered(compiled, book, slots):
    """Give how many of some slots can be covered at most, and whether it is proven."""
    from ortools.sat.python import cp_model

    hard = replace(book, bound=tuple(b for b in book if b.hard and b.name != "cover"))
    model = RotaModel(compiled, hard)
    covered = [model.covered(s) for s in slots]
    model.model.maximize(sum(covered))
    solver = cp_model.CpSolver()
    status = run_solver(model, solver, Effort(deterministic_time=5))
    made = sum(x if isinstance(x, int) else solver.value(x) for x in covered)
    return made, status


def crowd(rnd):
    """Make a tiny problem that asks for much at once, of people who may do it."""
    names = ["ann", "bob", "cat"][: rnd.choice([1, 2, 2, 3])]
    days = rnd.choice([1, 1, 2, 4])
    hours = ["07:00-11:00", "08:00-10:00", "07:30-09:30", "00:00-24:00"]
    workers = [
        worker(
            n,
            skills=rnd.choice([(), ("hoist",)]),
            available=[(d, h) for d in range(days) for h in [rnd.choice(hours)] if h],
            contract=Contract(
                maximum_hours=rnd.choice([2, 6, 40]),
                maximum_minutes_a_day=rnd.choice([120, 200, 600]),
                maximum_consecutive_days=rnd.choice([1, 3, 6]),
            ),
        )
        for n in names
    ]
    clients = [
        client(
            c,
            access_minutes=rnd.choice([0, 2]),
            excluded_workers=frozenset(n for n in names if rnd.random() < 0.15),
            carers=CarerLimit(ceiling=rnd.choice([None, 1, 1, 2])),
        )
        for c in "xyz"
    ]
    visits = []
    for i in range(rnd.randint(3, 6)):
        opens = rnd.choice([420, 450, 480, 500, 540, 1290])
        closes = opens + rnd.choice([0, 0, 10, 30, 60])
        text = f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
        pin = rnd.choice([None, None, None, *names])
        slots = [
            Slot(skills=frozenset({"hoist"} if rnd.random() < 0.3 else ()))
            for _ in range(rnd.choice([1, 1, 1, 2]))
        ]
        slots[0] = slots[0].model_copy(update={"pinned_worker": pin})
        minutes = rnd.choice([30, 45, 60, 90])
        where, day = rnd.choice("xyz"), rnd.randrange(days)
        visits.append(visit(f"v{i}", where, text, minutes, day=day, slots=slots))
    links = [
        link(f"v{i}", f"v{i + 1}", same_worker=rnd.random() < 0.7, minimum=low)
        for i in range(len(visits) - 1)
        if rnd.random() < 0.3
        for low in [rnd.choice([None, 0, 40])]
    ]
    ids = [f"home:{n}" for n in names] + [f"at:{c}" for c in "xyz"]
    ways = {(a, b): rnd.choice([0, 5, 20, 40]) for a in ids for b in ids if a < b}
    before = [past("x", n, "21:00", minutes=60) for n in names if rnd.random() < 0.3]
    return problem(
        workers,
        clients,
        visits,
        links=links,
        past=before,
        days=days,
        travel=ways,
    )


def readable(tiny):
    """Tell whether the problem has no faults but those a diagnosis tells of."""
    codes = {issue.code for issue in faults(tiny) if not issue.warning}
    return codes <= CONTRADICTIONS
