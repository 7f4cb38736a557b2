"""How the search cools: temperatures that come from the problem itself.

A solve is a first fill at a low temperature with broken rules dear, which gives a
legal rota within seconds; then one annealing, from a temperature at which a fair part
of all moves is taken down to one at which hardly any is, while broken rules grow dear.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

from carerota.engines.search.odds import CARERS

if TYPE_CHECKING:
    from carerota.engines.search.chain import Chain

__all__ = ["Schedule", "Step", "schedule_of"]

HOTTEST: Final = 1.2
"""Hottest temperature, in what a slot of a first legal rota costs on average by roads
and times: what a move can save. Wishes and faces are left out, which often cannot be
met at all."""

HOTTEST_ALONE: Final = 0.6
"""The same where it is the same to every rule how many carers a client sees: visits are
then settled one by one, and no teams have to form."""

HOTTEST_OPEN: Final = 0.3
"""The same where, beside that, some visits may be left out for a price: the hotter, the
more of them are, and days without them settle."""

COLDEST: Final = 0.008
"""Coldest temperature as a share of the hottest."""

MIDDLE: Final = 0.04
SLOWLY: Final = 0.85
"""So much of the budget is for cooling to MIDDLE times the hottest: above it is decided
who goes where; below it only details are settled."""

DELAYS_FROM: Final = SLOWLY
"""Share of the budget from which visits may be put off for a wait to come elsewhere."""

EASY: Final = 4000
DEAR: Final = 100_000
"""Thousandths by which penalties count, at the start and towards the end."""

FORBIDDEN: Final = 50_000_000
"""The same while filling and at the very end: no gain is worth a broken rule."""

GUIDED: Final = 0.85
"""Share of the budget in which the idle time of all guides the search and not only the
worst."""

SOFTEST: Final = 8
HARDEST: Final = 64
"""How steeply it does so, at first and at last."""

STRANGERS: Final = 0.5
"""Share of the price of a new face that each visit by one costs beside it, at first."""

GIVEN_UP: Final = 0.4
"""Hottest temperature as a share of what leaving out an optional visit costs, the more
the fewer of the visits are optional: were it hotter, they would be left out, and days
without them settle."""

STRICT_FROM: Final = 0.9
"""Share of the budget from which nothing may be broken any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """What holds at one moment of a solve."""

    temperature: float
    multiplier: int
    power: int = 0
    """How steeply idle time guides; 0: only the worst counts."""
    strangers: float = 0.0
    """Share of the price of a new face that each visit by one costs beside it."""
    delays: bool = False
    """Whether visits may be put off for a wait to come elsewhere: only once it is
    settled who goes where."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Temperatures over a solve."""

    hottest: float

    def at(self, done: float) -> Step:
        """Give what holds when a share of the budget is done."""
        done = min(1.0, max(0.0, done))
        if done < SLOWLY:
            temperature = self.hottest * MIDDLE ** (done / SLOWLY)
        else:
            rest = (done - SLOWLY) / (1 - SLOWLY)
            temperature = self.hottest * MIDDLE * (COLDEST / MIDDLE) ** rest
        strangers = STRANGERS * max(0.0, 1 - done / GUIDED)
        power = int(SOFTEST * (HARDEST / SOFTEST) ** (done / GUIDED))
        power = power if done < GUIDED else 0
        delays = done >= DELAYS_FROM
        if done >= STRICT_FROM:
            return Step(temperature, FORBIDDEN, power, strangers, delays)
        dear = int(EASY * (DEAR / EASY) ** (done / STRICT_FROM))
        return Step(temperature, dear, power, strangers, delays)


def schedule_of(chain: Chain, point: int) -> Schedule:
    """Choose the temperatures from what the rota costs that a chain was filled to.

    They are at least a tenth of a minute of travel.
    """
    covered = max(1, chain.compiled.n_slots - chain.uncovered)
    teams = any(rule in chain.book for rule in CARERS)
    alone = HOTTEST_ALONE if chain.leeway == inf else HOTTEST_OPEN
    hottest = (HOTTEST if teams else alone) * chain.cost_of_times / covered
    return Schedule(max(0.1 * point, min(hottest, GIVEN_UP * chain.leeway)))
