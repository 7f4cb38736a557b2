"""Public benchmarks: their instances as problems, their costs as policies.

What they measure is what a coordinator gets: an instance becomes a problem and a
policy, is solved like any other, and the rota is written in the benchmark's format.
"""
