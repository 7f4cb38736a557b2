"""What rules say of one worker or one client, added up, in the checker's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.explain.weeks import RuleTotal
from carerota.rules.base import Level

if TYPE_CHECKING:
    from carerota.rules.base import Amounts, Key
    from carerota.rules.book import BoundRule, RuleBook
    from carerota.rules.reading import Reading

__all__ = ["margins", "of_client", "of_worker"]

OF_WORKERS = (Level.DAY, Level.WORKER)


def of_worker(
    book: RuleBook, reading: Reading, worker: str
) -> tuple[tuple[RuleTotal, ...], tuple[RuleTotal, ...]]:
    """Add up the rules on a worker and their days: broken ones, and priced ones."""
    found = []
    for bound in book:
        if bound.rule.level in OF_WORKERS:
            amounts = bound.rule.measure(reading)
            mine = {k: n for k, n in amounts.items() if k.id == worker}
            found.append((bound, mine))
    return _totals(book, reading, found)


def of_client(
    book: RuleBook, reading: Reading, client: str
) -> tuple[tuple[RuleTotal, ...], tuple[RuleTotal, ...]]:
    """Add up the rules on a client, their visits and their carers."""

    def mine(key: Key) -> bool:
        match key.level:
            case Level.CLIENT:
                return key.id == client
            case Level.SLOT | Level.VISIT:
                return reading.visits[key.id].client == client
            case _:
                return False

    found = []
    for bound in book:
        if bound.rule.level in (Level.CLIENT, Level.SLOT, Level.VISIT):
            amounts = bound.rule.measure(reading)
            found.append((bound, {k: n for k, n in amounts.items() if mine(k)}))
    return _totals(book, reading, found)


def _totals(
    book: RuleBook, reading: Reading, found: list[tuple[BoundRule, Amounts]]
) -> tuple[tuple[RuleTotal, ...], tuple[RuleTotal, ...]]:
    totals = [
        (
            bound,
            RuleTotal(
                rule=bound.name,
                title=bound.rule.title,
                unit=bound.rule.unit,
                amount=sum(amounts.values()),
                points=_points(book, bound, amounts),
                text=tuple(bound.rule.line(reading, k, n) for k, n in amounts.items())
                if bound.hard
                else (),
            ),
        )
        for bound, amounts in found
        if amounts
    ]
    return (
        tuple(total for bound, total in totals if bound.hard),
        tuple(total for bound, total in totals if bound.priced),
    )


def _points(book: RuleBook, bound: BoundRule, amounts: Amounts) -> float:
    if not bound.priced or bound.name == "cover":
        return 0.0
    return bound.weight * sum(amounts.values()) / book.point


def margins(book: RuleBook, reading: Reading) -> tuple[str, ...]:
    """Say how near the days of a reading of one worker come to each limit."""
    return tuple(
        f"{bound.rule.title}: {line}"
        for bound in book
        if bound.rule.level in OF_WORKERS
        for line in bound.rule.margins(reading)
    )
