"""The rule ``overtime``."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerota.model import Contract, WorkerKind
from carerota.rules.overtime import Overtime
from tests.builders import MONDAY, client, lines, problem, visit, worker
from tests.rules.sums import amounts

HOUR = 3600
MINUTE = 60


def weeks(target: float, *minutes: float, kind=WorkerKind.MEMBER, first=MONDAY, days=7):
    """Give visits of some minutes: ``v0``, on day 0, ``v1`` on day 1 ..."""
    return problem(
        [worker("ann", first=first, kind=kind, contract=Contract(target_hours=target))],
        [client("joan")],
        [
            visit(f"v{d}", "joan", "09:00", m, day=d, first=first)
            for d, m in enumerate(minutes)
        ],
        days=days,
        first=first,
    )


@pytest.mark.parametrize(("minutes", "over"), [(30, 0), (120, 0), (121, 1), (180, 60)])
def test_only_what_is_beyond_the_target(minutes: float, over: int) -> None:
    """Fewer hours are no overtime, a minute more is one."""
    got = amounts(Overtime(), weeks(2, minutes), ("v0", "ann", "09:00"))
    assert got == ({("ann", 0): over * MINUTE} if over else {})


@pytest.mark.parametrize("kind", [WorkerKind.BANK, WorkerKind.VOLUNTEER])
def test_bank_workers_and_volunteers_have_none(kind: WorkerKind) -> None:
    """Without a target there is nothing to go beyond."""
    p = weeks(0, 60, kind=kind)
    assert amounts(Overtime(), p, ("v0", "ann", "09:00")) == {}


def test_each_calendar_week_has_the_target_of_its_days() -> None:
    """From Saturday on: two sevenths for the first two days, then the whole."""
    p = weeks(7, 60, 90, 60, first=MONDAY + timedelta(days=5), days=9)
    made = [(f"v{d}", "ann", "09:00") for d in range(3)]
    assert amounts(Overtime(), p, *made) == {("ann", 0): 30 * MINUTE}


def test_line() -> None:
    """The line tells how much and in which week."""
    assert lines(Overtime(), weeks(1, 90), ("v0", "ann", "09:00")) == [
        "ann has 30 min of overtime in the week from Mon 1 Jun"
    ]
