"""How long a problem takes to become arrays."""


def test_compile(benchmark, ready, point):
    """Compiling gives one row for each visit."""
    compiled = benchmark(ready.act)
    assert compiled.n_visits == ready.facts["visits"]
