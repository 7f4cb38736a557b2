"""What an instance of the HHCRSP benchmark says, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

from carerota.errors import Issue
from carerota.io.benchmarks.checks import (
    TWO,
    backwards,
    bound_faults,
    duplicates,
    grid_faults,
    id_faults,
    is_whole,
    too_fine,
)
from carerota.io.benchmarks.fields import Duration, Ident, Listed, Minute, Service
from carerota.io.benchmarks.frame import Grid
from carerota.units import on_the_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Instance", "Patient", "faults"]


class _Need(BaseModel):
    service: Service
    duration: Duration | None = None


class _Together(BaseModel):
    type: Literal["simultaneous", "sequential"]
    distance: tuple[Minute, Minute] | None = None


class Patient(BaseModel):
    """A patient."""

    id: Ident
    time_window: tuple[Minute, Minute]
    required_caregivers: tuple[_Need, ...] = Field(min_length=1, max_length=TWO)
    synchronization: _Together | None = None

    @property
    def minutes_apart(self) -> tuple[float, float]:
        """Least and most minutes from the first service's start to the second's."""
        bound = self.synchronization
        if bound is None or bound.type == "simultaneous":
            return 0.0, 0.0
        return bound.distance or (0.0, 0.0)


class _Service(BaseModel):
    id: Service
    default_duration: Duration | None = None


class _Carer(BaseModel):
    id: Ident
    abilities: Listed[Service] = ()


class Instance(BaseModel):
    """A whole instance."""

    name: str | None = None
    patients: tuple[Patient, ...]
    services: Listed[_Service] = ()
    caregivers: tuple[_Carer, ...]
    central_offices: Listed[object] = Field(default=(), max_length=1)
    distances: Grid
    """The office first, then the patients in order."""

    @property
    def lasts(self) -> dict[str, float | None]:
        """The minutes of each service where a patient names none."""
        return {s.id: s.default_duration for s in self.services}

    @property
    def cuts_windows(self) -> bool:
        """Whether windows are cut to whole minutes, as they are in the Italian set."""
        return all(is_whole(row) for row in self.distances)

    @property
    def whole(self) -> bool:
        """Whether everything is in whole minutes, but for the dust on windows."""
        if not self.cuts_windows:
            return False
        windows = [time for p in self.patients for time in p.time_window]
        others = [minutes for _, minutes in _lengths(self)]
        return is_whole(others) and all(on_the_grid(time, 1) for time in windows)


def _lengths(instance: Instance) -> Iterator[tuple[str, float]]:
    """Give how long services last and lie apart, each with its place."""
    for s, service in enumerate(instance.services):
        if service.default_duration is not None:
            yield f"services[{s}].default_duration", service.default_duration
    for i, patient in enumerate(instance.patients):
        at = f"patients[{i}]"
        for k, need in enumerate(patient.required_caregivers):
            if need.duration is not None:
                yield f"{at}.required_caregivers[{k}].duration", need.duration
        for k, minutes in enumerate(patient.minutes_apart):
            yield f"{at}.synchronization.distance[{k}]", minutes


def _windows(instance: Instance) -> Iterator[tuple[str, float]]:
    for i, patient in enumerate(instance.patients):
        for k, time in enumerate(patient.time_window):
            yield f"patients[{i}].time_window[{k}]", time


def faults(instance: Instance) -> Iterator[Issue]:
    """Find what is wrong with an instance, each fault in the instance's own paths."""
    size = len(instance.patients) + 1
    shape = list(grid_faults(instance.distances, size, "the office and every patient"))
    yield from shape
    yield from duplicates(
        patients=(p.id for p in instance.patients),
        caregivers=(c.id for c in instance.caregivers),
        services=(s.id for s in instance.services),
    )
    times = [*_lengths(instance), *_windows(instance)]
    yield from too_fine(() if shape else instance.distances, times)
    lasts = instance.lasts
    for i, patient in enumerate(instance.patients):
        at = f"patients[{i}]"
        yield from backwards(*patient.time_window, f"{at}.time_window")
        needs = patient.required_caregivers
        for k, need in enumerate(needs):
            if need.duration is None and lasts.get(need.service) is None:
                path = f"{at}.required_caregivers[{k}].duration"
                expected = "a duration here, or a default one of the service"
                yield Issue(path, "nothing", expected, code="missing")
        if len(needs) == TWO:
            yield from _two(patient, at)


def _two(patient: Patient, at: str) -> Iterator[Issue]:
    one, other = (need.service for need in patient.required_caregivers)
    bound = patient.synchronization
    yield from id_faults(patient.id, (one, other), at)
    if one == other:
        path = f"{at}.required_caregivers[1].service"
        yield Issue(path, other, "another service than the first", code="twice")
    kind, minutes = (bound.type, bound.distance) if bound else (None, None)
    yield from bound_faults(kind, minutes, at)
