"""The best place for a visit in one worker's day, the rest of the day giving way.

What is tried: every place in the order; starts that are good for the client, that fit
before or after the neighbours, or that keep a link; ways home and breaks. Then, while
something gets better, one visit of the day after the other is put elsewhere. Visits
that somebody else makes too stay when they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.advice.trial.board import Stop
from carerota.advice.trial.timing import Timer, Wish, after_gap
from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carerota.advice.trial.board import Board, Day
    from carerota.rules.book import RuleBook

__all__ = ["Planner"]

FAR: Final = NEVER // 2
MOST_TRIALS: Final = 240
"""Days that are timed for one question once the first places have been tried."""

Score = tuple[int, int, int]
"""Penalty of broken hard rules, priced sum, visits that start at another time."""


class Planner:
    """Finds the best days of single workers on a board.

    Parameters
    ----------
    board
        With the rota in it.
    book
        The policy.
    """

    def __init__(self, board: Board, book: RuleBook) -> None:
        self._board = board
        self._timer = Timer(board, book)

    def best(
        self,
        w: int,
        s: int,
        starts: Sequence[int],
        *,
        fixed: bool = False,
        rearrange: bool = True,
    ) -> tuple[int, Day]:
        """Give the best day of a worker with a slot in it that nobody makes.

        Before it comes what the broken hard rules would weigh with it on the board.

        Parameters
        ----------
        w, s
            The worker and the slot.
        starts
            Starts to try first, at least one.
        fixed
            Whether it starts at one of them and at no other time.
        rearrange
            Whether the other visits of the day may start at another time or come in
            another order.
        """
        search = _Search(self._timer, self._board, w, s)
        return search.run(starts, fixed=fixed, rearrange=rearrange)


class _Search:
    """One question: the best day of a worker with one more slot."""

    def __init__(self, timer: Timer, board: Board, w: int, s: int) -> None:
        self._timer, self._board, self._roads = timer, board, timer.roads
        self._w, self._s = w, s
        c = board.compiled
        self._v = int(c.slot_visit[s])
        self._d = int(c.visit_day[self._v])
        self._before = board.day(w, self._d)
        self._was = {x.slot: x.start for x in self._before}
        self._floor = board.penalty
        self._seen: set[Day] = set()
        self._best: tuple[Score, Day] | None = None
        self._fixed = False
        """Whether the slot starts when told."""

    def run(
        self, starts: Sequence[int], *, fixed: bool, rearrange: bool
    ) -> tuple[int, Day]:
        together = self._timer.shared(self._s)
        if together is not None:
            starts, fixed = [together], True
        self._fixed = fixed
        for day in self._plain(starts):
            self._try(day)
        if rearrange:
            for day in self._places(starts, fixed=fixed):
                self._try(day)
            if self._hopeful():
                self._climb()
        if self._best is None:
            raise ValueError("no start to try")
        (penalty, *_), day = self._best
        return penalty, day

    def _hopeful(self) -> bool:
        """Tell whether the worker might make the visit at any time of the day."""
        c, w, v = self._board.compiled, self._w, self._v
        if self._board.pair_penalty(self._s, w):
            return False
        twice = any(self._board.worker[t] == w for t in c.slots(v))
        return not twice and self._roads.available(w, v)

    # ── trying ────────────────────────────────────────────────────────────

    def _try(self, day: Day) -> bool:
        """Cost a day; tells whether it is the best so far."""
        if day in self._seen:
            return False
        self._seen.add(day)
        places = [self._place(x) for x in day]
        if places != sorted(places):
            # a fixed visit in the wrong place: at the right one it is tried too
            return False
        penalty, priced = self._board.weigh(self._w, self._d, day)
        moved = sum(
            x.start != self._was[x.slot] for x in day if x.slot in self._was
        ) + (len(self._before) + 1 - len(day))
        score = (penalty, priced, moved)
        if self._best is None or score < self._best[0]:
            self._best = score, day
            return True
        return False

    def _place(self, x: Stop) -> tuple[int, int, int]:
        """Give what the visits of a day are put in order by."""
        lasts = self._roads.duration[self._timer.visit[x.slot]]
        return x.start, x.start + lasts, x.slot

    # ── first places ──────────────────────────────────────────────────────

    def _wish(self, start: int, *, fixed: bool, home: bool = False) -> Wish:
        return Wish(self._s, self._v, start, fixed, home, 0, 0)

    def _plain(self, starts: Sequence[int]) -> Iterator[Day]:
        """Put the slot in at each start, everything else staying when it is."""
        for start in starts:
            new = Stop(self._s, start)
            i = sum(self._place(x) < self._place(new) for x in self._before)
            yield from self._with_homes(self._before, i, new)

    def _with_homes(self, day: Day, i: int, new: Stop) -> Iterator[Day]:
        """Put a stop into a day as it is, by each way home that there is time for."""
        after = day[i] if i < len(day) else None
        for home, home_after in self._homes(day, i, new):
            stop, following = new._replace(home=home), after
            if following is not None:
                following = following._replace(home=home_after)
                stop, following = self._share_break(i, stop, following)
                yield (*day[:i], stop, following, *day[i + 1 :])
            else:
                yield (*day[:i], stop)

    @staticmethod
    def _share_break(i: int, new: Stop, after: Stop) -> tuple[Stop, Stop]:
        """Give the break of a gap to the part of it in which it lies."""
        rest_at, rest = after.rest_at, after.rest
        if rest and rest_at < new.start:
            new = new._replace(rest_at=rest_at, rest=rest)
            after = after._replace(rest_at=0, rest=0)
        if i > 0 and new.home:
            new = new._replace(rest_at=0, rest=0)
        if after.home:
            after = after._replace(rest_at=0, rest=0)
        return new, after

    def _homes(self, day: Day, i: int, new: Stop) -> list[tuple[bool, bool]]:
        """List ways home before and after a stop that is put into a day."""
        before = day[i - 1] if i else None
        after = day[i] if i < len(day) else None
        split = after is not None and before is not None and after.home
        can_before = before is not None and (split or self._home_fits(before, new))
        can_after = after is not None and (split or self._home_fits(new, after))
        pairs = [(False, False)]
        if can_before:
            pairs.append((True, False))
        if can_after:
            pairs.append((False, True))
        if can_before and can_after:
            pairs.append((True, True))
        return pairs

    def _home_fits(self, a: Stop, b: Stop) -> bool:
        """Tell whether there is time to go home between two stops."""
        visit = self._timer.visit
        u, v = visit[a.slot], visit[b.slot]
        end = a.start + self._roads.duration[u]
        legs = self._roads.gap(self._w, u, v, end, b.start, home=True)
        return b.start - end >= legs

    def _places(self, starts: Sequence[int], *, fixed: bool) -> Iterator[Day]:
        """Put the slot at every place of the order, what is in the way giving way."""
        wishes = self._timer.wishes(self._before)
        for i in range(len(wishes) + 1):
            if not self._may_stand(wishes, i, fixed=fixed, start=starts[0]):
                continue
            for start in starts if fixed else (*starts, -FAR):
                new = self._wish(start, fixed=fixed)
                yield from self._both_ways(wishes, i, new)

    def _may_stand(
        self, wishes: Sequence[Wish], i: int, *, fixed: bool, start: int
    ) -> bool:
        """Tell whether windows allow the slot between its neighbours to be."""
        roads = self._roads
        first = start if fixed else roads.opens(self._v)
        last = start if fixed else roads.closes(self._v)
        if i:
            x = wishes[i - 1]
            soonest = x.start if x.fixed else min(x.start, roads.opens(x.visit))
            if soonest + roads.duration[x.visit] > last:
                return False
        if i < len(wishes):
            x = wishes[i]
            latest = x.start if x.fixed else max(x.start, roads.closes(x.visit))
            if first + roads.duration[self._v] > latest:
                return False
        return True

    def _both_ways(self, wishes: Sequence[Wish], i: int, new: Wish) -> Iterator[Day]:
        """Time a day with one more stop, by pushing and by pulling."""
        for pull in (False, True):
            rough = self._timer.timed(
                self._w, [*wishes[:i], new, *wishes[i:]], pull=pull
            )
            yield rough
            rest = (*rough[:i], *rough[i + 1 :])
            split = i < len(rest) and rest[i].home
            for home, home_after in self._homes(rest, i, rough[i]):
                row = [*wishes[:i], new._replace(home=home), *wishes[i:]]
                if i + 1 < len(row):
                    row[i + 1] = row[i + 1]._replace(home=home_after)
                if home or home_after != split:
                    yield self._timer.timed(self._w, row, pull=pull)
                moved = self._break_before(row, i)
                if moved is not None:
                    yield self._timer.timed(self._w, moved, pull=pull)

    @staticmethod
    def _break_before(row: list[Wish], i: int) -> list[Wish] | None:
        """Move the break of the gap that is cut in two before the new stop."""
        if i + 1 >= len(row) or not row[i + 1].rest or row[i].home:
            return None
        after = row[i + 1]
        new = row[i]._replace(rest_at=after.rest_at, rest=after.rest)
        return [*row[:i], new, after._replace(rest_at=0, rest=0), *row[i + 2 :]]

    # ── from there to the top ─────────────────────────────────────────────

    def _climb(self) -> None:
        """Move one stop after the other while the day gets better."""
        left, better = MOST_TRIALS, True
        while better and self._best is not None:
            better = False
            for day in self._neighbours(self._best[1]):
                if left == 0:
                    return
                left -= 1
                if self._try(day):
                    better = True
                    break

    def _neighbours(self, day: Day) -> Iterator[Day]:
        wishes = [
            x._replace(fixed=x.fixed or (self._fixed and x.slot == self._s))
            for x in self._timer.wishes(day)
        ]
        if self._best is not None and self._best[0][0] > self._floor:
            yield from self._with_breaks(wishes)
        for i, x in enumerate(wishes):
            if i and x.home:
                yield self._timed_with(wishes, i, x._replace(home=False))
            elif i and self._home_fits(day[i - 1], day[i]):
                yield self._timed_with(wishes, i, x._replace(home=True))
            if x.fixed:
                continue
            for start in self._good_starts(x):
                for pull in (False, True):
                    yield self._timed_with(
                        wishes, i, x._replace(start=start), pull=pull
                    )
            yield from self._elsewhere(wishes, i)

    def _with_breaks(self, wishes: list[Wish]) -> Iterator[Day]:
        """Give a break to each gap that has none, where rules are broken."""
        for length in self._timer.rests:
            for i in range(1, len(wishes)):
                x = wishes[i]
                if not x.home and not x.rest:
                    for pull in (False, True):
                        yield self._timed_with(
                            wishes, i, x._replace(rest_at=-FAR, rest=length), pull=pull
                        )

    def _good_starts(self, x: Wish) -> list[int]:
        c = self._board.compiled
        prefer = [int(c.prefer_from[x.visit]), int(c.prefer_until[x.visit])]
        ends = [self._roads.opens(x.visit), self._roads.closes(x.visit)]
        was = [self._was[x.slot]] if x.slot in self._was else []
        return [t for t in dict.fromkeys([*was, *prefer, *ends]) if abs(t) < FAR]

    def _elsewhere(self, wishes: list[Wish], i: int) -> Iterator[Day]:
        """Put one stop at the places next to its own."""
        x = wishes[i]
        others = [*wishes[:i], *wishes[i + 1 :]]
        if i < len(others):
            others[i] = after_gap(x, others[i])
        for k in (i - 2, i - 1, i + 1, i + 2):
            if 0 <= k <= len(others):
                new = x._replace(home=False, rest_at=0, rest=0)
                for pull in (False, True):
                    yield self._timer.timed(
                        self._w, [*others[:k], new, *others[k:]], pull=pull
                    )

    def _timed_with(
        self, wishes: list[Wish], i: int, x: Wish, *, pull: bool = False
    ) -> Day:
        row = [*wishes[:i], x, *wishes[i + 1 :]]
        return self._timer.timed(self._w, row, pull=pull)
