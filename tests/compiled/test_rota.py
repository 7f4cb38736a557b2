"""Rotas as arrays and back."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from carerota.compiled.rota import NOBODY, RotaArrays, from_rota, sequences, to_rota
from tests.builders import AUTUMN, client, compiled, problem, rota, visit, worker
from tests.strategies import problems, rotas

HOUR = 3600
MINUTE = 60


def day():
    """Give a day of three visits, one of them a double-up."""
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan"), client("ken")],
        [
            visit("a", "joan", "08:00-20:00"),
            visit("b", "ken", "08:00-20:00", slots=2),
            visit("c", "joan", "08:00-20:00"),
        ],
    )


def plain(clock, made):
    """Give what a rota says, in ticks and without its order."""
    return (
        {
            (a.visit, a.slot, a.worker, clock.tick(a.start), a.run)
            for a in made.assignments
        },
        {(b.worker, clock.tick(b.start), clock.tick(b.end)) for b in made.breaks},
        {(u.visit, u.slot) for u in made.uncovered},
    )


def test_from_rota() -> None:
    """Worker, start and run of each slot; -1 where nobody makes it."""
    c = compiled(day())
    made = rota(
        day(),
        ("a", "ann", "09:00"),
        ("b", "ben", "10:00", 1),
        ("c", "ann", "12:00", 0, 2),
    )
    arrays = from_rota(c, made)
    assert arrays.worker.tolist() == [0, NOBODY, 1, 0]
    assert arrays.start.tolist() == [9 * HOUR, 0, 10 * HOUR, 12 * HOUR]
    assert arrays.run.tolist() == [1, 1, 1, 2]
    assert arrays.rest_length.tolist() == [0, 0, 0, 0]


def test_a_break_belongs_to_the_visit_after_it() -> None:
    """It lies in the gap before that visit, on the worker's own day."""
    c = compiled(day())
    made = rota(
        day(),
        ("a", "ann", "09:00"),
        ("b", "ann", "11:00"),
        ("c", "ben", "11:00"),
        breaks=[("ann", "10:00", "10:20")],
    )
    arrays = from_rota(c, made)
    assert arrays.rest_start.tolist() == [0, 10 * HOUR, 0, 0]
    assert arrays.rest_length.tolist() == [0, 20 * MINUTE, 0, 0]


def test_of_several_breaks_in_a_gap_the_longest_is_kept() -> None:
    """The engines know one break in a gap."""
    c = compiled(day())
    breaks = [
        ("ann", "10:00", "10:10"),
        ("ann", "10:20", "10:50"),
        ("ann", "10:55", "11:00"),
    ]
    made = rota(day(), ("a", "ann", "09:00"), ("b", "ann", "11:00"), breaks=breaks)
    arrays = from_rota(c, made)
    assert arrays.rest_start[1] == 10 * HOUR + 20 * MINUTE
    assert arrays.rest_length[1] == 30 * MINUTE


def test_no_break_at_home_or_outside_the_day() -> None:
    """Between runs and after the last visit there is no gap."""
    c = compiled(day())
    breaks = [
        ("ann", "10:00", "10:20"),
        ("ann", "12:00", "12:20"),
    ]
    made = rota(
        day(), ("a", "ann", "09:00"), ("b", "ann", "11:00", 0, 2), breaks=breaks
    )
    assert not from_rota(c, made).rest_length.any()


def test_a_break_before_the_first_visit_of_its_day() -> None:
    """It belongs to the first slot, if it begins on the same day."""
    c = compiled(day())
    for span, kept in ((("08:00", "08:20"), 20), (("23:50", "23:59", -1), 0)):
        made = rota(day(), ("a", "ann", "09:00"), breaks=[("ann", *span)])
        assert from_rota(c, made).rest_length[0] == kept * MINUTE


def test_sequences_are_in_the_order_of_the_checker() -> None:
    """By start, then end, then the order of the problem."""
    p = problem(
        [worker("ann")],
        [client("joan")],
        [
            visit("long", "joan", "09:00", 60),
            visit("short", "joan", "09:00", 30),
            visit("also", "joan", "09:00", 30),
            visit("first", "joan", "08:00", 30),
            visit("other day", "joan", "07:00", 30, day=1),
        ],
    )
    c = compiled(p)
    made = [(v.id, "ann", f"{v.windows[0].start:%H:%M}") for v in p.visits]
    assert sequences(c, from_rota(c, rota(p, *made))) == {
        (0, 0): [3, 1, 2, 0],
        (0, 1): [4],
    }


def test_to_rota_is_in_order_of_worker_and_time() -> None:
    """The later worker comes later, whatever the order it came in."""
    c = compiled(day())
    made = rota(
        day(), ("a", "ben", "09:00"), ("c", "ann", "12:00"), ("b", "ann", "10:00")
    )
    back = to_rota(c, from_rota(c, made))
    assert [a.visit for a in back.assignments] == ["b", "c", "a"]
    assert [(u.visit, u.slot) for u in back.uncovered] == [("b", 1)]
    assert back.problem == "tiny"
    assert all(u.reason is None for u in back.uncovered)


def test_an_empty_rota() -> None:
    """Nobody does anything: every slot is uncovered."""
    c = compiled(day())
    back = to_rota(c, RotaArrays.empty(c.n_slots))
    assert back.assignments == ()
    assert len(back.uncovered) == c.n_slots


def test_the_hour_that_comes_twice() -> None:
    """Starts an hour apart that show the same on the clock stay apart."""
    p = problem(
        [worker("ann", first=AUTUMN)],
        [client("joan")],
        [visit(v, "joan", "00:00-04:00", day=6, first=AUTUMN) for v in ("a", "b")],
        first=AUTUMN,
    )
    c = compiled(p)
    arrays = from_rota(c, rota(p, ("a", "ann", "01:15"), ("b", "ann", "01:15")))
    arrays.start[1] += HOUR
    back = to_rota(c, arrays)
    assert [f"{a.start:%H:%M %Z}" for a in back.assignments] == [
        "01:15 BST",
        "01:15 GMT",
    ]
    assert from_rota(c, back).start.tolist() == arrays.start.tolist()
    # as a file has it: with an offset instead of a zone
    read = type(back).model_validate_json(back.model_dump_json())
    assert from_rota(c, read).start.tolist() == arrays.start.tolist()


def test_a_copy_shares_nothing() -> None:
    """Changing the copy leaves the arrays as they were."""
    arrays = RotaArrays.empty(2)
    copy = arrays.copy()
    for name in ("worker", "start", "run", "rest_start", "rest_length"):
        getattr(copy, name)[:] = 7
        assert 7 not in getattr(arrays, name)


@given(st.data())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_what_goes_round_comes_back_the_same(data) -> None:
    """Rota to arrays to rota, and arrays to rota to arrays, over random rotas."""
    p = data.draw(problems())
    made = data.draw(rotas(p))
    c = compiled(p)
    arrays = from_rota(c, made)
    back = to_rota(c, arrays)
    assignments, breaks, uncovered = plain(c.clock, back)
    assert (assignments, breaks) == plain(c.clock, made)[:2]
    covered = {(a.visit, a.slot) for a in made.assignments}
    assert (
        uncovered
        == {(v.id, i) for v in p.visits for i in range(len(v.slots))} - covered
    )
    again = from_rota(c, back)
    for name in ("worker", "start", "run", "rest_start", "rest_length"):
        np.testing.assert_array_equal(getattr(again, name), getattr(arrays, name))
