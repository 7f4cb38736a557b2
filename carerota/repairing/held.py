"""The problem that the search sees: what is held is pinned, the rest is as it is.

Visits nobody looks for a carer for are left out of it; so are slots of a visit that has
begun and that nobody makes. What is free starts not before the notice period has ended.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, to_rota
from carerota.engines.near import HELD, RANKS
from carerota.model import Priority, Rota

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.model import Assignment, RotaProblem, TimeWindow, Visit
    from carerota.travel.table import TravelTimes

__all__ = ["Part", "Place", "held_problem"]

Part = tuple[str, int]
"""A slot of a visit: the visit's id and the index of the slot."""


@dataclass(frozen=True)
class Place:
    """Where the search works: a problem of its own, and the way there and back.

    Parameters
    ----------
    compiled
        The problem with its pins.
    parts
        The slots that each of its visits has, as the slots of the whole problem.
    held
        The rota of what is held alone.
    optional
        For each slot, whether leaving it out has only its price.
    """

    compiled: Compiled
    parts: dict[str, tuple[int, ...]]
    held: RotaArrays
    optional: NDArray[np.bool_]

    def arrays(self, rota: Rota) -> RotaArrays:
        """Give a rota of the whole problem as the search has it."""
        made = []
        for a in rota.assignments:
            slots = self.parts.get(a.visit, ())
            if a.slot in slots:
                made.append(a.model_copy(update={"slot": slots.index(a.slot)}))
        return from_rota(self.compiled, Rota(assignments=made, breaks=rota.breaks))

    def rota(self, arrays: RotaArrays) -> Rota:
        """Give a rota of the search as one of the whole problem."""
        found = to_rota(self.compiled, arrays)
        return found.model_copy(
            update={
                "assignments": tuple(
                    a.model_copy(update={"slot": self.parts[a.visit][a.slot]})
                    for a in found.assignments
                ),
                "uncovered": (),
            }
        )


def held_problem(
    problem: RotaProblem,
    rota: Rota,
    free: Collection[Part],
    *,
    earliest: datetime,
    travel: TravelTimes,
) -> Place:
    """Make the problem in which only some slots may change.

    Parameters
    ----------
    problem, rota
        The whole problem, and what is made of it so far.
    free
        Slots that may change hands and times, made or not. Of the others, those that
        are made are held.
    earliest
        What is free does not start before.
    travel
        The problem's travel times.
    """
    made = {(a.visit, a.slot): a for a in rota.assignments}
    held = {part: a for part, a in made.items() if part not in free}
    by_visit: dict[str, list[Assignment]] = defaultdict(list)
    for part, a in held.items():
        by_visit[part[0]].append(a)
    visits, parts, optional = [], {}, []
    for visit in problem.visits:
        kept = [
            i
            for i in range(len(visit.slots))
            if (visit.id, i) in held or (visit.id, i) in free
        ]
        found = _seen(visit, kept, by_visit.get(visit.id, ()), earliest)
        if found is None:
            continue
        visits.append(found)
        parts[visit.id] = tuple(kept)
        optional += [visit.priority is Priority.OPTIONAL and found.priority != HELD] * (
            len(kept)
        )
    ids = set(parts)
    small = problem.model_copy(
        update={
            "visits": tuple(visits),
            "links": tuple(x for x in problem.links if {x.first, x.second} <= ids),
            "packages": (),
        }
    )
    compiled = compile_problem(small, travel=travel)
    place = Place(compiled, parts, None, np.array(optional, dtype=np.bool_))  # type: ignore[arg-type]
    alone = place.arrays(Rota(assignments=tuple(held.values()), breaks=rota.breaks))
    return Place(compiled, parts, alone, place.optional)


def _seen(
    visit: Visit, kept: list[int], held: Iterable[Assignment], earliest: datetime
) -> Visit | None:
    """Give a visit as the search sees it; ``None``: not at all."""
    pins = {a.slot: a for a in held}
    if not kept:
        return None
    slots = tuple(
        visit.slots[i].model_copy(update={"pinned_worker": pins[i].worker})
        if i in pins
        else visit.slots[i]
        for i in kept
    )
    update: dict[str, object] = {"slots": slots}
    if pins:
        update["priority"] = HELD
        update["pinned_start"] = next(iter(pins.values())).start
    else:
        update["priority"] = RANKS[visit.priority]
        windows = _from(visit.windows, earliest)
        if not windows:
            return None
        update["windows"] = windows
    return visit.model_copy(update=update)


def _from(
    windows: tuple[TimeWindow, ...], earliest: datetime
) -> tuple[TimeWindow, ...]:
    return tuple(
        w.model_copy(update={"start": max(w.start, earliest)})
        for w in windows
        if w.end >= earliest
    )
