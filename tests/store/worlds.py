"""A tiny co-op with its rotas, and a clock that stands where the test puts it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from carerota.model import ActualVisit
from tests.builders import MONDAY, client, moment, problem, rota, visit, worker

if TYPE_CHECKING:
    from carerota.model import Rota, RotaProblem

CO_OP = "tiny"


class Clock:
    """A clock that goes on a second each time it is asked."""

    def __init__(self, start: datetime = datetime(2026, 5, 30, 2, tzinfo=UTC)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def at(self, day: int, *, first: date = MONDAY) -> None:
        """Put it to the noon of a day."""
        self.time = moment("12:00", day, first=first)


def week(first: date = MONDAY, **more: Any) -> RotaProblem:
    """Two workers, two clients; a visit each on Monday, a double-up on Sunday."""
    workers = [
        worker("ann", first=first, contract={"target_hours": 20}),
        worker("ben", first=first, contract={"target_hours": 20}),
    ]
    visits = [
        visit("ida-mon", "ida", "08:00-10:00", first=first),
        visit("joe-mon", "joe", "08:00-12:00", 45, first=first),
        visit("ida-sun", "ida", "00:30-06:00", 60, day=6, slots=2, first=first),
    ]
    clients = [client("ida"), client("joe")]
    given = {"workers": workers, "clients": clients, "visits": visits}
    return problem(**{**given, "first": first, **more})


def plan(of: RotaProblem, *, sunday: str = "02:30") -> Rota:
    """Ann goes to Ida and then to Joe, both are there on Sunday."""
    return rota(
        of,
        ("ida-mon", "ann", "08:00"),
        ("joe-mon", "ann", "09:00"),
        ("ida-sun", "ann", sunday, 0),
        ("ida-sun", "ben", sunday, 1),
    )


def came(
    name: str,
    who: str,
    times: str,
    day: int = 0,
    *,
    slot: int = 0,
    first: date = MONDAY,
) -> ActualVisit:
    """Give what happened: ``came("ida-mon", "ann", "08:03-08:31")``."""
    start, _, end = times.partition("-")
    return ActualVisit(
        day=first + timedelta(days=day),
        visit=name,
        slot=slot,
        worker=who,
        start=moment(start, day, first=first),
        end=moment(end, day, first=first),
    )


def missed(
    name: str, day: int = 0, *, slot: int = 0, first: date = MONDAY
) -> ActualVisit:
    """Give a visit that was missed."""
    on = first + timedelta(days=day)
    return ActualVisit(day=on, visit=name, slot=slot, missed=True)
