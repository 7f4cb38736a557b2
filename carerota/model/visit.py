"""Attendances at a client, the orders they come from and the rules between them."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from carerota.model.base import Id, Label, Minutes, Moment, Record, SetOf, Tag
from carerota.model.worker import Weekday

__all__ = [
    "CarePackage",
    "CareType",
    "LinkFrom",
    "PackageLink",
    "PackageVisit",
    "Pause",
    "Priority",
    "Slot",
    "TimeWindow",
    "Visit",
    "VisitLink",
    "WallWindow",
]


class Priority(StrEnum):
    """The level at which a visit is covered; no number of lower ones outweighs it."""

    CRITICAL = "critical"
    ESSENTIAL = "essential"
    FLEXIBLE = "flexible"
    OPTIONAL = "optional"
    """Leaving it out has a price instead of a level."""


class CareType(StrEnum):
    """What is done; volunteers may do only some of it."""

    PERSONAL = "personal"
    NURSING = "nursing"
    DOMESTIC = "domestic"
    SOCIAL = "social"


class TimeWindow(Record):
    """A stretch of time in which a visit starts, both ends included."""

    start: Moment
    end: Moment


class Slot(Record):
    """One carer's part in a visit."""

    skills: SetOf[Tag] = frozenset()
    pinned_worker: Id | None = None


class Visit(Record):
    """One attendance at a client."""

    id: Id
    client: Id
    day: date
    """The day of the rota it belongs to, also when it ends after midnight."""
    windows: Annotated[tuple[TimeWindow, ...], Field(min_length=1)]
    """Alternatives, in order of time; the start lies in one of them."""
    preferred: TimeWindow | None = None
    """Starts outside it are earliness or lateness; ``None``: any start is as good."""
    also_preferred: tuple[TimeWindow, ...] = ()
    """Further preferred windows after ``preferred``, in order of time: a start is late
    against the one that opened last."""
    minutes: Annotated[Minutes, Field(gt=0)]
    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=4)] = (Slot(),)
    """Carers needed at the same time; two of them: a double-up."""
    priority: Priority = Priority.ESSENTIAL
    care: CareType = CareType.PERSONAL
    pinned_start: Moment | None = None
    package: Id | None = None
    """The package it was expanded from."""
    specific_task: bool = False
    """A timed task (or a safe-and-well check) for which a short visit is enough."""
    short_agreed: bool = False
    """The person has agreed to a visit under half an hour."""


class LinkFrom(StrEnum):
    """From where in the first visit the distance to the second is taken."""

    START = "start"
    END = "end"


class VisitLink(Record):
    """A rule between two visits: their distance, and who makes them."""

    id: Id
    first: Id
    second: Id
    measured_from: LinkFrom = LinkFrom.START
    """The distance runs from here in ``first`` to the start of ``second``."""
    minimum_minutes: Minutes | None = None
    maximum_minutes: Minutes | None = None
    same_worker: bool = False
    different_worker: bool = False


class WallWindow(Record):
    """A window by the wall clock; one that ends before it starts runs past midnight."""

    start: time
    end: time


class PackageVisit(Record):
    """One of the times a day that a package asks for."""

    name: Id
    """``breakfast``; unique in the package."""
    days: SetOf[Weekday] = frozenset(Weekday)
    windows: Annotated[tuple[WallWindow, ...], Field(min_length=1)]
    preferred: WallWindow | None = None
    minutes: Annotated[Minutes, Field(gt=0)]
    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=4)] = (Slot(),)
    priority: Priority = Priority.ESSENTIAL
    care: CareType = CareType.PERSONAL
    specific_task: bool = False
    short_agreed: bool = False


class PackageLink(Record):
    """A rule between two of a package's visits of the same day."""

    first: Id
    second: Id
    measured_from: LinkFrom = LinkFrom.START
    minimum_minutes: Minutes | None = None
    maximum_minutes: Minutes | None = None
    same_worker: bool = False
    different_worker: bool = False


class Pause(Record):
    """Days without visits, both ends included: a hospital stay, a holiday."""

    first_day: date
    last_day: date | None = None
    """``None``: until further notice."""
    reason: Label = ""


class CarePackage(Record):
    """The recurring order that visits are expanded from."""

    id: Id
    client: Id
    first_day: date
    last_day: date | None = None
    visits: Annotated[tuple[PackageVisit, ...], Field(min_length=1)]
    links: tuple[PackageLink, ...] = ()
    pauses: tuple[Pause, ...] = ()
