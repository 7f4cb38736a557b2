"""Rules on how many different carers a client meets in a week or fortnight.

The target has a price, the ceiling is a limit; they count the same people.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.model import CarerWindow
from carerota.rules.base import Amounts, Key, Level, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Client
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["CarerRule"]

WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class CarerRule(Rule):
    """A limit to the different carers of a client in each of its periods.

    A week is a calendar week cut to the horizon. Fortnights are counted back from the
    last week of the horizon; where the first of them has one week in it, the seven days
    before the horizon are its other half.
    """

    @abstractmethod
    def limit(self, client: Client) -> int | None:
        """Give how many different carers are free of charge; ``None``: any number."""

    def _carers(self, reading: Reading) -> dict[tuple[str, int], set[str]]:
        """Name the carers of each client and period."""
        return reading.once("carers", self._count)

    def _count(self, reading: Reading) -> dict[tuple[str, int], set[str]]:
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        n_weeks = len(reading.weeks)
        week_of = {d: k for k, week in enumerate(reading.weeks) for d in week}
        for stop in reading.stops:
            client = reading.clients[stop.visit.client]
            week = week_of[reading.clock.index_of(stop.visit.day)]
            period = self._period(client.carers.window, week, n_weeks)
            found[client.id, period].add(stop.worker.id)
        if n_weeks % 2:
            for worker, visits in reading.past.items():
                for visit in visits:
                    them = reading.clients.get(visit.client)
                    if them is None or them.carers.window != CarerWindow.FORTNIGHT:
                        continue
                    date = visit.start.astimezone(reading.clock.zone).date()
                    if reading.clock.index_of(date) >= -WEEK:
                        found[them.id, 0].add(worker)
        return dict(found)

    @staticmethod
    def _period(window: CarerWindow, week: int, n_weeks: int) -> int:
        if window is CarerWindow.WEEK:
            return week
        if window is CarerWindow.FORTNIGHT:
            last = (n_weeks + 1) // 2 - 1
            return last - (n_weeks - 1 - week) // 2
        return 0

    def measure(self, reading: Reading) -> Amounts:
        """Count the carers beyond the limit."""
        found: Amounts = {}
        for (client, period), carers in self._carers(reading).items():
            limit = self.limit(reading.clients[client])
            if limit is not None and len(carers) > limit:
                found[Key(Level.CLIENT, client, period)] = len(carers) - limit
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how many there are, and who."""
        carers = self._carers(reading)[key.id, key.at]
        client = reading.clients[key.id]
        return (
            f"{key.id} has {len(carers)} different carers in a "
            f"{client.carers.window.value}, {amount} beyond the {self._noun()} of "
            f"{self.limit(client)}: {', '.join(sorted(carers))}"
        )

    def _noun(self) -> str:
        return self.name.removeprefix("carer_")

    def margins(self, reading: Reading) -> list[str]:
        """Name the client who is nearest to the limit."""
        rooms = []
        for (client, _), carers in self._carers(reading).items():
            limit = self.limit(reading.clients[client])
            if limit is not None:
                rooms.append((limit - len(carers), client, len(carers), limit))
        if not rooms:
            return []
        _, client, n, limit = min(rooms)
        return [f"most carers against the {self._noun()}: {n} of {limit} ({client})"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Count who makes at least one of the period's slots, or was there before."""
        c = cp.compiled
        limits = self.kernel(c)[:, 0].tolist()
        slots: dict[int, list[int]] = defaultdict(list)
        for s, v in enumerate(c.slot_visit.tolist()):
            slots[int(c.visit_period[v])].append(s)
        found: dict[Key, Expr] = {}
        for q, limit in enumerate(limits):
            before = set(np.flatnonzero(c.period_met[q]).tolist())
            able = {w for s in slots[q] for w in cp.candidates(s)} - before
            if len(before) + min(len(able), len(slots[q])) <= limit:
                continue
            distinct = len(before) + sum(cp.meets(slots[q], w) for w in sorted(able))
            client = c.client_ids[int(c.period_client[q])]
            key = Key(Level.CLIENT, client, int(c.period_at[q]))
            found[key] = cp.positive(distinct - limit)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give the limit of each period, NEVER where there is none."""
        limits = [self.limit(client) for client in compiled.problem.clients]
        of_client = np.array(
            [NEVER if limit is None else limit for limit in limits], dtype=np.int64
        )
        return of_client[compiled.period_client].reshape(-1, 1)
