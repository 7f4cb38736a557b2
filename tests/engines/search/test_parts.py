"""A compiled function is a part of what calls it, and whole when Python calls it."""

from __future__ import annotations

import numpy as np
from numba import njit

from carerota.engines.search.kernel_cache import Kernel, kernel
from carerota.engines.search.parts import PartLibrary, WholeLibrary


@kernel
def twice(x):
    return 2 * x


@kernel
def biggest(table):
    found = table[0]
    for x in table:
        found = max(found, x)
    return found


@kernel
def outer(table):
    return twice(biggest(table)) + twice(3) + twice(4)


def libraries(function: Kernel) -> list[type]:
    return [type(made.library) for made in function.overloads.values()]


def test_python_and_other_functions_call_the_same() -> None:
    table = np.array([3, 9, 4])
    assert outer(table) == 2 * 9 + 6 + 8
    assert twice(9) == 18
    assert biggest(table) == 9


def test_what_is_called_from_within_is_a_part_and_has_no_versions_by_constant() -> None:
    outer(np.array([1]))
    assert libraries(twice) == [PartLibrary]
    assert libraries(biggest) == [PartLibrary]
    assert libraries(outer) == []
    whole = {type(made.library) for made in outer.whole.overloads.values()}
    # loaded from disk, it is the compiler's usual kind
    assert WholeLibrary in whole or not outer.whole.stats.cache_misses


def test_others_compile_as_usual() -> None:
    @njit
    def other(table):
        return np.max(table)

    assert outer(np.array([2])) == 18
    assert other(np.array([5, 6])) == 6
    kinds = {type(made.library) for made in other.overloads.values()}
    assert not kinds & {PartLibrary, WholeLibrary}
