"""The most work that can flow from slots to the workers who can make them.

A maximum flow is a proof both ways: what it leaves is work that nobody can take, and
the cut that stops it names the slots and the workers it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Short", "fewest", "short_of"]


class Short(NamedTuple):
    """Work for which there is nobody."""

    ticks: int
    slots: list[int]
    """Which of the slots have too few workers between them, as rows of the input."""
    workers: list[int]


def short_of(
    work: NDArray[np.int64],
    able: NDArray[np.bool_],
    room: NDArray[np.int64],
    *,
    above: list[tuple[NDArray[np.int64], NDArray[np.int64]]] | None = None,
) -> Short | None:
    """Tell whether there is more work than those who are there can do.

    Parameters
    ----------
    work
        (n,) ticks of each slot.
    able
        (n, k) whether a place of work can take a slot: a worker, or a worker's day.
    room
        (k,) ticks that each place has.
    above
        Further limits, from the places up: to which node of the next layer each
        belongs, and what each node of that layer can hold.
    """
    from ortools.graph.python import max_flow

    n, k = able.shape
    slots, places = np.nonzero(able)
    sink, source = n + k, n + k + 1
    tails = [np.full(n, source), slots]
    heads = [np.arange(n), n + places]
    caps = [work, work[slots]]
    base, nodes, limits = n, k, room
    next_free = n + k + 2
    for of, more in above or ():
        tails.append(base + np.arange(nodes))
        heads.append(next_free + of)
        caps.append(limits)
        base, nodes, limits = next_free, len(more), more
        next_free += nodes
    tails.append(base + np.arange(nodes))
    heads.append(np.full(nodes, sink))
    caps.append(limits)
    flow = max_flow.SimpleMaxFlow()
    flow.add_arcs_with_capacity(
        np.concatenate(tails), np.concatenate(heads), np.concatenate(caps)
    )
    flow.solve(source, sink)
    lacking = int(work.sum()) - int(flow.optimal_flow())
    if lacking <= 0:
        return None
    inside = set(flow.get_source_side_min_cut())
    return Short(
        lacking,
        [i for i in range(n) if i in inside],
        [j for j in range(k) if n + j in inside],
    )


def fewest(sizes: list[int], over: int) -> int:
    """Give how many have to go at least for what is over to be gone."""
    n = 0
    for size in sorted(sizes, reverse=True):
        if over <= 0:
            break
        over -= size
        n += 1
    return n
