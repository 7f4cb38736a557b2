"""What a comparison of two rotas says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from carerota.model.base import Id, Label, Moment, Name, Record

__all__ = [
    "Breach",
    "ClientChange",
    "Comparison",
    "PartyKind",
    "RuleDifference",
    "Share",
    "TimeChange",
    "VisitChange",
    "VisitOfOne",
    "WorkerChange",
    "WorkerFigures",
]


class PartyKind(StrEnum):
    """Whose week an amount is about."""

    CLIENT = "client"
    WORKER = "worker"
    ALL = "all"
    """The co-op as a whole: fairness between members, the worst of the week."""


class VisitChange(Record):
    """A slot of a visit that is not made as before."""

    visit: Id
    slot: int
    client: Id
    worker_before: Id | None = None
    """``None``: nobody."""
    worker_after: Id | None = None
    start_before: Moment | None = None
    start_after: Moment | None = None
    minutes_later: float | None = None
    """How much later it starts; negative: earlier. ``None`` where it is not made in
    one of them."""

    @property
    def cover(self) -> int:
        """1 where it is covered now and was not, -1 the other way round, else 0."""
        return (self.worker_after is not None) - (self.worker_before is not None)


class VisitOfOne(Record):
    """A visit that only one of the two problems has: a cancelled or a new one."""

    visit: Id
    client: Id
    day: date
    carers: tuple[Id | None, ...]
    """Who makes it, in the order of its slots; ``None``: nobody."""
    start: Moment | None = None
    """``None``: nobody makes it."""


class Share(Record):
    """What is priced of one person's week, before and after.

    Costs are whole numbers in the currency of the objective, so that they add up
    exactly; ``Comparison.point`` of them are one point.
    """

    kind: PartyKind
    id: Name = ""
    cost_before: int
    cost_after: int
    by_rule: dict[str, int] = Field(default_factory=dict)
    """Change of the cost, by rule; rules that change nothing are left out."""
    broken: int = 0
    """Breaches of hard rules about them, those that are new or more less those that
    are gone or less; before all cover."""
    missed: int = 0
    """Carers missing at a client's visits, after less before; before all cost."""

    @property
    def worse(self) -> bool:
        """Whether more is broken, fewer visits are covered, or as many at more cost."""
        return self.order > (0, 0, 0)

    @property
    def better(self) -> bool:
        """Whether less is broken, more visits are covered, or as many at less cost."""
        return self.order < (0, 0, 0)

    @property
    def order(self) -> tuple[int, int, int]:
        """How much worse it is for them: hard rules, then cover, then cost."""
        return self.broken, self.missed, self.cost

    @property
    def cost(self) -> int:
        """After less before: more is worse for them."""
        return self.cost_after - self.cost_before


class Breach(Record):
    """A hard rule that one rota breaks and the other does not, or by less."""

    rule: Name
    title: Name
    kind: PartyKind
    """Whose week it is about."""
    id: Name = ""
    amount_before: int
    amount_after: int
    text: Label
    """Of the rota that breaks it, or breaks it by more."""


class WorkerFigures(Record):
    """A worker's week in plain figures; hours."""

    visits: int = 0
    days: int = 0
    paid_hours: float = 0
    """Contact, travel between visits and waiting."""
    travel_hours: float = 0
    """Between visits, with parking and key safe."""
    home_hours: float = 0
    waiting_hours: float = 0
    split_days: int = 0


class WorkerChange(Record):
    """A worker whose week is another."""

    worker: Id
    before: WorkerFigures
    after: WorkerFigures
    gained: tuple[Id, ...] = ()
    """Visits they make now and did not."""
    lost: tuple[Id, ...] = ()


class TimeChange(Record):
    """When a client's visits of one kind usually start, by the wall clock."""

    name: Name
    """Of the kind: the package's visit, or the visit itself."""
    usual_before: Name | None
    """``08:10``: the middle one of the starts."""
    usual_after: Name | None
    spread_before: float | None
    """Minutes from the usual start to the one that is farthest from it."""
    spread_after: float | None


class ClientChange(Record):
    """A client who sees other faces, or is visited at other times."""

    client: Id
    carers_before: tuple[Id, ...]
    carers_after: tuple[Id, ...]
    new_before: tuple[Id, ...]
    """Those of them who have not been there before the horizon."""
    new_after: tuple[Id, ...]
    times: tuple[TimeChange, ...] = ()
    """Where the usual start or its spread is another."""
    uncovered_before: int = 0
    """Carers missing at the visits that the problem of this rota has."""
    uncovered_after: int = 0
    cancelled: tuple[Id, ...] = ()
    """Visits that only the problem of the first rota has."""
    added: tuple[Id, ...] = ()
    """Visits that only the problem of the second rota has."""


class RuleDifference(Record):
    """A rule whose amount is another, somewhere."""

    rule: Name
    title: Name
    mode: Name
    unit: Name
    price: float
    amount_before: int
    """In the rule's whole unit: ticks, metres, times."""
    amount_after: int
    cost: int
    """Change of the priced sum, in the whole currency; nought for a hard rule."""


class Comparison(Record):
    """What is other in rota b than in rota a, for whom, and by how much.

    All amounts are exact: the costs of the rules add up to the difference that the
    checker finds, and so do those of the people.
    """

    problem: Name = ""
    policy_hash: Name = ""
    point: int
    """How much of a cost is one point, a minute of a member's travel."""
    cost_before: int
    cost_after: int
    levels_before: tuple[int, ...]
    """Hard breaches, uncovered slots by priority, priced sum; less is better."""
    levels_after: tuple[int, ...]
    broken: tuple[Breach, ...] = ()
    """What b breaks and a does not, or by less."""
    mended: tuple[Breach, ...] = ()
    """What a breaks and b does not, or by less."""
    visits: tuple[VisitChange, ...] = ()
    """Of the visits that both problems have."""
    cancelled: tuple[VisitOfOne, ...] = ()
    """Visits that the problem of b no longer has, client by client."""
    added: tuple[VisitOfOne, ...] = ()
    """Visits that only the problem of b has."""
    rules: tuple[RuleDifference, ...] = ()
    shares: tuple[Share, ...] = ()
    """Everybody of whom other rules are broken, or whose cover or cost is another,
    those it is worst for first."""
    workers: tuple[WorkerChange, ...] = ()
    clients: tuple[ClientChange, ...] = ()
    figures_before: dict[str, float | None] = Field(default_factory=dict)
    figures_after: dict[str, float | None] = Field(default_factory=dict)

    @property
    def points(self) -> float:
        """Change of the priced sum in points; more is worse."""
        return (self.cost_after - self.cost_before) / self.point

    @property
    def same(self) -> bool:
        """Whether every visit is made by the same worker at the same time."""
        return not (self.visits or self.cancelled or self.added)

    @property
    def better(self) -> str | None:
        """``a`` or ``b``, by rules, cover and price in this order; ``None``: equal."""
        if self.levels_before == self.levels_after:
            return None
        return "a" if self.levels_before < self.levels_after else "b"

    def worse_for(self, kind: PartyKind) -> tuple[Share, ...]:
        """Give those of a kind for whom b is worse, the worst first."""
        return tuple(s for s in self.shares if s.kind is kind and s.worse)

    def better_for(self, kind: PartyKind) -> tuple[Share, ...]:
        """Give those of a kind for whom b is better, the best first."""
        gained = [s for s in self.shares if s.kind is kind and s.better]
        return tuple(sorted(gained, key=lambda s: s.order))
