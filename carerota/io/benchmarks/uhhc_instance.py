"""What an instance of the UHHC benchmark says, and what of it no rule can say yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, Field, NonNegativeInt

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
from carerota.io.benchmarks.fields import (
    Duration,
    Ident,
    Listed,
    Minute,
    Price,
    Service,
)
from carerota.io.benchmarks.frame import Grid
from carerota.model.faults.issues import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Carer", "Instance", "Lunch", "Need", "Patient", "Price", "Span", "faults"]

PRICED: Final = frozenset(
    {
        "travel_time",
        "total_tardiness",
        "highest_tardiness",
        "total_waiting_time",
        "total_extra_time",
        "max_idle_time",
        "workload_balance",
        "caregiver_preferences",
        "optional_patients",
        "missed_lunch_break",
        "incompabilities",
    }
)
"""Components that may have a price; the others may only be hard or free."""


class Span(BaseModel):
    """From when to when, in minutes."""

    start: Minute
    end: Minute


class Need(BaseModel):
    """A service that a patient asks for."""

    service: Service
    duration: Duration | None = None


class _Distance(BaseModel):
    min: Minute
    max: Minute


def _named(value: object) -> object:
    """Read ``[least, most]`` as the record that it may be too."""
    if isinstance(value, list | tuple) and len(value) == TWO:
        return {"min": value[0], "max": value[1]}
    return value


class Bound(BaseModel):
    """How a patient's two services are bound together."""

    type: Literal["simultaneous", "sequential", "independent"]
    distance: Annotated[_Distance | None, BeforeValidator(_named)] = None

    @property
    def minutes(self) -> tuple[float, float]:
        """Least and most minutes from start to start."""
        if self.type == "simultaneous" or self.distance is None:
            return 0.0, 0.0
        return self.distance.min, self.distance.max


class Lunch(BaseModel):
    """When lunch is, and how long."""

    start: Minute
    end: Minute
    min_duration: Duration


class Patient(BaseModel):
    """A patient."""

    id: Ident
    required_services: tuple[Need, ...] = Field(min_length=1, max_length=TWO)
    distance_matrix_index: NonNegativeInt
    time_windows: tuple[Span, ...] = Field(min_length=1)
    synchronization: Bound | None = None
    preferred_caregivers: tuple[Ident, ...] | None = None
    incompatible_caregivers: tuple[Ident, ...] | None = None
    optional: bool | None = None


class Carer(BaseModel):
    """A carer."""

    id: Ident
    abilities: Listed[Service] = ()
    departing_point: str
    arrival_point: str | None = None
    working_shift: Span | None = None
    lunch_break: bool | None = None


class _Service(BaseModel):
    id: Service
    default_duration: Duration | None = None


class _Point(BaseModel):
    id: str
    distance_matrix_index: NonNegativeInt


class _Metadata(BaseModel):
    cost_components: dict[str, Price]
    time_window_met: Literal["at_service_start", "at_service_end"] | None = None
    name: str | None = None


class Instance(BaseModel):
    """A whole instance. What the format leaves open may be null as well as absent."""

    metadata: _Metadata
    distances: Grid
    terminal_points: tuple[_Point, ...] = Field(min_length=1)
    caregivers: tuple[Carer, ...]
    patients: tuple[Patient, ...]
    services: Listed[_Service] = ()
    lunch_breaks: Lunch | None = None

    def price(self, component: str) -> Price:
        """Give the price of a component; ``None`` where it costs nothing."""
        return self.metadata.cost_components.get(component)

    @property
    def index_of(self) -> dict[str, int]:
        """The row of each terminal point in the matrix."""
        return {p.id: p.distance_matrix_index for p in self.terminal_points}

    def lasts(self, need: Need) -> float:
        """Give the minutes of a service."""
        defaults = {s.id: s.default_duration for s in self.services}
        return need.duration or defaults.get(need.service) or 0.0

    @property
    def late_is_hard(self) -> bool:
        """Whether nothing may be late."""
        return "HARD" in (
            self.price("total_tardiness"),
            self.price("highest_tardiness"),
        )

    @property
    def one_shift(self) -> bool:
        """Whether all carers have one shift, and start and end at one place."""
        ends = {(c.departing_point, c.arrival_point) for c in self.caregivers}
        shifts = {str(c.working_shift) for c in self.caregivers}
        return len(ends) <= 1 and len(shifts) <= 1

    @property
    def met_at_end(self) -> bool:
        """Whether windows bind the end of service and of lunch, or the start."""
        return self.metadata.time_window_met == "at_service_end"

    @property
    def extra_is_hard(self) -> bool:
        """Whether everybody must be back when the shift ends."""
        return "HARD" in (self.price("total_extra_time"), self.price("working_time"))

    @property
    def whole(self) -> bool:
        """Whether everything is in whole minutes."""
        rows = all(is_whole(row) for row in self.distances)
        return rows and is_whole(minutes for _, minutes in _times(self))


def _times(instance: Instance) -> Iterator[tuple[str, float]]:
    """Give all minutes but the distances, each with its place."""
    for s, service in enumerate(instance.services):
        if service.default_duration is not None:
            yield f"services[{s}].default_duration", service.default_duration
    lunch = instance.lunch_breaks
    if lunch is not None:
        for name in ("start", "end", "min_duration"):
            yield f"lunch_breaks.{name}", getattr(lunch, name)
    for i, carer in enumerate(instance.caregivers):
        if carer.working_shift is not None:
            yield from _ends(carer.working_shift, f"caregivers[{i}].working_shift")
    for i, patient in enumerate(instance.patients):
        yield from _times_of(patient, f"patients[{i}]")


