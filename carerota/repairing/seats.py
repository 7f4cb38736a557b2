"""Who stays on a visit of several slots stays on the same slot.

Slots of one visit that ask for the same are alike to every rule but to what was
published: a search may well exchange them, and people would hear of changes that are
none.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from carerota.model import Assignment, Rota, RotaProblem
    from carerota.repairing.held import Part

__all__ = ["seated"]


def seated(
    problem: RotaProblem,
    old: Rota,
    made: Iterable[Assignment],
    stands: Collection[Part],
) -> list[Assignment]:
    """Give assignments on the slots that their workers had, where slots are alike.

    Parameters
    ----------
    problem
        Whose visits are made.
    old
        The rota as it was.
    made
        Assignments that may change slots.
    stands
        Slots that are made otherwise, and stay as they are.
    """
    slots = {v.id: v.slots for v in problem.visits}
    had = {(a.visit, a.worker): a.slot for a in old.assignments}
    of_visit: dict[str, list[Assignment]] = defaultdict(list)
    for a in made:
        of_visit[a.visit].append(a)
    found: list[Assignment] = []
    for visit, some in of_visit.items():
        alike = slots[visit]
        free = {i for i in range(len(alike)) if (visit, i) not in stands}
        placed: dict[int, Assignment] = {}
        others = []
        for a in some:
            home = had.get((visit, a.worker))
            if home in free and alike[home] == alike[a.slot]:
                placed[home] = a
            else:
                others.append(a)
        for a in others:
            own = (a.slot, *(i for i in sorted(free) if alike[i] == alike[a.slot]))
            placed[next(i for i in own if i not in placed)] = a
        found += [
            a if a.slot == i else a.model_copy(update={"slot": i})
            for i, a in placed.items()
        ]
    return found
