"""Published solutions as rotas, and rotas as solutions in the benchmarks' own format.

A solution is a list of routes: for each carer the services in order, each with its
patient, start and end. Patients are clients here, and each slot asks for one service. A
lunch is a step too, at the place of the patient before or after it; here it is a break
before a service. So a lunch at the start place, or after the last service, cannot be
read, though the format has both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pydantic import AliasChoices, BaseModel, Field

from carerota.errors import DataError, Issue
from carerota.io.atomic import write_text
from carerota.io.benchmarks.frame import Frame
from carerota.io.issues import validated
from carerota.io.json_files import parse_json
from carerota.io.sources import read_text
from carerota.model import Assignment, RestBreak, Rota, Uncovered
from carerota.model.base import Minutes
from carerota.model.faults.issues import did_you_mean, shown
from carerota.rules.reading import Reading
from carerota.travel import travel_times
from carerota.units import on_the_grid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from carerota.model import RotaProblem
    from carerota.travel.table import TravelTimes

__all__ = ["HHCRSP", "UHHC", "Layout", "read_solution", "write_solution"]

LUNCH: Final = "lunch_break"
"""What a lunch is called as a service."""


@dataclass(frozen=True)
class Layout:
    """How a benchmark writes its solutions."""

    patient: str
    """What a step calls the patient."""
    service: str
    """What a step calls the service."""
    longer: bool
    """Whether a service may last longer than the instance says."""
    slack: float
    """By how many minutes published times may be out."""


HHCRSP: Final = Layout("patient_id", "service_id", longer=False, slack=0.002)
UHHC: Final = Layout("patient", "service", longer=True, slack=1e-6)

Place = tuple[str, int]
"""A visit and a slot of it."""


class _Step(BaseModel):
    patient: str | None = Field(
        default=None, validation_alias=AliasChoices("patient", "patient_id")
    )
    """Nobody: at the start place."""
    service: str = Field(validation_alias=AliasChoices("service", "service_id"))
    start: Minutes = Field(
        validation_alias=AliasChoices(
            "arrival_time", "start_time", "start_service_time"
        ),
    )

    end: Minutes | None = Field(
        default=None,
        validation_alias=AliasChoices("departure_time", "end_time", "end_service_time"),
    )


class _Route(BaseModel):
    carer: str = Field(validation_alias=AliasChoices("caregiver_id", "caregiver"))
    locations: tuple[_Step, ...] | None = None
    """Missing for a carer who stays at home."""


class _Solution(BaseModel):
    routes: tuple[_Route, ...]


def read_solution(problem: RotaProblem, path: Path, layout: Layout) -> Rota:
    """Read a solution as a rota for the problem that was made of its instance.

    Every service has the explicit start of the solution and lasts what the instance
    says. A stated end that comes sooner is a fault; one that comes later is a fault
    where the benchmark has it so, and else the carer waits for the rest. Times are read
    to the thousandth of a minute; where the instance is in whole minutes, so must they.

    Raises
    ------
    DataError
        The file is not a solution, names what the instance does not have, makes a
        service twice or ends it too soon, or has a lunch that no rota can have.
    """
    data = parse_json(read_text(path), str(path))
    solution = validated(_Solution, data, source=str(path))
    reader = _Reader(problem, layout)
    for r, route in enumerate(solution.routes):
        reader.route(route, f"routes[{r}]")
    if reader.issues:
        raise DataError(reader.issues, source=str(path))
    missing = (place for place in reader.places.values() if place not in reader.made)
    return Rota(
        problem=problem.name,
        assignments=tuple(reader.made.values()),
        breaks=tuple(reader.breaks),
        uncovered=tuple(Uncovered(visit=visit, slot=slot) for visit, slot in missing),
    )


class _Reader:
    """Reads one route after the other, and keeps every fault."""

    def __init__(self, problem: RotaProblem, layout: Layout) -> None:
        self.problem = problem
        self.layout = layout
        self.frame = Frame(problem.ticks_per_minute)
        self.places = dict(_places(problem))
        self.visits = {visit.id: visit for visit in problem.visits}
        self.workers = {worker.id: worker for worker in problem.workers}
        self.clients = {client.id: client for client in problem.clients}
        self.seen: set[str] = set()
        self.issues: list[Issue] = []
        self.made: dict[Place, Assignment] = {}
        self.breaks: list[RestBreak] = []

    def route(self, route: _Route, at: str) -> None:
        """Read what a carer does."""
        if route.carer not in self.workers:
            hint = did_you_mean(route.carer, self.workers)
            self._fault(at, route.carer, "a carer of the instance", hint)
            return
        if route.carer in self.seen:
            self._fault(at, route.carer, "each carer once")
        self.seen.add(route.carer)
        steps = sorted(
            enumerate(route.locations or ()),
            key=lambda s: (s[1].start, s[1].start if s[1].end is None else s[1].end),
        )
        services = [(n, s) for n, (_, s) in enumerate(steps) if s.service != LUNCH]
        for n, (s, step) in enumerate(steps):
            here = f"{at}.locations[{s}]"
            ends = (step.start, step.end)
            if self.frame.ticks_per_minute == 1 and not all(
                time is None or on_the_grid(time, 1) for time in ends
            ):
                found = f"from {step.start} to {step.end}"
                self._fault(here, found, "whole minutes, as in the instance")
            if step.service != LUNCH:
                self._service(route.carer, step, here)
                continue
            before = next((b for k, b in reversed(services) if k < n), None)
            after = next((b for k, b in services if k > n), None)
            self._lunch(route.carer, step, (before, after), here)

    def _service(self, carer: str, step: _Step, at: str) -> None:
        found = f"{step.service} at {step.patient}"
        place = self._place(step)
        if place is None:
            self._fault(at, found, "a service that a patient asks for")
            return
        if place in self.made:
            self._fault(at, found, "each service once")
            return
        self.made[place] = Assignment(
            visit=place[0],
            slot=place[1],
            worker=carer,
            start=self.frame.moment(step.start),
        )
        if step.end is None:
            return
        needs, lasts = self.visits[place[0]].minutes, step.end - step.start
        told = f"{found} for {lasts:g} minutes"
        if lasts < needs - self.layout.slack:
            self._fault(at, told, f"at least {needs:g} minutes")
        elif lasts > needs + self.layout.slack and not self.layout.longer:
            self._fault(at, told, f"{needs:g} minutes")

    def _place(self, step: _Step) -> Place | None:
        if step.patient is None:
            return None
        return self.places.get((step.patient, step.service))

    def _lunch(
        self,
        carer: str,
        step: _Step,
        beside: tuple[_Step | None, _Step | None],
        at: str,
    ) -> None:
        """Read a lunch between two services, of which the first may be missing."""
        before, after = beside
        if step.end is None or step.end <= step.start:
            self._fault(at, LUNCH, "a lunch that ends after it starts")
        elif step.patient not in self.clients:
            hint = "a lunch at the start place cannot be read"
            found = f"{LUNCH} at {step.patient}"
            self._fault(at, found, "a lunch at the place of a patient", hint)
        elif after is None:
            hint = "a lunch after the last service cannot be read"
            self._fault(at, LUNCH, "a service after the lunch", hint)
        elif not any(s and s.patient == step.patient for s in beside):
            expected = "a lunch at the place of the service before or after it"
            self._fault(at, f"{LUNCH} at {step.patient}", expected)
        elif not self._fits(carer, step, before, after):
            expected = "a lunch that leaves time for the services and the way"
            self._fault(at, f"{LUNCH} at {step.patient}", expected)
        else:
            start, end = map(self.frame.moment, (step.start, step.end))
            self.breaks.append(RestBreak(worker=carer, start=start, end=end))

    def _fits(
        self, carer: str, step: _Step, before: _Step | None, after: _Step
    ) -> bool:
        """Tell whether a lunch has room, with the way on the side where it must be.

        A break has no place of its own: it is read where there is room for the way on
        its other side, and that may be another place than the one that is stated.
        """
        ticks = self.frame.ticks
        since, rest = ticks(step.start), ticks(after.start) - ticks(step.end or 0.0)
        place = self._place(before) if before else None
        if before is None or place is None or after.patient not in self.clients:
            return rest >= 0
        left = ticks(before.start) + ticks(self.visits[place[0]].minutes)
        here = self.clients[self.visits[place[0]].client].place
        there = self.clients[after.patient].place
        way = self._travel.leg_of(self.workers[carer], here, there, left)
        before_way = way if step.patient == before.patient else 0
        after_way = way if step.patient == after.patient else 0
        return rest >= before_way and since - left >= after_way

    @cached_property
    def _travel(self) -> TravelTimes:
        return travel_times(self.problem)

    def _fault(self, path: str, found: str, expected: str, hint: str = "") -> None:
        self.issues.append(Issue(path, shown(found), expected, hint, "solution"))


def _places(problem: RotaProblem) -> Iterator[tuple[tuple[str, str], Place]]:
    """Give where each service of each patient is made."""
    for visit in problem.visits:
        for index, slot in enumerate(visit.slots):
            for service in slot.skills:
                yield (visit.client, service), (visit.id, index)


def write_solution(
    problem: RotaProblem, rota: Rota, path: Path, layout: Layout
) -> None:
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
    layout
        How the benchmark writes its solutions.
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
            _step(layout, visit.client, service, frame, made.start, end)
        )
    for worker, client, since, until in _lunches(problem, rota):
        steps[worker].append(_step(layout, client, LUNCH, frame, since, until))
    for route in steps.values():
        route.sort(key=lambda step: (step["arrival_time"], step["departure_time"]))
    routes = [{"caregiver_id": w, "locations": made} for w, made in steps.items()]
    write_text(path, json.dumps({"routes": routes}, indent=1) + "\n")


def _step(
    layout: Layout,
    patient: str,
    service: str,
    frame: Frame,
    start: datetime,
    end: datetime,
) -> dict[str, Any]:
    return {
        layout.patient: patient,
        layout.service: service,
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
