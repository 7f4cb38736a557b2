"""The people who receive care."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from carerota.model.base import Id, Minutes, Name, Record, SetOf, Tag

__all__ = ["CarerLimit", "CarerWindow", "Client", "Triage"]


class Triage(StrEnum):
    """How much harm a missed visit does."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class CarerWindow(StrEnum):
    """The stretch over which different carers are counted."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    HORIZON = "horizon"


class CarerLimit(Record):
    """How many different carers a client should meet."""

    ceiling: Annotated[int, Field(ge=1)] | None = None
    """Not more than this, if the policy makes the ceiling hard."""
    target: Annotated[int, Field(ge=1)] | None = None
    """Each carer beyond this has a price."""
    window: CarerWindow = CarerWindow.WEEK


class Client(Record):
    """A person who receives care."""

    id: Id
    name: Name = ""
    place: Id
    access_minutes: Minutes = 0
    """Parking, key safe, stairs: between arriving and the start of the visit."""
    preferred_workers: SetOf[Id] = frozenset()
    excluded_workers: SetOf[Id] = frozenset()
    """Workers they will not have. Never shown to anyone else."""
    required_attributes: SetOf[Tag] = frozenset()
    preferred_attributes: SetOf[Tag] = frozenset()
    carers: CarerLimit = CarerLimit()
    triage: Triage = Triage.AMBER
