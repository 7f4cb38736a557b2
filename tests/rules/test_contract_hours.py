"""The rule ``contract_hours``."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerota.model import Contract, WorkerKind
from carerota.rules.contract_hours import ContractHours
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


@pytest.mark.parametrize(("minutes", "off"), [(120, 0), (119, 1), (121, 1), (30, 90)])
def test_either_side_of_the_target(minutes: float, off: int) -> None:
    """Too few and too many minutes count the same."""
    got = amounts(ContractHours(), weeks(2, minutes), ("v0", "ann", "09:00"))
    assert got == ({("ann", 0): off * MINUTE} if off else {})


def test_no_work_lacks_all_of_it() -> None:
    """A worker without visits is as far off as the contract is long."""
    assert amounts(ContractHours(), weeks(30)) == {("ann", 0): 30 * HOUR}


@pytest.mark.parametrize("kind", [WorkerKind.BANK, WorkerKind.VOLUNTEER])
def test_bank_workers_and_volunteers_have_no_target(kind: WorkerKind) -> None:
    """Nothing is owed to them or by them."""
    p = weeks(2, 60, kind=kind)
    assert amounts(ContractHours(), p, ("v0", "ann", "09:00")) == {}


def test_a_cut_week_has_the_target_of_its_days() -> None:
    """From Saturday to Tuesday: two sevenths, then two sevenths again."""
    p = weeks(7, 60, 90, first=MONDAY + timedelta(days=5), days=4)
    made = ("v0", "ann", "09:00"), ("v1", "ann", "09:00")
    assert amounts(ContractHours(), p, *made) == {
        ("ann", 0): 30 * MINUTE,
        ("ann", 1): 2 * HOUR,
    }


def test_a_seventh_is_rounded_to_the_tick() -> None:
    """A seventh of ten hours is 5,143 seconds and a bit less."""
    assert amounts(ContractHours(), weeks(10, days=1)) == {("ann", 0): 5143}


def test_line() -> None:
    """The line tells what is paid and which way it is off."""
    made = ("v0", "ann", "09:00")
    said = "ann is paid 1 h 30 min in the week from Mon 1 Jun, 30 min"
    aim = "than the contract aims at"
    assert lines(ContractHours(), weeks(2, 90), made) == [f"{said} less {aim}"]
    assert lines(ContractHours(), weeks(1, 90), made) == [f"{said} more {aim}"]
