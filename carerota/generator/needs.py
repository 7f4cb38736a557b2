"""What each client needs: how often, and what for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from carerota.generator.draws import chance, pick, shuffled, weighted
from carerota.generator.words import FIRST_DAY
from carerota.model import Weekday

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np

    from carerota.generator.sizes import Size

__all__ = ["Need", "draw_needs", "n_visits"]

ALL_WEEK = tuple(Weekday)
WORKDAYS = ALL_WEEK[:5]
REGIMENS: Mapping[str, tuple[str, ...]] = {
    "home-help": ("home-help",),
    "companionship": ("companionship",),
    "lunches": ("lunch",),
    "mornings": ("breakfast",),
    "beds": ("bed",),
    "lunch-and-tea": ("lunch", "tea"),
    "tea-and-bed": ("tea", "bed"),
    "morning-and-tea": ("breakfast", "tea"),
    "morning-and-bed": ("breakfast", "bed"),
    "three": ("breakfast", "lunch", "tea"),
    "three-late": ("breakfast", "tea", "bed"),
    "four": ("breakfast", "lunch", "tea", "bed"),
}
"""The usual orders: which times of the day a client is visited at."""
WEIGHTS = {
    "home-help": 0.06,
    "companionship": 0.06,
    "lunches": 0.06,
    "mornings": 0.12,
    "beds": 0.04,
    "lunch-and-tea": 0.09,
    "tea-and-bed": 0.04,
    "morning-and-tea": 0.09,
    "morning-and-bed": 0.06,
    "three": 0.15,
    "three-late": 0.08,
    "four": 0.15,
}
FEW_VISITS = frozenset({"home-help", "companionship", "lunches"})
HOIST_SHARE = 0.12
"""Visits that need two carers."""
TIMED_SHARE = 0.15
"""Visits with medication that is critical to the quarter of an hour."""
FAMILY_AT_WEEKENDS = 0.22
EXTRA_HELP = 0.25
MEDICATION_SHARE = 0.5
DEMENTIA_SHARE = 0.13
CATHETER_SHARE = 0.06
NEW_SHARE = 0.05
ROUNDS_OF_ADJUSTMENT = 4000


@dataclass(frozen=True, slots=True)
class Need:
    """What one client needs.

    Parameters
    ----------
    regimen
        One of the usual orders.
    days
        The days of the week on which it holds.
    help_day
        The day of a weekly domestic visit besides, where they have one.
    hoist
        Two carers, and a hoist, at each personal visit.
    timed
        Medication at exact times.
    medication, dementia, catheter
        Ask for carers with that skill.
    since
        The first day of the order.
    """

    regimen: str
    days: tuple[Weekday, ...]
    help_day: Weekday | None
    hoist: bool = False
    timed: bool = False
    medication: bool = False
    dementia: bool = False
    catheter: bool = False
    since: date = FIRST_DAY - timedelta(days=200)

    @property
    def names(self) -> tuple[str, ...]:
        """The visits of a day, by name."""
        return REGIMENS[self.regimen]


def n_visits(need: Need, days: int) -> int:
    """Count the visits of a client in a horizon of some days from the first day."""
    held = {Weekday((FIRST_DAY.weekday() + i) % 7) for i in range(days)}
    daily = len(held & set(need.days)) * len(need.names)
    return daily + (1 if need.help_day in held else 0)


def draw_needs(size: Size, rng: np.random.Generator) -> list[Need]:
    """Draw what the clients of a size need, in an order by chance."""
    hoisted = _hoisted(size, rng)
    others = [
        _draw(weighted(rng, WEIGHTS), size, rng)
        for _ in range(size.clients - len(hoisted))
    ]
    wanted = size.visits - sum(n_visits(need, size.days) for need in hoisted)
    others = _adjusted(others, wanted, size, rng)
    if size.days > 1:
        others = _with_news(others, rng)
    return shuffled(rng, [*hoisted, *_with_timed(others, size, rng)])


def _hoisted(size: Size, rng: np.random.Generator) -> list[Need]:
    left, found = round(size.visits * HOIST_SHARE), list[Need]()
    while left > 0:
        regimen = "three-late" if chance(rng, 0.2) else "four"
        regimen = "morning-and-bed" if size.tight else regimen
        need = replace(
            _draw(regimen, size, rng), hoist=True, help_day=None, days=ALL_WEEK
        )
        taken = n_visits(need, size.days)
        if found and left < taken / 2:
            break
        found.append(need)
        left -= taken
    return found


def _draw(regimen: str, size: Size, rng: np.random.Generator) -> Need:
    personal = regimen not in {"home-help", "companionship"}
    family = "three" not in regimen and chance(rng, FAMILY_AT_WEEKENDS)
    days = WORKDAYS if family or regimen == "lunches" else ALL_WEEK
    only = Weekday(FIRST_DAY.weekday()) if size.days == 1 else pick(rng, WORKDAYS)
    if not personal:
        twice = regimen == "companionship" and chance(rng, 0.6)
        days = (only, Weekday((only + 3) % 7)) if twice else (only,)
    helped = personal and size.days > 1 and chance(rng, EXTRA_HELP)
    return Need(
        regimen,
        days,
        only if helped else None,
        medication=personal and chance(rng, MEDICATION_SHARE),
        dementia=personal and chance(rng, DEMENTIA_SHARE),
        catheter="breakfast" in REGIMENS[regimen] and chance(rng, CATHETER_SHARE),
    )


def _adjusted(
    needs: list[Need], wanted: int, size: Size, rng: np.random.Generator
) -> list[Need]:
    """Redraw the needs of some until the visits come out at the number wanted."""
    needs = list(needs)
    missing = wanted - sum(n_visits(need, size.days) for need in needs)
    for _ in range(ROUNDS_OF_ADJUSTMENT):
        if missing == 0:
            break
        at = int(rng.random() * len(needs))
        new = _draw(weighted(rng, WEIGHTS), size, rng)
        more = n_visits(new, size.days) - n_visits(needs[at], size.days)
        if abs(missing - more) < abs(missing):
            needs[at] = new
            missing -= more
    return needs


def _with_news(needs: list[Need], rng: np.random.Generator) -> list[Need]:
    """Let some orders begin within the weeks before, or with the horizon."""
    return [
        replace(need, since=FIRST_DAY - timedelta(days=pick(rng, (0, 0, 5, 9, 16))))
        if chance(rng, NEW_SHARE)
        else need
        for need in needs
    ]


def _with_timed(needs: list[Need], size: Size, rng: np.random.Generator) -> list[Need]:
    """Give some clients medication at exact times, up to its share of the visits."""
    left = size.visits * TIMED_SHARE
    needs = list(needs)
    for at in shuffled(rng, range(len(needs))):
        need = needs[at]
        count = n_visits(need, size.days)
        if need.regimen not in FEW_VISITS and count <= left + 2 and left > 0:
            needs[at] = replace(need, timed=True, medication=True, help_day=None)
            left -= count
    return needs
