"""Whose week each priced amount is about, so that all of them add up to the whole."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from carerota.advice.compare.record import PartyKind, Share
from carerota.model import Levels, Priority
from carerota.rules.base import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from carerota.model import RotaProblem
    from carerota.rules.base import Key
    from carerota.rules.book import RuleBook
    from carerota.rules.reading import Reading
    from carerota.score import ScoreReport

__all__ = ["Costs", "Parties", "Party", "costs_of", "maker_in", "shares"]

Party = tuple[PartyKind, str]
Costs = dict[tuple[Party, str], int]
"""Whole costs by party and rule."""

OF_THE_WORKER: Final = frozenset({"worker_preferences"})
"""Rules on slots that are about who makes them, not about the client."""


def costs_of(reading: Reading, report: ScoreReport, book: RuleBook) -> Costs:
    """Give the priced sum of a rota by party and rule.

    Parameters
    ----------
    reading, report
        The rota and what the checker says of it.
    book
        The policy it was checked under.
    """
    found: Costs = defaultdict(int)
    parties, maker = Parties(reading.problem, book), maker_in(reading)
    for bound in book:
        for key, amount in report[bound.name].amounts.items() if bound.priced else ():
            if parties.has_a_price(bound.name, key):
                party = parties.of(bound.name, key, maker)
                found[party, bound.name] += bound.weight * amount
    return dict(found)


def maker_in(reading: Reading) -> Callable[[str, int], str]:
    """Give who makes a slot of a visit in a rota."""

    def maker(visit: str, slot: int) -> str:
        stops = reading.stops_of[visit]
        return next(s.worker.id for s in stops if s.slot == slot)

    return maker


class Parties:
    """Whose each amount is.

    Parameters
    ----------
    problem
        With its packages expanded.
    book
        The policy.
    """

    def __init__(self, problem: RotaProblem, book: RuleBook) -> None:
        self._visits = {visit.id: visit for visit in problem.visits}
        self._links = {link.id: link.second for link in problem.links}
        self._strict = book.policy.levels is Levels.STRICT

    def has_a_price(self, rule: str, key: Key) -> bool:
        """Tell of an amount of a priced rule whether it is in the priced sum."""
        if rule != "cover" or not self._strict:
            return True
        # what has a level of its own has no price
        return self._visits[key.id].priority is Priority.OPTIONAL

    def of(self, rule: str, key: Key, maker: Callable[[str, int], str]) -> Party:
        """Give whose an amount is.

        Parameters
        ----------
        rule, key
            What it is of.
        maker
            Who makes a slot of a visit.
        """
        match key.level:
            case Level.DAY | Level.WORKER:
                return PartyKind.WORKER, key.id
            case Level.CLIENT:
                return PartyKind.CLIENT, key.id
            case Level.LINK:
                return PartyKind.CLIENT, self._visits[self._links[key.id]].client
            case Level.ALL:
                return PartyKind.ALL, ""
            case _ if rule in OF_THE_WORKER:
                return PartyKind.WORKER, maker(key.id, key.at)
            case _:
                return PartyKind.CLIENT, self._visits[key.id].client


def shares(
    before: Costs,
    after: Costs,
    missed: Mapping[str, int] | None = None,
    broken: Mapping[Party, int] | None = None,
) -> tuple[Share, ...]:
    """Compare what is priced of each party, the one it is worst for first.

    Parameters
    ----------
    before, after
        What is priced in each rota.
    missed
        How many carers more are missing at a client's visits, by client.
    broken
        How many breaches of hard rules more there are, by party.
    """
    found = _shares(before, after, missed or {}, broken or {})
    return tuple(sorted(found, key=lambda s: (*(-n for n in s.order), s.kind, s.id)))


def _shares(
    before: Costs,
    after: Costs,
    missed: Mapping[str, int],
    broken: Mapping[Party, int],
) -> Iterator[Share]:
    clients = [(PartyKind.CLIENT, client) for client in missed]
    costs: dict[Party, dict[str, list[int]]] = {
        party: {} for party in (*clients, *broken)
    }
    for i, side in enumerate((before, after)):
        for (party, rule), cost in side.items():
            costs.setdefault(party, {}).setdefault(rule, [0, 0])[i] = cost
    for (kind, name), rules in costs.items():
        by_rule = {r: now - was for r, (was, now) in rules.items() if now != was}
        more = missed.get(name, 0) if kind is PartyKind.CLIENT else 0
        breaches = broken.get((kind, name), 0)
        if by_rule or more or breaches:
            yield Share(
                kind=kind,
                id=name,
                broken=breaches,
                missed=more,
                cost_before=sum(was for was, _ in rules.values()),
                cost_after=sum(now for _, now in rules.values()),
                by_rule=by_rule,
            )
