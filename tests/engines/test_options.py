"""Options that no engine could keep to are refused by name."""

from __future__ import annotations

import math

import pytest

from carerota import repair, solve, trade_off
from carerota.cli import limits
from carerota.engines.options import LARGEST_SEED, MOST_THREADS, check_options
from carerota.errors import DataError
from carerota.generator import generate
from carerota.nightly import run_night

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


def others():
    """Give what else takes the options of a solve, each with a problem to ask it of."""
    hamlet = generate("hamlet")
    published = hamlet.history.published
    now = hamlet.clock.origin
    return {
        "repair": lambda **bad: repair(hamlet, published, [], now, **bad),
        "trade_off": lambda **bad: trade_off(hamlet, **bad),
        "run_night": lambda **bad: run_night(None, hamlet, **bad),
    }


@pytest.mark.parametrize("name", ["repair", "trade_off", "run_night"])
def test_others_refuse_them_as_a_solve_does(name):
    """All at once, before anything is read or compiled."""
    bad = {"threads": 0, "seed": -1, "moves": -1, "time_limit": math.nan}
    if name != "repair":
        bad["engine"] = "magic"
    with pytest.raises(DataError) as caught:
        others()[name](**bad)
    assert {issue.path for issue in caught.value.issues} == set(bad)


def test_a_made_up_co_op_has_a_seed_within_the_same_bounds():
    """In words, and not as a fault deep in the random numbers."""
    for seed in (-1, 1.5, None, LARGEST_SEED + 1):
        with pytest.raises(DataError, match="a whole number from 0"):
            generate("hamlet", seed=seed)


def test_the_command_line_has_the_same_bounds():
    """They are written twice so that a command loads no engine."""
    assert (limits.MOST_THREADS, limits.LARGEST_SEED) == (MOST_THREADS, LARGEST_SEED)
