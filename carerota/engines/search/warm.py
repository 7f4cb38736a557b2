"""Have the kernel compiled before any clock runs, on two cores where there are two.

The compiler is slow and uses one core. So a first compile is shared: the loop with all
its moves is compiled in a process of its own that leaves it in the kernel's folder,
while this process compiles what else Python calls.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from numba import float64, int64
from numba.types import Array

from carerota.engines.bounds.labels import cheapest_ways
from carerota.engines.search import amounts
from carerota.engines.search.anneal import anneal, score
from carerota.engines.search.chain import Chain
from carerota.engines.search.change import give, give_all
from carerota.engines.search.costs import total
from carerota.engines.search.kernel_cache import kernel_folder
from carerota.engines.search.single import change_slot
from carerota.engines.search.spread import spread_amount
from carerota.engines.search.timed import timed
from carerota.engines.search.touched import begin
from carerota.engines.search.update import decode_all
from carerota.engines.search.written import lay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

__all__ = ["compile_kernel", "compile_loop", "compiled_before"]

LONGEST: Final = 300.0
"""Seconds after which the other process is given up; this one then does its share."""
WHOLE: Final = "whole"
"""File in the kernel's folder that says everything is there."""


def compiled_before() -> bool:
    """Tell whether the whole kernel lies compiled on disk already."""
    return (kernel_folder() / WHOLE).exists()


def compile_kernel(compiled: Compiled, book: RuleBook) -> None:
    """Compile every entry, or load it from disk, by calling it once.

    The chain it is called on is its own and then dropped.
    """
    first = not compiled_before()
    if first and (os.cpu_count() or 1) > 1:
        with _loop_in_a_process():
            _compile_rest()
    elif first:
        _compile_rest()
    chain = Chain(compiled, book)
    chain.anneal(1, 1.0, 0.5)
    chain.return_to_best()
    if first:
        (kernel_folder() / WHOLE).touch()


M: Final = int64[::1]
REALS: Final = float64[::1]
TABLE: Final = int64[:, ::1]
CUBE: Final = int64[:, :, ::1]
TRAVEL: Final = Array(int64, 4, "C", readonly=True)
METRES: Final = Array(int64, 3, "C", readonly=True)
"""What the compiled functions are called with; travel times cannot be written to."""


ENTRIES: Final = (
    (change_slot, (M, TRAVEL, METRES, int64, int64)),
    (decode_all, (M, TRAVEL, METRES, M)),
    (give, (M, int64, int64)),
    (give_all, (M, M, M)),
    (total, (M,)),
    (begin, (M,)),
    (score, (M, M)),
    (cheapest_ways, (TABLE, TABLE, CUBE, CUBE, M)),
    # what advice asks of a rota held ready
    (lay, (M, TRAVEL, METRES, int64, TABLE, M, int64)),
    (timed, (M, TRAVEL, int64, TABLE, int64, TABLE)),
    (amounts.day_amounts, (M, int64)),
    (amounts.worker_amount, (M, int64, int64, int64)),
    (amounts.visit_amount, (M, int64, int64)),
    (amounts.link_distance_amount, (M, int64)),
    (amounts.link_workers_amount, (M, int64)),
    (amounts.client_amount, (M, int64, int64)),
    (amounts.period_amount, (M, int64, int64)),
    (spread_amount, (M, int64)),
)
"""All that Python calls but for the loop, and with what."""


def compile_loop() -> None:
    """Compile the loop into the kernel's folder."""
    terms = (M, TRAVEL, METRES, int64, float64, float64, REALS, REALS, M, M, TABLE)
    anneal.whole.compile(terms)


def _compile_rest() -> None:
    for function, terms in ENTRIES:
        function.whole.compile(terms)


@contextmanager
def _loop_in_a_process() -> Iterator[None]:
    """Compile the loop meanwhile; if that fails, it is compiled here later."""
    code = f"from {__name__} import compile_loop; compile_loop()"
    # the same library as here: an empty entry is the present folder
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
        process.wait(LONGEST)
    except subprocess.TimeoutExpired:
        pass
    finally:
        process.kill()
        process.wait()
