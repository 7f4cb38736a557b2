"""Figures of continuity, as the literature has them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from carerota.advice.explain.weeks import Continuity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["continuity"]


def continuity(visits: Sequence[Sequence[str]], met: Mapping[str, int]) -> Continuity:
    """Work out a client's figures.

    Parameters
    ----------
    visits
        The carers of each visit that somebody makes, in order of time.
    met
        How often each carer was there before.
    """
    carers = [carer for visit in visits for carer in visit]
    n, times = len(carers), Counter(carers)
    strangers = {carer for carer in times if not met.get(carer)}
    known = sum(1 for carer in carers if carer not in strangers)
    pairs = sum(k * (k - 1) for k in times.values())
    steps = [_in_common(a, b) for a, b in pairwise(visits)]
    return Continuity(
        contacts=n,
        carers=len(times),
        new_faces=len(strangers),
        known_share=known / n if n else None,
        coc=pairs / (n * (n - 1)) if n > 1 else None,
        upc=max(times.values()) / n if n else None,
        sequential=sum(steps) / len(steps) if steps else None,
    )


def _in_common(a: Sequence[str], b: Sequence[str]) -> float:
    """Give the share of the carers of the larger visit who are at both."""
    both = sum((Counter(a) & Counter(b)).values())
    return both / max(len(a), len(b))
