"""What an instance of the UHHC benchmark says, and what of it no rule can say yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, Field, NonNegativeFloat, NonNegativeInt, PositiveFloat

from carerota.errors import Issue
from carerota.io.benchmarks.frame import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Carer", "Instance", "Lunch", "Need", "Patient", "Price", "Span", "faults"]

Price = float | Literal["HARD"] | None
TWO: Final = 2
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

    start: NonNegativeFloat
    end: NonNegativeFloat


class Need(BaseModel):
    """A service that a patient asks for."""

    service: str
    duration: PositiveFloat | None = None


class _Distance(BaseModel):
    min: float
    max: float


class Bound(BaseModel):
    """How a patient's two services are bound together."""

    type: Literal["simultaneous", "sequential", "independent"]
    distance: _Distance | tuple[float, float] | None = None

    @property
    def minutes(self) -> tuple[float, float]:
        """Least and most minutes from start to start."""
        if self.type == "simultaneous" or self.distance is None:
            return 0.0, 0.0
        if isinstance(self.distance, _Distance):
            return self.distance.min, self.distance.max
        return self.distance


class Lunch(BaseModel):
    """When lunch is, and how long."""

    start: NonNegativeFloat
    end: NonNegativeFloat
    min_duration: PositiveFloat


class Patient(BaseModel):
    """A patient."""

    id: str
    required_services: tuple[Need, ...] = Field(min_length=1, max_length=TWO)
    distance_matrix_index: NonNegativeInt
    time_windows: tuple[Span, ...] = Field(min_length=1)
    synchronization: Bound | None = None
    preferred_caregivers: tuple[str, ...] | None = None
    incompatible_caregivers: tuple[str, ...] | None = None
    optional: bool = False


class Carer(BaseModel):
    """A carer."""

    id: str
    abilities: tuple[str, ...]
    departing_point: str
    arrival_point: str | None = None
    working_shift: Span | None = None
    lunch_break: bool = False


class _Service(BaseModel):
    id: str
    default_duration: PositiveFloat | None = None


class _Point(BaseModel):
    id: str
    distance_matrix_index: NonNegativeInt


class _Metadata(BaseModel):
    cost_components: dict[str, Price]
    time_window_met: Literal["at_service_start", "at_service_end"] = "at_service_start"
    name: str | None = None


class Instance(BaseModel):
    """A whole instance."""

    metadata: _Metadata
    distances: Grid
    terminal_points: tuple[_Point, ...] = Field(min_length=1)
    caregivers: tuple[Carer, ...]
    patients: tuple[Patient, ...]
    services: tuple[_Service, ...]
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


def faults(instance: Instance) -> Iterator[Issue]:
    """Find what is wrong with an instance, and what no rule can say yet."""
    yield from _costs(instance)
    points = instance.index_of
    size = len(instance.distances)
    for name, index in points.items():
        yield from _index(index, size, f"terminal_points[{name}]")
    for i, carer in enumerate(instance.caregivers):
        for point in (carer.departing_point, carer.arrival_point):
            if point is not None and point not in points:
                expected = "a terminal point"
                yield Issue(f"caregivers[{i}]", point, expected, code="unknown-id")
        if carer.lunch_break and instance.lunch_breaks is None:
            yield _lacking(f"caregivers[{i}].lunch_break", "a lunch at no known time")
        if carer.working_shift is None and instance.price("max_idle_time"):
            path = f"caregivers[{i}].working_shift"
            yield _lacking(path, "idle time without a shift")
    for i, patient in enumerate(instance.patients):
        yield from _patient(instance, patient, f"patients[{i}]")


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
    if len({n.service for n in patient.required_services}) < len(
        patient.required_services
    ):
        path = f"{at}.required_services[1].service"
        yield Issue(path, "the first again", "two different services", code="twice")
    if len(patient.required_services) == TWO and patient.synchronization is None:
        expected = "how the two services are bound together"
        yield Issue(f"{at}.synchronization", "nothing", expected, code="missing")
    if patient.preferred_caregivers == ():
        yield _lacking(f"{at}.preferred_caregivers", "a wish that nobody can meet")
    longest = max(map(instance.lasts, patient.required_services))
    if instance.met_at_end and not instance.late_is_hard:
        for k, window in enumerate(patient.time_windows[1:], 1):
            if window.end - window.start < longest:
                path = f"{at}.time_windows[{k}]"
                yield _lacking(path, "a later window shorter than the service")


def _index(index: int, size: int, at: str) -> Iterator[Issue]:
    if index >= size:
        path = f"{at}.distance_matrix_index"
        yield Issue(
            path, str(index), f"less than {size}, the rows", code="matrix-shape"
        )


def _lacking(path: str, what: str) -> Issue:
    return Issue(path, what, "what the rules can say", code="not-supported")
