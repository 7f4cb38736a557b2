"""The three faces of a rule over one rota, without a solver.

A :class:`Frozen` encoder has the whole rota frozen: every expression is a whole number,
so that an encoding can be compared with the measure in the time of a unit test.
"""

from __future__ import annotations

from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from carerota.compiled.rota import from_rota
from carerota.rules.base import Level
from carerota.rules.optional import optional_slots
from tests.builders import compiled, measured, read, rota

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.model import Rota, RotaProblem
    from carerota.rules.base import Rule

Found = dict[tuple[str, int], int]


class Frozen:
    """The part of an encoder that is not about worker-days, over a fixed rota."""

    def __init__(self, compiled: Compiled, rota: Rota) -> None:
        self.compiled = compiled
        self.arrays = from_rota(compiled, rota)

    def does(self, s: int, w: int) -> int:
        return int(self.arrays.worker[s] == w)

    def covered(self, s: int) -> int:
        return int(self.arrays.worker[s] >= 0)

    def start(self, s: int) -> int:
        # free to be anything when not covered
        return int(self.arrays.start[s]) if self.covered(s) else -(10**6)

    def candidates(self, s: int) -> range:
        return range(self.compiled.n_workers)

    def meetings(self, slots: Any, w: int) -> int:
        return sum(self.does(s, w) for s in slots)

    def meets(self, slots: Any, w: int) -> int:
        return int(self.meetings(slots, w) > 0)

    def positive(self, expr: int) -> int:
        return max(0, expr)

    def largest(self, exprs: Any) -> int:
        return max(exprs, default=0)

    def smallest(self, exprs: Any) -> int:
        return min(exprs, default=0)

    def absolute(self, expr: int) -> int:
        return abs(expr)

    def when(self, literal: int, expr: int) -> int:
        return expr if literal else 0

    def both(self, *literals: int) -> int:
        return int(all(literals))

    def either(self, *literals: int) -> int:
        return int(any(literals))

    def negated(self, literal: int) -> int:
        return 1 - literal

    def at_least(self, expr: int, bound: int) -> int:
        return int(expr >= bound)

    def outside(self, start: int, stretches: Any) -> int:
        return min(max(0, a - start, start - b) for a, b in stretches)

    def divided(self, expr: int, by: int) -> int:
        return expr // by

    def square(self, expr: int) -> int:
        return expr * expr


def faces(rule: Rule, problem: RotaProblem, *made: tuple[Any, ...]) -> Found:
    """Give the amounts of a rule, after all three faces have agreed on them."""
    amounts = measured(rule, problem, *made)
    c = compiled(problem)
    made_rota = rota(problem, *made)
    encoded = rule.encode(Frozen(c, made_rota))
    assert {(k.id, k.at): int(a) for k, a in encoded.items() if a} == amounts
    assert kernel(rule, c, made_rota) == amounts
    return amounts


def kernel(rule: Rule, c: Compiled, made: Rota) -> Found:
    """Give the amounts as the search kernel reads them from the rule's table."""
    table = rule.kernel(c)
    assert table.dtype == np.int64
    arrays = from_rota(c, made)
    covered = np.flatnonzero(arrays.worker >= 0).tolist()
    if rule.level is Level.SLOT:
        assert table.shape == (c.n_slots, c.n_workers)
        found = {
            (c.visit_ids[c.slot_visit[s]], c.slot_index(s)): table[s, arrays.worker[s]]
            for s in covered
        }
    else:
        # the body without the compiler; that it compiles is tested once for all
        amount = import_module(
            f"carerota.engines.search.rules.{rule.name}"
        ).amount.py_func
        by_level = {Level.VISIT: _visits, Level.LINK: _links, Level.CLIENT: _clients}
        found = by_level[rule.level](rule, c, arrays, table, amount)
    return {key: int(a) for key, a in found.items() if a}


def _starts(c: Compiled, arrays: Any, v: int) -> list[int]:
    return [int(arrays.start[s]) for s in c.slots(v) if arrays.worker[s] >= 0]


def _visits(rule: Rule, c: Compiled, arrays: Any, table: Any, amount: Any) -> Found:
    flat, width = table.ravel(), table.shape[1]
    assert table.shape[0] == c.n_visits
    found = {}
    for v, name in enumerate(c.visit_ids):
        starts = _starts(c, arrays, v)
        if rule.name in ("cover", "double_up"):
            gap = len(c.slots(v)) - len(starts)
            first, last = (min(starts), max(starts)) if starts else (0, 0)
            found[name, 0] = amount(first, last, gap, flat, v * width)
        else:
            lasts = int(c.visit_duration[v])
            found[name, 0] = sum(
                amount(s, s + lasts, flat, v * width, width) for s in starts
            )
    return found


def _links(rule: Rule, c: Compiled, arrays: Any, table: Any, amount: Any) -> Found:
    flat, width = table.ravel(), table.shape[1]
    assert table.shape[0] == c.n_links
    found = {}
    for x, name in enumerate(c.link_ids):
        v, u = int(c.link_first[x]), int(c.link_second[x])
        if rule.name == "visit_links":
            first, second = _starts(c, arrays, v), _starts(c, arrays, u)
            if first and second:
                begins = min(first)
                ends = begins + int(c.visit_duration[v])
                found[name, 0] = amount(begins, ends, min(second), flat, x * width)
        else:
            here, there = (
                np.array(
                    [arrays.worker[s] for s in c.slots(y) if arrays.worker[s] >= 0],
                    dtype=np.int64,
                )
                for y in (v, u)
            )
            found[name, 0] = amount(here, len(here), there, len(there), flat, x * width)
    return found


def _clients(rule: Rule, c: Compiled, arrays: Any, table: Any, amount: Any) -> Found:
    flat, width = table.ravel(), table.shape[1]
    covered = np.flatnonzero(arrays.worker >= 0)
    found = {}
    if rule.name in ("carer_target", "carer_ceiling"):
        assert table.shape[0] == len(c.period_client)
        period = c.visit_period[c.slot_visit]
        for q, i in enumerate(c.period_client.tolist()):
            met = set(np.flatnonzero(c.period_met[q]).tolist())
            met |= {int(arrays.worker[s]) for s in covered if period[s] == q}
            key = (c.client_ids[i], int(c.period_at[q]))
            found[key] = amount(len(met), flat, q * width)
        return found
    assert table.shape[0] == c.n_clients
    client = c.visit_client[c.slot_visit]
    for i, name in enumerate(c.client_ids):
        makes = sorted(int(arrays.worker[s]) for s in covered if client[s] == i)
        counts = {w: len(list(g)) for w, g in groupby(makes)}
        if rule.name == "carer_pairs":
            squares = sum(n * n for n in counts.values())
            found[name, 0] = amount(squares, len(makes), flat, i * width)
        elif rule.name in ("left_out", "whole_clients"):
            left = sum(arrays.worker[s] < 0 for s in optional_slots(c)[i])
            found[name, 0] = amount(left, flat, i * width)
        else:
            new = sum(c.past_met[i, w] == 0 for w in counts)
            found[name, 0] = amount(new, flat, i * width)
    return found


def line(rule: Rule, problem: RotaProblem, *made: tuple[Any, ...]) -> str:
    """Give the only line of a rule over a rota."""
    reading = read(problem, rota(problem, *made))
    ((key, amount),) = rule.measure(reading).items()
    return rule.line(reading, key, amount)
