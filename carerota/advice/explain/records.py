"""What advice is given as: plain records that can be sent to whoever asked."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from carerota.model.base import Id, Label, Moment, Name, Record
from carerota.model.policy import Mode
from carerota.rules.base import Level, Unit

__all__ = [
    "Audience",
    "BreakChange",
    "Explanation",
    "Fact",
    "LeftOut",
    "MovedVisit",
    "OptionStatus",
    "RuleChange",
    "RunChange",
    "SlotExplanation",
    "Verdict",
    "WorkerOption",
]


class Audience(StrEnum):
    """Who reads an explanation."""

    COORDINATOR = "coordinator"
    """Sees everything."""
    WORKER = "worker"
    """Sees their own facts, and of others only that they can or cannot."""
    CLIENT = "client"
    """Sees who comes and when, and nothing that is somebody else's."""


class OptionStatus(StrEnum):
    """What became of the question whether a worker could make a visit."""

    HOLDS = "holds"
    """They make it in the rota."""
    POSSIBLE = "possible"
    """No hard rule would be broken that is not broken already."""
    BLOCKED = "blocked"
    """Hard rules would be broken, also with the best re-arrangement found."""
    NOT_AVAILABLE = "not_available"
    """They cannot, and the reason is not the reader's to know."""


Verdict = Literal["better", "equal", "worse"]
"""What the rota as a whole would be: cover first, then the priced sum."""


class Fact(Record):
    """A hard rule that would be broken, and how, in a sentence."""

    rule: Name
    title: Name
    """What a coordinator calls the rule."""
    level: Level
    id: Name = ""
    """Of the worker, client, visit or link."""
    at: int = 0
    """The slot, day or week of the horizon."""
    amount: int
    """In all, in the rule's whole unit."""
    text: Label = ""


class RuleChange(Record):
    """What one rule's amount would become at one key."""

    rule: Name
    title: Name
    mode: Mode
    unit: Unit
    level: Level
    id: Name = ""
    at: int = 0
    where: Label = ""
    """The key in words: ``ann, Tue 3 Jun``."""
    before: int
    """In the given rota. Of the unit ``minutes`` in ticks, of ``kilometres`` in
    metres."""
    after: int
    cost: int = 0
    """What it adds to the priced sum, in the whole currency of the objective; nought
    for a hard rule."""
    points: float = 0.0
    """The same in points: minutes of a member's travel."""


class MovedVisit(Record):
    """A visit of the worker's day that would start at another time."""

    visit: Id
    client: Id
    before: Moment
    after: Moment


class RunChange(Record):
    """Two visits of the worker's day between which the way would be another.

    Between visits that are not named the worker goes home as in the given rota;
    between the visit asked about and its neighbours only where it is told here.
    """

    first: Id
    """The earlier visit."""
    second: Id
    home: bool
    """The worker would go home between them; ``False``: no longer would."""


class BreakChange(Record):
    """A break that would be new, gone, or at another time."""

    start_before: Moment | None = None
    """``None``, as the end: the break would be new."""
    end_before: Moment | None = None
    start_after: Moment | None = None
    """``None``, as the end: the break would be gone."""
    end_after: Moment | None = None


class WorkerOption(Record):
    """One worker and one slot: why not, or what it would change."""

    worker: Id
    name: Name = ""
    status: OptionStatus
    start: Moment | None = None
    """When the visit would start."""
    met_before: Annotated[int, Field(ge=0)] | None = None
    """How often the two met before the horizon."""
    verdict: Verdict | None = None
    """``None``: not possible, or not told."""
    facts: tuple[Fact, ...] = ()
    """What blocks them."""
    changes: tuple[RuleChange, ...] = ()
    """Every rule's amount that would change; they add up to ``cost``."""
    cost: int | None = None
    """Change of the priced sum, in the whole currency; less is better."""
    points: float | None = None
    uncovered: dict[str, int] = Field(default_factory=dict)
    """Change of the uncovered slots, by priority, where there is any."""
    moved: tuple[MovedVisit, ...] = ()
    """How the rest of the worker's day would be re-arranged: what starts at another
    time. With ``start``, ``runs`` and ``breaks`` it is all that the cost is of, but for
    what the present carer loses."""
    runs: tuple[RunChange, ...] = ()
    """Where the worker would go home between visits, or no longer would."""
    breaks: tuple[BreakChange, ...] = ()
    """The breaks of the worker's day that would be others."""
    text: Label = ""


class LeftOut(Record):
    """What would change if nobody made a slot that somebody makes."""

    facts: tuple[Fact, ...] = ()
    changes: tuple[RuleChange, ...] = ()
    cost: int
    points: float
    uncovered: dict[str, int] = Field(default_factory=dict)
    breaks: tuple[BreakChange, ...] = ()
    """Breaks of the present carer that go with the visit, whoever takes it; nothing
    else of their day changes."""


class SlotExplanation(Record):
    """One carer's part in a visit: who makes it, and what of everybody else."""

    slot: Annotated[int, Field(ge=0)]
    holder: Id | None = None
    """Who makes it in the rota; ``None``: nobody."""
    start: Moment | None = None
    """When it starts in the rota."""
    text: Label = ""
    options: tuple[WorkerOption, ...] = ()
    """Who makes it first, then who could, the best first, then who could not."""
    left_out: LeftOut | None = None
    others_possible: Annotated[int, Field(ge=0)] = 0
    """Workers who could make it and are not listed to this reader."""
    others_not_available: Annotated[int, Field(ge=0)] = 0


class Explanation(Record):
    """Why a visit is made by whom it is made."""

    audience: Audience = Audience.COORDINATOR
    reader: Id | None = None
    """The worker or client it is written for."""
    visit: Id
    client: Id
    day: date
    minutes: float
    policy_hash: Name = ""
    baseline: Label = ""
    """What the changes are told against."""
    slots: tuple[SlotExplanation, ...] = ()
