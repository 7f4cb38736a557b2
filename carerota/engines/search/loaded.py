"""A rota in the kernel's memory exactly as it is, with nothing decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.rota import sequences
from carerota.engines.search import layout as at
from carerota.engines.search.chain import Chain
from carerota.engines.search.change import give
from carerota.engines.search.memory import build
from carerota.engines.search.touched import begin
from carerota.engines.search.update import decode_all

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.rules.book import RuleBook

__all__ = ["loaded"]


def loaded(compiled: Compiled, book: RuleBook, rota: RotaArrays) -> Chain:
    """Give a chain holding a rota exactly as it is, even an illegal one.

    Nothing is decoded: starts, ways home and breaks are those of the rota. For
    comparing the kernel's amounts with the checker's.
    """
    chain = Chain(compiled, book, memory=build(compiled, book, searching=False))
    m = chain.memory.m
    n = compiled.n_slots
    m[m[at.STATE] : m[at.STATE_END]] = chain._empty  # noqa: SLF001
    m[at.AUTO] = 0
    m[at.JOURNAL_SIZE] = -1
    # lists in the order of the rota: positions are ranks of the starts
    chain.table(at.START_AT, n)[:] = rota.start
    chain.table(at.REST_AT, n)[:] = rota.rest_start
    chain.table(at.REST_LEN, n)[:] = rota.rest_length
    home = chain.table(at.HOME, n)
    first = chain.table(at.FIRST_OF, compiled.n_workers * compiled.n_days)
    after, before = chain.table(at.NEXT, n), chain.table(at.PREV, n)
    order = sequences(compiled, rota)
    begin(m)
    m[at.JOURNAL_SIZE] = -1
    for slots in order.values():
        for s in slots:
            give(m, s, int(rota.worker[s]))
    for (w, d), slots in order.items():
        first[w * compiled.n_days + d] = slots[0]
        for i, s in enumerate(slots):
            before[s] = slots[i - 1] if i else -1
            after[s] = slots[i + 1] if i + 1 < len(slots) else -1
            home[s] = int(i > 0 and rota.run[slots[i - 1]] != rota.run[s])
    chain._clear_heap()  # noqa: SLF001
    # nothing is timed: only measured
    nothing = np.zeros(0, dtype=np.int64)
    decode_all(m, chain.memory.travel, chain.memory.metres, nothing)
    return chain
