"""A small day to repair, and random events for tiny problems."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from carerota.model import (
    CarBreaksDown,
    ClientInHospital,
    Mode,
    Policy,
    PolicyLine,
    TimeWindow,
    VisitAdded,
    VisitCancelled,
    VisitLengthened,
    VisitMoved,
    WorkerLate,
    WorkerSick,
)
from tests.builders import client, problem, rota, visit, worker

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from carerota.model import Rota, RotaEvent, RotaProblem

HARD = (
    "skills",
    "exclusions",
    "pinned_worker",
    "pinned_start",
    "windows",
    "double_up",
    "visit_links",
    "reach",
    "one_place",
    "availability",
)
POLICY = Policy(
    name="plain",
    rules={
        **{name: PolicyLine(mode=Mode.HARD) for name in HARD},
        "cover": PolicyLine(mode=Mode.PRICED, price=480),
        "travel": PolicyLine(mode=Mode.PRICED, price=1),
        "published_worker": PolicyLine(mode=Mode.OFF, price=20),
        "published_start": PolicyLine(mode=Mode.OFF, price=1),
    },
)
"""Physics, cover and travel; what was published is off, as in a new week."""


def day(**more) -> tuple[RotaProblem, Rota]:
    """Give ann's and ben's Monday, six visits an hour apart, and the rota of it."""
    names = ["a", "b", "c", "d", "e", "f"]
    p = problem(
        more.pop("workers", [worker("ann"), worker("ben")]),
        [client(n.upper()) for n in names],
        [
            visit(n, n.upper(), f"{8 + i:02}:00-{9 + i:02}:30", 30)
            for i, n in enumerate(names)
        ],
        policy=POLICY,
        **more,
    )
    made = [
        ("a", "ann", "08:00"),
        ("b", "ben", "09:00"),
        ("c", "ann", "10:00"),
        ("d", "ben", "11:00"),
        ("e", "ann", "12:00"),
        ("f", "ben", "13:00"),
    ]
    return p, rota(p, *made)


def made_by(rota: Rota) -> dict[tuple[str, int], tuple[str, datetime]]:
    """Give who makes what and when."""
    return {(a.visit, a.slot): (a.worker, a.start) for a in rota.assignments}


def random_events(
    rnd: Random, problem: RotaProblem, rota: Rota, now: datetime
) -> list[RotaEvent]:
    """Draw up to three events; they may contradict each other."""
    return [_event(rnd, problem, rota, now, i) for i in range(rnd.choice([1, 1, 2, 3]))]


def _event(
    rnd: Random, problem: RotaProblem, rota: Rota, now: datetime, i: int
) -> RotaEvent:
    clock = problem.clock
    who = rnd.choice(problem.workers).id
    what = rnd.choice(problem.visits)
    start = now + timedelta(minutes=rnd.randint(-120, 600))
    end = start + timedelta(minutes=rnd.choice([60, 300, 1500]))
    opens = clock.moment(
        max(
            clock.tick(now) + 60 * problem.ticks_per_minute,
            clock.day_start(clock.index_of(what.day)),
        )
    )
    windows = (TimeWindow(start=opens, end=opens + timedelta(minutes=90)),)
    match rnd.randint(0, 7):
        case 0 | 1:
            return WorkerSick(worker=who, start=start, end=end)
        case 2:
            return WorkerLate(worker=who, until=end)
        case 3:
            return CarBreaksDown(worker=who, start=start, end=end, travel_mode="walk")
        case 4:
            return VisitCancelled(visit=what.id)
        case 5:
            return VisitMoved(visit=what.id, windows=windows)
        case 6:
            minutes = rnd.choice([0.5, 1.5]) * what.minutes
            return VisitLengthened(visit=what.id, minutes=max(1, round(minutes)))
    if rnd.random() < 0.5:
        return ClientInHospital(client=what.client, start=start, end=end)
    new = what.model_copy(
        update={
            "id": f"new{i}",
            "windows": windows,
            "preferred": None,
            "also_preferred": (),
            "pinned_start": None,
            "slots": tuple(
                s.model_copy(update={"pinned_worker": None}) for s in what.slots
            ),
        }
    )
    return VisitAdded(visit=new)
