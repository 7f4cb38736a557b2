"""A worker's week and a client's week as records, and who may read which field."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from carerota.advice.explain.records import Audience
from carerota.model.base import Id, Label, Minutes, Moment, Name, Record
from carerota.rules.base import Unit

__all__ = [
    "ClientVisit",
    "ClientWeek",
    "Continuity",
    "RuleTotal",
    "WhyTheirs",
    "WorkerDay",
    "WorkerRun",
    "WorkerVisit",
    "WorkerWeek",
]


class WhyTheirs(Record):
    """Why a visit is a worker's rather than somebody else's."""

    met_before: Annotated[int, Field(ge=0)] | None = None
    """How often the two met before the horizon."""
    usual: bool | None = None
    """Whether nobody has been to the client more often before the horizon."""
    others_possible: Annotated[int, Field(ge=0)] | None = None
    """Workers who could make it at the same time, everything else as it is."""
    next_best: Id | None = None
    """Whom of them the rota as a whole would be best with."""
    next_best_points: float | None = None
    """What it would be worse by, in points; less than nought: better."""
    text: Label = ""


class WorkerVisit(Record):
    """A visit that a worker makes."""

    visit: Id
    slot: Annotated[int, Field(ge=0)] = 0
    client: Id
    client_name: Name = ""
    start: Moment
    end: Moment
    with_others: tuple[Id, ...] = ()
    """Who else is at it."""
    why: WhyTheirs = WhyTheirs()


class WorkerRun(Record):
    """One working stretch of a day; before and after it the worker is at home."""

    start: Moment
    end: Moment
    visits: Annotated[int, Field(ge=1)]


class WorkerDay(Record):
    """A day on which a worker makes visits. All lengths in minutes."""

    day: date
    runs: tuple[WorkerRun, ...]
    contact_minutes: Minutes
    travel_minutes: Minutes
    """Between the visits of a run."""
    home_travel_minutes: Minutes
    waiting_minutes: Minutes
    paid_minutes: Minutes
    """With clients, between visits and waiting."""
    kilometres: float
    visits: tuple[WorkerVisit, ...]


class RuleTotal(Record):
    """What one rule's amounts about somebody add up to."""

    rule: Name
    title: Name
    unit: Unit
    amount: int
    """Of the unit ``minutes`` in ticks, of ``kilometres`` in metres."""
    points: float = 0.0
    """Nought for a hard rule."""
    text: tuple[Label, ...] = ()
    """A sentence for each amount of a broken hard rule."""


class WorkerWeek(Record):
    """What a rota asks of a worker, why, and how near it comes to the limits."""

    audience: Audience = Audience.COORDINATOR
    reader: Id | None = None
    worker: Id
    name: Name = ""
    days: tuple[WorkerDay, ...] = ()
    visits: Annotated[int, Field(ge=0)] = 0
    clients: Annotated[int, Field(ge=0)] = 0
    """Different clients they see."""
    paid_minutes: Minutes = 0
    contact_minutes: Minutes = 0
    travel_minutes: Minutes = 0
    """Between visits and from and to home."""
    kilometres: float = 0
    minimum_hours: float | None = None
    """A week, by contract; so are the two below."""
    target_hours: float | None = None
    maximum_hours: float | None = None
    broken: tuple[RuleTotal, ...] = ()
    """Hard rules that the worker's days break."""
    priced: tuple[RuleTotal, ...] = ()
    """What the worker's days add to the priced sum, by rule."""
    near: tuple[Label, ...] = ()
    """How near the days come to each limit."""
    text: Label = ""


class Continuity(Record):
    """Figures of continuity over the horizon; ``None`` where they are not defined.

    Each carer of a double-up is a contact of its own.
    """

    contacts: Annotated[int, Field(ge=0)] = 0
    carers: Annotated[int, Field(ge=0)] = 0
    """Different people who come."""
    new_faces: Annotated[int, Field(ge=0)] = 0
    """Of them, those who have not been there before the horizon."""
    known_share: float | None = None
    """Contacts with somebody who has been there before, of all."""
    coc: float | None = None
    """Bice-Boxerman: of all pairs of contacts, those with the same carer."""
    upc: float | None = None
    """The share of contacts with the carer who comes most."""
    sequential: float | None = None
    """Of visits that follow each other, the share of carers in common."""


class ClientVisit(Record):
    """A visit to a client, and one carer's part in it."""

    visit: Id
    slot: Annotated[int, Field(ge=0)] = 0
    day: date
    start: Moment | None = None
    minutes: Minutes
    worker: Id | None = None
    """``None``: nobody comes."""
    worker_name: Name = ""
    new_face: bool = False
    why: WhyTheirs = WhyTheirs()


class ClientWeek(Record):
    """Who comes to a client and when, and how steady that is."""

    audience: Audience = Audience.COORDINATOR
    reader: Id | None = None
    client: Id
    name: Name = ""
    visits: tuple[ClientVisit, ...] = ()
    uncovered: Annotated[int, Field(ge=0)] = 0
    """Carers missing, over all visits."""
    continuity: Continuity = Continuity()
    carer_target: int | None = None
    """Different carers aimed at in the client's week, fortnight or horizon."""
    carer_ceiling: int | None = None
    broken: tuple[RuleTotal, ...] = ()
    priced: tuple[RuleTotal, ...] = ()
    text: Label = ""
