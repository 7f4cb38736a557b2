"""A compiled function is a part of what calls it, and whole when Python calls it."""

from __future__ import annotations

import numpy as np
from numba import njit

from carerota.engines.search import kernel_cache
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


def test_what_is_called_from_within_is_a_part_and_has_no_versions_by_constant(
    monkeypatch, tmp_path
) -> None:
    # compiled here: what is loaded from disk has its parts in it
    monkeypatch.setattr(kernel_cache, "kernel_folder", lambda: tmp_path)
    inner, again = kernel(twice.py_func), kernel(outer.py_func)
    monkeypatch.setitem(globals(), "twice", inner)
    again(np.array([1]))
    assert libraries(inner) == [PartLibrary]
    assert libraries(again) == []
    whole = [type(made.library) for made in again.whole.overloads.values()]
    assert whole == [WholeLibrary]


def test_others_compile_as_usual() -> None:
    @njit
    def other(table):
        return np.max(table)

    assert outer(np.array([2])) == 18
    assert other(np.array([5, 6])) == 6
    kinds = {type(made.library) for made in other.overloads.values()}
    assert not kinds & {PartLibrary, WholeLibrary}


def test_others_count_from_the_end_as_usual() -> None:
    @njit
    def last(table, back):
        return table[-back]

    assert outer(np.array([2])) == 18
    assert last(np.array([5, 6, 7]), 1) == 7
