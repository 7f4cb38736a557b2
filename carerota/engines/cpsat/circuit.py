"""The days of a model: circuits through home where they may change, else constants."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from carerota.engines.cpsat.algebra import worth
from carerota.engines.cpsat.day import HOME, Day, Visitation
from carerota.rules.encoder import Arc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.cpsat.algebra import Algebra
    from carerota.engines.cpsat.legs import Legs
    from carerota.rules.encoder import Expr, Literal

    Hull = tuple[int, int]
    Span = tuple[Expr, Expr]
    Rest = tuple[Literal, Span | None]

__all__ = ["Circuit", "frozen_day"]


class Circuit:
    """Builds the days that may change.

    Parameters
    ----------
    compiled, algebra, legs
        The problem, the programme, the journeys.
    hard
        Names of the hard rules.
    rest_length
        Ticks of a rest break; ``None``: no rule asks for breaks.
    free_rests
        Whether a break may begin at any time in its gap, or before the first visit;
        else it begins as soon as the visit before it has ended.
    """

    def __init__(
        self,
        compiled: Compiled,
        algebra: Algebra,
        legs: Legs,
        *,
        hard: frozenset[str],
        rest_length: int | None,
        free_rests: bool,
    ) -> None:
        self._free_rests = free_rests
        self._c = compiled
        self._algebra = algebra
        self._legs = legs
        self._timely = {"reach", "one_place"} <= hard
        self._apart = "one_place" in hard
        self._rest_length = rest_length

    def day(
        self, w: int, visits: Mapping[int, Visitation], hulls: Mapping[int, Hull]
    ) -> Day:
        """Build a day that may change.

        Parameters
        ----------
        w
            The worker.
        visits
            The slots they may make.
        hulls
            The earliest and the latest start of each if this worker makes it.
        """
        algebra = self._algebra
        ends = [arc for s in visits for arc in self._to_and_from_home(w, visits[s])]
        pairs = [
            arc
            for s in visits
            for t in visits
            if s != t
            for arc in self._between(w, visits[s], visits[t], hulls[s], hulls[t])
        ]
        arcs = [*ends, *pairs]
        works = self._works(visits)
        rests: dict[int, Rest] = {}
        if self._rest_length is not None:
            follows = {a.after for a in pairs if not a.at_home}
            rests = {s: self._rest(visits) for s in sorted(follows)}
        free = self._free_rests and bool(visits)
        early, early_span = self._rest(visits) if free else (0, None)
        day = Day(
            algebra,
            visits,
            arcs,
            works=works,
            rests=rests,
            rest_length=self._rest_length or 0,
            timely=self._timely,
            early=(early, *(early_span or (0, 0))),
        )
        if early_span is not None:
            algebra.require(works - early, 0)
            self._hold(early, early_span, 0, day.begins)
        self._close(visits, arcs, works)
        self._part(visits, pairs)
        for arc in pairs:
            self._in_time(visits, arc, rests)
        for s, (rest, span) in rests.items():
            algebra.model.add_implication(rest, day.directly(s))
            if span is not None:
                self._hold(rest, span, day.ended(s), visits[s].start)
            if not self._timely:
                # a break lies in its gap only if the visits do not overlap
                algebra.require(visits[s].start - day.ended(s), 1, rest)
        return day

    def _rest(self, visits: Mapping[int, Visitation]) -> Rest:
        """Make a break that there may be, and its time if that is free."""
        algebra, length = self._algebra, self._rest_length or 0
        rest = algebra.flag()
        if not self._free_rests:
            return rest, None
        low = min(algebra.bounds(v.start)[0] for v in visits.values()) - length
        high = max(algebra.bounds(v.end)[1] for v in visits.values())
        start = algebra.number(min(low, 0), high)
        return rest, (start, start + length * rest)

    def _hold(self, rest: Literal, span: Span, since: Expr, until: Expr) -> None:
        """Keep a break between two moments; it may overlap the later visit.

        The rule that is to forbid an overlap counts it.
        """
        start, end = span
        self._algebra.require(start - since, 0, rest)
        if self._timely:
            self._algebra.require(until - end, 0, rest)
        else:
            self._algebra.require(until - start, 1, rest)

    def _works(self, visits: Mapping[int, Visitation]) -> Literal:
        does = [v.does for v in visits.values()]
        if any(isinstance(x, int) and x for x in does):
            return 1
        if len(does) <= 1:
            return does[0] if does else 0
        flats = [self._algebra.flat(x) for x in does]
        works = self._algebra.flag(lambda v: int(any(worth(f, v) for f in flats)))
        self._algebra.model.add_max_equality(works, does)
        return works

    def _to_and_from_home(self, w: int, visit: Visitation) -> list[Arc]:
        v = int(self._c.slot_visit[visit.slot])
        out, there = self._legs.out(w, v, visit.start)
        back, home = self._legs.back(w, v, visit.end)
        first, last = self._algebra.flag(), self._algebra.flag()
        return [
            Arc(HOME, visit.slot, False, first, out, there),
            Arc(visit.slot, HOME, False, last, back, home),
        ]

    def _between(
        self, w: int, a: Visitation, b: Visitation, early: Hull, late: Hull
    ) -> list[Arc]:
        room = late[1] - early[0]
        if room < self._least(a, b) or (self._least(a, b) > 0 and a.start is b.start):
            return []
        legs = self._legs
        v, u = (int(self._c.slot_visit[x.slot]) for x in (a, b))
        found = []
        direct = legs.between(w, v, u, a.end)
        back, out = legs.back(w, v, a.end), legs.out(w, u, b.start)
        home = (back[0] + out[0], back[1] + out[1])
        for at_home, (leg, metres) in ((False, direct), (True, home)):
            least = self._algebra.bounds(leg)[0] if self._timely else 0
            if room >= self._least(a, b) + least:
                literal = self._algebra.flag()
                found.append(Arc(a.slot, b.slot, at_home, literal, leg, metres))
        return found

    def _least(self, a: Visitation, b: Visitation) -> int:
        """Ticks that lie at least between the starts, whatever the travel.

        The checker orders visits by start, then end, then slot.
        """
        swapped = (a.duration, a.slot) > (b.duration, b.slot)
        return max(a.duration, int(swapped)) if self._apart else int(swapped)

    def _in_time(
        self,
        visits: Mapping[int, Visitation],
        arc: Arc,
        rests: Mapping[int, Rest],
    ) -> None:
        a, b = visits[arc.before], visits[arc.after]
        needed: Any = self._least(a, b)
        if self._timely:
            rest = 0 if arc.at_home else rests.get(arc.after, (0, None))[0]
            needed = needed + arc.leg + (self._rest_length or 0) * rest
        self._algebra.require(b.start - a.start - needed, 0, arc.literal)

    def _close(
        self, visits: Mapping[int, Visitation], arcs: Sequence[Arc], works: Literal
    ) -> None:
        """Make one circuit through home of the arcs chosen."""
        node = {HOME: 0} | {s: i for i, s in enumerate(visits, 1)}
        closed = [(node[a.before], node[a.after], a.literal) for a in arcs]
        for s, visit in visits.items():
            if not isinstance(visit.does, int):
                closed.append((node[s], node[s], visit.does.negated()))
        if not isinstance(works, int):
            closed.append((0, 0, works.negated()))
        if visits:
            self._algebra.model.add_circuit(closed)

    def _part(self, visits: Mapping[int, Visitation], pairs: Sequence[Arc]) -> None:
        """Say of visits no two of which fit one day that one at most is made.

        The circuit says so too, but not to the solver's bounds.
        """
        fit = {frozenset((a.before, a.after)) for a in pairs}
        groups: list[list[int]] = []
        seen: set[frozenset[int]] = set()
        order = sorted(visits, key=lambda s: self._algebra.bounds(visits[s].end))
        for s in order:
            group = [s]
            for t in order:
                if t != s and all(frozenset((t, u)) not in fit for u in group):
                    group.append(t)
            if len(group) > 1 and frozenset(group) not in seen:
                seen.add(frozenset(group))
                groups.append(group)
        for group in groups:
            self._algebra.model.add_at_most_one(visits[s].does for s in group)


def frozen_day(
    compiled: Compiled,
    algebra: Algebra,
    legs: Legs,
    w: int,
    sequence: Sequence[int],
    rota: RotaArrays,
) -> Day:
    """Give a day as a rota has it; everything about it is a number."""
    visits = {}
    for s in sequence:
        duration = int(compiled.visit_duration[compiled.slot_visit[s]])
        visits[s] = Visitation(s, 1, int(rota.start[s]), duration)
    arcs, rests = [], {}
    early = (0, 0, 0)
    if sequence:
        first, last = sequence[0], sequence[-1]
        if rota.rest_length[first]:
            since = int(rota.rest_start[first])
            early = (1, since, since + int(rota.rest_length[first]))
        v, u = int(compiled.slot_visit[first]), int(compiled.slot_visit[last])
        arcs.append(Arc(HOME, first, False, 1, *legs.out(w, v, visits[first].start)))
        arcs.append(Arc(last, HOME, False, 1, *legs.back(w, u, visits[last].end)))
    for s, t in pairwise(sequence):
        v, u = int(compiled.slot_visit[s]), int(compiled.slot_visit[t])
        end, start = visits[s].end, visits[t].start
        if rota.run[s] == rota.run[t]:
            arcs.append(Arc(s, t, False, 1, *legs.between(w, v, u, end)))
            if rota.rest_length[t]:
                since = int(rota.rest_start[t])
                rests[t] = (1, (since, since + int(rota.rest_length[t])))
        else:
            back, out = legs.back(w, v, end), legs.out(w, u, start)
            arcs.append(Arc(s, t, True, 1, back[0] + out[0], back[1] + out[1]))
    return Day(
        algebra,
        visits,
        arcs,
        works=int(bool(sequence)),
        rests=rests,
        rest_length=0,
        timely=False,
        early=early,
    )
