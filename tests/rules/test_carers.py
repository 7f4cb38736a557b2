"""The rules ``carer_target`` and ``carer_ceiling``, which count the same people."""

from __future__ import annotations

import pytest

from carerota.model import CarerLimit, CarerWindow
from carerota.rules.carer_ceiling import CarerCeiling
from carerota.rules.carer_target import CarerTarget
from tests.builders import client, past, problem, read, rota, visit, worker
from tests.rules.faces import faces, line

PEOPLE = [worker(w) for w in ("ann", "ben", "cas", "dee")]


def weeks(n: int, limit: CarerLimit, *gone: object):
    """Give a problem of one visit a day over some weeks."""
    return problem(
        PEOPLE,
        [client("joan", carers=limit)],
        [visit(f"v{d}", "joan", "09:00", day=d) for d in range(7 * n)],
        past=gone,
        days=7 * n,
    )


def made(text: str):
    """Make the visits in order by the workers whose first letters are given."""
    name = {w.id[0]: w.id for w in PEOPLE}
    return [(f"v{d}", name[x], "09:00") for d, x in enumerate(text) if x != "-"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("aabbaab", 0), ("aabbcab", 1), ("abcd---", 2), ("-------", 0)],
)
def test_exactly_the_limit_is_free(text: str, amount: int) -> None:
    """Two carers are free; each further one counts, under either rule."""
    for rule, limit in (
        (CarerTarget(), CarerLimit(target=2)),
        (CarerCeiling(), CarerLimit(ceiling=2)),
    ):
        got = faces(rule, weeks(1, limit), *made(text))
        assert got == ({("joan", 0): amount} if amount else {})


def test_each_rule_reads_its_own_number() -> None:
    """A target is no ceiling, and a client without either is never counted."""
    p = weeks(1, CarerLimit(target=1))
    assert faces(CarerCeiling(), p, *made("abcd---")) == {}
    assert faces(CarerTarget(), p, *made("abcd---")) == {("joan", 0): 3}


def test_weeks_are_counted_apart() -> None:
    """A carer of the first week is a different one in the second."""
    p = weeks(2, CarerLimit(target=1))
    got = faces(CarerTarget(), p, *made("aaaaaaa" + "bbbbbbc"))
    assert got == {("joan", 1): 1}


def test_a_week_cut_by_the_horizon_ends_on_sunday() -> None:
    """A horizon from Monday over ten days has a week and a cut one."""
    p = problem(
        PEOPLE,
        [client("joan", carers=CarerLimit(target=1))],
        [visit(f"v{d}", "joan", "09:00", day=d) for d in range(10)],
        days=10,
    )
    assert faces(CarerTarget(), p, *made("aaaaaaabcd")) == {("joan", 1): 2}


def test_a_fortnight_is_counted_together() -> None:
    """Both weeks of a fortnight are one period."""
    p = weeks(2, CarerLimit(target=1, window=CarerWindow.FORTNIGHT))
    got = faces(CarerTarget(), p, *made("aaaaaaa" + "bbbbbbb"))
    assert got == {("joan", 0): 1}


def test_a_fortnight_that_began_before_the_horizon() -> None:
    """With one week in the horizon the week before is the other half; no more."""
    limit = CarerLimit(target=1, window=CarerWindow.FORTNIGHT)
    gone = past("joan", "ben", "09:00", -7), past("joan", "cas", "09:00", -8)
    assert faces(CarerTarget(), weeks(1, limit, *gone), *made("aaaaaaa")) == {
        ("joan", 0): 1
    }
    got = faces(CarerTarget(), weeks(3, limit, *gone), *made("a" * 7 + "b" * 14))
    assert got == {("joan", 0): 1}


def test_too_many_before_the_horizon() -> None:
    """What is past counts even where nobody comes in the horizon."""
    limit = CarerLimit(ceiling=1, window=CarerWindow.FORTNIGHT)
    gone = past("joan", "ben", "09:00", -7), past("joan", "cas", "23:50", -1)
    assert faces(CarerCeiling(), weeks(1, limit, *gone)) == {("joan", 0): 1}


def test_the_horizon_is_one_period() -> None:
    """All weeks together, the past not."""
    limit = CarerLimit(target=1, window=CarerWindow.HORIZON)
    p = weeks(3, limit, past("joan", "dee", "09:00", -1))
    got = faces(CarerTarget(), p, *made("a" * 7 + "b" * 7 + "c" * 7))
    assert got == {("joan", 0): 2}


def test_line_and_margin() -> None:
    """The line names the carers; the margin the client nearest to the limit."""
    p = weeks(1, CarerLimit(ceiling=2))
    assert line(CarerCeiling(), p, *made("abc----")) == (
        "joan has 3 different carers in a week, 1 beyond the ceiling of 2: "
        "ann, ben, cas"
    )
    assert CarerCeiling().margins(read(p, rota(p, *made("a------")))) == [
        "most carers against the ceiling: 1 of 2 (joan)"
    ]
    assert CarerTarget().margins(read(p, rota(p))) == []
