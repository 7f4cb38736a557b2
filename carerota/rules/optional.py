"""The optional slots of each client, for the rules on what is left out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from carerota.compiled.problem import PRIORITIES
from carerota.model import Priority

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.rules.reading import Reading

__all__ = ["optional_slots", "uncovered_slots"]

OPTIONAL: Final = PRIORITIES.index("optional")


def uncovered_slots(reading: Reading) -> dict[str, tuple[int, int]]:
    """Give how many optional slots each client has, and how many nobody makes."""
    return reading.once("optional slots", _uncovered)


def _uncovered(reading: Reading) -> dict[str, tuple[int, int]]:
    wanted: dict[str, int] = defaultdict(int)
    missing: dict[str, int] = defaultdict(int)
    for visit in reading.visits.values():
        if visit.priority is Priority.OPTIONAL:
            made = {stop.slot for stop in reading.stops_of[visit.id]}
            wanted[visit.client] += len(visit.slots)
            missing[visit.client] += len(visit.slots) - len(made)
    return {client: (n, missing[client]) for client, n in wanted.items()}


def optional_slots(c: Compiled) -> list[list[int]]:
    """Give the slots of each client's optional visits, client by client."""
    found: list[list[int]] = [[] for _ in range(c.n_clients)]
    for s, v in enumerate(c.slot_visit.tolist()):
        if c.visit_priority[v] == OPTIONAL:
            found[c.visit_client[v]].append(s)
    return found
