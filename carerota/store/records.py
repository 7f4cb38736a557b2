"""What the store gives back: proposals, manual edits, versions, changes."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from carerota.model.base import Id, Label, Moment, Name, Record
from carerota.model.rota import Assignment, Rota

__all__ = [
    "Edit",
    "ManualEdit",
    "Proposal",
    "ProposalState",
    "RotaFigures",
    "Version",
    "VersionChange",
]


class ProposalState(StrEnum):
    """What has become of a proposal."""

    OPEN = "open"
    """Nobody has approved it yet."""
    PUBLISHED = "published"
    """A named person has approved it; it is a version."""
    SUPERSEDED = "superseded"
    """A version for some of its days was published after it was made."""


class RotaFigures(Record):
    """What the checker said of a rota, in short."""

    legal: bool
    """No hard rule is broken, but for what history alone breaks."""
    covered: bool
    """Every slot is covered that is not optional."""
    uncovered: dict[str, int]
    """Slots that nobody makes, by priority."""
    points: float
    breaches: tuple[str, ...] = ()
    """One sentence a breach of a hard rule."""
    amounts: dict[str, int] = Field(default_factory=dict)
    """The amount of each rule that is on, in the rule's own unit."""
    policy_hash: Name = ""


class Edit(Record):
    """What a coordinator changes by hand at one slot of a visit."""

    visit: Id
    slot: Annotated[int, Field(ge=0)] = 0
    worker: Id | None = None
    """``None``: the worker stays. A slot that nobody makes needs one."""
    start: Moment | None = None
    """``None``: the start stays. A slot that nobody makes needs one."""
    run: Annotated[int, Field(ge=1)] | None = None
    """``None``: the run of the worker's nearest visit of that day."""
    leave_out: bool = False
    """Nobody makes the slot; the other fields are then empty."""


class ManualEdit(Record):
    """An edit as it was kept: who made it, when, what changed, and what it breaks."""

    number: Annotated[int, Field(ge=1)]
    edit: Edit
    by: Name
    at: Moment
    why: Label = ""
    before: Assignment | None
    """``None``: nobody made the slot."""
    after: Assignment | None
    """``None``: nobody makes it now."""
    breaks: tuple[str, ...] = ()
    """A sentence for each hard rule that the rota breaks with the edit, or breaks by
    more than without it. A rota that breaks one cannot be published."""


class Proposal(Record):
    """A rota that waits for a named person to approve it."""

    id: Annotated[int, Field(ge=1)]
    co_op: Name
    first_day: date
    last_day: date
    problem: Name
    """Fingerprint of the problem it answers."""
    rota: Rota
    """With the manual edits."""
    figures: RotaFigures
    """Of the rota with the manual edits."""
    state: ProposalState
    based_on: int = 0
    """Id of the version that was the newest for its days when it was made; nought
    where there was none."""
    by: Name
    at: Moment
    note: Label = ""
    edits: tuple[ManualEdit, ...] = ()
    kept: tuple[Edit, ...] = ()
    """Edits of what was before it, in force or proposed, that this one was made to
    keep, or still has."""
    kept_from: tuple[ManualEdit, ...] = ()
    """Those of ``kept`` that the store knows of, as somebody made them: who, when and
    why."""


class VersionChange(Record):
    """How one visit differs for one person between two versions."""

    visit: Id
    before: Assignment | None = None
    """``None``: nobody made it."""
    after: Assignment | None = None
    """``None``: nobody makes it any more."""


class Version(Record):
    """A published rota."""

    id: Annotated[int, Field(ge=1)]
    """In the order of publishing, over all horizons and co-ops of the store."""
    number: Annotated[int, Field(ge=1)]
    """1 for the first of its horizon."""
    co_op: Name
    first_day: date
    last_day: date
    proposal: int
    problem: Name
    """Fingerprint of the problem it answers."""
    by: Name
    """The named person who approved it."""
    at: Moment
    why: Label
    rota: Rota
    changes: tuple[VersionChange, ...] = ()
    """Against what was in force for its days before it. Of a first version: nothing
    was in force, so that there is nothing to tell."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its horizon."""
        n = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=i) for i in range(n))
