"""The problem that the search sees: what is held is pinned, the rest is as it is.

Visits nobody looks for a carer for are left out of it; so are slots of a visit that has
begun and that nobody makes. What is free starts not before the notice period has ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, to_rota
from carerota.engines.near import HELD, RANKS
from carerota.model import Priority, Rota, TimeWindow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.model import Assignment, RotaProblem, Visit
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
        The slots of each of its visits, as slots of the whole problem.
    held
        The rota of what is held alone.
    optional
        For each slot, whether leaving it out has only its price.
    """

    compiled: Compiled
    parts: dict[str, tuple[Part, ...]]
    held: RotaArrays
    optional: NDArray[np.bool_]

    def arrays(self, rota: Rota) -> RotaArrays:
        """Give a rota of the whole problem as the search has it."""
        return _seen_rota(self.compiled, self.parts, rota)

    def rota(self, arrays: RotaArrays) -> Rota:
        """Give a rota of the search as one of the whole problem."""
        found = to_rota(self.compiled, arrays)
        made = []
        for a in found.assignments:
            visit, slot = self.parts[a.visit][a.slot]
            made.append(a.model_copy(update={"visit": visit, "slot": slot}))
        return found.model_copy(update={"assignments": tuple(made), "uncovered": ()})


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
    held = {
        (a.visit, a.slot): a for a in rota.assignments if (a.visit, a.slot) not in free
    }
    visits: list[Visit] = []
    parts: dict[str, tuple[Part, ...]] = {}
    for visit in problem.visits:
        pins = {
            s: held[visit.id, s]
            for s in range(len(visit.slots))
            if (visit.id, s) in held
        }
        wanted = [s for s in range(len(visit.slots)) if (visit.id, s) in free]
        for seen, slots in _seen(visit, pins, wanted, earliest):
            visits.append(seen)
            parts[seen.id] = tuple((visit.id, s) for s in slots)
    links = tuple(x for x in problem.links if x.first in parts and x.second in parts)
    small = problem.model_copy(
        update={"visits": tuple(visits), "links": links, "packages": ()}
    )
    compiled = compile_problem(small, travel=travel)
    optional = {v.id for v in problem.visits if v.priority is Priority.OPTIONAL}
    return Place(
        compiled,
        parts,
        _seen_rota(compiled, parts, rota, only=held),
        np.array(
            [
                v.priority is not HELD and part[0] in optional
                for v in visits
                for part in parts[v.id]
            ],
            dtype=np.bool_,
        ),
    )


def _seen_rota(
    compiled: Compiled,
    parts: dict[str, tuple[Part, ...]],
    rota: Rota,
    *,
    only: Collection[Part] | None = None,
) -> RotaArrays:
    """Give a rota of the whole problem, or some slots of it, as the search has it."""
    place = {part: (name, i) for name, of in parts.items() for i, part in enumerate(of)}
    made = []
    for a in rota.assignments:
        part = (a.visit, a.slot)
        if part in place and (only is None or part in only):
            name, slot = place[part]
            made.append(a.model_copy(update={"visit": name, "slot": slot}))
    return from_rota(compiled, Rota(assignments=tuple(made), breaks=rota.breaks))


def _seen(
    visit: Visit, pins: dict[int, Assignment], free: list[int], earliest: datetime
) -> Iterator[tuple[Visit, list[int]]]:
    """Give a visit as the search sees it, with its slots; it may be none or several.

    What one visit cannot hold together is held apart: carers at different times, as a
    hand-made rota may have them, or one worker for two.
    """
    if not pins:
        windows = _from(visit.windows, earliest)
        if free and windows:
            slots = tuple(visit.slots[s] for s in free)
            update = {"slots": slots, "windows": windows}
            rank = RANKS[visit.priority]
            yield visit.model_copy(update={**update, "priority": rank}), free
        return
    together: list[int] = []
    for s, a in pins.items():
        workers = {pins[t].worker for t in together}
        if together and (a.start != pins[together[0]].start or a.worker in workers):
            apart = _pinned(visit, pins, [s])
            yield apart.model_copy(update={"id": f"{visit.id}/carer {s}"}), [s]
        else:
            together.append(s)
    slots_here = sorted([*together, *free])
    yield _pinned(visit, pins, slots_here), slots_here


def _pinned(visit: Visit, pins: dict[int, Assignment], slots: list[int]) -> Visit:
    start = next(pins[s].start for s in slots if s in pins)
    return visit.model_copy(
        update={
            "priority": HELD,
            "pinned_start": start,
            # it may stand outside its windows, in a rota made by hand
            "windows": (TimeWindow(start=start, end=start),),
            "slots": tuple(
                visit.slots[s].model_copy(update={"pinned_worker": pins[s].worker})
                if s in pins
                else visit.slots[s]
                for s in slots
            ),
        }
    )


def _from(
    windows: tuple[TimeWindow, ...], earliest: datetime
) -> tuple[TimeWindow, ...]:
    since = earliest.astimezone(UTC)
    return tuple(
        w.model_copy(update={"start": max(w.start.astimezone(UTC), since)})
        for w in windows
        if w.end.astimezone(UTC) >= since
    )
