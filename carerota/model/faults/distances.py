"""Whether a set of distances between starts can be kept at all.

Nodes have windows (alternatives, in ticks), edges say ``start[b] - start[a] >= least``;
a maximum is the same edge turned round with a negative ``least``. Such constraints
are closed under taking the earlier of two solutions, so pushing every start up from
its earliest until nothing moves decides the question exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carerota.model.faults.view import Interval

__all__ = [
    "Edge",
    "can_meet",
    "circle",
    "components",
    "earliest_starts",
    "least_widening",
    "stuck_edge",
]


@dataclass(frozen=True, slots=True)
class Edge:
    """``start[second] - start[first] >= least``, as link ``link`` asks."""

    first: str
    second: str
    least: int
    link: int


def can_meet(
    first: Sequence[Interval],
    second: Sequence[Interval],
    least: int | None,
    most: int | None,
) -> bool:
    """Tell whether starts exist whose distance lies between least and most."""
    return any(
        (least is None or e2 - s1 >= least) and (most is None or s2 - e1 <= most)
        for s1, e1 in first
        for s2, e2 in second
    )


def components(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Split edges into sets that share no node, in order of their first links."""
    parent: dict[str, str] = {}

    def head(node: str) -> str:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    all_edges = list(edges)
    for edge in all_edges:
        parent[head(edge.first)] = head(edge.second)
    parts: dict[str, list[Edge]] = {}
    for edge in all_edges:
        parts.setdefault(head(edge.first), []).append(edge)
    return list(parts.values())


def circle(edges: Sequence[Edge]) -> list[Edge]:
    """Give edges that add up to a visit after itself, or nothing."""
    longest: dict[str, int] = {}
    came_by: dict[str, Edge] = {}
    for edge in edges:
        longest[edge.first] = longest[edge.second] = 0
    moved = None
    for _ in range(len(longest)):
        moved = None
        for edge in edges:
            reach = longest[edge.first] + edge.least
            if reach > longest[edge.second]:
                longest[edge.second] = reach
                came_by[edge.second] = edge
                moved = edge.second
        if moved is None:
            return []
    return _walk_back(moved, came_by, len(longest)) if moved is not None else []


def _walk_back(node: str, came_by: Mapping[str, Edge], steps: int) -> list[Edge]:
    # the node may hang on a circle without lying on it: go back until surely on it
    for _ in range(steps):
        node = came_by[node].first
    found = [came_by[node]]
    while found[-1].first != node:
        found.append(came_by[found[-1].first])
    return found[::-1]


def stuck_edge(
    windows: Mapping[str, Sequence[Interval]], edges: Iterable[Edge]
) -> Edge | None:
    """Give an edge that pushes a start beyond its last window, or ``None``.

    The edges must have no circle; a node without windows is free.
    """
    found = earliest_starts(windows, edges)
    return found if isinstance(found, Edge) else None


def earliest_starts(
    windows: Mapping[str, Sequence[Interval]], edges: Iterable[Edge]
) -> dict[str, int] | Edge:
    """Give the earliest starts that keep all edges, or an edge that cannot be kept.

    The edges must have no circle; a node without windows is free, and left out.
    """
    leaving: dict[str, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.first, []).append(edge)
    earliest = {node: spans[0][0] for node, spans in windows.items() if spans}
    waiting = sorted(earliest)
    while waiting:
        node = waiting.pop()
        for edge in leaving.get(node, ()):
            if edge.second not in earliest:
                continue
            reach = earliest[node] + edge.least
            if reach <= earliest[edge.second]:
                continue
            pushed = _snap(windows[edge.second], reach)
            if pushed is None:
                return edge
            earliest[edge.second] = pushed
            waiting.append(edge.second)
    return earliest


def least_widening(
    windows: Mapping[str, Sequence[Interval]],
    edges: Sequence[Edge],
    room: Mapping[str, Sequence[Interval]],
    held: Mapping[str, Sequence[Interval]] | None = None,
) -> tuple[str, int] | None:
    """Give the node of which least has to be added to a window, and how much.

    Parameters
    ----------
    windows, edges
        What cannot be kept as it is; the edges must have no circle.
    room
        For each node the intervals in which it could start if no window held it.
    held
        For each node the intervals within its windows in which it can start, where
        they are not all of these.

    Returns
    -------
    tuple of str and int
        The node and the ticks: earlier where they are negative.
    None
        To widen one window is not enough.
    """
    turned = [Edge(e.second, e.first, e.least, e.link) for e in edges]
    found = []
    for sign, arrows in ((1, list(edges)), (-1, turned)):
        spans = {n: _signed((held or windows)[n], sign) for n in windows}
        for node in windows:
            if not all(spans[other] for other in windows if other != node):
                continue
            last = _signed(windows[node], sign)[-1][1]
            beyond = [
                (max(a, last + 1), b) for a, b in _signed(room[node], sign) if b > last
            ]
            wide = [*spans[node], *beyond]
            starts = earliest_starts({**spans, node: wide}, arrows) if wide else None
            if starts is not None and not isinstance(starts, Edge):
                found.append((starts[node] - last, sign, node))
    if not found:
        return None
    ticks, sign, node = min(found)
    return node, sign * ticks


def _signed(spans: Sequence[Interval], sign: int) -> list[Interval]:
    """Give intervals, with time running backwards where the sign is negative."""
    return sorted((a, b) if sign > 0 else (-b, -a) for a, b in spans)


def _snap(spans: Sequence[Interval], tick: int) -> int | None:
    return next((max(start, tick) for start, end in spans if end >= tick), None)
