"""How many moves a second the search kernel evaluates on one core."""

from benchmarks.phases import MOVES

ROUNDS = 7
LEAST = 0.5
"""Share of the moves drawn that apply to the rota and are evaluated, at the least."""


def test_kernel(benchmark, ready, point):
    """The same moves are evaluated in every round."""
    evaluated = set()

    def act():
        evaluated.add(ready.act())

    benchmark.pedantic(act, setup=ready.again, rounds=ROUNDS, warmup_rounds=1)
    (n,) = evaluated
    assert LEAST * MOVES <= n <= MOVES
    benchmark.extra_info["moves"] = n
    if benchmark.stats is not None:
        rate = n / benchmark.stats.stats.median
        benchmark.extra_info["moves_a_second"] = round(rate)
