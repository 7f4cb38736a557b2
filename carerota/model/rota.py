"""The answer: who makes which visit, when, and in which run."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from carerota.model.base import SCHEMA_VERSION, Id, Label, Moment, Name, Record

__all__ = [
    "Assignment",
    "Provenance",
    "Reason",
    "ReasonKind",
    "RestBreak",
    "Rota",
    "Uncovered",
]


class Assignment(Record):
    """One slot of a visit, made by a worker at an explicit time."""

    visit: Id
    slot: Annotated[int, Field(ge=0)] = 0
    worker: Id
    start: Moment
    run: Annotated[int, Field(ge=1)] = 1
    """Which working stretch of the worker's day. Between two visits of different
    runs that follow each other the worker is at home, unpaid."""


class RestBreak(Record):
    """A rest break within a run, with its place in time."""

    worker: Id
    start: Moment
    end: Moment


class ReasonKind(StrEnum):
    """Why a slot is left uncovered."""

    IMPOSSIBLE = "impossible"
    """Proven: no worker can make it, whatever else is dropped."""
    DISPLACED = "displaced"
    """It would fit on the days of the workers who come nearest if the visits named,
    of which at least one ranks as high or higher, gave way. The days of other workers
    are not tried: another way may exist."""
    NOT_PROVEN = "not_proven"
    """No way was found within the budget; there may be one."""


class Reason(Record):
    """Why a slot is left uncovered."""

    kind: ReasonKind
    rules: tuple[Name, ...] = ()
    """Impossible: a minimal set of rules; without any one of them the others do not
    forbid it, and the text says whether it would fit.
    Displaced by visits that are linked to it: the rules that keep them apart."""
    visits: tuple[Id, ...] = ()
    """Displaced: the visits that would give way in the way that was found."""
    text: Label = ""


class Uncovered(Record):
    """A slot nobody makes."""

    visit: Id
    slot: Annotated[int, Field(ge=0)] = 0
    reason: Reason | None = None


class Provenance(Record):
    """Where a rota comes from, so that it can be made again."""

    library: Name = ""
    versions: dict[str, str] = Field(default_factory=dict)
    engine: Name = ""
    seed: int | None = None
    threads: int | None = None
    policy_hash: Name = ""
    problem_fingerprint: Name = ""
    made_at: Moment | None = None
    """Left out of comparisons: two equal runs differ in it."""


class Rota(Record):
    """Who makes which visit, when."""

    schema_version: int = SCHEMA_VERSION
    problem: Name = ""
    """The name of the problem it answers."""
    assignments: tuple[Assignment, ...] = ()
    breaks: tuple[RestBreak, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    provenance: Provenance = Provenance()
