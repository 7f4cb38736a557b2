"""Four weeks of visits before the horizon, and what the workers carry from them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from carerota.generator.draws import between, chance, shuffled
from carerota.generator.eligible import may_make
from carerota.generator.presence import Presence
from carerota.model import Balances, PastVisit, Weekday

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from carerota.generator.teams import Teams
    from carerota.model import (
        CarePackage,
        PackageVisit,
        Rota,
        RotaProblem,
        Visit,
        Worker,
    )

__all__ = ["WEEKS", "draw_history", "with_past"]

WEEKS = 4
STANDS_IN = 0.12
ONE_DAY, REST = timedelta(days=1), timedelta(hours=11)
DAYS_OFF = (3, 4)
"""Where the horizon is a day and says nothing of the week: two days off in seven."""
ROUND_A_VISIT = timedelta(minutes=4)
TRAVEL_MINUTES = 6.0
EVENING, MORNING = 20, 7
NOON, AFTERNOON = 12, 15.5
LAST_OF_THE_WEEK = 5
MOST_UNMET = 7
STRANGERS_ASKED = 40


def draw_history(
    problem: RotaProblem, rota: Rota, teams: Teams, rng: np.random.Generator
) -> tuple[PastVisit, ...]:
    """Draw who visited whom: the rota of the horizon, week by week, with stand-ins.

    Everyone whom a client's team counts on has been there at least once.
    """
    past = _Past(problem, rota, teams, rng)
    for back in range(7 * WEEKS, 0, -1):
        past.live(problem.first_day - timedelta(days=back))
    past.introduce()
    return tuple(sorted(past.visits, key=lambda p: (p.start, p.client, p.worker)))


def with_past(
    worker: Worker, visits: Iterable[PastVisit], rng: np.random.Generator
) -> Worker:
    """Give a worker the hours and balances that follow from their past visits."""
    mine = [visit for visit in visits if visit.worker == worker.id]
    minutes = [(visit.end - visit.start) / timedelta(minutes=1) for visit in mine]
    unsocial = sum(
        length for visit, length in zip(mine, minutes, strict=True) if _unsocial(visit)
    )
    hours = (sum(minutes) + TRAVEL_MINUTES * len(mine)) / 60
    time = worker.working_time.model_copy(
        update={"hours_before": round(hours, 1), "weeks_before": WEEKS}
    )
    balances = Balances(
        unsocial_minutes=unsocial,
        travel_minutes=round(len(mine) * between(rng, 5, 8)),
        split_days=_split_days(mine),
        unmet_preferences=int(between(rng, 0, MOST_UNMET)),
    )
    return worker.model_copy(update={"working_time": time, "balances": balances})


class _Past:
    """The weeks before, as they are lived."""

    def __init__(
        self, problem: RotaProblem, rota: Rota, teams: Teams, rng: np.random.Generator
    ) -> None:
        self.problem, self.teams, self.rng = problem, teams, rng
        self.presence = Presence(problem)
        self.clients = {client.id: client for client in problem.clients}
        self.packages = {package.id: package for package in problem.packages}
        self.asked = {
            (package.id, visit.name): visit
            for package in problem.packages
            for visit in package.visits
        }
        index = {worker.id: at for at, worker in enumerate(problem.workers)}
        self.made = {
            (a.visit, a.slot): (index[a.worker], a.start) for a in rota.assignments
        }
        self.by_day: dict[int, list[Visit]] = defaultdict(list)
        for visit in problem.visits:
            self.by_day[self.presence.day(visit)].append(visit)
        self.busy: dict[tuple[int, date], list[tuple[datetime, datetime]]]
        self.busy = defaultdict(list)
        self.visits = list[PastVisit]()

    def live(self, day: date) -> None:
        """Let a day go by as the day of the rota that it resembles."""
        alike = (day - self.problem.first_day).days % self.problem.days
        for visit in self.by_day[alike]:
            if visit.package is not None and self._held(visit, day):
                for slot in range(len(visit.slots)):
                    self._make(visit, slot, day - visit.day)

    def introduce(self) -> None:
        """Let those who do not yet know a client come along once."""
        by_client = defaultdict[str, list[PastVisit]](list)
        for past in self.visits:
            by_client[past.client].append(past)
        for client, known in self.teams.known.items():
            there = {past.worker for past in by_client[client]}
            for at in known:
                if self.problem.workers[at].id in there:
                    continue
                for past in reversed(by_client[client]):
                    if self._works(at, past) and self._free(at, past.start, past.end):
                        self._add(at, client, past.start, past.end)
                        break

    def _works(self, at: int, past: PastVisit) -> bool:
        offset = (past.start.date() - self.problem.first_day).days
        return offset % self.problem.days in self.presence.blocks[at]

    def _held(self, visit: Visit, day: date) -> bool:
        package: CarePackage = self.packages[str(visit.package)]
        asked: PackageVisit = self.asked[package.id, visit.id.rsplit("/", 1)[1]]
        paused = any(
            p.first_day <= day and (p.last_day is None or day <= p.last_day)
            for p in package.pauses
        )
        held = package.first_day <= day and not paused
        return held and (self.problem.days > 1 or Weekday(day.weekday()) in asked.days)

    def _make(self, visit: Visit, slot: int, shift: timedelta) -> None:
        at, planned = self.made.get((visit.id, slot), (None, visit.windows[0].start))
        early = planned.astimezone(self.problem.clock.zone) + shift
        start = early + timedelta(minutes=round(between(self.rng, -7, 9)))
        length = visit.minutes + round(between(self.rng, -2, 4))
        end = start + timedelta(minutes=length)
        if at is None or chance(self.rng, STANDS_IN) or not self._free(at, start, end):
            at = self._stand_in(visit, slot, start, end, at)
        if at is not None:
            self._add(at, visit.client, start, end)

    def _stand_in(
        self, visit: Visit, slot: int, start: datetime, end: datetime, at: int | None
    ) -> int | None:
        """Find who else made a visit: one who knows the client, or else who could."""
        workers, client = self.problem.workers, self.clients[visit.client]
        known = shuffled(self.rng, self.teams.known[visit.client])
        strangers = shuffled(self.rng, range(len(workers)))[:STRANGERS_ASKED]
        for other in dict.fromkeys((*known, *strangers)):
            if (
                other != at
                and self._free(other, start, end)
                and may_make(workers[other], client, visit, visit.slots[slot])
                and self.presence.there(other, visit)
            ):
                return other
        return at if at is not None and self._free(at, start, end) else None

    def _free(self, at: int, start: datetime, end: datetime) -> bool:
        day = start.date()
        offset = (day - self.problem.first_day).days
        if self.problem.days == 1 and (3 * at - offset) % 7 in DAYS_OFF:
            return False
        before = max((b for _, b in self.busy[at, day - ONE_DAY]), default=None)
        if before is not None and start - before < REST:
            return False
        if offset == -1 and (blocks := self.presence.blocks[at].get(0)):
            leaves = self.problem.clock.moment(blocks[0].start)
            if leaves - end < REST:
                return False
        return not any(
            start < until + ROUND_A_VISIT and since < end + ROUND_A_VISIT
            for since, until in self.busy[at, day]
        )

    def _add(self, at: int, client: str, start: datetime, end: datetime) -> None:
        self.busy[at, start.date()].append((start, end))
        worker = self.problem.workers[at].id
        past = PastVisit(client=client, worker=worker, start=start, end=end)
        self.visits.append(past)


def _unsocial(visit: PastVisit) -> bool:
    weekend = visit.start.weekday() >= LAST_OF_THE_WEEK
    return weekend or not MORNING <= visit.start.hour < EVENING


def _split_days(visits: list[PastVisit]) -> int:
    hours = defaultdict[date, list[float]](list)
    for visit in visits:
        hours[visit.start.date()].append(visit.start.hour + visit.start.minute / 60)
    return sum(
        min(day) < NOON
        and max(day) > AFTERNOON
        and not any(NOON <= hour <= AFTERNOON for hour in day)
        for day in hours.values()
    )
