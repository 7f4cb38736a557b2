"""Care packages: the recurring orders, written from what each client needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from carerota.generator.draws import between, chance, pick, weighted
from carerota.generator.words import (
    CATHETER,
    DEMENTIA,
    FIRST_DAY,
    HOIST,
    MEDICATION,
    PERSONAL_CARE,
)
from carerota.model import (
    CarePackage,
    CareType,
    PackageLink,
    PackageVisit,
    Pause,
    Priority,
    Slot,
    TimeWindow,
    Visit,
    WallWindow,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    import numpy as np

    from carerota.generator.needs import Need
    from carerota.model import Weekday

__all__ = ["care_packages", "escort"]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One of the peaks of the day; times are minutes after midnight.

    Parameters
    ----------
    first, last
        The earliest and latest time that a visit is best at.
    opens, closes
        No visit of the peak starts outside them.
    lengths
        Minutes of a visit, by how often.
    gap
        Minutes that a visit starts after the start of the one before it that day.
    """

    first: int
    last: int
    opens: int
    closes: int
    lengths: dict[int, float]
    gap: int


SITTINGS = {
    "breakfast": Sitting(
        435, 625, 420, 660, {15: 0.08, 30: 0.72, 45: 0.15, 60: 0.05}, 0
    ),
    "lunch": Sitting(710, 825, 690, 855, {15: 0.4, 30: 0.58, 45: 0.02}, 210),
    "tea": Sitting(955, 1110, 940, 1140, {15: 0.32, 30: 0.66, 45: 0.02}, 180),
    "bed": Sitting(1150, 1305, 1140, 1310, {15: 0.32, 30: 0.66, 45: 0.02}, 120),
}
TIGHT_BEST = {
    "breakfast": (455, 635),
    "lunch": (710, 745),
    "tea": (985, 1110),
    "bed": (1150, 1230),
}
"""When they are best at where shifts end at 13:00 and begin at 16:00."""
BREAKFAST_BEFORE_LUNCH = 430, 530
BREAKFAST_ALONE = 530, 645
"""Who has lunch brought has breakfast early; the others can wait a little."""
HOIST_LENGTHS = {"breakfast": 45, "lunch": 30, "tea": 30, "bed": 30}
HALF_WIDTHS = {45: 0.5, 60: 0.5}
TIGHT_HALF_WIDTHS = {15: 0.6, 20: 0.4}
TIMED_HALF_WIDTH = 15
PREFERRED_HALF_WIDTH, TIMED_PREFERRED, TIGHT_PREFERRED = 15, 5, 10
SHORT = 30
"""A visit under this many minutes needs a specific task and the client's yes."""
LONG_KNOWN = FIRST_DAY - timedelta(days=28)
"""Who has been a client for less has no short visits: carers must know them first."""
LINKED_SHARE = 0.7
PAUSE_SHARE = 0.03
OPTIONAL_SHARE = 0.3
DAYTIME = {
    "home-help": ((570, 780), (780, 990)),
    "companionship": ((600, 840), (810, 1020)),
}
DAYTIME_LENGTHS = {"home-help": {60: 0.6, 45: 0.4}, "companionship": {60: 0.7, 45: 0.3}}


def care_packages(
    need: Need, client: str, rng: np.random.Generator, *, tight: bool
) -> list[CarePackage]:
    """Write a client's recurring orders: their care, and the weekly home help."""
    personal = need.names[0] in SITTINGS
    pauses = _pauses(rng) if personal and not tight and not need.hoist else ()
    visits = (
        _personal(need, rng, tight=tight)
        if personal
        else [_daytime(need.names[0], need.days, rng)]
    )
    packages = [
        CarePackage(
            id=f"{client}-care",
            client=client,
            first_day=need.since,
            visits=tuple(visits),
            links=_links(need, visits, rng),
            pauses=pauses,
        )
    ]
    if need.help_day is not None:
        helped = _daytime("home-help", (need.help_day,), rng)
        packages.append(
            CarePackage(
                id=f"{client}-home",
                client=client,
                first_day=need.since,
                visits=(helped,),
                pauses=pauses,
            )
        )
    return packages


def escort(client: str, day: date, zone: ZoneInfo, rng: np.random.Generator) -> Visit:
    """Write a single visit: going along to an appointment."""
    opens = 60 * int(between(rng, 10, 13))
    begin = datetime.combine(day, _clock(opens), tzinfo=zone)
    window = TimeWindow(start=begin, end=begin + timedelta(hours=3))
    return Visit(
        id=f"escort-{client}",
        client=client,
        day=day,
        windows=(window,),
        minutes=60,
        priority=Priority.FLEXIBLE,
        care=CareType.SOCIAL,
        slots=(Slot(skills=frozenset({PERSONAL_CARE})),),
    )


