"""What a diagnosis says: obstacles, each with its place and what would mend it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from carerota.model.base import Id, Label, Moment, Name, Record, Tag

__all__ = ["Diagnosis", "Mend", "MendKind", "Obstacle", "Severity"]


class Severity(StrEnum):
    """How much an obstacle is in the way."""

    FAULT = "fault"
    """The problem contradicts itself: nothing is solved until it is mended."""
    IMPOSSIBLE = "impossible"
    """Proven: in every rota that keeps the hard rules somebody is missed."""
    WARNING = "warning"
    """Not proven to cost anybody a visit, and worth a look."""


class MendKind(StrEnum):
    """What would have to be changed."""

    WIDEN_WINDOW = "widen_window"
    """``minutes`` earlier (negative) or later (positive), of the visit ``id``."""
    MORE_WORKERS = "more_workers"
    """``number`` more, who hold ``skills``, from ``start`` to ``end``."""
    MORE_HOURS = "more_hours"
    """``minutes`` more of somebody's contract; of the worker ``id`` where named."""
    RAISE_CEILING = "raise_ceiling"
    """To ``number`` different carers, of the client ``id``."""
    FREE_SLOT = "free_slot"
    """Give up a pin, or let somebody else make one of the visits."""
    CHANGE_DATA = "change_data"
    """What was entered has to be corrected."""


class Mend(Record):
    """The smallest change that would take an obstacle away."""

    kind: MendKind
    text: Label
    id: Name = ""
    """The visit, client or worker that is changed, where it is one."""
    minutes: Annotated[float, Field(allow_inf_nan=False)] | None = None
    number: int | None = None
    skills: tuple[Tag, ...] = ()
    start: Moment | None = None
    end: Moment | None = None


class Obstacle(Record):
    """One thing that is in the way of a full rota."""

    code: Name
    """A short stable name of its kind; :data:`carerota.advice.diagnose.CODES`."""
    severity: Severity
    text: Label
    """What is wrong, in a sentence."""
    mend: Mend
    visits: tuple[Id, ...] = ()
    """The visits that cannot all be made."""
    clients: tuple[Id, ...] = ()
    workers: tuple[Id, ...] = ()
    start: Moment | None = None
    """When it pinches; ``None`` where it is not a matter of one time."""
    end: Moment | None = None
    rules: tuple[Name, ...] = ()
    """The hard rules that together forbid it."""
    missing: Annotated[int, Field(ge=0)] = 0
    """Impossible: at least so many carers of ``visits`` are missed in every rota."""
    path: Name = ""
    """Fault: where the value stands in what was read."""


class Diagnosis(Record):
    """What is in the way of a full rota, found before any search.

    What is said to be impossible is proven; that nothing is said proves nothing.
    """

    problem: Name = ""
    policy_hash: Name = ""
    obstacles: tuple[Obstacle, ...] = ()
    """Faults first, then what is impossible, then warnings; each in order of time."""

    @property
    def possible(self) -> bool:
        """Whether nothing is wrong or proven to be impossible."""
        return all(o.severity is Severity.WARNING for o in self.obstacles)

    @property
    def missing(self) -> int:
        """How many carers are missed at least, in every rota."""
        counted: set[str] = set()
        total = 0
        proven = [o for o in self.obstacles if o.severity is Severity.IMPOSSIBLE]
        for obstacle in sorted(proven, key=lambda o: (len(o.visits), -o.missing)):
            # what two obstacles share may be missed once for both
            if counted.isdisjoint(obstacle.visits):
                counted.update(obstacle.visits)
                total += obstacle.missing
        return total

    def of(self, severity: Severity) -> tuple[Obstacle, ...]:
        """Give the obstacles of one severity."""
        return tuple(o for o in self.obstacles if o.severity is severity)
