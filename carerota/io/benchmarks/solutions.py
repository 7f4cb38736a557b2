"""Published solutions as rotas, and rotas as solutions in the benchmarks' own format.

A solution is a list of routes: for each carer the services in order, each with its
patient, start and end. Patients are clients here, and each slot asks for one service. A
lunch is a step too, at the place of the patient before or after it; here it is a break.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import AliasChoices, BaseModel, Field

from carerota.errors import DataError, Issue
from carerota.io.atomic import write_text
from carerota.io.benchmarks.frame import Frame
from carerota.io.issues import validated
from carerota.io.json_files import parse_json
from carerota.io.sources import read_text
from carerota.model import Assignment, RestBreak, Rota, Uncovered
from carerota.model.faults.issues import did_you_mean, shown
from carerota.rules.reading import Reading
from carerota.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from carerota.model import RotaProblem

__all__ = ["HHCRSP_KEYS", "UHHC_KEYS", "read_solution", "write_solution"]

LATEST: Final = 7 * 24 * 60.0
"""Minutes: however late a carer is, nobody is on the way for a week."""
LUNCH: Final = "lunch_break"
"""What a lunch is called as a service."""

Keys = tuple[str, str]
HHCRSP_KEYS: Final[Keys] = ("patient_id", "service_id")
UHHC_KEYS: Final[Keys] = ("patient", "service")

Place = tuple[str, int]
"""A visit and a slot of it."""


class _Step(BaseModel):
    patient: str = Field(validation_alias=AliasChoices("patient", "patient_id"))
    service: str = Field(validation_alias=AliasChoices("service", "service_id"))
    start: float = Field(
        allow_inf_nan=False,
        ge=0,
        le=LATEST,
        validation_alias=AliasChoices(
            "arrival_time", "start_time", "start_service_time"
        ),
    )

    end: float | None = Field(
        default=None,
        allow_inf_nan=False,
        ge=0,
        le=LATEST,
        validation_alias=AliasChoices("departure_time", "end_time", "end_service_time"),
    )


class _Route(BaseModel):
    carer: str = Field(validation_alias=AliasChoices("caregiver_id", "caregiver"))
    locations: tuple[_Step, ...] | None = None
    """Missing for a carer who stays at home."""


class _Solution(BaseModel):
    routes: tuple[_Route, ...]


def read_solution(problem: RotaProblem, path: Path) -> Rota:
    """Read a solution as a rota for the problem that was made of its instance.

    Every service has the explicit start of the solution; the stated end is not read,
    as a visit lasts what the instance says.

    Raises
    ------
    DataError
        The file is not a solution, names what the instance does not have, or makes a
        service twice.
    """
    data = parse_json(read_text(path), str(path))
    solution = validated(_Solution, data, source=str(path))
    frame = Frame(problem.ticks_per_minute)
    places = dict(_places(problem))
    workers = {worker.id for worker in problem.workers}
    issues: list[Issue] = []
    made: dict[Place, Assignment] = {}
    breaks: list[RestBreak] = []
    for r, route in enumerate(solution.routes):
        if route.carer not in workers:
            hint = did_you_mean(route.carer, workers)
            issues.append(
                _fault(f"routes[{r}]", route.carer, "a carer of the instance", hint)
            )
            continue
        for s, step in enumerate(route.locations or ()):
            at = f"routes[{r}].locations[{s}]"
            if step.service == LUNCH and step.end is not None:
                if all(other.start <= step.start for other in route.locations or ()):
                    issues.append(_fault(at, LUNCH, "a service after the lunch"))
                start, end = frame.moment(step.start), frame.moment(step.end)
                breaks.append(RestBreak(worker=route.carer, start=start, end=end))
                continue
            place = places.get((step.patient, step.service))
            if place is None:
                found = f"{step.service} at {step.patient}"
                issues.append(_fault(at, found, "a service that a patient asks for"))
            elif place in made:
                found = f"{step.service} at {step.patient}"
                issues.append(_fault(at, found, "each service once"))
            else:
                made[place] = Assignment(
                    visit=place[0],
                    slot=place[1],
                    worker=route.carer,
                    start=frame.moment(step.start),
                )
    if issues:
        raise DataError(issues, source=str(path))
    missing = (place for place in places.values() if place not in made)
    return Rota(
        problem=problem.name,
        assignments=tuple(made.values()),
        breaks=tuple(breaks),
        uncovered=tuple(Uncovered(visit=visit, slot=slot) for visit, slot in missing),
    )


def _fault(path: str, found: str, expected: str, hint: str = "") -> Issue:
    return Issue(path, shown(found), expected, hint, "solution")


def _places(problem: RotaProblem) -> Iterator[tuple[tuple[str, str], Place]]:
    """Give where each service of each patient is made."""
    for visit in problem.visits:
        for index, slot in enumerate(visit.slots):
            for service in slot.skills:
                yield (visit.client, service), (visit.id, index)


def write_solution(problem: RotaProblem, rota: Rota, path: Path, keys: Keys) -> None:
    """Write a rota as a solution, whole or not at all.

    Every carer has a route, an unused one an empty list; times are minutes.

    Parameters
    ----------
    problem
        As it was made of the instance.
    rota
        A rota that the checker can read against it.
    path
        The file.
    keys
        What the format calls the patient and the service of a step.
    """
    frame = Frame(problem.ticks_per_minute)
    visits = {visit.id: visit for visit in problem.visits}
    steps: dict[str, list[dict[str, Any]]] = {w.id: [] for w in problem.workers}
    for made in sorted(rota.assignments, key=lambda a: (a.start, a.visit, a.slot)):
        visit = visits[made.visit]
        start = frame.clock.tick(made.start)
        end = frame.clock.moment(start + frame.ticks(visit.minutes))
        service = next(iter(visit.slots[made.slot].skills))
        steps[made.worker].append(
            _step(keys, visit.client, service, frame, made.start, end)
        )
    for worker, client, since, until in _lunches(problem, rota):
        steps[worker].append(_step(keys, client, LUNCH, frame, since, until))
    for route in steps.values():
        route.sort(key=lambda step: (step["arrival_time"], step["departure_time"]))
    routes = [{"caregiver_id": w, "locations": made} for w, made in steps.items()]
    write_text(path, json.dumps({"routes": routes}, indent=1) + "\n")


def _step(
    keys: Keys, patient: str, service: str, frame: Frame, start: datetime, end: datetime
) -> dict[str, Any]:
    return {
        keys[0]: patient,
        keys[1]: service,
        "arrival_time": frame.minutes(start),
        "departure_time": frame.minutes(end),
    }


def _lunches(
    problem: RotaProblem, rota: Rota
) -> Iterator[tuple[str, str, datetime, datetime]]:
    """Give each break with the client at whose place it is: the next where it fits."""
    if not rota.breaks:
        return
    reading = Reading(problem, rota, travel_times(problem))
    moment = reading.clock.moment
    for day in reading.days.values():
        if day.early is not None:
            start, end = day.early
            here = day.stops[0].visit.client
            yield day.worker.id, here, moment(start), moment(end)
        for gap in day.gaps:
            for start, end in gap.breaks:
                stop = gap.after if start - gap.before.end >= gap.leg else gap.before
                yield day.worker.id, stop.visit.client, moment(start), moment(end)
