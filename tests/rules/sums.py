"""The three faces of rules on workers and on the whole rota, over one given rota."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from carerota.compiled.stretches import unsocial
from carerota.engines.search import facts as f
from carerota.rules.base import Key, Level
from carerota.rules.wishes import DayParts, unmet_table
from tests.builders import rota as rota_
from tests.rules.fixed import Fixed, facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from carerota.model import Rota, RotaProblem
    from carerota.rules.base import Rule


def amounts(
    rule: Rule,
    problem: RotaProblem,
    *made: tuple[Any, ...],
    breaks: Iterable[tuple[Any, ...]] = (),
) -> dict[tuple[str, int], int]:
    """Give a rule's amounts over a rota by ``(id, at)``; its faces must agree."""
    measure, encode, compiled = faces(
        rule, problem, rota_(problem, *made, breaks=breaks)
    )
    assert all(measure.values()), "a nought among the amounts"
    assert measure == encode == compiled
    return {(key.id, key.at): amount for key, amount in measure.items()}


def faces(rule: Rule, problem: RotaProblem, rota: Rota) -> list[dict[Key, int]]:
    """Give the amounts of a rule by ``measure``, ``encode`` and the compiled twin."""
    fixed = Fixed(problem, rota)
    encoded = {key: int(value) for key, value in rule.encode(fixed).items()}
    compiled = (
        _workers(rule, fixed) if rule.level is Level.WORKER else _all(rule, fixed)
    )
    return [
        rule.measure(fixed.reading),
        {key: value for key, value in encoded.items() if value},
        {key: int(value) for key, value in compiled.items() if value},
    ]


def _twin(rule: Rule) -> Any:
    return import_module(f"carerota.engines.search.rules.{rule.name}")


def _amount(rule: Rule) -> Any:
    # as plain Python: that it compiles is the kernel's test, and costs seconds
    return _twin(rule).amount.py_func


def _workers(rule: Rule, fixed: Fixed) -> dict[Key, int]:
    c, known, table = fixed.compiled, facts(fixed, rule), rule.kernel(fixed.compiled)
    n_keys = len(table) // c.n_workers
    return {
        Key(Level.WORKER, name, k): _amount(rule)(
            known,
            w * c.n_days * f.N_FACTS,
            c.n_days,
            table.ravel(),
            (w * n_keys + k) * table.shape[1],
        )
        for w, name in enumerate(c.worker_ids)
        for k in range(n_keys)
    }


def _all(rule: Rule, fixed: Fixed) -> dict[Key, int]:
    c, table = fixed.compiled, rule.kernel(fixed.compiled)
    known, flat, width = facts(fixed, rule), table.ravel(), table.shape[1]
    if rule.name == "worst_lateness":
        return {Key(Level.ALL): _worst_start(rule, fixed, flat)}
    if rule.name == "worst_idle":
        days = [
            _amount(rule)(known, (w * c.n_days + d) * f.N_FACTS, flat, w * width)
            for w in range(c.n_workers)
            for d in range(c.n_days)
        ]
        return {Key(Level.ALL): max(days)}
    by_day = known.reshape(c.n_workers, c.n_days, f.N_FACTS)
    totals = np.ascontiguousarray(by_day.sum(axis=1))
    totals[:, f.UNMET] = _unmet(fixed)
    if rule.name == "workload_balance":
        twin = _twin(rule)
        loads = [twin.load.py_func(totals.ravel(), 0, w) for w in range(c.n_workers)]
        return {Key(Level.ALL): twin.amount.py_func(loads, 0, c.n_workers)}
    if rule.name == "fairness_unsocial":
        totals[:, f.UNSOCIAL] = _unsocial(rule, fixed)
    share = _twin(rule).share.py_func
    shares = [share(totals.ravel(), 0, w, flat, 0) for w in range(c.n_workers)]
    shares = [x for x in shares if x >= 0]
    return {Key(Level.ALL): max(shares, default=0) - min(shares, default=0)}


def _worst_start(rule: Rule, fixed: Fixed, flat: NDArray[np.int64]) -> int:
    c = fixed.compiled
    width = len(flat) // c.n_visits
    late = [
        _amount(rule)(start, start, flat, width * int(c.slot_visit[s]), width)
        for s, start in ((s, fixed.start(s)) for s in range(c.n_slots))
        if fixed.covered(s)
    ]
    return max(late, default=0)


def _made(fixed: Fixed, w: int) -> list[int]:
    return [s for s in range(fixed.compiled.n_slots) if fixed.does(s, w)]


def _unmet(fixed: Fixed) -> list[int]:
    c = fixed.compiled
    table = unmet_table(c, DayParts())
    return [sum(int(table[s, w]) for s in _made(fixed, w)) for w in range(c.n_workers)]


def _unsocial(rule: Any, fixed: Fixed) -> list[int]:
    c = fixed.compiled
    stretches = unsocial(
        c, rule.early_hour, rule.late_hour, rule.weekends, rule.holidays
    )
    length = c.visit_duration[c.slot_visit]
    return [
        sum(
            fixed.overlap(fixed.start(s), fixed.start(s) + int(length[s]), low, high)
            for s in _made(fixed, w)
            for low, high in stretches
        )
        for w in range(c.n_workers)
    ]
