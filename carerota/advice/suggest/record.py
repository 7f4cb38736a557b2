"""What is suggested for a new order: times and workers, and what they cost whom."""

from __future__ import annotations

from pydantic import Field

from carerota.advice.compare.record import Share, VisitChange
from carerota.model.base import Id, Label, Moment, Name, Record
from carerota.model.rota import Rota

__all__ = ["KeptTime", "SuggestedVisit", "Suggestion", "Suggestions"]


class SuggestedVisit(Record):
    """Who makes one of the new visits, and when."""

    visit: Id
    slot: int
    worker: Id
    start: Moment


class KeptTime(Record):
    """When the new visits of one kind start, over all days, by the wall clock."""

    name: Name
    """``breakfast``; of a single visit its id."""
    start: Name
    """``08:15``: the middle one of the starts."""
    spread_minutes: float
    """From there to the start that is farthest from it."""


class Suggestion(Record):
    """One set of times and workers."""

    visits: tuple[SuggestedVisit, ...]
    workers: tuple[Id, ...]
    """The faces, those who come most often first."""
    times: tuple[KeptTime, ...]
    uncovered: dict[Id, int] = Field(default_factory=dict)
    """New visits for which there is nobody, with how many carers are missing."""
    cost: int
    """What the priced sum of the whole rota gains, in whole currency; exact."""
    point: int
    """How much of it makes one point, a minute of a member's travel."""
    by_rule: dict[str, int] = Field(default_factory=dict)
    """The cost by rule; it adds up."""
    felt: tuple[Share, ...] = ()
    """Whose week it costs, those it costs most first; it adds up."""
    moved: tuple[VisitChange, ...] = ()
    """Present visits that start at another time; none without re-arrangement."""
    text: Label = ""
    """The suggestion in a sentence."""
    rota: Rota
    """The whole rota with it in it; it answers the problem with the order added."""

    @property
    def points(self) -> float:
        """The cost in points."""
        return self.cost / self.point


class Suggestions(Record):
    """The best sets that were found.

    Those in which nothing moves come first, then the re-arranged ones; of either kind
    the best first.
    """

    problem: Name = ""
    policy_hash: Name = ""
    order: Id
    """The package or the visit."""
    slots: int
    """How many carers the order asks for in the horizon."""
    suggestions: tuple[Suggestion, ...]
    rearranged: bool = False
    """Whether present visits were allowed to move."""
