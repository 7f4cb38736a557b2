"""The starts of a visit that are worth trying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.advice.trial.board import Board
    from carerota.compiled.problem import Compiled

__all__ = ["good_starts"]

FAR: Final = NEVER // 2


def good_starts(c: Compiled, board: Board, s: int, was: int | None) -> list[int]:
    """Give starts of a slot to try, the likeliest first; there is at least one.

    When it is now, when it is pinned to, its preferred time, what keeps its links, and
    the ends of its windows.
    """
    v = int(c.slot_visit[s])
    visit = c.problem.visits[v]
    found: list[int] = [] if was is None else [was]
    if visit.pinned_start is not None:
        found.append(c.clock.tick(visit.pinned_start))
    if visit.preferred is None:
        found.append(int(c.window_from[c.window_ptr[v]]))
    found += [int(c.prefer_from[v]), int(c.prefer_until[v])]
    found += [x for pair in c.closings(v)[1:] for x in pair]
    found += _of_links(c, board, v)
    found += [tick for pair in c.windows(v) for tick in pair]
    return [t for t in dict.fromkeys(found) if abs(t) < FAR]


def _of_links(c: Compiled, board: Board, v: int) -> Iterator[int]:
    """Give the starts at which a link is kept by a hair."""
    for x in (*(c.link_first == v).nonzero()[0], *(c.link_second == v).nonzero()[0]):
        first, second = int(c.link_first[x]), int(c.link_second[x])
        other = second if first == v else first
        start = _start_of(c, board, other)
        if start is None:
            continue
        lasts = int(c.visit_duration[first]) if c.link_from_end[x] else 0
        for distance in (int(c.link_low[x]), int(c.link_high[x])):
            if first == v:
                yield start - distance - lasts
            else:
                yield start + distance + lasts


def _start_of(c: Compiled, board: Board, v: int) -> int | None:
    """Give the earliest start of a visit that somebody makes."""
    starts = [
        stop.start
        for s in board.made(v)
        for stop in board.day(board.worker[s], int(c.visit_day[v]))
        if stop.slot == s
    ]
    return min(starts, default=None)
