"""How long a whole rota takes into the search kernel."""


def test_decode(benchmark, ready, point):
    """A whole rota is decoded."""
    benchmark.pedantic(ready.act, rounds=10, warmup_rounds=1)
