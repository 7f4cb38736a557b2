"""How long a CP-SAT model takes to build."""


def test_encode(benchmark, ready, point):
    """The model has variables, and the solver accepts it."""
    model = benchmark.pedantic(ready.act, rounds=5, warmup_rounds=1)
    assert model.model.validate() == ""
