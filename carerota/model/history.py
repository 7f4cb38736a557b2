"""What went before: who visited whom, and the rota already published."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from carerota.model.base import Id, Moment, Record
from carerota.model.rota import Rota

__all__ = ["ActualVisit", "History", "PastVisit"]


class PastVisit(Record):
    """A visit that a worker made before the horizon."""

    client: Id
    worker: Id
    start: Moment
    end: Moment


class ActualVisit(Record):
    """What really happened at one slot of a published visit.

    Either the visit was missed, or it says who came, when they came and when they left.
    """

    day: date
    """The day of the rota that the visit belongs to."""
    visit: Id
    slot: Annotated[int, Field(ge=0)] = 0
    worker: Id | None = None
    """Who really came, also where somebody else was published."""
    start: Moment | None = None
    end: Moment | None = None
    missed: bool = False
    """Nobody came."""


class History(Record):
    """What went before the horizon."""

    visits: tuple[PastVisit, ...] = ()
    published: Rota | None = None
    """The rota the co-op has already told its people about, for this horizon."""
    published_at: Moment | None = None
    """When it is changed: notice runs from here to the visit. ``None``: the start of
    the horizon."""
