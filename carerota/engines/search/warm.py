"""Have the kernel compiled before any clock runs, on two cores where there are two.

The compiler is slow and uses one core. So a first compile is shared: the moves, which
are half of the kernel, are compiled in a process of their own that leaves them in the
kernel's folder, while this process compiles times and costs and then what is on top.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from numba import int64
from numba.types import Array

from carerota.engines.bounds.labels import cheapest_ways
from carerota.engines.search import (
    costs,
    day,
    moves,
    propagation,
    spread,
    update,
)
from carerota.engines.search.chain import Chain
from carerota.engines.search.kernel_cache import kernel_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

__all__ = ["compile_kernel", "compile_moves", "compiled_before"]

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
        with _moves_in_a_process():
            _compile_costs()
    chain = Chain(compiled, book)
    chain.anneal(1, 1.0, 0.5)
    chain.return_to_best()
    if first:
        cheapest_ways.compile((TABLE, TABLE, CUBE, CUBE, M))
        (kernel_folder() / WHOLE).touch()


M: Final = int64[::1]
TABLE: Final = int64[:, ::1]
CUBE: Final = int64[:, :, ::1]
TRAVEL: Final = Array(int64, 4, "C", readonly=True)
METRES: Final = Array(int64, 3, "C", readonly=True)
"""What the compiled functions are called with; travel times cannot be written to."""


def compile_moves() -> None:
    """Compile the moves into the kernel's folder, then what comes after them."""
    moves.move.compile((M, int64))
    costs.cost_worker.compile((M, int64))
    spread.share_out.compile((M, int64))
    update.decode_all.compile((M, TRAVEL, METRES, M))
    cheapest_ways.compile((TABLE, TABLE, CUBE, CUBE, M))


def _compile_costs() -> None:
    propagation.time_visit.compile((M, TRAVEL, int64))
    day.walk.compile((M, TRAVEL, METRES, int64))
    costs.cost_day.compile((M, int64))
    costs.cost_visit.compile((M, int64))
    costs.cost_link.compile((M, int64))
    costs.cost_client.compile((M, int64))
    costs.cost_period.compile((M, int64))
    costs.cost_whole.compile((M,))
    update.finish.compile((M, TRAVEL, METRES, int64))


@contextmanager
def _moves_in_a_process() -> Iterator[None]:
    """Compile the moves meanwhile; if that fails, they are compiled here later."""
    code = f"from {__name__} import compile_moves; compile_moves()"
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
