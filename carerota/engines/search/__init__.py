"""The search kernel: compiled local search over the whole horizon.

``layout`` says where things lie in the kernel's memory, ``memory`` packs a problem
into it, ``moves`` change the state, ``update`` brings times and costs up to date after
a move, ``anneal`` is the loop, ``chain`` the Python side of one chain and ``engine``
all chains together.
"""

from carerota.engines.search.kernel_cache import kernel_cache

with kernel_cache():
    # every compiled function is decorated while these are imported
    from carerota.engines.search import anneal as _anneal

__all__: list[str] = []
_ = _anneal
