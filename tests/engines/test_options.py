"""Options that no engine could keep to are refused by name."""

from __future__ import annotations

import math

import pytest

from carerota import solve
from carerota.cli import limits
from carerota.engines.options import LARGEST_SEED, MOST_THREADS, check_options
from carerota.errors import DataError
from carerota.generator import generate

BAD = [
    ("threads", 0),
    ("threads", -1),
    ("threads", 257),
    ("threads", 1.5),
    ("threads", True),
    ("seed", -1),
    ("seed", 2**31),
    ("seed", 1.0),
    ("seed", "1"),
    ("seed", None),
    ("time_limit", 0),
    ("time_limit", -1),
    ("time_limit", math.nan),
    ("time_limit", math.inf),
    ("time_limit", "60"),
    ("moves", -1),
    ("moves", 2.5),
    ("gap", -0.1),
    ("gap", 1.1),
    ("gap", math.nan),
    ("engine", "magic"),
    ("engine", None),
]
GOOD = [
    ("threads", 1),
    ("threads", 256),
    ("threads", None),
    ("seed", 0),
    ("seed", 2**31 - 1),
    ("time_limit", 1e-6),
    ("time_limit", None),
    ("moves", 0),
    ("moves", None),
    ("gap", 0),
    ("gap", 1),
    ("gap", None),
    ("engine", "cpsat"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_an_option_out_of_bounds_is_refused(name, value):
    """The issue names the option and says what may stand there."""
    with pytest.raises(DataError) as caught:
        check_options(**{name: value})
    (issue,) = caught.value.issues
    assert (issue.path, issue.found, issue.code) == (name, repr(value), "option")


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_an_option_at_its_bound_passes(name, value):
    """Bounds belong to what is allowed."""
    check_options(**{name: value})


def test_solve_refuses_all_of_them_at_once():
    """Nothing is compiled first."""
    with pytest.raises(DataError) as caught:
        solve(generate("hamlet"), threads=0, seed=-1, moves=-1, gap=2)
    assert {issue.path for issue in caught.value.issues} == {
        "threads",
        "seed",
        "moves",
        "gap",
    }


def test_the_command_line_has_the_same_bounds():
    """They are written twice so that a command loads no engine."""
    assert (limits.MOST_THREADS, limits.LARGEST_SEED) == (MOST_THREADS, LARGEST_SEED)
