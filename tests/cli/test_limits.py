"""What limits a run is declared once, for every command that makes rotas."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from carerota.cli.bench import solve as bench_solve
from carerota.cli.limits import (
    EngineOption,
    MovesOption,
    SeedOption,
    ThreadsOption,
    TimeLimitOption,
)
from carerota.cli.nightly import nightly
from carerota.cli.repair import repair
from carerota.cli.solve import solve
from carerota.cli.trade_off import trade_off

COMMANDS = (solve, repair, nightly, trade_off, bench_solve)


def declared(command):
    """Give the options of a command with their bounds and help."""
    return get_type_hints(command, include_extras=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_seed_and_threads_are_the_same_option_everywhere(command):
    """The very same, not one that reads like it; words for moves and time differ."""
    options = declared(command)
    assert options["seed"] is SeedOption
    assert options["threads"] is ThreadsOption
    for name, least in (("moves", {1}), ("time_limit", {0, 0.1})):
        (option,) = options[name].__metadata__
        assert option.min in least


def test_the_whole_of_a_solve_is_shared():
    """By a night, and what says the same by a repair."""
    assert declared(solve)["time_limit"] is declared(nightly)["time_limit"]
    assert declared(solve)["time_limit"] is TimeLimitOption
    assert declared(solve)["moves"] is declared(repair)["moves"]
    assert declared(solve)["moves"] is MovesOption
    assert declared(solve)["engine"] is declared(nightly)["engine"]
    assert declared(solve)["engine"] is EngineOption
