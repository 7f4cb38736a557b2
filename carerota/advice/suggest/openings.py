"""Where a visit fits into a worker's day as it is, with nothing moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.advice.trial.board import Board, Day, Stop
    from carerota.advice.trial.roads import Roads
    from carerota.compiled.problem import Compiled

__all__ = ["Opening", "Openings"]


class Opening(NamedTuple):
    """Starts between two present visits, and the way that is added by it."""

    first: int
    last: int
    travel: int
    """Ticks more between visits; negative where it spares some."""
    home: int
    """Ticks more from and to home."""


class Openings:
    """Finds the openings in days as they stand on a board."""

    def __init__(self, compiled: Compiled, board: Board, roads: Roads) -> None:
        self._c = compiled
        self._board = board
        self.roads = roads
        self._visit: list[int] = compiled.slot_visit.tolist()
        self._known: dict[tuple[int, int], tuple[Day, list[Opening]]] = {}
        self._stretches = [compiled.stretches(w) for w in range(compiled.n_workers)]

    def of(self, w: int, v: int) -> list[Opening]:
        """Give the openings for a visit in the day of a worker."""
        day = self._board.day(w, int(self._c.visit_day[v]))
        known = self._known.get((w, v))
        # a day that is tried and taken back is the same again
        if known is None or known[0] is not day:
            known = self._known[w, v] = day, list(self._of(w, v, day))
        return known[1]

    def _of(self, w: int, v: int, day: Day) -> Iterator[Opening]:
        lasts = self.roads.duration[v]
        for opens, closes in self.roads.windows[v]:
            for low, high, travel, home in self._gaps(w, v, day, opens, closes + lasts):
                first, last = max(opens, low), min(closes, high)
                if first <= last:
                    yield Opening(first, last, travel, home)

    def _gaps(
        self, w: int, v: int, day: Day, opens: int, ends: int
    ) -> Iterator[tuple[int, int, int, int]]:
        """Give earliest and latest starts between neighbours, and the added ways."""
        for i in range(len(day) + 1):
            before = day[i - 1] if i else None
            after = day[i] if i < len(day) else None
            if after is not None and after.start < opens:
                continue
            if before is not None and self._end(before) > ends:
                return
            was = self._now(w, before, after)
            for by_home in (False, True) if before is not None else (True,):
                low, out = self._way_in(w, v, before, opens, by_home=by_home)
                for then_home in (False, True) if after is not None else (True,):
                    high, back = self._way_on(w, v, after, opens, by_home=then_home)
                    if low > high:
                        continue
                    tied = (
                        before.start if before is not None and not by_home else None,
                        after.start if after is not None and not then_home else None,
                    )
                    travel = (0 if by_home else out) + (0 if then_home else back)
                    home = (out if by_home else 0) + (back if then_home else 0)
                    for a, b in self._there(w, self.roads.duration[v], tied):
                        if max(a, low) <= min(b, high):
                            added = travel - was[0], home - was[1]
                            yield max(a, low), min(b, high), *added

    def _end(self, stop: Stop) -> int:
        return stop.start + self.roads.duration[self._visit[stop.slot]]

    def _way_in(
        self, w: int, v: int, before: Stop | None, opens: int, *, by_home: bool
    ) -> tuple[int, int]:
        """Give the earliest start after a stop, and the ticks on the way from it."""
        if before is None:
            return -NEVER, self.roads.out(w, v, opens)
        u, end = self._visit[before.slot], self._end(before)
        road = self.roads.gap(w, u, v, end, end, home=by_home)
        return end + road, road

    def _way_on(
        self, w: int, v: int, after: Stop | None, opens: int, *, by_home: bool
    ) -> tuple[int, int]:
        """Give the latest start before a stop, and the ticks on the way to it."""
        lasts = self.roads.duration[v]
        if after is None:
            return NEVER, self.roads.back(w, v, opens + lasts)
        x, start = self._visit[after.slot], after.start
        road = self.roads.gap(w, v, x, start, start, home=by_home)
        rest = 0 if by_home else after.rest
        return start - road - rest - lasts, road

    def _now(self, w: int, before: Stop | None, after: Stop | None) -> tuple[int, int]:
        """Give the way between two neighbours as it is: between visits, and home."""
        if before is not None and after is not None:
            u, x = self._visit[before.slot], self._visit[after.slot]
            end, start = self._end(before), after.start
            road = self.roads.gap(w, u, x, end, start, home=after.home)
            return (0, road) if after.home else (road, 0)
        if before is not None:
            return 0, self.roads.back(w, self._visit[before.slot], self._end(before))
        if after is not None:
            return 0, self.roads.out(w, self._visit[after.slot], after.start)
        return 0, 0

    def _there(
        self, w: int, lasts: int, tied: tuple[int | None, int | None]
    ) -> Iterator[tuple[int, int]]:
        """Give starts at which the worker is there, and through to the neighbours."""
        for opens, closes in self._stretches[w]:
            if closes - lasts < opens:
                continue
            if all(t is None or opens <= t <= closes for t in tied):
                yield opens, closes - lasts
