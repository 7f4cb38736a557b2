"""The people who make visits."""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import Field

from carerota.model.base import Hours, Id, Minutes, Moment, Name, Record, SetOf, Tag
from carerota.model.place import TravelMode

__all__ = [
    "Availability",
    "AvailabilityKind",
    "Balances",
    "Contract",
    "Skill",
    "TimeOfDay",
    "TravelChange",
    "Weekday",
    "Worker",
    "WorkerKind",
    "WorkerPreferences",
    "WorkingTime",
]


class WorkerKind(StrEnum):
    """What binds a worker to the co-op."""

    MEMBER = "member"
    EMPLOYEE = "employee"
    BANK = "bank"
    VOLUNTEER = "volunteer"


class TimeOfDay(StrEnum):
    """The part of the day in which a visit starts; the bounds are in the policy."""

    MORNING = "morning"
    LUNCH = "lunch"
    AFTERNOON = "afternoon"
    TEA = "tea"
    BED = "bed"
    NIGHT = "night"


class Weekday(IntEnum):
    """A day of the week, Monday 0 as in ``date.weekday()``."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class Skill(Record):
    """A skill or training that a worker holds."""

    name: Tag
    expires: date | None = None
    """The last day on which it is valid; ``None``: it does not expire."""


class AvailabilityKind(StrEnum):
    """How a worker feels about working at a time."""

    AVAILABLE = "available"
    PREFERRED = "preferred"
    UNWELCOME = "unwelcome"


class Availability(Record):
    """An interval in which a worker can work. Outside all of them they cannot."""

    start: Moment
    end: Moment
    kind: AvailabilityKind = AvailabilityKind.AVAILABLE


class Contract(Record):
    """The hours agreed with a worker."""

    minimum_hours: Hours = 0
    """Hours a week that the co-op promises."""
    target_hours: Hours = 0
    """Hours a week aimed at: the contracted hours."""
    maximum_hours: Hours = 48
    """Hours a week never passed."""
    maximum_minutes_a_day: Minutes = 600
    """Paid minutes in a day never passed."""
    maximum_consecutive_days: Annotated[int, Field(ge=1, le=31)] = 6


class WorkingTime(Record):
    """What the law says of this worker in particular."""

    opted_out_48h: bool = False
    """Signed the individual opt-out from the 48-hour average."""
    split_day_exempt: bool = False
    """Works days split up by their nature: the shorter rest of the policy holds."""
    night_worker: bool = False
    no_lunch: bool = False
    """Has no lunch break coming, by agreement, where the policy has a rule on it."""
    young: bool = False
    """Sixteen or seventeen: 12 hours of daily rest."""
    daily_rest_hours: Hours | None = None
    """A longer rest than the policy's, by agreement."""
    hours_before: Hours = 0
    """Hours worked in the weeks of the averaging period before the horizon."""
    weeks_before: Annotated[int, Field(ge=0, le=51)] = 0
    """How many weeks those hours cover."""


class WorkerPreferences(Record):
    """What a worker would like; never a right, always priced."""

    clients: SetOf[Id] = frozenset()
    avoid_clients: SetOf[Id] = frozenset()
    areas: SetOf[Tag] = frozenset()
    """Areas they would rather work in; empty: no wish."""
    times_of_day: SetOf[TimeOfDay] = frozenset()
    """Parts of the day they would rather work in; empty: no wish."""
    days: SetOf[Weekday] = frozenset()
    """Days they would rather work on; empty: no wish."""


class Balances(Record):
    """What a worker has carried in earlier rotas, for fairness over time.

    Each is the worker's total over the policy's look-back, in the unit of its ledger.
    """

    unsocial_minutes: Minutes = 0
    travel_minutes: Minutes = 0
    split_days: Annotated[int, Field(ge=0)] = 0
    unmet_preferences: Annotated[int, Field(ge=0)] = 0


class TravelChange(Record):
    """A stretch in which a worker gets about in another way: a car in the garage."""

    start: Moment
    end: Moment
    """From then on they travel as usual again."""
    mode: TravelMode


class Worker(Record):
    """A person who makes visits."""

    id: Id
    name: Name = ""
    kind: WorkerKind = WorkerKind.MEMBER
    home: Id
    """The place they live at, and where runs start and end unless told below."""
    start_place: Id | None = None
    end_place: Id | None = None
    skills: tuple[Skill, ...] = ()
    travel_mode: TravelMode = TravelMode.CAR
    travel_changes: tuple[TravelChange, ...] = ()
    """Journeys that begin within one of them are made in its mode; of two that overlap
    the later one in the list holds. Kilometres are counted as by ``travel_mode``."""
    availability: tuple[Availability, ...] = ()
    contract: Contract = Contract()
    working_time: WorkingTime = WorkingTime()
    preferences: WorkerPreferences = WorkerPreferences()
    refused_clients: SetOf[Id] = frozenset()
    """Clients they will not visit. Never shown to anyone else."""
    attributes: SetOf[Tag] = frozenset()
    """What clients may ask for: ``female``, ``speaks:italian``, ``ok:dogs``."""
    cost_per_hour: Annotated[int, Field(ge=0)] = 0
    """Minor units of money (pence, cents)."""
    balances: Balances = Balances()
