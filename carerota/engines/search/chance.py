"""Random numbers whose state lies in the kernel's memory: same seed, same search,
whatever thread it runs on. Marsaglia's xorshift, 64 bits.
"""  # noqa: D205

import numpy as np

from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import RNG


@kernel
def draw(m):
    """Draw 63 random bits."""
    x = np.uint64(m[RNG])
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    m[RNG] = np.int64(x)
    return np.int64(x >> np.uint64(1))


@kernel
def below(m, n):
    """Draw a whole number from 0 to n - 1."""
    return (draw(m) >> 20) % n


@kernel
def uniform(m):
    """Draw a number in (0, 1]."""
    return ((draw(m) >> 10) + 1) / 9007199254740992.0
