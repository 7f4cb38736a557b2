"""The search kernel: compiled local search over the whole horizon.

``layout`` says where things lie in the kernel's memory, ``memory`` packs a problem
into it, ``moves`` change the state, ``update`` brings times and costs up to date after
a move, ``rebuild`` takes several visits apart at once and puts each back where it is
best, ``anneal`` is the loop, ``chain`` the Python side of one chain and ``engine``
all chains together. ``kernel_cache`` compiles and keeps what is compiled, ``warm`` has
all of it compiled before a clock runs.
"""

__all__: list[str] = []