def _times_of(patient: Patient, at: str) -> Iterator[tuple[str, float]]:
    for k, window in enumerate(patient.time_windows):
        yield from _ends(window, f"{at}.time_windows[{k}]")
    for k, need in enumerate(patient.required_services):
        if need.duration is not None:
            yield f"{at}.required_services[{k}].duration", need.duration
    if (bound := patient.synchronization) is not None:
        for name, minutes in zip(("min", "max"), bound.minutes, strict=True):
            yield f"{at}.synchronization.distance.{name}", minutes


def _ends(span: Span, at: str) -> Iterator[tuple[str, float]]:
    yield f"{at}.start", span.start
    yield f"{at}.end", span.end


def faults(instance: Instance) -> Iterator[Issue]:
    """Find what is wrong with an instance, and what no rule can say yet."""
    yield from _costs(instance)
    size = len(instance.distances)
    shape = list(grid_faults(instance.distances, size, "as many as there are rows"))
    yield from shape
    yield from too_fine(() if shape else instance.distances, _times(instance))
    yield from duplicates(
        terminal_points=(p.id for p in instance.terminal_points),
        caregivers=(c.id for c in instance.caregivers),
        patients=(p.id for p in instance.patients),
        services=(s.id for s in instance.services),
    )
    for k, point in enumerate(instance.terminal_points):
        yield from _index(point.distance_matrix_index, size, f"terminal_points[{k}]")
    if (lunch := instance.lunch_breaks) is not None:
        yield from backwards(lunch.start, lunch.end, "lunch_breaks.end")
    for i, carer in enumerate(instance.caregivers):
        yield from _carer(instance, carer, f"caregivers[{i}]")
    for i, patient in enumerate(instance.patients):
        yield from _patient(instance, patient, f"patients[{i}]")


def _carer(instance: Instance, carer: Carer, at: str) -> Iterator[Issue]:
    points = instance.index_of
    for field in ("departing_point", "arrival_point"):
        point = getattr(carer, field)
        if point is not None and point not in points:
            hint = did_you_mean(point, points)
            path, found = f"{at}.{field}", shown(point)
            yield Issue(path, found, "a terminal point", hint, code="unknown-id")
    if carer.lunch_break and instance.lunch_breaks is None:
        yield _lacking(f"{at}.lunch_break", "a lunch at no known time")
    shift = carer.working_shift
    if shift is None and instance.price("max_idle_time"):
        yield _lacking(f"{at}.working_shift", "idle time without a shift")
    if shift is not None and shift.end <= shift.start:
        found, expected = f"{shift.start:g} to {shift.end:g}", "an end after the start"
        path = f"{at}.working_shift.end"
        yield Issue(path, found, expected, code="availability-backwards")


def _costs(instance: Instance) -> Iterator[Issue]:
    for name, price in instance.metadata.cost_components.items():
        if isinstance(price, float) and price and name not in PRICED:
            yield _lacking(f"metadata.cost_components.{name}", f"a price of {name}")


def _patient(instance: Instance, patient: Patient, at: str) -> Iterator[Issue]:
    yield from _index(patient.distance_matrix_index, len(instance.distances), at)
    for k, need in enumerate(patient.required_services):
        if not instance.lasts(need):
            path = f"{at}.required_services[{k}].duration"
            expected = "a duration here, or a default one of the service"
            yield Issue(path, "nothing", expected, code="missing")
    if len(patient.required_services) == TWO:
        yield from _two(patient, at)
    yield from _people(instance, patient, at)
    yield from _windows(instance, patient, at)


def _two(patient: Patient, at: str) -> Iterator[Issue]:
    one, other = (need.service for need in patient.required_services)
    bound = patient.synchronization
    yield from id_faults(patient.id, (one, other), at)
    if one == other:
        path = f"{at}.required_services[1].service"
        yield Issue(path, "the first again", "two different services", code="twice")
    minutes = bound.minutes if bound and bound.distance else None
    yield from bound_faults(bound.type if bound else None, minutes, at)


def _people(instance: Instance, patient: Patient, at: str) -> Iterator[Issue]:
    if patient.preferred_caregivers == ():
        yield _lacking(f"{at}.preferred_caregivers", "a wish that nobody can meet")
    carers = {carer.id for carer in instance.caregivers}
    for field in ("preferred_caregivers", "incompatible_caregivers"):
        for k, name in enumerate(getattr(patient, field) or ()):
            if name not in carers:
                hint = did_you_mean(name, carers)
                path = f"{at}.{field}[{k}]"
                yield Issue(path, shown(name), "a carer", hint, code="unknown-id")


def _windows(instance: Instance, patient: Patient, at: str) -> Iterator[Issue]:
    longest = max(map(instance.lasts, patient.required_services))
    soft_ends = instance.met_at_end and not instance.late_is_hard
    before: Span | None = None
    for k, window in enumerate(patient.time_windows):
        path = f"{at}.time_windows[{k}]"
        yield from backwards(window.start, window.end, f"{path}.end")
        if before is not None and window.start <= before.start:
            expected = "a start after that of the window before it"
            yield Issue(
                f"{path}.start",
                f"{window.start:g}",
                expected,
                code="windows-out-of-order",
            )
        # a window that ends before it starts has been told of
        too_short = 0 <= window.end - window.start < longest
        if before is not None and soft_ends and too_short:
            yield _lacking(path, "a later window shorter than the service")
        before = window


def _index(index: int, size: int, at: str) -> Iterator[Issue]:
    if index >= size:
        path = f"{at}.distance_matrix_index"
        yield Issue(
            path, str(index), f"less than {size}, the rows", code="matrix-shape"
        )


def _lacking(path: str, what: str) -> Issue:
    return Issue(path, what, "what the rules can say", code="not-supported")
