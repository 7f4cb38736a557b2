"""The HHCRSP benchmark: instances as problems, with the benchmark's cost as policy.

The home health care routing and scheduling problem of Mankowska, Meisel and Bierwirth
(2014), in the JSON of Ceschia, Di Gaspero, Rosati and Schaerf (2024). One day; carers
with abilities start and end at the office; a patient asks for one service or for two,
which begin together or so many minutes apart, by different carers. The cost is a third
of: travel, the sum of lateness, the worst lateness. So ``cost = points / 3``.

Each service is a skill. Two services that begin together are one visit with two slots
where they last equally long, else two visits linked at distance nought. A visit may
start after its window; its preferred window is the whole of it, the allowed one begins
there and stays open. Nobody is at a patient before the way from the office allows it:
since the least duration is longer than any detour saves, that is the same as leaving
the office at midnight or later, which is what the benchmark asks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from carerota.errors import DataError
from carerota.io.benchmarks import solutions
from carerota.io.benchmarks.checks import FINE, TWO, refuse_faults
from carerota.io.benchmarks.frame import (
    FIRST_DAY,
    HARD,
    ZONE,
    Frame,
    hard,
    matrix,
    priced,
)
from carerota.io.benchmarks.hhcrsp_instance import Instance, Patient, faults
from carerota.io.issues import validated
from carerota.io.json_files import parse_json
from carerota.io.sources import read_text
from carerota.model import Client, Policy, RotaProblem, Slot, Visit, VisitLink

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.model import Rota

__all__ = [
    "COST",
    "POINTS_PER_COST",
    "read_hhcrsp",
    "read_hhcrsp_solution",
    "write_hhcrsp_solution",
]

POINTS_PER_COST: Final = 3
COST: Final = {
    "distance": ("travel", "home_travel"),
    "total_tardiness": ("lateness",),
    "max_tardiness": ("worst_lateness",),
}
"""The components of the cost, and the rules whose amounts they are."""

OFFICE: Final = "office"

_POLICY: Final = Policy(
    name="HHCRSP",
    rationale="Travel, the sum of lateness and the worst lateness count alike.",
    rules=hard(*HARD)
    | priced(cover=0, travel=1, home_travel=1, lateness=1, worst_lateness=1),
)


def read_hhcrsp(path: Path) -> tuple[RotaProblem, Policy]:
    """Read an instance as a problem and the policy that is its cost.

    Where all distances are whole minutes, windows open at whole minutes as the authors
    of the set have it; where all other numbers are whole too, so is the tick, and else
    there are 1000 ticks a minute.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    data = parse_json(read_text(path), str(path))
    instance = validated(Instance, data, source=str(path))
    if issues := list(faults(instance)):
        raise DataError(issues, source=str(path))
    problem = _problem(instance, instance.name or path.stem)
    refuse_faults(problem, str(path))
    return problem, _POLICY


def write_hhcrsp_solution(problem: RotaProblem, rota: Rota, path: Path) -> None:
    """Write a rota in the benchmark's own format, whole or not at all."""
    solutions.write_solution(problem, rota, path, solutions.HHCRSP)


def read_hhcrsp_solution(problem: RotaProblem, path: Path) -> Rota:
    """Read a solution in the benchmark's own format as a rota for its problem.

    Raises
    ------
    DataError
        The file is no solution of the instance.
    """
    return solutions.read_solution(problem, path, solutions.HHCRSP)


def _problem(instance: Instance, name: str) -> RotaProblem:
    frame = Frame(1 if instance.whole else FINE)
    places, travel = matrix(
        [OFFICE, *(f"at:{p.id}" for p in instance.patients)], instance.distances
    )
    visits: list[Visit] = []
    links: list[VisitLink] = []
    for patient, way in zip(instance.patients, instance.distances[0][1:], strict=True):
        made = _visits(instance, patient, way, frame)
        visits.extend(made)
        if len(made) == TWO:
            links.append(_link(patient, made))
    return RotaProblem(
        name=name[:200],
        zone=ZONE,
        first_day=FIRST_DAY,
        days=1,
        ticks_per_minute=frame.ticks_per_minute,
        places=places,
        workers=tuple(
            frame.worker(c.id, c.abilities, OFFICE) for c in instance.caregivers
        ),
        clients=tuple(Client(id=p.id, place=f"at:{p.id}") for p in instance.patients),
        visits=tuple(visits),
        links=tuple(links),
        travel=travel,
    )


def _visits(
    instance: Instance, patient: Patient, way: float, frame: Frame
) -> list[Visit]:
    """Give a patient's one visit, or two that are to be linked."""
    opens, closes = patient.time_window
    if instance.cuts_windows:
        # the set has rounding dust: 401.99999999999994 opens at 401, as in the papers;
        # an end is compared with starts on the grid: 511.00000000000006 is 511 there
        opens = math.floor(opens)
    lasts = instance.lasts
    needs = [
        (n.service, n.duration or lasts[n.service] or 0.0)
        for n in patient.required_caregivers
    ]
    bound = patient.synchronization
    together = bound is not None and bound.type == "simultaneous"
    one_visit = len(needs) == 1 or (together and needs[0][1] == needs[1][1])
    parts = [needs] if one_visit else [[need] for need in needs]
    return [
        Visit(
            id=patient.id if one_visit else f"{patient.id}:{part[0][0]}",
            client=patient.id,
            day=FIRST_DAY,
            windows=(frame.window(max(opens, way)),),
            preferred=frame.window(opens, closes),
            minutes=part[0][1],
            slots=tuple(Slot(skills=frozenset({service})) for service, _ in part),
        )
        for part in parts
    ]


def _link(patient: Patient, visits: list[Visit]) -> VisitLink:
    low, high = patient.minutes_apart
    return VisitLink(
        id=f"{patient.id}:link",
        first=visits[0].id,
        second=visits[1].id,
        minimum_minutes=low,
        maximum_minutes=high,
        different_worker=True,
    )
