"""Every building block equals what it names, for every value of its arguments."""

from __future__ import annotations

from itertools import product

import pytest
from ortools.sat.python import cp_model

from carerota.engines.cpsat.algebra import Algebra, worth

STRETCHES = [(-1, 0), (3, 4)]
STEPS = [(-5, 7), (0, 2), (2, 2), (4, 9)]


def step_at(moment: int) -> int:
    return [value for since, value in STEPS if since <= moment][-1]


NUMBERS = {
    "positive": (
        lambda a, x, y, p, q: a.positive(x - y),
        lambda x, y, p, q: max(0, x - y),
    ),
    "largest": (
        lambda a, x, y, p, q: a.largest([x, 2 * y, 1]),
        lambda x, y, p, q: max(x, 2 * y, 1),
    ),
    "smallest": (
        lambda a, x, y, p, q: a.smallest([x, 2 * y, 1]),
        lambda x, y, p, q: min(x, 2 * y, 1),
    ),
    "absolute": (
        lambda a, x, y, p, q: a.absolute(x - 2),
        lambda x, y, p, q: abs(x - 2),
    ),
    "when": (
        lambda a, x, y, p, q: a.when(p, x - y),
        lambda x, y, p, q: (x - y) * p,
    ),
    "when not": (
        lambda a, x, y, p, q: a.when(a.negated(p), x + 3),
        lambda x, y, p, q: (x + 3) * (1 - p),
    ),
    "both": (
        lambda a, x, y, p, q: a.both(p, a.negated(q)),
        lambda x, y, p, q: p * (1 - q),
    ),
    "either": (lambda a, x, y, p, q: a.either(p, q, 0), lambda x, y, p, q: max(p, q)),
    "at_least": (
        lambda a, x, y, p, q: a.at_least(x + y, 2),
        lambda x, y, p, q: int(x + y >= 2),
    ),
    "overlap": (
        lambda a, x, y, p, q: a.overlap(x, y, 0, 2),
        lambda x, y, p, q: max(0, min(y, 2) - max(x, 0)),
    ),
    "outside": (
        lambda a, x, y, p, q: a.outside(x + y, STRETCHES),
        lambda x, y, p, q: min(max(0, lo - x - y, x + y - hi) for lo, hi in STRETCHES),
    ),
    "divided": (
        lambda a, x, y, p, q: a.divided(3 * x + 7, 4),
        lambda x, y, p, q: (3 * x + 7) // 4,
    ),
    "square": (lambda a, x, y, p, q: a.square(x - y), lambda x, y, p, q: (x - y) ** 2),
    "stepped": (
        lambda a, x, y, p, q: a.stepped(x, STEPS),
        lambda x, y, p, q: step_at(x),
    ),
    "one of": (
        lambda a, x, y, p, q: a.one_of([a.both(p, q), a.both(p, a.negated(q))]),
        lambda x, y, p, q: p,
    ),
    "pick": (
        lambda a, x, y, p, q: a.pick(
            [(p, x), (a.both(q, a.negated(p)), y + 1)],
            otherwise=(a.both(a.negated(p), a.negated(q)), 5),
        ),
        lambda x, y, p, q: x if p else y + 1 if q else 5,
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_equals_the_plain_number(name):
    """Solver and hint both give the plain number, whatever the arguments are."""
    make, plain = NUMBERS[name]
    algebra = Algebra()
    x, y = algebra.number(-2, 5), algebra.number(-1, 3)
    p, q = algebra.flag(), algebra.flag()
    made = make(algebra, x, y, p, q)
    seen = {}

    class Watcher(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self):
            args = tuple(int(self.value(e)) for e in (x, y, p, q))
            seen.setdefault(args, set()).add(int(self.value(made)))

    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    assert solver.solve(algebra.model, Watcher()) == cp_model.OPTIMAL
    low, high = algebra.bounds(made)
    every = list(product(range(-2, 6), range(-1, 4), (0, 1), (0, 1)))
    assert set(seen) == set(every)
    for args in every:
        wanted = plain(*args)
        assert seen[args] == {wanted}, args
        assert low <= wanted <= high
        values = dict(zip((e.index for e in (x, y, p, q)), args, strict=True))
        assert worth(algebra.flat(made), algebra.complete(values)) == wanted


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_stay_numbers(name):
    """With whole numbers as arguments the answer is one, and the model stays empty."""
    make, plain = NUMBERS[name]
    for args in product((-2, 0, 5), (-1, 3), (0, 1), (0, 1)):
        algebra = Algebra()
        made = make(algebra, *args)
        assert isinstance(made, int)
        assert made == plain(*args)
        assert not algebra.variables


def test_what_bounds_decide_makes_no_variable():
    """Bounds fold comparisons and clips that can go one way only."""
    algebra = Algebra()
    x, p = algebra.number(2, 5), algebra.flag()
    assert algebra.at_least(x, 2) == 1
    assert algebra.at_least(x, 6) == 0
    assert algebra.positive(x) is x
    assert algebra.positive(1 - x) == 0
    assert algebra.largest([x, 1]) is x
    assert algebra.folded(x - x) == 0
    assert algebra.at_least(p, 1) is p
    assert algebra.both(p, algebra.negated(p)) == 0
    assert algebra.either(p, algebra.negated(p)) == 1
    assert len(algebra.variables) == 2


def test_the_same_question_is_answered_once():
    """Two rules that ask for the same expression share its variable."""
    algebra = Algebra()
    x, y, p = algebra.number(0, 5), algebra.number(0, 5), algebra.flag()
    assert algebra.positive(x - y) is algebra.positive(x - y)
    assert algebra.when(p, x - y) is algebra.when(p, -y + x)
    assert algebra.at_least(x + 1, 3) is algebra.at_least(x, 2)


def test_require_with_constants():
    """A demand that numbers decide is dropped, or forbids its literal."""
    algebra = Algebra()
    p = algebra.flag()
    algebra.require(3, 2, p)
    algebra.require(3, 2)
    algebra.require(1, 2, p)
    solver = cp_model.CpSolver()
    assert solver.solve(algebra.model) == cp_model.OPTIMAL
    assert solver.value(p) == 0
