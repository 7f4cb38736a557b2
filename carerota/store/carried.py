"""What is carried into the next solve: history, ledgers and hours before it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from carerota.model import Balances, History, WorkingTime
from carerota.rules.book import RULES, bind
from carerota.rules.reading import Reading
from carerota.score.checker import policy_of
from carerota.store.force import Span, covered_since, told, versions_of_days
from carerota.store.lived import lived_days, lived_rota, past_visits
from carerota.travel import travel_times

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection

    from carerota.model import PastVisit, Policy, RotaProblem, Worker
    from carerota.rules.book import RuleBook
    from carerota.rules.shares import ShareRule
    from carerota.store.lived import Lived

__all__ = ["LOOK_BACK_WEEKS", "Carried", "carried"]

LOOK_BACK_WEEKS: Final = 17
"""The reference period of the average working week; ledgers look back as far."""
WHOLE_WEEKS: Final = 8
"""Of so many weeks every past visit is told."""
WEEK: Final = 7
MOST_WEEKS_BEFORE: Final = 51
LEDGERS: Final = {
    "unsocial_minutes": "fairness_unsocial",
    "travel_minutes": "fairness_travel",
    "split_days": "fairness_splits",
    "unmet_preferences": "fairness_preferences",
}
"""The balance, and the rule that says what goes into it."""
IN_MINUTES: Final = {"unsocial_minutes", "travel_minutes"}


@dataclass(frozen=True)
class Carried:
    """What was published and lived before a problem, as the next solve needs it."""

    history: History
    balances: dict[str, Balances]
    """By worker."""
    working_time: dict[str, WorkingTime]
    """By worker: hours worked in the weeks before."""
    since: date | None
    """The first day the store knows of; ``None``: it knows none before the horizon,
    and all is as the problem says."""

    def into(self, problem: RotaProblem, *, ledgers: bool = True) -> RotaProblem:
        """Give the problem with what is carried.

        Parameters
        ----------
        problem
            The problem it was asked for.
        ledgers
            False leaves balances and hours as the problem says, for host systems that
            keep their own.
        """
        update: dict[str, object] = {"history": self.history}
        if ledgers:
            update["workers"] = tuple(map(self._worker, problem.workers))
        return problem.model_copy(update=update)

    def _worker(self, worker: Worker) -> Worker:
        if worker.id not in self.balances:
            return worker
        return worker.model_copy(
            update={
                "balances": self.balances[worker.id],
                "working_time": self.working_time[worker.id],
            }
        )


def carried(
    connection: Connection,
    co_op: str,
    problem: RotaProblem,
    *,
    now: datetime,
    policy: Policy | None = None,
    look_back_weeks: int = LOOK_BACK_WEEKS,
) -> Carried:
    """Work out what is carried into a problem.

    Parameters
    ----------
    connection, co_op
        The store and the co-op.
    problem
        The problem; its own history and balances are what was before the store.
    now
        When what is published is changed: notice runs from here.
    policy
        Whose rules say what goes into the ledgers; else the problem's own.
    look_back_weeks
        How far the ledgers, hours and past visits reach.
    """
    horizon = Span.of(co_op, problem)
    begins = problem.first_day - timedelta(weeks=look_back_weeks)
    back = Span(co_op, begins, problem.first_day - timedelta(days=1))
    published = told(connection, horizon)
    known = versions_of_days(connection, back)
    since = covered_since(connection, co_op)
    lived, problems = lived_days(connection, back)
    history = History(
        visits=problem.history.visits
        if not known
        else _visits(problem, past_visits(lived, problem), set(known)),
        published=published or problem.history.published,
        published_at=now if published else problem.history.published_at,
    )
    if since is None or not known:
        return Carried(history, {}, {}, None)
    book = bind(policy_of(problem, policy), problem.ticks_per_minute)
    weeks = min((problem.first_day - max(since, begins)).days // WEEK, look_back_weeks)
    last_weeks = problem.first_day - timedelta(weeks=weeks)
    sums = _Sums(book, last_weeks)
    of_problem: dict[str, list[Lived]] = defaultdict(list)
    for one in lived:
        of_problem[one.problem].append(one)
    for fingerprint, some in of_problem.items():
        sums.add(problems[fingerprint], some)
    faded = max(0.0, (since - begins).days / (WEEK * look_back_weeks))
    return Carried(
        history,
        {w.id: _balances(w, sums, faded) for w in problem.workers},
        {w.id: _hours(w, sums, weeks, look_back_weeks) for w in problem.workers},
        since,
    )


def _visits(
    problem: RotaProblem, lived: list[PastVisit], known: set[date]
) -> tuple[PastVisit, ...]:
    """Join the problem's own past with the lived one, which holds for its days.

    Of the weeks before the last few only the last visit of each worker to each client
    is kept: no face is forgotten, and the past does not grow with the years.
    """
    zone = problem.clock.zone
    own = [
        visit
        for visit in problem.history.visits
        if visit.start.astimezone(zone).date() not in known
    ]
    both = [*own, *lived] if lived else own
    both.sort(key=lambda v: (v.start.timestamp(), v.client, v.worker))
    whole = problem.clock.midnight(problem.first_day - timedelta(weeks=WHOLE_WEEKS))
    since = whole.timestamp()
    last = {(v.client, v.worker): i for i, v in enumerate(both)}
    return tuple(
        visit
        for i, visit in enumerate(both)
        if visit.start.timestamp() >= since or last[visit.client, visit.worker] == i
    )


class _Sums:
    """What each worker carries, added up over the lived days."""

    def __init__(self, book: RuleBook, last_weeks: date) -> None:
        self._rules = {
            field: cast("ShareRule", book[n].rule if n in book else RULES[n]())
            for field, n in LEDGERS.items()
        }
        average = "average_48"
        self._home_legs = bool(
            book.param(average, "home_legs") if average in book else True
        )
        self._last_weeks = last_weeks
        self.totals: dict[str, dict[str, float]] = {
            field: defaultdict(float) for field in LEDGERS
        }
        self.hours: dict[str, float] = defaultdict(float)

    def add(self, problem: RotaProblem, lived: list[Lived]) -> None:
        then, rota = lived_rota(problem, lived)
        reading = Reading(then, rota, travel_times(then))
        minute = problem.ticks_per_minute
        for field, rule in self._rules.items():
            per = minute if field in IN_MINUTES else 1
            for worker, amount in rule.carried(reading).items():
                self.totals[field][worker] += amount / per
        for (worker, day), of_day in reading.days.items():
            if reading.clock.date_of(day) >= self._last_weeks:
                worked = of_day.working(home_legs=self._home_legs)
                self.hours[worker] += worked / (60 * minute)


def _balances(worker: Worker, sums: _Sums, faded: float) -> Balances:
    """Add the lived days to what was before them.

    What the problem says was before the store began is taken as spread evenly over the
    look-back: it fades as the store's own days take its place.
    """
    total = {
        field: getattr(worker.balances, field) * faded + sums.totals[field][worker.id]
        for field in LEDGERS
    }
    return Balances.model_validate(
        {f: round(n, 2) if f in IN_MINUTES else round(n) for f, n in total.items()}
    )


def _hours(worker: Worker, sums: _Sums, weeks: int, most: int) -> WorkingTime:
    """Put the whole weeks that were lived before those the problem tells of."""
    told_of = worker.working_time
    if not weeks:
        return told_of
    room = max(0, min(most, MOST_WEEKS_BEFORE) - weeks)
    rest = min(told_of.weeks_before, room)
    hours = sums.hours[worker.id]
    if rest:
        hours += told_of.hours_before * rest / told_of.weeks_before
    return told_of.model_copy(
        update={"hours_before": round(hours, 2), "weeks_before": weeks + rest}
    )
