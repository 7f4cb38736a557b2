"""Every rule's amounts as the kernel has them, key by key: for the contract test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.engines.search import amounts, spread
from carerota.engines.search import layout as at
from carerota.engines.search.loaded import loaded
from carerota.rules.base import Amounts, Key, Level
from carerota.rules.book import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.search.chain import Chain
    from carerota.rules.base import Rule
    from carerota.rules.book import RuleBook

__all__ = ["evaluate"]


def evaluate(
    compiled: Compiled, book: RuleBook, rota: RotaArrays
) -> dict[str, Amounts]:
    """Give the kernel's amounts over any rota, by rule and key, leaving out noughts."""
    chain = loaded(compiled, book, rota)
    found = {}
    for bound in book:
        pairs = _amounts(chain, bound.rule)
        found[bound.name] = {key: int(n) for key, n in pairs if n}
    return found


def _amounts(chain: Chain, rule: Rule) -> Iterator[tuple[Key, int]]:
    c, m = chain.compiled, chain.memory.m
    r = NAMES.index(rule.name)
    match rule.level:
        case Level.SLOT:
            table = np.asarray(rule.kernel(c))
            worker = chain.table(at.WORKER, c.n_slots)
            for s in np.flatnonzero(worker >= 0).tolist():
                visit = c.visit_ids[c.slot_visit[s]]
                yield Key(Level.SLOT, visit, c.slot_index(s)), table[s, worker[s]]
        case Level.VISIT:
            for v, visit in enumerate(c.visit_ids):
                yield Key(Level.VISIT, visit), amounts.visit_amount(m, r, v)
        case Level.LINK:
            distance = r == amounts.VISIT_LINKS
            for x, link in enumerate(c.link_ids):
                n = (
                    amounts.link_distance_amount(m, x)
                    if distance
                    else amounts.link_workers_amount(m, x)
                )
                yield Key(Level.LINK, link), n
        case Level.DAY:
            for wd in range(c.n_workers * c.n_days):
                w, d = divmod(wd, c.n_days)
                amounts.day_amounts(m, wd)
                yield Key(Level.DAY, c.worker_ids[w], d), m[m[at.AMOUNT] + r]
        case Level.WORKER:
            for w, worker_id in enumerate(c.worker_ids):
                for key in range(int(m[m[at.R_KEYS] + r])):
                    n = amounts.worker_amount(m, r, w, key)
                    yield Key(Level.WORKER, worker_id, key), n
        case Level.CLIENT:
            yield from _client_amounts(chain, r)
        case Level.ALL:
            yield Key(Level.ALL), _whole_amount(chain, r)


def _client_amounts(chain: Chain, r: int) -> Iterator[tuple[Key, int]]:
    c, m = chain.compiled, chain.memory.m
    if r in amounts.CLIENT_RULES:
        for i, client in enumerate(c.client_ids):
            yield Key(Level.CLIENT, client), amounts.client_amount(m, r, i)
        return
    for q, i in enumerate(c.period_client.tolist()):
        key = Key(Level.CLIENT, c.client_ids[i], int(c.period_at[q]))
        yield key, amounts.period_amount(m, r, q)


def _whole_amount(chain: Chain, r: int) -> int:
    m = chain.memory.m
    if r == amounts.WORST_LATENESS:
        return int(m[m[at.SUM] + at.WORST_LATE_NOW])
    if r == amounts.WORST_IDLE:
        return int(m[m[at.SUM] + at.WORST_IDLE_NOW])
    return int(spread.spread_amount(m, spread.SPREAD_RULES.index(r)))
