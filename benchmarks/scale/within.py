"""How long a solve takes to be within two in a hundred of a long one.

Of one run: when it had all but arrived. That grows with the budget, over which a search
cools. Of several runs of one size: the shortest budget whose end is as near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from carerota import Event

__all__ = ["NEARLY", "of_longest", "seconds_to_within"]

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


def of_longest(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give of each size the row with the most seconds, and the shortest as good.

    ``shortest`` is the least budget in seconds with the cover of the longest one's end
    and at most ``1 + NEARLY`` times its points; ``None`` where a size has one row only.
    """
    sizes: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        sizes.setdefault(row["visits"], []).append(row)
    found = []
    for runs in sizes.values():
        longest = max(runs, key=lambda row: row["terms"]["seconds"])
        most = longest["points"] + NEARLY * abs(longest["points"])
        near = [
            run["terms"]["seconds"]
            for run in runs
            if run["uncovered"] == longest["uncovered"] and run["points"] <= most
        ]
        shortest = min(near) if len(runs) > 1 else None
        found.append({**longest, "shortest": shortest})
    return found
