"""One co-op, one horizon: everything a rota is made from."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from carerota.model.base import SCHEMA_VERSION, Name, Record, SetOf
from carerota.model.client import Client
from carerota.model.history import History
from carerota.model.place import Place, TravelTable
from carerota.model.policy import Policy
from carerota.model.visit import CarePackage, Visit, VisitLink
from carerota.model.worker import Worker
from carerota.units import Clock

__all__ = ["RotaProblem"]


class RotaProblem(Record):
    """Everything a rota is made from, for one co-op and one horizon."""

    schema_version: int = SCHEMA_VERSION
    name: Name
    zone: Name = "Europe/London"
    """IANA name of the time zone the co-op lives in."""
    first_day: date
    days: Annotated[int, Field(ge=1, le=56)] = 7
    ticks_per_minute: Annotated[int, Field(ge=1, le=60_000)] = 60
    """How finely time is counted: 60 is one tick a second."""
    places: tuple[Place, ...]
    workers: tuple[Worker, ...]
    clients: tuple[Client, ...]
    visits: tuple[Visit, ...] = ()
    packages: tuple[CarePackage, ...] = ()
    """Expanded to visits with :func:`carerota.model.expand.expand` before solving."""
    links: tuple[VisitLink, ...] = ()
    travel: TravelTable = TravelTable()
    history: History = History()
    bank_holidays: SetOf[date] = frozenset()
    policy: Policy | None = None
    """``None``: the default policy of the library."""

    @property
    def clock(self) -> Clock:
        """The clock that turns this problem's times into ticks and back."""
        return Clock(self.zone, self.first_day, self.days, self.ticks_per_minute)

    @property
    def last_day(self) -> date:
        """The last day of the horizon."""
        return self.first_day + timedelta(days=self.days - 1)

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change whenever the problem does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]