def _personal(
    need: Need, rng: np.random.Generator, *, tight: bool
) -> list[PackageVisit]:
    best, visits = 0, list[PackageVisit]()
    longest = pick(rng, need.names)
    for name in need.names:
        sitting = SITTINGS[name]
        first, last = sitting.first, sitting.last
        lunch = "lunch" in need.names
        if name == "breakfast" and lunch:
            first, last = BREAKFAST_BEFORE_LUNCH
        elif tight:
            first, last = TIGHT_BEST.get(name, (first, last))
        elif name == "breakfast":
            first, last = BREAKFAST_ALONE
        if best:
            first = max(first, best + sitting.gap + 5)
        grid = 15 if need.timed else 5
        best = grid * round(between(rng, first, max(first, last)) / grid)
        length = _length(need, name, rng)
        # a short visit has its place only in a wider package
        length = max(length, SHORT) if name == longest else length
        visits.append(_sat(need, name, (best, length), rng, tight=tight))
    return visits


def _length(need: Need, name: str, rng: np.random.Generator) -> int:
    if need.hoist:
        return HOIST_LENGTHS[name]
    length = weighted(rng, SITTINGS[name].lengths)
    return max(length, SHORT) if need.since > LONG_KNOWN else length


def _sat(
    need: Need,
    name: str,
    timing: tuple[int, int],
    rng: np.random.Generator,
    *,
    tight: bool,
) -> PackageVisit:
    sitting, (best, length) = SITTINGS[name], timing
    half = weighted(rng, TIGHT_HALF_WIDTHS if tight else HALF_WIDTHS)
    near = TIGHT_PREFERRED if tight else PREFERRED_HALF_WIDTH
    if need.timed:
        half, near = TIMED_HALF_WIDTH, TIMED_PREFERRED
    window = _wall(max(best - half, sitting.opens), min(best + half, sitting.closes))
    preferred = _wall(max(best - near, sitting.opens), min(best + near, sitting.closes))
    return PackageVisit(
        name=name,
        days=frozenset(need.days),
        windows=(window,),
        preferred=preferred,
        minutes=length,
        slots=_slots(need, name),
        priority=Priority.CRITICAL if need.timed else Priority.ESSENTIAL,
        specific_task=length < SHORT,
        short_agreed=length < SHORT,
    )


def _slots(need: Need, name: str) -> tuple[Slot, ...]:
    skills = {PERSONAL_CARE}
    if need.dementia:
        skills.add(DEMENTIA)
    if need.hoist:
        skills.add(HOIST)
    lead = set(skills)
    if need.medication and (need.timed or name in {"breakfast", "bed"}):
        lead.add(MEDICATION)
    if need.catheter and name in {"breakfast", "bed"}:
        lead.add(CATHETER)
    slots = (Slot(skills=frozenset(lead)),)
    return (*slots, Slot(skills=frozenset(skills))) if need.hoist else slots


def _daytime(
    name: str, days: tuple[Weekday, ...], rng: np.random.Generator
) -> PackageVisit:
    social = name == "companionship"
    optional = social and chance(rng, OPTIONAL_SHARE)
    return PackageVisit(
        name=name,
        days=frozenset(days),
        windows=(_wall(*pick(rng, DAYTIME[name])),),
        minutes=weighted(rng, DAYTIME_LENGTHS[name]),
        priority=Priority.OPTIONAL if optional else Priority.FLEXIBLE,
        care=CareType.SOCIAL if social else CareType.DOMESTIC,
    )


def _links(
    need: Need, visits: list[PackageVisit], rng: np.random.Generator
) -> tuple[PackageLink, ...]:
    if not (need.timed or chance(rng, LINKED_SHARE)):
        return ()
    return tuple(
        PackageLink(
            first=first.name,
            second=second.name,
            minimum_minutes=SITTINGS[second.name].gap,
        )
        for first, second in pairwise(visits)
        if second.name in SITTINGS
    )


def _pauses(rng: np.random.Generator) -> tuple[Pause, ...]:
    if not chance(rng, PAUSE_SHARE):
        return ()
    away = FIRST_DAY - timedelta(days=int(between(rng, 2, 12)))
    back = FIRST_DAY + timedelta(days=int(between(rng, 0, 4)))
    return (Pause(first_day=away, last_day=back, reason="in hospital"),)


def _wall(start: int, end: int) -> WallWindow:
    return WallWindow(start=_clock(start), end=_clock(end))


def _clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))
