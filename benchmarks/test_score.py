"""How long the checker takes to judge a rota."""


def test_score(benchmark, ready, point):
    """The published rota can be read, and keeps every hard rule."""
    report = benchmark(ready.act)
    assert report.legal
