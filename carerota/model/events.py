"""What happens after a rota is published: the events that a repair answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carerota.model.base import SCHEMA_VERSION, Id, Label, Minutes, Moment, Record
from carerota.model.place import TravelMode
from carerota.model.visit import TimeWindow, Visit, VisitLink

__all__ = [
    "CarBreaksDown",
    "ClientInHospital",
    "RotaEvent",
    "RotaEvents",
    "VisitAdded",
    "VisitCancelled",
    "VisitLengthened",
    "VisitMoved",
    "WorkerLate",
    "WorkerSick",
]


class WorkerSick(Record):
    """A worker cannot work for a time."""

    kind: Literal["worker_sick"] = "worker_sick"
    worker: Id
    start: Moment
    end: Moment
    """From then on they can work again."""
    note: Label = ""
    """For the coordinator; it goes into no message to anybody else."""


class WorkerLate(Record):
    """A worker starts later than they could on a day."""

    kind: Literal["worker_late"] = "worker_late"
    worker: Id
    until: Moment
    """From when they can start that day."""
    note: Label = ""


class CarBreaksDown(Record):
    """A worker gets about in another way for a time."""

    kind: Literal["car_breaks_down"] = "car_breaks_down"
    worker: Id
    start: Moment
    end: Moment
    """From then on they travel as usual again."""
    travel_mode: TravelMode
    """How they get about until then."""
    note: Label = ""


class VisitCancelled(Record):
    """A visit is not wanted any more."""

    kind: Literal["visit_cancelled"] = "visit_cancelled"
    visit: Id
    note: Label = ""


class VisitAdded(Record):
    """A visit is wanted that the problem does not have."""

    kind: Literal["visit_added"] = "visit_added"
    visit: Visit
    links: tuple[VisitLink, ...] = ()
    """Rules between it and other visits."""
    note: Label = ""


class VisitMoved(Record):
    """A visit is wanted at another time of its day."""

    kind: Literal["visit_moved"] = "visit_moved"
    visit: Id
    windows: Annotated[tuple[TimeWindow, ...], Field(min_length=1)]
    """Instead of the visit's own."""
    preferred: TimeWindow | None = None
    note: Label = ""


class VisitLengthened(Record):
    """A visit takes longer than planned, or less long."""

    kind: Literal["visit_lengthened"] = "visit_lengthened"
    visit: Id
    minutes: Annotated[Minutes, Field(gt=0)]
    """Instead of the visit's own."""
    note: Label = ""


class ClientInHospital(Record):
    """A client needs no visits for a time."""

    kind: Literal["client_in_hospital"] = "client_in_hospital"
    client: Id
    start: Moment
    end: Moment | None = None
    """From then on they are at home again; ``None``: until further notice."""
    note: Label = ""


RotaEvent = Annotated[
    WorkerSick
    | WorkerLate
    | CarBreaksDown
    | VisitCancelled
    | VisitAdded
    | VisitMoved
    | VisitLengthened
    | ClientInHospital,
    Field(discriminator="kind"),
]
"""Any of them; ``kind`` tells which."""


class RotaEvents(Record):
    """What has happened since a rota was published."""

    schema_version: int = SCHEMA_VERSION
    events: tuple[RotaEvent, ...] = ()
