"""When a solve had all but arrived: the time to within two in a hundred of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carerota import Event

__all__ = ["NEARLY", "seconds_to_within"]

NEARLY = 0.02


def seconds_to_within(trace: Iterable[Event], share: float = NEARLY) -> float | None:
    """Give the first second at which cover was final and the priced sum nearly so.

    That is the first incumbent whose levels of cover (uncovered critical, essential and
    flexible slots) equal those of the last one and whose priced sum is at most
    ``1 + share`` times its. Measured against the end of the same run: a longer run may
    end lower. ``None``: there was no incumbent.
    """
    found = [e for e in trace if e.kind == "incumbent" and e.levels is not None]
    if not found:
        return None
    cover, cost = _split(found[-1])
    for event in found:
        now, priced = _split(event)
        if now == cover and priced <= cost + share * abs(cost):
            return event.elapsed
    return None


def _split(event: Event) -> tuple[tuple[int, ...], int]:
    levels = event.levels or (0,)
    return tuple(levels[:-1]), levels[-1]
