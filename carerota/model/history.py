"""What went before: who visited whom, and the rota already published."""

from __future__ import annotations

from carerota.model.base import Id, Moment, Record
from carerota.model.rota import Rota

__all__ = ["History", "PastVisit"]


class PastVisit(Record):
    """A visit that a worker made before the horizon."""

    client: Id
    worker: Id
    start: Moment
    end: Moment


class History(Record):
    """What went before the horizon."""

    visits: tuple[PastVisit, ...] = ()
    published: Rota | None = None
    """The rota the co-op has already told its people about, for this horizon."""
    published_at: Moment | None = None
    """When it is changed: notice runs from here to the visit. ``None``: the start of
    the horizon."""
