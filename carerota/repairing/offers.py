"""What workers offer each other, and what is wrong with an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from carerota.model.base import Id, Record
from carerota.model.faults.issues import did_you_mean, fault, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from carerota.errors import Issue
    from carerota.model import Assignment, Rota, RotaProblem

__all__ = ["HandOver", "offer_faults"]

PAIR: Final = 2


class HandOver(Record):
    """One carer's part in a visit goes to another worker, at the same time."""

    visit: Id
    slot: Annotated[int, Field(ge=0)] = 0
    to: Id
    """The worker who takes it."""


def offer_faults(
    problem: RotaProblem, rota: Rota, offers: Sequence[HandOver], now: datetime | None
) -> Iterator[Issue]:
    """List every fault of hand-overs: they name nothing, or are not between two."""
    if not offers:
        yield fault("no-offer", "offers", "nothing", "a visit that is handed over")
    made = {(a.visit, a.slot): a for a in rota.assignments}
    seen: dict[tuple[str, int], int] = {}
    people: set[str] = set()
    for i, offer in enumerate(offers):
        at, part = f"offers[{i}]", (offer.visit, offer.slot)
        if part in seen:
            expected = f"each visit once; also offers[{seen[part]}]"
            yield fault("offer-twice", at, shown(offer.visit), expected)
        seen.setdefault(part, i)
        found = list(_unknown(problem, made, offer, at))
        yield from found
        if found:
            continue
        giver = made[part]
        people |= {giver.worker, offer.to}
        if giver.worker == offer.to:
            expected = f"a worker other than {shown(giver.worker)}, who makes it"
            yield fault("offer-to-oneself", f"{at}.to", shown(offer.to), expected)
        if now is not None and giver.start.timestamp() < now.timestamp():
            begun = f"{shown(offer.visit)}, begun at {giver.start:%Y-%m-%d %H:%M}"
            expected = "a visit that has not begun"
            yield fault("offer-past", f"{at}.visit", begun, expected)
    if len(people) > PAIR:
        names = ", ".join(sorted(people))
        yield fault("offer-of-many", "offers", names, "two workers")


def _unknown(
    problem: RotaProblem,
    made: dict[tuple[str, int], Assignment],
    offer: HandOver,
    at: str,
) -> Iterator[Issue]:
    workers = [w.id for w in problem.workers]
    if offer.to not in workers:
        hint = did_you_mean(offer.to, workers)
        name = shown(offer.to)
        yield fault("unknown-id", f"{at}.to", name, "the id of a worker", hint)
    visits = {v.id: len(v.slots) for v in problem.visits}
    if offer.visit not in visits:
        hint = did_you_mean(offer.visit, visits)
        name = shown(offer.visit)
        yield fault("unknown-id", f"{at}.visit", name, "the id of a visit", hint)
    elif offer.slot >= visits[offer.visit]:
        expected = f"less than {visits[offer.visit]}, the slots of the visit"
        yield fault("unknown-slot", f"{at}.slot", str(offer.slot), expected)
    elif (offer.visit, offer.slot) not in made:
        expected = "a visit that somebody makes"
        yield fault("offer-of-nothing", f"{at}.visit", shown(offer.visit), expected)
