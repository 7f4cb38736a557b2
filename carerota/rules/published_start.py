"""Published start: visits come when people were told.

Says
    A visit starts near a start it was published with, the nearer the sooner it is.
Because
    Arrival as on the rota they were sent is what people and families ask for; contracts
    take 15 minutes as on time. Who is told days ahead can arrange for more.
Amount
    For each published visit, summed over its carers, the ticks from the start to the
    nearest of its published starts, beyond ``tolerance_minutes``; beyond
    ``good_time_minutes`` if the first window opens ``short_notice_hours`` or more after
    the change (the start of the horizon where no moment is given). Where it is beyond
    at all, ``change_minutes`` come on top: somebody has to be told. All of it times
    ``short_notice_factor`` where that window opens sooner, and times
    ``last_minute_factor`` instead if it opens less than ``last_minute_hours`` after the
    change. Unit: minutes.
Example
    Published for 08:00 tomorrow, now at 08:40 with one carer and 15 minutes'
    tolerance: 25 minutes beyond, twice for the short notice, amount 50; for this noon,
    and it is six in the morning, amount 100. Of next Friday, with 30 minutes'
    tolerance: amount 10.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.build import merged
from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.rules.notice import factor_of, notice, notices
from carerota.units import hours_to_ticks, minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import RotaProblem
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["PublishedStart"]


@dataclass(frozen=True, slots=True)
class PublishedStart(Rule):
    """See the module."""

    name: ClassVar[str] = "published_start"
    level: ClassVar[Level] = Level.VISIT
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "the start as published"

    tolerance_minutes: float = 15.0
    good_time_minutes: float = 30.0
    short_notice_hours: float = 48.0
    short_notice_factor: int = 2
    last_minute_hours: float = 12.0
    last_minute_factor: int = 4
    change_minutes: float = 0.0

    def measure(self, reading: Reading) -> Amounts:
        """Sum the distances from the published starts beyond the tolerance."""
        published = _published(reading.problem)
        tpm = reading.ticks_per_minute
        limit = hours_to_ticks(self.short_notice_hours, tpm)
        found: Amounts = {}
        for stop in reading.stops:
            told = published.get(stop.visit.id)
            if not told:
                continue
            ahead = notice(reading, stop.visit)
            minutes = (
                self.tolerance_minutes if ahead < limit else self.good_time_minutes
            )
            factor = factor_of(self, ahead, tpm)
            tolerance = reading.ticks(minutes)
            apart = min(abs(stop.start - reading.clock.tick(t)) for t in told)
            if apart > tolerance and factor:
                key = Key(Level.VISIT, stop.visit.id)
                beyond = apart - tolerance + reading.ticks(self.change_minutes)
                found[key] = found.get(key, 0) + factor * beyond
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say when it starts and when it was published for."""
        starts = sorted({s.start for s in reading.stops_of[key.id]})
        told = _published(reading.problem)[key.id]
        tpm = reading.ticks_per_minute
        before = sorted({reading.clock.tick(t) for t in told})
        ahead = notice(reading, reading.stops_of[key.id][0].visit)
        factor = factor_of(self, ahead, tpm)
        beyond = reading.words(amount // factor) if factor else reading.words(amount)
        return (
            f"{key.id} was published for {', '.join(map(reading.at, before))} and "
            f"starts {', '.join(map(reading.at, starts))}, {beyond} "
            f"beyond the tolerance{self._on_top(factor)}"
        )

    def _on_top(self, factor: int) -> str:
        said = ""
        if self.change_minutes:
            said = f", {self.change_minutes:g} min of it for each carer's change itself"
        return said if factor == 1 else f"{said}, times {factor} for so short a notice"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum the distances over the slots that are covered."""
        c = cp.compiled
        tpm = c.problem.ticks_per_minute
        on_top = minutes_to_ticks(self.change_minutes, tpm)
        ahead = notices(c).tolist()

        def beyond(s: int, near: list[tuple[int, int]]) -> Expr:
            apart = cp.outside(cp.start(s), near)
            return apart + on_top * cp.at_least(apart, 1) if on_top else apart

        return {
            Key(Level.VISIT, c.visit_ids[v]): factor_of(self, ahead[v], tpm)
            * sum(cp.when(cp.covered(s), beyond(s, near)) for s in c.slots(v))
            for v, near in self._near(c).items()
        }

    def _near(self, compiled: Compiled) -> dict[int, list[tuple[int, int]]]:
        """Give the stretches within the tolerance of a visit's published starts."""
        visit = {v: i for i, v in enumerate(compiled.visit_ids)}
        tpm = compiled.problem.ticks_per_minute
        by_notice = (
            minutes_to_ticks(self.good_time_minutes, tpm),
            minutes_to_ticks(self.tolerance_minutes, tpm),
        )
        short = notices(compiled) < hours_to_ticks(self.short_notice_hours, tpm)
        found = {}
        for name, told in _published(compiled.problem).items():
            if name in visit:
                v = visit[name]
                near = by_notice[int(short[v])]
                starts = map(compiled.clock.tick, told)
                found[v] = merged((t - near, t + near) for t in starts)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give the stretches in one row, NEVER first where the visit is not published.

        A row with fewer stretches than the widest repeats its last. What comes on top
        of any distance, and how many times it all counts, end the row.
        """
        near = self._near(compiled)
        widest = max((len(x) for x in near.values()), default=1)
        tpm = compiled.problem.ticks_per_minute
        table = np.full((compiled.n_visits, 2 * widest + 2), NEVER, dtype=np.int64)
        table[:, -2] = minutes_to_ticks(self.change_minutes, tpm)
        table[:, -1] = [factor_of(self, n, tpm) for n in notices(compiled).tolist()]
        for v, stretches in near.items():
            padded = stretches + stretches[-1:] * (widest - len(stretches))
            table[v, :-2] = [edge for stretch in padded for edge in stretch]
        return table


def _published(problem: RotaProblem) -> dict[str, list[datetime]]:
    """Give the starts that each visit was published with."""
    found = defaultdict(list)
    if problem.history.published is not None:
        for made in problem.history.published.assignments:
            found[made.visit].append(made.start)
    return found
