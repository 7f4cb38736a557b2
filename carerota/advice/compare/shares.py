"""Whose week each priced amount is about, so that all of them add up to the whole."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from carerota.advice.compare.record import PartyKind, Share
from carerota.model import Levels, Priority
from carerota.rules.base import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.rules.base import Key
    from carerota.rules.book import RuleBook
    from carerota.rules.reading import Reading
    from carerota.score import ScoreReport

__all__ = ["Party", "costs_of", "shares"]

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
    links = {link.id: reading.visits[link.second].client for link in reading.links}
    strict = book.policy.levels is Levels.STRICT
    for bound in book:
        if not bound.priced:
            continue
        for key, amount in report[bound.name].amounts.items():
            if bound.name == "cover" and strict and not _is_optional(reading, key):
                continue  # what has a level of its own has no price
            party = _party(reading, links, bound.name, key)
            found[party, bound.name] += bound.weight * amount
    return dict(found)


def _is_optional(reading: Reading, key: Key) -> bool:
    return reading.visits[key.id].priority is Priority.OPTIONAL


def _party(reading: Reading, links: dict[str, str], rule: str, key: Key) -> Party:
    match key.level:
        case Level.DAY | Level.WORKER:
            return PartyKind.WORKER, key.id
        case Level.CLIENT:
            return PartyKind.CLIENT, key.id
        case Level.LINK:
            return PartyKind.CLIENT, links[key.id]
        case Level.ALL:
            return PartyKind.ALL, ""
        case _:
            if rule in OF_THE_WORKER:
                stops = reading.stops_of[key.id]
                made_by = next(s.worker.id for s in stops if s.slot == key.at)
                return PartyKind.WORKER, made_by
            return PartyKind.CLIENT, reading.visits[key.id].client


def shares(before: Costs, after: Costs) -> tuple[Share, ...]:
    """Compare what is priced of each party, the one it is worst for first."""
    return tuple(sorted(_shares(before, after), key=lambda s: (-s.cost, s.kind, s.id)))


def _shares(before: Costs, after: Costs) -> Iterator[Share]:
    costs: dict[Party, dict[str, list[int]]] = {}
    for i, side in enumerate((before, after)):
        for (party, rule), cost in side.items():
            costs.setdefault(party, {}).setdefault(rule, [0, 0])[i] = cost
    for (kind, name), rules in costs.items():
        by_rule = {r: now - was for r, (was, now) in rules.items() if now != was}
        if by_rule:
            yield Share(
                kind=kind,
                id=name,
                cost_before=sum(was for was, _ in rules.values()),
                cost_after=sum(now for _, now in rules.values()),
                by_rule=by_rule,
            )
