"""What only one worker can make, by a pin or because nobody else is left.

Such visits are that worker's in every rota that covers them, so what law, contract and
ways ask of them is asked of every such rota.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from carerota.advice.diagnose.flows import fewest
from carerota.advice.diagnose.record import Mend, MendKind, Obstacle, Severity
from carerota.advice.diagnose.words import listed, widen
from carerota.compiled.problem import NEVER
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carerota.advice.diagnose.facts import Facts

__all__ = ["sole_workers"]


@dataclass(frozen=True)
class _Day:
    """What a worker must do on a day; the bounds hold in every rota that covers it."""

    day: int
    visits: list[int]
    starts_by: tuple[int, int]
    """The latest tick at which work begins, and the visit it begins with or before."""
    ends_from: tuple[int, int]
    """The earliest tick at which work ends, and the visit."""


def sole_workers(facts: Facts) -> Iterator[Obstacle]:
    """Find what cannot be done of the visits that only one worker can make."""
    alone = facts.eligible.sum(axis=1) == 1
    mine: dict[int, set[int]] = {}
    for s in np.flatnonzero(alone).tolist():
        w = int(facts.eligible[s].argmax())
        mine.setdefault(w, set()).add(int(facts.compiled.slot_visit[s]))
    for w, visits in sorted(mine.items()):
        days = _days(facts, w, visits)
        if facts.bodily:
            for day in days:
                yield from _clashes(facts, w, day)
        if "one_place" in facts.hard:
            yield from _spans(facts, w, days)
            yield from _rests(facts, w, days)
            yield from _weekly_rests(facts, w, days)
        yield from _rows(facts, w, days)
        yield from _hours(facts, w, days)


def _days(facts: Facts, w: int, visits: Iterable[int]) -> list[_Day]:
    c = facts.compiled
    by_day: dict[int, list[int]] = {}
    for v in sorted(visits):
        by_day.setdefault(int(c.visit_day[v]), []).append(v)
    return [
        _Day(
            d,
            today,
            min((facts.times(v, w)[-1][1], v) for v in today),
            max((facts.times(v, w)[0][0] + int(c.visit_duration[v]), v) for v in today),
        )
        for d, today in sorted(by_day.items())
    ]


# ── ways ──────────────────────────────────────────────────────────────────────
def _clashes(facts: Facts, w: int, day: _Day) -> Iterator[Obstacle]:
    for u, v in combinations(day.visits, 2):
        lack, late = min(_lack(facts, w, u, v), _lack(facts, w, v, u))
        if lack <= 0:
            continue
        mend = widen(facts, late, lack)
        text = f"{mend.text}, or let somebody else make one of the two"
        pinned = [x for x in (u, v) if _pinned(facts, x)]
        if pinned:
            text = f"take the pin off {facts.visit(pinned[0])}, or {mend.text}"
        yield _obstacle(
            facts,
            "worker-two-places",
            w,
            [u, v],
            f"{_whose(facts, w, [u, v])}, and there is no time for both and the way "
            f"between them: {facts.words(lack)} are missing",
            ("windows", "reach", "one_place"),
            mend.model_copy(update={"text": text}),
        )


def _lack(facts: Facts, w: int, u: int, v: int) -> tuple[int, int]:
    """Give the ticks missing to make one visit and then another, and the other."""
    needed = int(facts.compiled.visit_duration[u]) + facts.between(w, u, v)
    room = facts.times(v, w)[-1][1] - facts.times(u, w)[0][0]
    return needed - room, v


def _pinned(facts: Facts, v: int) -> bool:
    slots = facts.compiled.problem.visits[v].slots
    return any(slot.pinned_worker is not None for slot in slots)


def _whose(facts: Facts, w: int, visits: list[int]) -> str:
    name, names = facts.compiled.worker_ids[w], [facts.visit(v) for v in visits]
    if all(_pinned(facts, v) for v in visits):
        return f"{listed(names)} {'is' if len(names) == 1 else 'are'} pinned to {name}"
    return f"only {name} can make {listed(names)}"


# ── law ───────────────────────────────────────────────────────────────────────
def _spans(facts: Facts, w: int, days: list[_Day]) -> Iterator[Obstacle]:
    if "day_span" not in facts.hard:
        return
    limit = int(facts.book["day_span"].rule.kernel(facts.compiled)[w, 0])
    for day in days:
        span = day.ends_from[0] - day.starts_by[0]
        if span > limit:
            visits = sorted({day.starts_by[1], day.ends_from[1]})
            yield _obstacle(
                facts,
                "worker-day-span",
                w,
                visits,
                f"{_whose(facts, w, visits)}: {facts.words(span)} at least from first "
                f"to last, and a day may span {facts.words(limit)}",
                ("day_span",),
                _free(facts, visits[-1], "by somebody else"),
            )


def _rests(facts: Facts, w: int, days: list[_Day]) -> Iterator[Obstacle]:
    wanted = int(facts.rest[w])
    for one, other in pairwise(days):
        free = other.starts_by[0] - one.ends_from[0]
        if free < wanted:
            visits = [one.ends_from[1], other.starts_by[1]]
            rested = facts.words(max(0, free))
            yield _obstacle(
                facts,
                "worker-daily-rest",
                w,
                visits,
                f"{_whose(facts, w, visits)}, which leaves {rested} of rest "
                f"before {facts.reading.day_name(other.day)}; "
                f"{facts.words(wanted)} are needed",
                ("daily_rest",),
                _free(facts, visits[1], "by somebody else"),
            )


def _weekly_rests(facts: Facts, w: int, days: list[_Day]) -> Iterator[Obstacle]:
    c = facts.compiled
    if "weekly_rest" not in facts.hard:
        return
    young = c.problem.workers[w].working_time.young
    if not young and facts.book.param("weekly_rest", "mode") != "week":
        return  # by the fortnight there is more than one way to rest
    field = "young_hours" if young else "hours"
    hours = facts.book.param("weekly_rest", field)
    wanted = hours_to_ticks(hours, c.problem.ticks_per_minute)
    for k in np.flatnonzero(c.week_full).tolist():
        week = c.week_days(k)
        inside = [day for day in days if day.day in week]
        edges = [
            int(c.day_start[week[0]]),
            *(t for day in inside for t in (day.starts_by[0], day.ends_from[0])),
            int(c.day_start[week[-1] + 1]),
        ]
        longest = max(b - a for a, b in zip(edges[::2], edges[1::2], strict=True))
        if inside and longest < wanted:
            visits = sorted({v for day in inside for v in day.visits})
            yield _obstacle(
                facts,
                "worker-weekly-rest",
                w,
                visits,
                f"{_whose(facts, w, visits)}: the longest rest in the week from "
                f"{facts.reading.day_name(week[0])} is {facts.words(longest)} at most, "
                f"and {facts.words(wanted)} are needed",
                ("weekly_rest",),
                _free(facts, visits[-1], "by somebody else, for a day off"),
            )


def _rows(facts: Facts, w: int, days: list[_Day]) -> Iterator[Obstacle]:
    if "consecutive_days" not in facts.hard:
        return
    limit = facts.compiled.problem.workers[w].contract.maximum_consecutive_days
    length = int(facts.days_before[w])
    by_day = {day.day: day for day in days}
    row: list[_Day] = []
    for d in range(facts.compiled.n_days):
        day = by_day.get(d)
        row = [*row, day] if day else []
        length = length + 1 if day else 0
        if length > limit:
            # the last days of a longer row say it already
            visits = sorted({v for day in row[-limit - 1 :] for v in day.visits})
            yield _obstacle(
                facts,
                "worker-days-in-a-row",
                w,
                visits,
                f"{_whose(facts, w, visits)}: {length} days in a row to "
                f"{facts.reading.day_name(d)}, and at most {limit} are agreed",
                ("consecutive_days",),
                _free(facts, visits[-1], "by somebody else, for a day off"),
            )
            return


# ── contract ──────────────────────────────────────────────────────────────────
def _hours(facts: Facts, w: int, days: list[_Day]) -> Iterator[Obstacle]:
    c = facts.compiled
    spans = [
        ("day_minutes", "worker-day-minutes", [[day] for day in days], "the day"),
        (
            "weekly_hours",
            "worker-week-hours",
            [[x for x in days if c.week_of_day[x.day] == k] for k in range(c.n_weeks)],
            "the week",
        ),
        ("average_48", "worker-week-hours", [days], "the horizon"),
    ]
    for rule, code, groups, stretch in spans:
        if rule not in facts.left:
            continue
        for group in groups:
            visits = [v for day in group for v in day.visits]
            if not visits:
                continue
            left = int(facts.left[rule][w, group[0].day])
            lasts = c.visit_duration[visits]
            over = int(lasts.sum()) - left
            # what takes longer than that alone is nobody's
            if over > 0 and left < NEVER:
                yield _obstacle(
                    facts,
                    code,
                    w,
                    visits,
                    f"{_whose(facts, w, visits)}: {facts.words(int(lasts.sum()))} with "
                    f"clients, and {facts.words(left)} are left for {stretch}",
                    (rule,),
                    Mend(
                        kind=MendKind.MORE_HOURS,
                        text=f"{facts.words(over)} more for {c.worker_ids[w]}, or let "
                        "somebody else make one of them",
                        id=c.worker_ids[w],
                        minutes=facts.minutes(over),
                    ),
                    missing=fewest(lasts.tolist(), over),
                )


def _free(facts: Facts, v: int, how: str) -> Mend:
    pin = "take the pin off it and " if _pinned(facts, v) else ""
    return Mend(
        kind=MendKind.FREE_SLOT,
        text=f"{pin}let {facts.visit(v)} be made {how}",
        id=facts.visit(v),
    )


def _obstacle(
    facts: Facts,
    code: str,
    w: int,
    visits: list[int],
    text: str,
    rules: tuple[str, ...],
    mend: Mend,
    missing: int = 1,
) -> Obstacle:
    c = facts.compiled
    low = min(facts.times(v, w)[0][0] for v in visits)
    high = max(facts.times(v, w)[-1][1] + int(c.visit_duration[v]) for v in visits)
    pinned = any(_pinned(facts, v) for v in visits) and "pinned_worker" in facts.hard
    return Obstacle(
        code=code,
        severity=Severity.IMPOSSIBLE,
        text=text,
        mend=mend,
        visits=tuple(facts.visit(v) for v in visits),
        clients=tuple(sorted({facts.client_of(v) for v in visits})),
        workers=(c.worker_ids[w],),
        start=facts.moment(low),
        end=facts.moment(high),
        rules=(*(("pinned_worker",) if pinned else ()), *rules),
        missing=missing,
    )
